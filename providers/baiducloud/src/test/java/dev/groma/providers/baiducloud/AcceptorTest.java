package dev.groma.providers.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both sides of a connection between two accounts, against the emulator.
final class AcceptorTest {
  private static final String CONNECTION = "baiducloud_peer_conn";
  private static final String ACCEPTOR = "baiducloud_peer_conn_acceptor";
  private static final String SEED =
      """
      {"accounts": [
         {"id": "first", "access_key": "ak1", "secret_key": "sk1"},
         {"id": "second", "access_key": "ak2", "secret_key": "sk2",
          "sessions": [{"access_key": "tak", "secret_key": "tsk", "session_token": "token"}]}],
       "clouds": {"baiducloud": {"regions": {
         "bj": {"vpcs": [{"id": "vpc-a1", "cidr": "10.0.0.0/16", "account": "first"}]},
         "gz": {"vpcs": [{"id": "vpc-b1", "cidr": "10.1.0.0/16", "account": "second"}]}}}}}
      """;

  @TempDir java.nio.file.Path folder;
  private LocalBaidu baidu = new LocalBaidu();
  private Lifecycle acceptor = life(ACCEPTOR, "ak2", "sk2", "");

  @BeforeEach
  void start() throws IOException {
    baidu.close();
    java.nio.file.Path seed = folder.resolve("seed.json");
    Files.writeString(seed, SEED);
    baidu = new LocalBaidu(seed, List.of());
    acceptor = life(ACCEPTOR, "ak2", "sk2", "");
  }

  @AfterEach
  void close() {
    baidu.close();
  }

  private Lifecycle life(String type, String accessKey, String secretKey, String token) {
    Provider provider =
        baidu
            .configure(
                Map.of(),
                Map.of(
                    "BAIDUCLOUD_ACCESS_KEY", accessKey,
                    "BAIDUCLOUD_SECRET_KEY", secretKey,
                    "BAIDUCLOUD_SESSION_TOKEN", token,
                    "BAIDUCLOUD_REGION", type.equals(ACCEPTOR) ? "gz" : "bj"))
            .provider();
    return new Lifecycle(provider.resource(type), baidu.schema(type));
  }

  private static Value at(Value object, String name) {
    return Path.of(name).find(object).orElseThrow();
  }

  private static Value applied(Lifecycle life, Value prior, Map<String, Value> arguments) {
    ApplyResult result = life.apply(prior, life.configuration(arguments));
    assertThat(result.diagnostics().all()).isEmpty();
    return Lifecycle.require(result.value(), List.of());
  }

  /// The arguments of the acceptor of a connection that was asked for.
  private Map<String, Value> asked() {
    Lifecycle life = life(CONNECTION, "ak1", "sk1", "");
    Value object =
        applied(
            life,
            life.nothing(),
            Map.of(
                "bandwidth_in_mbps", Value.of(10),
                "local_vpc_id", Value.of("vpc-a1"),
                "peer_vpc_id", Value.of("vpc-b1"),
                "peer_region", Value.of("gz"),
                "peer_account_id", Value.of("second"),
                "billing", PeerConnContractTest.billing("Postpaid")));
    return new HashMap<>(Map.of("peer_conn_id", at(object, "id")));
  }

  private void assertSettled(Value object, Map<String, Value> arguments) {
    assertThat(acceptor.read(object).value()).isEqualTo(object);
    assertThat(acceptor.plan(object, acceptor.configuration(arguments)).planned())
        .isEqualTo(object);
  }

  @Test
  void anInvitationIsAcceptedWithNamesResolved() {
    Map<String, Value> arguments = asked();
    arguments.put("auto_accept", Value.of(true));
    arguments.put("dns_sync", Value.of(true));
    Value object = applied(acceptor, acceptor.nothing(), arguments);
    assertThat(at(object, "status")).isEqualTo(Value.of("active"));
    assertThat(at(object, "role")).isEqualTo(Value.of("acceptor"));
    assertSettled(object, arguments);
    arguments.put("dns_sync", Value.of(false));
    Value closed = applied(acceptor, object, arguments);
    assertSettled(closed, arguments);
    arguments.put("auto_accept", Value.of(false));
    assertThat(at(applied(acceptor, closed, arguments), "status")).isEqualTo(Value.of("active"));
    assertThat(acceptor.apply(closed, acceptor.nothing()).value()).isEqualTo(acceptor.nothing());
    assertThat(acceptor.read(closed).value()).isEqualTo(closed);
  }

  /// Reading a waiting invitation must not turn the wish to accept into one to reject.
  @Test
  void readingKeepsTheIntentAndALaterAcceptAccepts() {
    Map<String, Value> arguments = asked();
    Value waiting = applied(acceptor, acceptor.nothing(), arguments);
    assertThat(at(waiting, "status")).isEqualTo(Value.of("consulting"));
    assertSettled(waiting, arguments);
    arguments.put("auto_accept", Value.of(true));
    Value accepted = applied(acceptor, waiting, arguments);
    assertThat(at(accepted, "status")).isEqualTo(Value.of("active"));
    assertThat(at(accepted, "auto_reject").isNull()).isTrue();
  }

  @Test
  void anInvitationIsRejected() {
    Map<String, Value> arguments = asked();
    arguments.put("auto_reject", Value.of(true));
    Value object = applied(acceptor, acceptor.nothing(), arguments);
    assertThat(at(object, "status")).isEqualTo(Value.of("consult_failed"));
    assertSettled(object, arguments);
    arguments.put("auto_accept", Value.of(true));
    assertThat(acceptor.plan(object, acceptor.configuration(arguments)).diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly(ACCEPTOR + ".both");
  }

  @Test
  void anInvitationThatRanOutIsWarnedOf() {
    Map<String, Value> arguments = asked();
    Value waiting = applied(acceptor, acceptor.nothing(), arguments);
    baidu.pass(Duration.ofDays(8));
    assertThat(acceptor.read(waiting).diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly(ACCEPTOR + ".rejected");
  }

  @Test
  void temporaryKeysSignTogetherWithTheirToken() {
    Map<String, Value> arguments = asked();
    Value waiting = applied(acceptor, acceptor.nothing(), arguments);
    assertThat(life(ACCEPTOR, "tak", "tsk", "token").read(waiting).value()).isEqualTo(waiting);
    assertThat(life(ACCEPTOR, "tak", "tsk", "another").read(waiting).diagnostics().hasErrors())
        .isTrue();
  }
}

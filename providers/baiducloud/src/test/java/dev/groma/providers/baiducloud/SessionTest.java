package dev.groma.providers.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is special about the `provider` block of Baidu: temporary credentials and how is signed.
final class SessionTest {
  private static final String TYPE = "baiducloud_peer_conn";

  private final LocalBaidu baidu = new LocalBaidu();
  private final List<CallListener.Call> calls = new ArrayList<>();

  @AfterEach
  void close() {
    baidu.close();
  }

  private static Value session(Map<String, Value> arguments) {
    Map<String, Value> all = new TreeMap<>();
    all.put("duration_seconds", Value.nullOf(Type.NUMBER));
    all.put("acl", Value.nullOf(Type.STRING));
    all.put("endpoint", Value.nullOf(Type.STRING));
    all.putAll(arguments);
    return Value.object(all);
  }

  private List<String> operations() {
    return calls.stream().map(CallListener.Call::operation).toList();
  }

  private Lifecycle life(Provider provider) {
    ((Observable) provider).observe(calls::add);
    return new Lifecycle(provider.resource(TYPE), baidu.schema(TYPE));
  }

  @Test
  void temporaryCredentialsAreFetchedOnceAndRenewedBeforeTheyExpire() {
    Value hour =
        session(
            Map.of(
                "duration_seconds", Value.of(3600),
                "acl", Value.of("{\"accessControlList\": []}")));
    try (Provider provider = baidu.provider(Map.of("session", hour))) {
      Lifecycle life = life(provider);
      assertThat(life.importAndRead("peerconn-none").diagnostics().all())
          .extracting(Diagnostic::detail)
          .noneMatch(detail -> detail.contains("SessionToken"));
      life.importAndRead("peerconn-none");
      assertThat(operations()).filteredOn("GetSessionToken"::equals).hasSize(1);
      assertThat(operations().getFirst()).isEqualTo("GetSessionToken");
      baidu.pass(Duration.ofMinutes(56));
      life.importAndRead("peerconn-none");
      assertThat(operations()).filteredOn("GetSessionToken"::equals).hasSize(2);
      assertThat(calls)
          .allSatisfy(call -> assertThat(call.status()).as(call.operation()).isIn(200, 404));
    }
  }

  @Test
  void aDenialOfStsIsExplained() {
    ProviderFactory.ConfigureResult result =
        baidu.configure(
            Map.of("session", session(Map.of()), "secret_key", Value.of("a-wrong-secret")),
            Map.of());
    try (Provider provider = result.provider()) {
      List<Diagnostic> told = life(provider).importAndRead("peerconn-1").diagnostics().all();
      assertThat(told)
          .singleElement()
          .satisfies(d ->
              assertThat(d.detail())
                  .contains("could not get temporary credentials", "SignatureDoesNotMatch")
                  .doesNotContain("a-wrong-secret"));
    }
  }

  @Test
  void signaturesAreMadeAsIsAskedFor() {
    Value headers = new Value.ListOf(Type.STRING, List.of(Value.of("Host")));
    Map<String, Value> arguments =
        Map.of("signed_headers", headers, "signature_expiry_seconds", Value.of(30));
    try (Provider provider = baidu.provider(arguments)) {
      Lifecycle life = life(provider);
      Value made =
          Lifecycle.require(
              life.apply(
                      life.nothing(),
                      life.configuration(
                          Map.of(
                              "bandwidth_in_mbps", Value.of(10),
                              "local_vpc_id", Value.of("vpc-local1"),
                              "peer_vpc_id", Value.of("vpc-peer1"),
                              "peer_region", Value.of("gz"),
                              "billing", PeerConnContractTest.billing("Postpaid"))))
                  .value(),
              List.of());
      assertThat(life.read(made).value()).isEqualTo(made);
      assertThat(calls).allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    for (Map<String, Value> wrong :
        List.of(
            Map.<String, Value>of("signature_expiry_seconds", Value.of(0)),
            Map.<String, Value>of(
                "session", session(Map.of("duration_seconds", Value.of(129_601)))),
            Map.<String, Value>of("session", session(Map.of("endpoint", Value.of("ftp://x")))),
            Map.<String, Value>of(
                "session", session(Map.of()), "session_token", Value.of("there")))) {
      assertThat(baidu.configure(wrong, Map.of()).diagnostics().all())
          .as(wrong.toString())
          .extracting(Diagnostic::code)
          .containsExactly("provider.wrong-argument");
    }
  }

  @Test
  void retriesCanBeSwitchedOff() {
    try (LocalBaidu failing = new LocalBaidu(List.of("baiducloud:GetPeerConnDetail:*:status=500"));
        Provider provider = failing.provider(Map.of("max_retries", Value.of(0)))) {
      ((Observable) provider).observe(calls::add);
      Lifecycle life = new Lifecycle(provider.resource(TYPE), failing.schema(TYPE));
      assertThat(life.importAndRead("peerconn-1").diagnostics().hasErrors()).isTrue();
      assertThat(operations()).containsExactly("GET /v1/peerconn/$id");
    }
  }
}

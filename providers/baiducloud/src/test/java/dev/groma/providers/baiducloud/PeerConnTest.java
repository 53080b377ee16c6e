package dev.groma.providers.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.SpecFiles;
import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is special about peer connections, against the emulator.
final class PeerConnTest {
  private static final String TYPE = "baiducloud_peer_conn";
  private LocalBaidu baidu = new LocalBaidu();
  private Lifecycle life = lifecycle();

  @AfterEach
  void close() {
    baidu.close();
  }

  private Lifecycle lifecycle() {
    return new Lifecycle(baidu.provider().resource(TYPE), schema());
  }

  private void startAgain(String... faults) {
    baidu.close();
    baidu = new LocalBaidu(List.of(faults));
    life = lifecycle();
  }

  private Schema schema() {
    return baidu.schema(TYPE);
  }

  private static Map<String, Value> arguments(String local, String peer) {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("bandwidth_in_mbps", Value.of(10));
    arguments.put("local_vpc_id", Value.of(local));
    arguments.put("peer_vpc_id", Value.of(peer));
    arguments.put("peer_region", Value.of("gz"));
    arguments.put("billing", PeerConnContractTest.billing("Postpaid"));
    return arguments;
  }

  private static Map<String, Value> with(Map<String, Value> arguments, String name, Value value) {
    Map<String, Value> more = new HashMap<>(arguments);
    more.put(name, value);
    return more;
  }

  private static Value prepaid() {
    return prepaid(1);
  }

  private static Value prepaid(int months) {
    return Value.object(
        Map.of(
            "payment_timing", Value.of("Prepaid"),
            "reservation",
                Value.object(
                    Map.of(
                        "reservation_length", Value.of(months),
                        "reservation_time_unit", Value.of("month")))));
  }

  private Value created(Map<String, Value> arguments) {
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    assertThat(result.diagnostics().hasErrors()).as("%s", result.diagnostics()).isFalse();
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  private static Object at(Value object, String name) {
    return switch (Path.of(name).find(object).orElseThrow()) {
      case Value.Str s -> s.text();
      case Value.Bool b -> b.isTrue();
      case Value other -> other;
    };
  }

  private List<String> planCodes(Value prior, Value configuration) {
    return life.plan(prior, configuration).diagnostics().all().stream()
        .map(Diagnostic::code)
        .toList();
  }

  @Test
  void anotherAccountHasToAcceptAndDnsWaitsForIt() {
    Map<String, Value> arguments =
        with(arguments("vpc-a1", "vpc-b1"), "peer_account_id", Value.of("another"));
    Value configuration = life.configuration(with(arguments, "dns_sync", Value.of(true)));
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), configuration);
    Value object = Lifecycle.require(result.value(), result.diagnostics().all());
    assertThat(at(object, "status")).isEqualTo("consulting");
    assertThat(result.diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly("remote.not-in-effect");
    Value seen = Lifecycle.require(life.read(object).value(), List.of());
    assertThat(at(seen, "dns_sync")).isEqualTo(false);
    assertThat(planCodes(seen, configuration)).isEmpty();
    assertThat(life.plan(seen, configuration).requiresReplace()).isEmpty();
  }

  @Test
  void aProtectedConnectionIsNotReleased() {
    Value object = created(with(arguments("vpc-a1", "vpc-b1"), "delete_protect", Value.of(true)));
    assertThat(planCodes(object, life.nothing())).containsExactly(TYPE + ".delete-protected");
    assertThat(
            planCodes(
                object,
                life.configuration(
                    with(arguments("vpc-a2", "vpc-b1"), "delete_protect", Value.of(true)))))
        .containsExactly(TYPE + ".delete-protected");
    ResourceHandler.ApplyResult result =
        baidu
            .provider()
            .resource(TYPE)
            .apply(
                new ResourceHandler.ApplyRequest(
                    object, life.nothing(), life.nothing(), "", _ -> {}),
                life.context());
    assertThat(result.diagnostics().hasErrors()).isTrue();
    assertThat(result.value()).isEqualTo(object);
    assertThat(life.read(object).value()).isEqualTo(object);
  }

  @Test
  void prepaidConnectionsGrowOnlyAndStayUntilTheyExpire() {
    Map<String, Value> arguments = with(arguments("vpc-a1", "vpc-b1"), "billing", prepaid());
    Value object = created(arguments);
    assertThat(at(object, "expired_time")).isInstanceOf(String.class);
    assertThat(life.plan(object, life.configuration(arguments)).planned()).isEqualTo(object);
    Map<String, Value> less = with(arguments, "bandwidth_in_mbps", Value.of(5));
    Map<String, Value> more = with(arguments, "bandwidth_in_mbps", Value.of(50));
    assertThat(planCodes(object, life.configuration(less)))
        .containsExactly(TYPE + ".prepaid-downsize");
    assertThat(planCodes(object, life.configuration(more))).isEmpty();
    assertThat(planCodes(object, life.nothing())).containsExactly(TYPE + ".prepaid-release");
  }

  @Test
  void aGrowingReservationRenewsAndAShrinkingOneIsRefused() {
    Map<String, Value> arguments = with(arguments("vpc-a1", "vpc-b1"), "billing", prepaid(2));
    Value object = created(arguments);
    assertThat(at(object, "expired_time")).isEqualTo("2026-03-01 08:00:00");
    Map<String, Value> longer = with(arguments, "billing", prepaid(3));
    assertThat(planCodes(object, life.configuration(longer))).containsExactly(TYPE + ".renewal");
    ResourceHandler.ApplyResult result = life.apply(object, life.configuration(longer));
    assertThat(result.diagnostics().all()).isEmpty();
    Value renewed = Lifecycle.require(result.value(), List.of());
    assertThat(at(renewed, "expired_time")).isEqualTo("2026-06-01 08:00:00");
    assertThat(life.plan(renewed, life.configuration(longer)).planned()).isEqualTo(renewed);
    assertThat(planCodes(renewed, life.configuration(arguments)))
        .containsExactly(TYPE + ".shorter-reservation");
  }

  @Test
  void anImportDoesNotReplaceWhatItCannotKnow() {
    Map<String, Value> arguments = with(arguments("vpc-a1", "vpc-b1"), "billing", prepaid());
    Value object = created(arguments);
    Value imported =
        Lifecycle.require(life.importAndRead((String) at(object, "id")).value(), List.of());
    Value configuration = life.configuration(arguments);
    assertThat(life.plan(imported, configuration).requiresReplace()).isEmpty();
    ResourceHandler.ApplyResult adopted = life.apply(imported, configuration);
    assertThat(adopted.diagnostics().all()).isEmpty();
    Value now = Lifecycle.require(adopted.value(), List.of());
    assertThat(life.plan(now, configuration).planned()).isEqualTo(now);
  }

  @Test
  void rulesThatSpanArgumentsAreToldBeforeAnyCall() {
    assertThat(planCodes(life.nothing(), life.configuration(arguments("vpc-a1", "vpc-a1"))))
        .containsExactly(TYPE + ".same-vpc");
    assertThat(
            baidu
                .provider()
                .resource(TYPE)
                .validate(life.configuration(arguments("vpc-a1", "vpc-a1")))
                .all())
        .extracting(Diagnostic::code)
        .containsExactly(TYPE + ".same-vpc");
    Map<String, Value> sameRegion =
        with(arguments("vpc-a1", "vpc-b1"), "peer_region", Value.of("BJ"));
    assertThat(
            planCodes(life.nothing(), life.configuration(with(sameRegion, "billing", prepaid()))))
        .containsExactly(TYPE + ".same-region-prepaid");
    Value noLength = PeerConnContractTest.billing("Prepaid");
    assertThat(
            planCodes(
                life.nothing(),
                life.configuration(with(arguments("vpc-a1", "vpc-b1"), "billing", noLength))))
        .containsExactly(TYPE + ".prepaid-without-length");
  }

  @Test
  void valuesOutsideTheDocumentAreWarnedOfAndUnsafeOnesRefused() {
    ResourceHandler handler = baidu.provider().resource(TYPE);
    Map<String, Value> odd = arguments("vpc-a1", "vpc-b1");
    odd.put("peer_region", Value.of("mars"));
    odd.put("bandwidth_in_mbps", Value.of(20000));
    odd.put("billing", PeerConnContractTest.billing("prepaid"));
    assertThat(handler.validate(life.configuration(odd)).all())
        .extracting(d -> d.path() + " " + d.severity() + " " + d.code())
        .containsExactlyInAnyOrder(
            "bandwidth_in_mbps WARNING config.undocumented-value",
            "peer_region WARNING config.undocumented-value",
            "billing.payment_timing ERROR config.invalid-value");
  }

  @Test
  void theCloudsRefusalIsExplained() {
    created(arguments("vpc-a1", "vpc-b1"));
    ResourceHandler.ApplyResult second =
        life.apply(life.nothing(), life.configuration(arguments("vpc-a1", "vpc-b1")));
    assertThat(second.value()).isEqualTo(life.nothing());
    Diagnostic told = second.diagnostics().all().getFirst();
    assertThat(told.category()).isEqualTo(Category.REMOTE);
    assertThat(told.code()).isEqualTo("remote.conflict");
    assertThat(told.detail())
        .startsWith(
            "Groma could not create the peer connection. Baidu AI Cloud says: OperationDenied: ")
        .contains("Request id: ", "Two VPCs can have one connection only");
  }

  @Test
  void aLostAnswerToCreateLeadsToOneConnection() {
    startAgain("baiducloud:CreatePeerConn:1:cut=after");
    Value object = created(arguments("vpc-a1", "vpc-b1"));
    assertThat(life.recorded()).hasSize(1);
    assertThat(at(object, "status")).isEqualTo("active");
  }

  @Test
  void aCreateThatIsRepeatedAfterACrashLeadsToTheSameConnection() {
    Value configuration = life.configuration(arguments("vpc-a1", "vpc-b1"));
    CallContext context = life.context();
    ResourceHandler.ApplyResult first = life.apply(life.nothing(), configuration, context);
    ResourceHandler.ApplyResult again = life.apply(life.nothing(), configuration, context);
    assertThat(again.diagnostics().all()).isEmpty();
    assertThat(again.value()).isNotNull().isEqualTo(first.value());
  }

  @Test
  void everyCodeOfTheDocumentsIsExplained() {
    ErrorTable table = new SpecFiles(BaiduCloudFactory.class).errors("errors.yaml");
    String documented =
        """
        AccessDenied InvalidAccessKeyId SignatureDoesNotMatch InvalidHTTPAuthHeader
        InvalidHTTPRequest InvalidURI InappropriateJSON MalformedJSON InvalidVersion OptInRequired
        QualifyNotPass PreconditionFailed RequestExpired IdempotentParameterMismatch InternalError
        BadRequest NoSuchObject ServiceInternalError LimitExceeded OperationDenied CidrConflict
        ResourceNeedRelease\
        """;
    assertThat(table.entries().keySet()).contains(documented.split("\\s+"));
    assertThat(table.entries().values())
        .allSatisfy(entry -> {
          assertThat(entry.explanation().english()).endsWith(".");
          assertThat(entry.explanation().chinese()).endsWith("。");
        });
  }

  @Test
  void aChangeThatFailsHalfWaySaysWhatIsThere() {
    startAgain("baiducloud:ResizePeerConn:1:status=409,code=OperationDenied");
    Value object = created(arguments("vpc-a1", "vpc-b1"));
    Map<String, Value> changed = arguments("vpc-a1", "vpc-b1");
    changed.put("bandwidth_in_mbps", Value.of(99));
    changed.put("description", Value.of("changed"));
    ResourceHandler.ApplyResult result = life.apply(object, life.configuration(changed));
    assertThat(result.diagnostics().hasErrors()).isTrue();
    Value now = Lifecycle.require(result.value(), List.of());
    assertThat(at(now, "description")).isEqualTo("changed");
    assertThat(at(now, "bandwidth_in_mbps")).isEqualTo(Value.of(10));
  }

  @Test
  void aCreateThatFailsHalfWayKeepsTheObject() {
    startAgain("baiducloud:OpenPeerConnSyncDNS:*:status=409,code=OperationDenied");
    Map<String, Value> arguments = with(arguments("vpc-a1", "vpc-b1"), "dns_sync", Value.of(true));
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    assertThat(result.diagnostics().hasErrors()).isTrue();
    Value object = Lifecycle.require(result.value(), List.of());
    assertThat(at(object, "dns_sync")).isEqualTo(false);
    assertThat(life.read(object).value()).isEqualTo(object);
  }

  @Test
  void waitingTellsTheStateAndEndsWhenTheUserStops() {
    AtomicInteger asked = new AtomicInteger();
    ResourceHandler.ApplyResult result =
        life.apply(
            life.nothing(),
            life.configuration(arguments("vpc-a1", "vpc-b1")),
            life.context(() -> asked.incrementAndGet() > 5));
    assertThat(result.diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly("remote.wait-stopped");
    assertThat(at(Lifecycle.require(result.value(), List.of()), "id"))
        .asString()
        .startsWith("peerconn-");
    assertThat(life.progress()).contains("state creating, wanted active or consulting or down");
  }

  @Test
  void aRejectedConnectionStaysInTheStateWithAWarning() {
    Map<String, Value> arguments =
        with(arguments("vpc-a1", "vpc-b1"), "peer_account_id", Value.of("another"));
    Value object = created(arguments);
    baidu.pass(Duration.ofDays(8));
    ResourceHandler.ReadResult read = life.read(object);
    assertThat(at(Lifecycle.require(read.value(), List.of()), "status"))
        .isEqualTo("consult_failed");
    assertThat(read.diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly(TYPE + ".rejected");
  }

  @Test
  void theDataSourceReadsAllPagesAndFilters() {
    for (int i = 0; i < 3; i++) {
      created(with(arguments("vpc-a" + i, "vpc-b" + i), "local_if_name", Value.of("name-" + i)));
    }
    DataSourceHandler data = baidu.provider().dataSource("baiducloud_peer_conns");
    assertThat(found(data, Map.of())).hasSize(3);
    assertThat(found(data, Map.of("vpc_id", "vpc-a1"))).hasSize(1);
    assertThat(found(data, Map.of("name_regex", "^name-[12]$")))
        .extracting(entry -> at(entry, "local_if_name"))
        .containsExactlyInAnyOrder("name-1", "name-2");
    assertThat(found(data, Map.of("peer_conn_id", "peerconn-none"))).isEmpty();
    assertThat(data.validate(query(Map.of("name_regex", "("))).hasErrors()).isTrue();
  }

  private Value query(Map<String, String> arguments) {
    Schema schema = baidu.dataSchema("baiducloud_peer_conns");
    Map<String, Value> all = new HashMap<>();
    schema
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    arguments.forEach((name, text) -> all.put(name, Value.of(text)));
    return Value.object(all);
  }

  private List<Value> found(DataSourceHandler data, Map<String, String> arguments) {
    DataSourceHandler.ReadResult result = data.read(query(arguments), life.context());
    assertThat(result.diagnostics().all()).isEmpty();
    Value list =
        Path.of("peer_conns").find(Lifecycle.require(result.value(), List.of())).orElseThrow();
    return ((Value.ListOf) list).elements();
  }
}

package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.PlanReviewer;
import dev.groma.providers.spi.PlanReviewer.Planned;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is special about Alibaba's resources, against the emulator.
final class AlicloudTest {
  private static final String GATEWAY = "alicloud_vpn_gateway";
  private static final String CUSTOMER = "alicloud_vpn_customer_gateway";
  private static final String CONNECTION = "alicloud_vpn_connection";
  private static final String ROUTE = "alicloud_vpn_route_entry";
  private static final String SERVER = "alicloud_ssl_vpn_server";
  private static final String CERTIFICATE = "alicloud_ssl_vpn_client_cert";

  private static final Duration LATENCY = Duration.ofSeconds(5);

  private LocalAlicloud cloud = new LocalAlicloud();
  private Objects objects = new Objects(cloud);
  private final List<CallListener.Call> calls = new ArrayList<>();

  @AfterEach
  void close() {
    cloud.close();
  }

  private void startAgain(Duration latency, String... faults) {
    cloud.close();
    cloud = new LocalAlicloud(latency, List.of(faults));
    objects = new Objects(cloud);
  }

  private void observe() {
    ((Observable) cloud.provider()).observe(calls::add);
  }

  private static List<String> codes(List<Diagnostic> told) {
    return told.stream().map(Diagnostic::code).toList();
  }

  private List<String> validated(String type, Map<String, Value> arguments) {
    return codes(
        cloud
            .provider()
            .resource(type)
            .validate(objects.life(type).configuration(arguments))
            .all());
  }

  // Configurations

  @ParameterizedTest
  @CsvSource({
    "vpn_gateway_name, 1st, config.undocumented-value",
    "description, https://example.com, config.undocumented-value",
    "description, http is fine, ''",
    "description, x, config.undocumented-value"
  })
  void namesAndDescriptionsHaveAForm(String name, String text, String code) {
    Map<String, Value> arguments = Objects.gatewayArguments();
    arguments.put(name, Value.of(text));
    assertThat(validated(GATEWAY, arguments).stream().distinct())
        .containsExactlyElementsOf(code.isEmpty() ? List.of() : List.of(code));
  }

  @Test
  void whatContradictsItselfIsRefusedBeforeAnyCall() {
    Map<String, Value> gateway = Objects.gatewayArguments();
    gateway.put("bandwidth", Value.of(7));
    assertThat(validated(GATEWAY, gateway)).containsExactly("config.undocumented-value");
    gateway.put("bandwidth", Value.of(5));
    gateway.remove("enable_ssl");
    gateway.put("ssl_connections", Value.of(5));
    assertThat(validated(GATEWAY, gateway))
        .containsExactly(GATEWAY + ".ssl-connections-without-ssl");
    Map<String, Value> connection = new HashMap<>();
    connection.put("vpn_gateway_id", Value.of("vpn-1"));
    connection.put("customer_gateway_id", Value.of("cgw-1"));
    connection.put("local_subnet", AlicloudContract.texts("10.0.0.0/16", "172.16.0.0/16"));
    connection.put("remote_subnet", AlicloudContract.texts("172.16.5.0/24"));
    assertThat(validated(CONNECTION, connection)).containsExactly(CONNECTION + ".overlap");
    connection.put("remote_subnet", AlicloudContract.texts("192.168.0.0/24"));
    assertThat(validated(CONNECTION, connection)).isEmpty();
    connection.put("health_check_config", AlicloudContract.block(Map.of("enable", Value.of(true))));
    assertThat(validated(CONNECTION, connection))
        .containsExactly(
            CONNECTION + ".health-check-without-dip", CONNECTION + ".health-check-without-sip");
    Map<String, Value> server = new HashMap<>();
    server.put("vpn_gateway_id", Value.of("vpn-1"));
    server.put("client_ip_pool", Value.of("10.1.0.0/16"));
    server.put("local_subnet", AlicloudContract.texts("10.0.0.0/8"));
    server.put("port", Value.of(4500));
    assertThat(validated(SERVER, server))
        .containsExactly(SERVER + ".overlap", SERVER + ".refused-port");
  }

  @Test
  void aChangeThatTakesEffectAtOnceIsPointedOut() {
    Map<String, Value> arguments = objects.connectionArguments();
    arguments.put("effect_immediately", Value.of(true));
    Lifecycle life = objects.life(CONNECTION);
    Value made = objects.made(CONNECTION, arguments);
    arguments.put(
        "ipsec_config", AlicloudContract.block(Map.of("ipsec_enc_alg", Value.of("aes256"))));
    assertThat(codes(life.plan(made, life.configuration(arguments)).diagnostics().all()))
        .containsExactly(CONNECTION + ".renegotiates-at-once");
  }

  // Whole plans

  private static Planned planned(String type, String name, Value prior, Value planned) {
    return new Planned(type, type + "." + name, prior, planned, false);
  }

  private List<String> reviewed(Planned... objects) {
    return ((PlanReviewer) cloud.provider())
        .review(List.of(objects)).stream()
            .map(remark -> remark.object().address() + " " + remark.diagnostic().code())
            .toList();
  }

  private Value object(String type, Map<String, Value> arguments) {
    return objects.life(type).configuration(arguments);
  }

  private Value route(Value gateway, String destination, int weight) {
    return object(
        ROUTE,
        Map.of(
            "vpn_gateway_id", gateway,
            "route_dest", Value.of(destination),
            "weight", Value.of(weight)));
  }

  @Test
  void ofTwoRoutesToOneDestinationOneStandsBy() {
    Value none = objects.life(ROUTE).nothing();
    Value one = Value.of("vpn-1");
    Planned first = planned(ROUTE, "a", none, route(one, "10.0.0.0/24", 100));
    assertThat(reviewed(first, planned(ROUTE, "b", none, route(one, "10.0.0.9/24", 100))))
        .containsExactly(ROUTE + ".b " + ROUTE + ".two-preferred-routes");
    assertThat(reviewed(first, planned(ROUTE, "b", none, route(one, "10.0.0.0/24", 0)))).isEmpty();
    assertThat(
            reviewed(
                first, planned(ROUTE, "b", none, route(Value.of("vpn-2"), "10.0.0.0/24", 100))))
        .isEmpty();
    // Two new gateways could be meant, but one cannot be another.
    Value unknown = Value.unknown(Type.STRING);
    Planned x = planned(ROUTE, "x", none, route(unknown, "10.0.0.0/24", 100));
    Planned y = planned(ROUTE, "y", none, route(unknown, "10.0.0.0/24", 100));
    assertThat(reviewed(x, y)).isEmpty();
    Value gateway = object(GATEWAY, Map.of("id", unknown));
    assertThat(reviewed(x, y, planned(GATEWAY, "g", none, gateway))).hasSize(1);
  }

  @Test
  void whatIsStillInUseIsNotDeleted() {
    Value gateway = object(GATEWAY, Map.of("id", Value.of("vpn-1")));
    Value connection = object(CONNECTION, Map.of("vpn_gateway_id", Value.of("vpn-1")));
    Value none = objects.life(CONNECTION).nothing();
    Planned deleted = planned(GATEWAY, "g", gateway, objects.life(GATEWAY).nothing());
    assertThat(reviewed(deleted, planned(CONNECTION, "c", connection, connection)))
        .containsExactly(GATEWAY + ".g " + GATEWAY + ".still-in-use");
    assertThat(reviewed(deleted, planned(CONNECTION, "c", connection, none))).isEmpty();
    Planned replaced = new Planned(GATEWAY, GATEWAY + ".g", gateway, gateway, true);
    assertThat(reviewed(replaced, planned(CONNECTION, "c", connection, connection))).hasSize(1);
  }

  @Test
  void poolsOfClientsOverlapNothingOnTheGateway() {
    Value none = objects.life(SERVER).nothing();
    Value server =
        object(
            SERVER,
            Map.of(
                "vpn_gateway_id", Value.of("vpn-1"), "client_ip_pool", Value.of("192.168.0.0/16")));
    Value connection =
        object(
            CONNECTION,
            Map.of(
                "vpn_gateway_id", Value.of("vpn-1"),
                "remote_subnet", AlicloudContract.texts("192.168.3.0/24")));
    assertThat(
            reviewed(
                planned(SERVER, "a", none, server),
                planned(SERVER, "b", none, server),
                planned(CONNECTION, "c", none, connection)))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told).endsWith(SERVER + ".pool-overlap"));
  }

  @Test
  void prepaidGatewaysStayAndCertificatesThatExpireSoonAreNamed() {
    long now = cloud.context(Map.of()).clock().millis();
    Value end = Value.of(now + Duration.ofDays(20).toMillis());
    Map<String, Value> arguments = new HashMap<>(Map.of("id", Value.of("vpn-1"), "end_time", end));
    arguments.put("charge_type", Value.of("Prepay"));
    Value nothing = objects.life(GATEWAY).nothing();
    Planned prepaid = planned(GATEWAY, "g", object(GATEWAY, arguments), nothing);
    assertThat(reviewed(prepaid)).containsExactly(GATEWAY + ".g " + GATEWAY + ".prepaid-release");
    arguments.put("end_time", Value.of(now - 1));
    assertThat(reviewed(planned(GATEWAY, "g", object(GATEWAY, arguments), nothing))).isEmpty();
    Value certificate = object(CERTIFICATE, Map.of("end_time", end));
    assertThat(reviewed(planned(CERTIFICATE, "c", certificate, certificate)))
        .containsExactly(CERTIFICATE + ".c " + CERTIFICATE + ".expiry");
    Value later =
        object(CERTIFICATE, Map.of("end_time", Value.of(now + Duration.ofDays(90).toMillis())));
    assertThat(reviewed(planned(CERTIFICATE, "c", later, later))).isEmpty();
  }

  // Errors

  @Test
  void anAddressThatIsTakenOffersAnImport() {
    objects.customerGateway("203.0.113.7");
    Lifecycle life = objects.life(CUSTOMER);
    ApplyResult again =
        life.apply(
            life.nothing(), life.configuration(Map.of("ip_address", Value.of("203.0.113.7"))));
    assertThat(again.diagnostics().all())
        .singleElement()
        .satisfies(told ->
            assertThat(told.detail())
                .contains("InvalidIpAddress.AlreadyExist", "groma import", "Request id: "));
  }

  @Test
  void aGatewayThatIsConfiguringIsWaitedFor() {
    Map<String, Value> arguments = objects.connectionArguments();
    observe();
    Value made = objects.made(CONNECTION, arguments);
    Lifecycle life = objects.life(CONNECTION);
    assertThat(life.apply(made, life.nothing()).diagnostics().all()).isEmpty();
    assertThat(calls)
        .filteredOn(call -> call.operation().equals("DeleteVpnConnection"))
        .extracting(CallListener.Call::code)
        .contains("VpnGateway.Configuring")
        .last()
        .isEqualTo("");
  }

  @Test
  void anAnswerThatIsLostIsAskedForAgainWithTheSameToken() {
    startAgain(LATENCY, "alicloud:CreateCustomerGateway:1:cut=after");
    observe();
    objects.customerGateway("203.0.113.7");
    assertThat(calls)
        .filteredOn(call -> call.operation().equals("CreateCustomerGateway"))
        .extracting(CallListener.Call::status)
        .containsExactly(0, 200);
    assertThat(found("alicloud_vpn_customer_gateways", "gateways", Map.of())).hasSize(1);
  }

  @Test
  void aGatewayHasNoTokenSoItIsNotMadeTwice() {
    startAgain(LATENCY, "alicloud:CreateVpnGateway:1:cut=after");
    Lifecycle life = objects.life(GATEWAY);
    ApplyResult result = life.apply(life.nothing(), life.configuration(Objects.gatewayArguments()));
    assertThat(codes(result.diagnostics().all())).containsExactly("remote.outcome-unknown");
    assertThat(found("alicloud_vpn_gateways", "gateways", Map.of())).hasSize(1);
  }

  // Data sources

  private Value data(String type, Map<String, Value> arguments) {
    DataSourceHandler data = cloud.provider().dataSource(type);
    Map<String, Value> all = new HashMap<>();
    cloud
        .dataSchema(type)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, t) -> all.put(name, Value.nullOf(t)));
    all.putAll(arguments);
    DataSourceHandler.ReadResult result =
        data.read(Value.object(all), objects.life(GATEWAY).context());
    assertThat(result.diagnostics().all()).isEmpty();
    return Lifecycle.require(result.value(), List.of());
  }

  private List<Value> found(String type, String list, Map<String, Value> arguments) {
    return ((Value.ListOf) Objects.at(data(type, arguments), list)).elements();
  }

  @Test
  void everyDataSourceFilters() {
    Value connection = objects.made(CONNECTION, objects.connectionArguments());
    Value gateway = Objects.at(connection, "vpn_gateway_id");
    Value id = Objects.at(connection, "id");
    Map<String, Value> route = new HashMap<>();
    route.put("vpn_gateway_id", gateway);
    route.put("next_hop", id);
    route.put("route_dest", Value.of("192.168.0.0/24"));
    route.put("weight", Value.of(100));
    route.put("publish_vpc", Value.of(true));
    objects.made(ROUTE, route);
    route.put("route_source", Value.of("10.0.0.0/24"));
    objects.made("alicloud_vpn_pbr_route_entry", route);
    Value server =
        objects.made(
            SERVER,
            Map.of(
                "vpn_gateway_id", gateway,
                "client_ip_pool", Value.of("192.168.10.0/24"),
                "local_subnet", AlicloudContract.texts("10.0.0.0/8")));
    Value certificate =
        objects.made(CERTIFICATE, Map.of("ssl_vpn_server_id", Objects.at(server, "id")));
    assertThat(found("alicloud_vpn_regions", "regions", Map.of())).hasSizeGreaterThan(1);
    assertThat(found("alicloud_vpn_gateways", "gateways", Map.of("vpn_gateway_id", gateway)))
        .hasSize(1);
    assertThat(
            found(
                "alicloud_vpn_gateways",
                "gateways",
                Map.of("business_status", Value.of("FinancialLocked"))))
        .isEmpty();
    assertThat(found("alicloud_vpn_gateways", "gateways", Map.of("vpc_id", Value.of("vpc-x"))))
        .isEmpty();
    assertThat(found("alicloud_vpn_connections", "connections", Map.of("vpn_gateway_id", gateway)))
        .singleElement()
        .satisfies(c -> assertThat(Objects.at(c, "vpn_connection_id")).isEqualTo(id));
    assertThat(
            found(
                "alicloud_vpn_connections",
                "connections",
                Map.of("customer_gateway_id", Value.of("cgw-x"))))
        .isEmpty();
    Map<String, Value> on = Map.of("vpn_gateway_id", gateway);
    assertThat(found("alicloud_vpn_route_entries", "entries", on)).hasSize(1);
    assertThat(found("alicloud_vpn_pbr_route_entries", "entries", on))
        .singleElement()
        .satisfies(entry -> assertThat(Objects.text(entry, "status")).isEqualTo("published"));
    assertThat(found("alicloud_ssl_vpn_servers", "servers", on)).hasSize(1);
    assertThat(
            found(
                "alicloud_ssl_vpn_client_certs",
                "certs",
                Map.of("ssl_vpn_server_id", Objects.at(server, "id"))))
        .singleElement()
        .satisfies(c -> assertThat(c.toString()).doesNotContain("PRIVATE KEY"));
    Value config = data("alicloud_vpn_connection_config", Map.of("vpn_connection_id", id));
    assertThat(Objects.at(config, "psk")).isEqualTo(Objects.at(connection, "ike_config.psk"));
    assertThat(Objects.text(config, "local")).isEqualTo("203.0.113.7");
    Value logs =
        data(
            "alicloud_ssl_vpn_server_logs",
            Map.of("ssl_vpn_server_id", Objects.at(server, "id"), "minute_period", Value.of(60)));
    assertThat(((Value.ListOf) Objects.at(logs, "logs")).elements()).isNotEmpty();
    assertThat(Objects.text(certificate, "client_key")).contains("PRIVATE KEY");
  }

  // Many

  private void manyConnections(int count) {
    Map<String, Value> arguments = objects.connectionArguments();
    for (int i = 0; i < count; i++) {
      arguments.put(
          "remote_subnet",
          AlicloudContract.texts("10.%d.%d.0/24".formatted(64 + i / 200, i % 200)));
      objects.made(CONNECTION, arguments);
    }
  }

  @Test
  void fiveHundredConnectionsAreListedFiftyAPage() {
    startAgain(Duration.ZERO);
    manyConnections(500);
    observe();
    Listable listable = (Listable) cloud.provider().resource(CONNECTION);
    List<Value> listed = new ArrayList<>();
    assertThat(listable.list(listed::add, objects.life(CONNECTION).context()).all()).isEmpty();
    assertThat(listed).hasSize(500);
    assertThat(calls)
        .as("pages of 50, and one that is empty")
        .hasSize(11)
        .allSatisfy(call -> assertThat(call.operation()).isEqualTo("DescribeVpnConnections"));
  }

  @Test
  void aCloudThatTakesTwentyRequestsASecondIsServedWithoutErrors() {
    startAgain(LATENCY, "alicloud:*:*:rate=20");
    observe();
    for (int i = 0; i < 100; i++) {
      objects.customerGateway("203.0.113." + (i + 1));
    }
    assertThat(found("alicloud_vpn_customer_gateways", "gateways", Map.of())).hasSize(100);
    assertThat(calls).extracting(CallListener.Call::code).contains("Throttling.User");
  }

  // The other name

  @Test
  void theSameCloudIsThereUnderTheNameOfApsaraStack() {
    try (var stack = cloud.stack()) {
      String type = "alibabacloudstack_vpn_customer_gateway";
      Lifecycle life = new Lifecycle(stack.resource(type), cloud.stackSchema(type));
      ApplyResult made =
          life.apply(
              life.nothing(), life.configuration(Map.of("ip_address", Value.of("203.0.113.7"))));
      assertThat(made.diagnostics().all()).isEmpty();
      assertThat(found("alicloud_vpn_customer_gateways", "gateways", Map.of())).hasSize(1);
    }
  }
}

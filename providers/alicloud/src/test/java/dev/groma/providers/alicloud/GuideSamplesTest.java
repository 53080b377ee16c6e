package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The answers that the guide prints, as they stand there, with their contradictions.
final class GuideSamplesTest {
  private static final Map<String, Object> SAMPLES = Texts.members("guide-samples.json");

  private final MockWebServer server = new MockWebServer();
  private final AlicloudFactory factory = new AlicloudFactory(_ -> {});

  @BeforeEach
  void open() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Provider provider() {
    Map<String, Value> all = new TreeMap<>();
    CloudSettings.schema(AlicloudFactory.PROFILE)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.put("endpoint", Value.of("http://127.0.0.1:" + server.getPort()));
    all.put("access_key", Value.of("ak"));
    all.put("secret_key", Value.of("sk"));
    ProviderContext context =
        new ProviderContext(
            _ -> null,
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
            new Random(1),
            new TreeMap<>(),
            "test",
            Path.of("."));
    return factory.configure(Value.object(all), context).provider();
  }

  private static String sample(String operation, String format) {
    return Texts.text(Texts.members(SAMPLES, operation), format);
  }

  private void answers(String text) {
    server.enqueue(new MockResponse.Builder().code(200).body(text).build());
  }

  /// The first value of a field in a sample, whatever its format.
  private static String field(String sample, String name) {
    Matcher matcher =
        Pattern.compile("<%s>([^<]*)<|\"%s\": \"([^\"]*)\"".formatted(name, name)).matcher(sample);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  private Lifecycle life(Provider provider, String type) {
    return new Lifecycle(
        provider.resource(type),
        java.util.Objects.requireNonNull(factory.schema().resources().get(type)));
  }

  @ParameterizedTest
  @CsvSource({
    "xml, CreateVpnGateway, alicloud_vpn_gateway, VpnGatewayId",
    "json, CreateVpnGateway, alicloud_vpn_gateway, VpnGatewayId",
    "xml, CreateCustomerGateway, alicloud_vpn_customer_gateway, CustomerGatewayId",
    "json, CreateCustomerGateway, alicloud_vpn_customer_gateway, CustomerGatewayId",
    "xml, CreateVpnConnection, alicloud_vpn_connection, VpnConnectionId",
    "json, CreateVpnConnection, alicloud_vpn_connection, VpnConnectionId",
    "xml, CreateSslVpnServer, alicloud_ssl_vpn_server, SslVpnServerId",
    "json, CreateSslVpnServer, alicloud_ssl_vpn_server, SslVpnServerId",
    "xml, CreateSslVpnClientCert, alicloud_ssl_vpn_client_cert, SslVpnClientCertId",
    "json, CreateSslVpnClientCert, alicloud_ssl_vpn_client_cert, SslVpnClientCertId"
  })
  void idsAreFoundInTheAnswersToCreations(
      String format, String operation, String type, String field) {
    try (Provider provider = provider()) {
      Lifecycle life = life(provider, type);
      String sample = sample(operation, format);
      answers(sample);
      for (int refusal = 0; refusal < 3; refusal++) {
        server.enqueue(new MockResponse.Builder().code(400).body("{\"Code\":\"Stop\"}").build());
      }
      life.apply(life.nothing(), life.configuration(required(type)));
      assertThat(life.recorded()).isNotEmpty();
      assertThat(Objects.text(life.recorded().getFirst(), "id")).isEqualTo(field(sample, field));
    }
  }

  private static Map<String, Value> required(String type) {
    Value subnet = AlicloudContract.texts("10.0.0.0/8");
    return switch (type) {
      case "alicloud_vpn_gateway" -> Objects.gatewayArguments();
      case "alicloud_vpn_customer_gateway" -> Map.of("ip_address", Value.of("203.0.113.7"));
      case "alicloud_vpn_connection" ->
          Map.of(
              "vpn_gateway_id", Value.of("vpn-1"),
              "customer_gateway_id", Value.of("cgw-1"),
              "local_subnet", subnet,
              "remote_subnet", AlicloudContract.texts("192.168.0.0/16"));
      case "alicloud_ssl_vpn_server" ->
          Map.of(
              "vpn_gateway_id", Value.of("vpn-1"),
              "client_ip_pool", Value.of("192.168.0.0/24"),
              "local_subnet", subnet);
      default -> Map.of("ssl_vpn_server_id", Value.of("vss-1"));
    };
  }

  private Value read(String format, String operation, String type, Map<String, String> identity) {
    String sample = sample(operation, format);
    try (Provider provider = provider()) {
      Lifecycle life = life(provider, type);
      Map<String, Value> known = new HashMap<>();
      identity.forEach((name, field) -> known.put(name, Value.of(field(sample, field))));
      answers(sample);
      var result = life.read(life.configuration(known));
      assertThat(result.diagnostics().all()).isEmpty();
      return Lifecycle.require(result.value(), List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xml", "json"})
  void objectsAreReadFromTheSamples(String format) {
    Value gateway =
        read(format, "DescribeVpnGateway", "alicloud_vpn_gateway", Map.of("id", "VpnGatewayId"));
    assertThat(Objects.at(gateway, "bandwidth")).isEqualTo(Value.of(5));
    assertThat(Objects.at(gateway, "end_time")).isEqualTo(Value.of(1495382400000L));
    Value customer =
        read(
            format,
            "DescribeCustomerGateway",
            "alicloud_vpn_customer_gateway",
            Map.of("id", "CustomerGatewayId"));
    assertThat(Objects.text(customer, "ip_address")).isEqualTo("139.XX.XX.32");
    Value connection =
        read(
            format,
            "DescribeVpnConnection",
            "alicloud_vpn_connection",
            Map.of("id", "VpnConnectionId"));
    assertThat(Objects.text(connection, "status")).isEqualTo("ike_sa_not_established");
    assertThat(Objects.at(connection, "local_subnet"))
        .isEqualTo(AlicloudContract.texts("172.16.0.0/12"));
    assertThat(Objects.text(connection, "ike_config.psk")).isEqualTo("1234567");
    assertThat(Objects.text(connection, "ipsec_config.ipsec_auth_alg")).isEqualTo("md5");
    assertThat(Objects.at(connection, "ipsec_config.ipsec_lifetime")).isEqualTo(Value.of(86400));
    Value server =
        read(
            format,
            "DescribeSslVpnServers",
            "alicloud_ssl_vpn_server",
            Map.of("id", "SslVpnServerId"));
    assertThat(Objects.text(server, "client_ip_pool")).isEqualTo("10.10.10.0/24");
    assertThat(Objects.at(server, "port")).isEqualTo(Value.of(1194));
    assertThat(Objects.at(server, "compress")).isEqualTo(Value.of(true));
    Value certificate =
        read(
            format,
            "DescribeSslVpnClientCert",
            "alicloud_ssl_vpn_client_cert",
            Map.of("id", "SslVpnClientCertId"));
    assertThat(Objects.text(certificate, "status")).isEqualTo("normal");
    Value route =
        read(
            format,
            "DescribeVpnRouteEntries",
            "alicloud_vpn_route_entry",
            Map.of(
                "vpn_gateway_id",
                "VpnInstanceId",
                "next_hop",
                "NextHop",
                "route_dest",
                "RouteDest"));
    assertThat(Objects.at(route, "publish_vpc")).isEqualTo(Value.of(false));
    assertThat(Objects.at(route, "weight")).isEqualTo(Value.of(100));
    Value policy =
        read(
            format,
            "DescribeVpnPbrRouteEntries",
            "alicloud_vpn_pbr_route_entry",
            Map.of(
                "vpn_gateway_id", "VpnInstanceId",
                "next_hop", "NextHop",
                "route_source", "RouteSource",
                "route_dest", "RouteDest"));
    assertThat(Objects.text(policy, "id"))
        .isEqualTo("vpn-bp1cmw7jh1nfe43m9****:vco-bp1tui07ob10fmuro****:11.0.0.0/32:10.0.0.0/32");
  }

  private Value found(String format, String operation, String type, Map<String, Value> arguments) {
    try (Provider provider = provider()) {
      DataSourceHandler data = provider.dataSource(type);
      Schema schema = java.util.Objects.requireNonNull(factory.schema().dataSources().get(type));
      Map<String, Value> all = new HashMap<>();
      schema.block().impliedType().attributes().forEach((n, t) -> all.put(n, Value.nullOf(t)));
      all.putAll(arguments);
      answers(sample(operation, format));
      DataSourceHandler.ReadResult result =
          data.read(Value.object(all), life(provider, "alicloud_vpn_gateway").context());
      assertThat(result.diagnostics().all()).as(operation).isEmpty();
      return Lifecycle.require(result.value(), List.of());
    }
  }

  private static List<Value> list(Value object, String name) {
    return ((Value.ListOf) Objects.at(object, name)).elements();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xml", "json"})
  void listsAreReadFromTheSamples(String format) {
    assertThat(
            list(
                found(format, "DescribeVpnGateways", "alicloud_vpn_gateways", Map.of()),
                "gateways"))
        .singleElement()
        .satisfies(g -> assertThat(Objects.text(g, "status")).isEqualTo("active"));
    assertThat(
            list(
                found(
                    format,
                    "DescribeCustomerGateways",
                    "alicloud_vpn_customer_gateways",
                    Map.of("name_regex", Value.of("^te"))),
                "gateways"))
        .hasSize(1);
    Value connections =
        found(format, "DescribeVpnConnections", "alicloud_vpn_connections", Map.of());
    assertThat(Objects.at(connections, "total_count")).isEqualTo(Value.of(1));
    assertThat(list(connections, "connections"))
        .singleElement()
        .satisfies(c -> {
          assertThat(Objects.text(c, "status")).isEqualTo("ipsec_sa_established");
          assertThat(Objects.text(c, "ike_auth_alg")).isEqualTo("sha1");
          assertThat(c.toString()).doesNotContain("pgw6dy");
        });
    Map<String, Value> gateway = Map.of("vpn_gateway_id", Value.of("vpn-1"));
    assertThat(
            list(
                found(format, "DescribeVpnRouteEntries", "alicloud_vpn_route_entries", gateway),
                "entries"))
        .hasSize(1);
    assertThat(
            list(
                found(
                    format,
                    "DescribeVpnPbrRouteEntries",
                    "alicloud_vpn_pbr_route_entries",
                    gateway),
                "entries"))
        .hasSize(1);
    assertThat(
            list(
                found(format, "DescribeSslVpnServers", "alicloud_ssl_vpn_servers", Map.of()),
                "servers"))
        .singleElement()
        .satisfies(s -> assertThat(Objects.text(s, "client_ip_pool")).isEqualTo("10.10.10.0/24"));
    // The sample shows servers where certificates should be: none of them is taken for one.
    assertThat(
            list(
                found(
                    format, "DescribeSslVpnClientCerts", "alicloud_ssl_vpn_client_certs", Map.of()),
                "certs"))
        .isEmpty();
    // And here a single region where a list should be.
    assertThat(list(found(format, "DescribeRegions", "alicloud_vpn_regions", Map.of()), "regions"))
        .singleElement()
        .satisfies(r -> assertThat(Objects.text(r, "local_name")).isEqualTo("华北 1"));
    Value logs =
        found(
            format,
            "DescribeVpnSslServerLogs",
            "alicloud_ssl_vpn_server_logs",
            Map.of("ssl_vpn_server_id", Value.of("vss-1"), "minute_period", Value.of(10)));
    assertThat(list(logs, "logs")).isEmpty();
    assertThat(Objects.at(logs, "is_completed")).isEqualTo(Value.of(true));
    assertThat(Objects.at(logs, "log_count")).isEqualTo(Value.of(0));
    Value config =
        found(
            format,
            "DownloadVpnConnectionConfig",
            "alicloud_vpn_connection_config",
            Map.of("vpn_connection_id", Value.of("vco-1")));
    assertThat(Objects.text(config, "local")).isEqualTo("139.XX.XX.32");
    assertThat(Objects.text(config, "ipsec_enc_alg")).isEqualTo("aes");
    assertThat(Objects.at(config, "remote_subnet"))
        .isEqualTo(
            new Value.ListOf(
                Type.STRING, List.of(Value.of("10.10.1.0/24"), Value.of("10.10.2.0/24"))));
  }

  @ParameterizedTest
  @CsvSource({
    "xml, DeleteVpnGateway, alicloud_vpn_gateway",
    "json, DeleteVpnGateway, alicloud_vpn_gateway",
    "xml, DeleteCustomerGateway, alicloud_vpn_customer_gateway",
    "json, DeleteCustomerGateway, alicloud_vpn_customer_gateway",
    "xml, DeleteVpnConnection, alicloud_vpn_connection",
    "json, DeleteVpnConnection, alicloud_vpn_connection",
    "xml, DeleteSslVpnServer, alicloud_ssl_vpn_server",
    "json, DeleteSslVpnServer, alicloud_ssl_vpn_server",
    "xml, DeleteSslVpnClientCert, alicloud_ssl_vpn_client_cert",
    "json, DeleteSslVpnClientCert, alicloud_ssl_vpn_client_cert"
  })
  void deletionsAreAccepted(String format, String operation, String type) {
    try (Provider provider = provider()) {
      Lifecycle life = life(provider, type);
      Map<String, Value> known = new HashMap<>(required(type));
      known.put("id", Value.of("an-id"));
      answers(sample(operation, format));
      server.enqueue(
          new MockResponse.Builder()
              .code(404)
              .body("<Error><Code>InvalidVpnGatewayInstanceId.NotFound</Code></Error>")
              .build());
      var result = life.apply(life.configuration(known), life.nothing());
      assertThat(result.diagnostics().all()).isEmpty();
      assertThat(result.value()).isEqualTo(life.nothing());
    }
  }
}

package dev.groma.providers.huaweicloud;

import static dev.groma.providers.huaweicloud.HuaweiContract.privateGateway;
import static dev.groma.providers.huaweicloud.HuaweiContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The table of what the reference states as a constraint: what breaks it is refused, or warned
/// about, before any call.
final class RulesTest {
  private static final String GATEWAY = "huaweicloud_vpn_gateway";
  private static final String CUSTOMER = "huaweicloud_vpn_customer_gateway";
  private static final String CONNECTION = "huaweicloud_vpn_connection";
  private final LocalHuawei huawei = new LocalHuawei();

  @TempDir private Path folder = Path.of(".");

  @AfterEach
  void close() {
    huawei.close();
  }

  /// A change of arguments that are right, and what is said of it.
  private record Row(String type, String code, Map<String, Value> change) {}

  private static Row row(String type, String code, Object... change) {
    Map<String, Value> changes = new HashMap<>();
    for (int i = 0; i < change.length; i += 2) {
      changes.put(String.valueOf(change[i]), value(change[i + 1]));
    }
    return new Row(type, code, changes);
  }

  private static Value value(Object value) {
    return switch (value) {
      case Value v -> v;
      case String s -> Value.of(s);
      case Integer i -> Value.of(i);
      case Boolean b -> Value.of(b);
      default -> throw new IllegalArgumentException(String.valueOf(value));
    };
  }

  private static final Value NONE = Value.nullValue();

  private static Value block(Object... attributes) {
    Map<String, Value> all = new TreeMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(String.valueOf(attributes[i]), value(attributes[i + 1]));
    }
    return new Value.Tuple(List.of(Value.object(all)));
  }

  private static Value many(int count) {
    return texts(
        IntStream.range(0, count).mapToObj(i -> "10." + i + ".0.0/16").toArray(String[]::new));
  }

  private static Value tags(int count) {
    TreeMap<String, Value> entries = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> entries.put("k" + i, Value.of("v")));
    return new Value.MapOf(Type.STRING, entries);
  }

  private static Value rules(int count, String source, int destinations) {
    List<Value> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(
          Value.object(
              Map.of("source", Value.of(source.formatted(i)), "destination", many(destinations))));
    }
    return new Value.Tuple(rules);
  }

  private static final List<Row> TABLE =
      List.of(
          row(GATEWAY, "vpc-needs-vpc-id", "vpc_id", NONE),
          row(GATEWAY, "vpc-needs-local-subnets", "local_subnets", NONE),
          row(GATEWAY, "vpc-needs-connect-subnet", "connect_subnet", NONE),
          row(GATEWAY, "vpc-without-router", "er_id", "r"),
          row(GATEWAY, "router-without-local-subnets", "attachment_type", "er"),
          row(GATEWAY, "router-or-vpc", "attachment_type", "er", "vpc_id", NONE),
          row(GATEWAY, "router-needs-access-vpc", "attachment_type", "er", "vpc_id", NONE),
          row(
              GATEWAY,
              "router-needs-access-subnet",
              "attachment_type",
              "er",
              "connect_subnet",
              NONE),
          row(GATEWAY, "vpc-id-overruled", "attachment_type", "er", "access_vpc_id", "x"),
          row(GATEWAY, "subnet-overruled", "attachment_type", "er", "access_subnet_id", "x"),
          row(GATEWAY, "public-needs-eip1", "network_type", "public"),
          row(GATEWAY, "public-needs-eip2", "network_type", NONE),
          row(GATEWAY, "private-without-eip1", "eip1", block("id", "x")),
          row(GATEWAY, "private-without-eip2", "eip2", block("id", "x")),
          row(
              GATEWAY,
              "public-without-address-1",
              "network_type",
              "public",
              "access_private_ip_1",
              "10.0.0.1"),
          row(
              GATEWAY,
              "public-without-address-2",
              "network_type",
              "public",
              "access_private_ip_2",
              "10.0.0.1"),
          row(GATEWAY, "address-1-alone", "access_private_ip_1", "10.0.0.1"),
          row(GATEWAY, "address-2-alone", "access_private_ip_2", "10.0.0.1"),
          row(
              GATEWAY,
              "same-address",
              "access_private_ip_1",
              "10.0.0.1",
              "access_private_ip_2",
              "10.0.0.1"),
          row(GATEWAY, "certificate-needs-gm", "certificate", block("name", "cert")),
          row(GATEWAY, "old-flavor", "flavor", "v300"),
          row(GATEWAY, "local-subnet", "local_subnets", texts("192.168.0.0")),
          row(GATEWAY, "same-eip", "eip1", block("id", "x"), "eip2", block("id", "x")),
          row(GATEWAY, "eip-both", "eip1", block("id", "x", "type", "5_bgp")),
          row(GATEWAY, "eip-incomplete", "eip1", block("type", "5_bgp")),
          row(GATEWAY, "eip-bandwidth", "eip1", block("type", "5_bgp", "bandwidth_size", 301)),
          row(GATEWAY, "too-many-tags", "tags", tags(21)),
          row(CUSTOMER, "name-without-asn", "id_type", "fqdn", "asn", 7),
          row(CUSTOMER, "not-an-address", "id_value", "peer.example.com"),
          row(CUSTOMER, "wrong-name", "id_type", "fqdn", "id_value", "a<b"),
          row(CONNECTION, "probe-without-static", "vpn_type", "bgp", "enable_nqa", true),
          row(CONNECTION, "tunnel-peer-missing", "tunnel_local_address", "169.254.76.1/30"),
          row(CONNECTION, "tunnel-local-missing", "tunnel_peer_address", "169.254.76.1/30"),
          row(CONNECTION, "tunnel-mask", "tunnel_local_address", "169.254.76.1/29"),
          row(CONNECTION, "tunnel-range", "tunnel_local_address", "169.254.195.1/30"),
          row(CONNECTION, "tunnel-range", "tunnel_local_address", "10.0.0.1/30"),
          row(CONNECTION, "tunnel-host", "tunnel_local_address", "169.254.76.0/30"),
          row(
              CONNECTION,
              "tunnel-ends",
              "tunnel_local_address",
              "169.254.76.1/30",
              "tunnel_peer_address",
              "169.254.76.6/30"),
          row(CONNECTION, "mode-needs-v1", "ikepolicy", block("phase1_negotiation_mode", "main")),
          row(
              CONNECTION,
              "national-needs-v1",
              "ikepolicy",
              block("authentication_method", "digital-envelope-v2", "ike_version", "v2")),
          row(
              CONNECTION,
              "national-without-key",
              "ikepolicy",
              block("authentication_method", "digital-envelope-v2")),
          row(CONNECTION, "reserved-subnet", "peer_subnets", texts("100.64.7.0/24")),
          row(CONNECTION, "reserved-subnet", "peer_subnets", texts("214.0.0.0/8")),
          row(CONNECTION, "peer-subnet", "peer_subnets", texts("here")),
          row(CONNECTION, "key-length", "psk", "Abc-123"),
          row(CONNECTION, "key-characters", "psk", "Abc-123|456"),
          row(CONNECTION, "key-strength", "psk", "abcdefgh1"),
          row(CONNECTION, "rules-without-policy", "policy_rules", rules(1, "10.0.%d.0/24", 1)),
          row(
              CONNECTION,
              "too-many-rules",
              "vpn_type",
              "policy",
              "policy_rules",
              rules(6, "10.0.%d.0/24", 1)),
          row(
              CONNECTION,
              "rule-source-twice",
              "vpn_type",
              "policy",
              "policy_rules",
              rules(2, "10.0.0.0/24", 1)),
          row(
              CONNECTION,
              "too-many-destinations",
              "vpn_type",
              "policy",
              "policy_rules",
              rules(1, "10.0.%d.0/24", 51)),
          row(
              CONNECTION,
              "rule-network",
              "vpn_type",
              "policy",
              "policy_rules",
              rules(1, "here%d", 1)),
          row(
              CONNECTION,
              "rule-index",
              "vpn_type",
              "policy",
              "policy_rules",
              block("rule_index", 51)),
          row(CONNECTION, "identity-missing", "ikepolicy", block("local_id_type", "fqdn")),
          row(CONNECTION, "identity-ignored", "ikepolicy", block("peer_id", "x")),
          row(
              CONNECTION,
              "identity-characters",
              "ikepolicy",
              block("peer_id_type", "fqdn", "peer_id", "a b")));

  private static final List<Row> WEAK =
      List.of(
          row(
              CONNECTION,
              "weak-ikepolicy-authentication-algorithm",
              "ikepolicy",
              block("authentication_algorithm", "md5")),
          row(
              CONNECTION,
              "weak-ikepolicy-encryption-algorithm",
              "ikepolicy",
              block("encryption_algorithm", "3des")),
          row(CONNECTION, "weak-ikepolicy-dh-group", "ikepolicy", block("dh_group", "group14")),
          row(
              CONNECTION,
              "weak-ikepolicy-phase1-negotiation-mode",
              "ikepolicy",
              block("ike_version", "v1", "phase1_negotiation_mode", "aggressive")),
          row(
              CONNECTION,
              "weak-ipsecpolicy-authentication-algorithm",
              "ipsecpolicy",
              block("authentication_algorithm", "sha1")),
          row(
              CONNECTION,
              "weak-ipsecpolicy-encryption-algorithm",
              "ipsecpolicy",
              block("encryption_algorithm", "3des")),
          row(CONNECTION, "weak-ipsecpolicy-pfs", "ipsecpolicy", block("pfs", "group2")),
          row(CONNECTION, "no-forward-secrecy", "ipsecpolicy", block("pfs", "disable")));

  private static Map<String, Value> right(String type) {
    return switch (type) {
      case GATEWAY -> privateGateway();
      case CUSTOMER -> new TreeMap<>(Map.of("id_value", Value.of("203.0.113.7")));
      default ->
          new TreeMap<>(
              Map.of(
                  "gateway_id", Value.of("g"),
                  "gateway_ip", Value.of("i"),
                  "customer_gateway_id", Value.of("c"),
                  "peer_subnets", texts("10.1.0.0/16"),
                  "psk", Value.of("A-test-key-1")));
    };
  }

  private Value configuration(Row row) {
    Map<String, Value> arguments = right(row.type());
    arguments.putAll(row.change());
    return life(row.type()).configuration(arguments);
  }

  private Lifecycle life(String type) {
    return new Lifecycle(huawei.provider().resource(type), huawei.schema(type));
  }

  @Test
  void whatIsRightIsNotRefused() {
    for (String type : List.of(GATEWAY, CUSTOMER, CONNECTION)) {
      Value configuration = life(type).configuration(right(type));
      assertThat(huawei.provider().resource(type).validate(configuration).all()).isEmpty();
    }
  }

  @TestFactory
  List<DynamicTest> whatBreaksARuleIsRefused() {
    return TABLE.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.code() + " " + row.change().keySet(),
                () ->
                    assertThat(
                            huawei
                                .provider()
                                .resource(row.type())
                                .validate(configuration(row))
                                .all())
                        .extracting(Diagnostic::code)
                        .contains(row.type() + "." + row.code())))
        .toList();
  }

  @TestFactory
  List<DynamicTest> weakAlgorithmsAreNamedWithTheStrongerOne() {
    return WEAK.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.code(),
                () -> {
                  Lifecycle life = life(row.type());
                  ResourceHandler.PlanResult plan = life.plan(life.nothing(), configuration(row));
                  assertThat(plan.diagnostics().all())
                      .singleElement()
                      .satisfies(d -> {
                        assertThat(d.code()).isEqualTo(row.type() + "." + row.code());
                        assertThat(d.detail()).contains("Choose ");
                        assertThat(d.isError()).isFalse();
                      });
                }))
        .toList();
  }

  @Test
  void zonesAndQuotasAreAskedFor() throws IOException {
    Path seed =
        Files.writeString(
            folder.resolve("seed.json"),
            """
            {"clouds": {"huaweicloud": {"settings": {"quotas": {"vpn_gateway": 0}}}}}
            """);
    try (LocalHuawei full = new LocalHuawei(seed, List.of())) {
      Lifecycle life = new Lifecycle(full.provider().resource(GATEWAY), full.schema(GATEWAY));
      Map<String, Value> arguments = privateGateway();
      arguments.put(
          "availability_zones",
          Value.set(
              Type.STRING,
              List.of(Value.of("cn-north-4a"), Value.of("cn-moon-1a"), Value.of("cn-north-4b"))));
      assertThat(life.plan(life.nothing(), life.configuration(arguments)).diagnostics().all())
          .extracting(Diagnostic::code)
          .containsExactlyInAnyOrder(
              GATEWAY + ".quota", GATEWAY + ".unknown-zone", GATEWAY + ".zone-count");
    }
  }
}

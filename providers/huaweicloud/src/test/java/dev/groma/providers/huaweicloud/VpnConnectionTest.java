package dev.groma.providers.huaweicloud;

import static dev.groma.providers.huaweicloud.HuaweiContract.at;
import static dev.groma.providers.huaweicloud.HuaweiContract.privateGateway;
import static dev.groma.providers.huaweicloud.HuaweiContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is special about VPN connections: policies, rules, and what depends on the gateway.
final class VpnConnectionTest {
  private static final String TYPE = "huaweicloud_vpn_connection";
  private final LocalHuawei huawei = new LocalHuawei();
  private final Lifecycle life = life(TYPE);
  private final Value gateway = made("huaweicloud_vpn_gateway", privateGateway());
  private final Value customer =
      made("huaweicloud_vpn_customer_gateway", Map.of("id_value", Value.of("203.0.113.7")));

  @AfterEach
  void close() {
    huawei.close();
  }

  private Lifecycle life(String type) {
    return new Lifecycle(huawei.provider().resource(type), huawei.schema(type));
  }

  private Value made(String type, Map<String, Value> arguments) {
    Lifecycle other = life(type);
    ResourceHandler.ApplyResult result =
        other.apply(other.nothing(), other.configuration(arguments));
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  private Map<String, Value> arguments() {
    Map<String, Value> arguments = new TreeMap<>();
    arguments.put("gateway_id", at(gateway, "id"));
    arguments.put("gateway_ip", at(gateway, "access_private_ip_1"));
    arguments.put("customer_gateway_id", at(customer, "id"));
    arguments.put("peer_subnets", texts("10.1.0.0/16"));
    arguments.put("psk", Value.of("A-test-key-1"));
    return arguments;
  }

  private static Value block(Map<String, Value> attributes) {
    return new Value.Tuple(List.of(Value.object(attributes)));
  }

  private Value applied(Value prior, Map<String, Value> arguments) {
    ResourceHandler.ApplyResult result = life.apply(prior, life.configuration(arguments));
    assertThat(result.diagnostics().hasErrors()).as("%s", result.diagnostics()).isFalse();
    Value value = Lifecycle.require(result.value(), List.of());
    assertThat(value.isWhollyKnown()).isTrue();
    assertThat(life.read(value).value()).isEqualTo(value);
    assertThat(life.plan(value, life.configuration(arguments)).planned()).isEqualTo(value);
    return value;
  }

  private static Value in(Value connection, String block, String name) {
    return Path.of(block).index(0).attribute(name).find(connection).orElseThrow();
  }

  @Test
  void aConnectionThatIsDownIsMade() {
    assertThat(at(applied(life.nothing(), arguments()), "status")).isEqualTo(Value.of("DOWN"));
  }

  @Test
  void policiesAreChangedInPlaceFieldByField() {
    Map<String, Value> arguments = arguments();
    arguments.put(
        "ikepolicy",
        block(
            Map.of(
                "ike_version", Value.of("v1"),
                "local_id_type", Value.of("fqdn"),
                "local_id", Value.of("here.example.com"),
                "dpd", block(Map.of("timeout", Value.of(20))))));
    arguments.put("ipsecpolicy", block(Map.of("pfs", Value.of("group16"))));
    Value made = applied(life.nothing(), arguments);
    assertThat(in(made, "ikepolicy", "phase1_negotiation_mode")).isEqualTo(Value.of("main"));
    assertThat(in(made, "ikepolicy", "dh_group")).isEqualTo(Value.of("group15"));
    arguments.put(
        "ikepolicy",
        block(
            Map.of(
                "ike_version", Value.of("v2"),
                "encryption_algorithm", Value.of("aes-256"),
                "local_id_type", Value.of("ip"),
                "dpd", block(Map.of("timeout", Value.of(30))))));
    arguments.put("tunnel_local_address", Value.of("169.254.80.1/30"));
    arguments.put("tunnel_peer_address", Value.of("169.254.80.2/30"));
    Value changed = applied(made, arguments);
    assertThat(in(changed, "ikepolicy", "local_id")).isEqualTo(at(gateway, "access_private_ip_1"));
    assertThat(in(changed, "ikepolicy", "phase1_negotiation_mode").isNull()).isTrue();
    assertThat(in(changed, "ipsecpolicy", "pfs")).isEqualTo(Value.of("group16"));
    assertThat(at(changed, "tunnel_peer_address")).isEqualTo(Value.of("169.254.80.2/30"));
  }

  @Test
  void rulesKeepTheirFormAlthoughTheServiceNumbersThem() {
    Map<String, Value> arguments = arguments();
    arguments.put("vpn_type", Value.of("policy"));
    Value rules =
        new Value.Tuple(
            List.of(
                Value.object(
                    Map.of(
                        "rule_index", Value.of(7),
                        "source", Value.of("10.0.0.0/24"),
                        "destination", texts("10.1.1.0/24", "10.1.2.0/24"))),
                Value.object(
                    Map.of(
                        "rule_index", Value.of(3),
                        "source", Value.of("10.0.1.0/24"),
                        "destination", texts("10.1.1.0/24")))));
    arguments.put("policy_rules", rules);
    Value made = applied(life.nothing(), arguments);
    arguments.put(
        "policy_rules",
        block(
            Map.of(
                "source", Value.of("10.0.0.0/24"),
                "destination", texts("10.1.1.0/24"))));
    applied(made, arguments);
  }

  @Test
  void aNewKeyAloneIsSaidToDoNothingYet() {
    Map<String, Value> arguments = arguments();
    Value made = applied(life.nothing(), arguments);
    arguments.put("psk", Value.of("A-test-key-2"));
    assertThat(life.plan(made, life.configuration(arguments)).diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly(TYPE + ".key-alone");
    assertThat(applied(made, arguments)).isNotEqualTo(made);
  }

  @Test
  void theGatewayIsAskedWhatAConnectionNeeds() {
    Map<String, Value> arguments = arguments();
    arguments.remove("psk");
    arguments.remove("peer_subnets");
    arguments.put("gateway_ip", Value.of("10.9.9.9"));
    arguments.put("ikepolicy", block(Map.of("encryption_algorithm", Value.of("sm4"))));
    assertThat(life.plan(life.nothing(), life.configuration(arguments)).diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactlyInAnyOrder(
            TYPE + ".key-missing",
            TYPE + ".peer-subnets-missing",
            TYPE + ".foreign-address",
            TYPE + ".national-algorithm");
  }
}

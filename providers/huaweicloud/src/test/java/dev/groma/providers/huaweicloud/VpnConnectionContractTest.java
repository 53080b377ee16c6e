package dev.groma.providers.huaweicloud;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class VpnConnectionContractTest extends HuaweiContract {
  VpnConnectionContractTest() {
    super("huaweicloud_vpn_connection");
  }

  private final Value gateway = made("huaweicloud_vpn_gateway", privateGateway());
  private final Value customer = customer("203.0.113.7");
  private final Value otherCustomer = customer("203.0.113.8");

  private Value customer(String address) {
    return made(
        "huaweicloud_vpn_customer_gateway",
        Map.of("name", Value.of("peer"), "id_value", Value.of(address)));
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new TreeMap<>();
    arguments.put("name", Value.of("one"));
    arguments.put("gateway_id", at(gateway, "id"));
    arguments.put("gateway_ip", at(gateway, "access_private_ip_1"));
    arguments.put("customer_gateway_id", at(customer, "id"));
    arguments.put("peer_subnets", texts("10.1.0.0/16", "10.2.0.0/16"));
    arguments.put("psk", Value.of("A-test-key-1"));
    arguments.put("tunnel_local_address", Value.of("169.254.76.1/30"));
    arguments.put("tunnel_peer_address", Value.of("169.254.76.2/30"));
    arguments.put("tags", tags(Map.of("stage", "test")));
    return arguments;
  }

  /// What the cloud has without being told is seen by an import; the configuration has no such
  /// blocks.
  @Override
  protected List<String> unknownToImport() {
    return List.of("psk", "ikepolicy", "ipsecpolicy");
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("name", Value.of("two")),
        Map.entry("peer_subnets", texts("10.3.0.0/16")),
        Map.entry("customer_gateway_id", at(otherCustomer, "id")),
        Map.entry("tunnel_local_address", Value.nullOf(Type.STRING)),
        Map.entry("tags", tags(Map.of("stage", "live"))),
        Map.entry("gateway_id", Value.of("another")),
        Map.entry("gateway_ip", Value.of("another")),
        Map.entry("vpn_type", Value.of("bgp")),
        Map.entry("enable_nqa", Value.of(true)),
        Map.entry("ha_role", Value.of("slave")),
        Map.entry("tunnel_peer_address", Value.nullOf(Type.STRING)),
        Map.entry("psk", Value.of("A-test-key-2")));
  }
}

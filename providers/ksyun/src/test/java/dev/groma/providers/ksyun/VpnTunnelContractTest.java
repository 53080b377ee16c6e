package dev.groma.providers.ksyun;

import dev.groma.schemas.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class VpnTunnelContractTest extends KsyunContract {
  VpnTunnelContractTest() {
    super("ksyun_vpn_tunnel");
  }

  /// A tunnel needs two gateways, which are made once.
  private final Value gateway =
      made(
          "ksyun_vpn_gateway",
          Map.of(
              "vpc_id", Value.of(VPC_1),
              "band_width", Value.of(10),
              "charge_type", Value.of("Daily")));

  private final Value customer =
      made(
          "ksyun_vpn_customer_gateway",
          Map.of(
              "customer_gateway_name", Value.of("one"),
              "customer_gateway_address", Value.of("203.0.113.7"),
              "ha_customer_gateway_address", Value.of("203.0.113.8")));

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("type", Value.of("GreOverIpsec"));
    arguments.put("vpn_gateway_id", gateway);
    arguments.put("customer_gateway_id", customer);
    arguments.put("vpn_gre_ip", Value.of("10.255.0.1"));
    arguments.put("customer_gre_ip", Value.of("10.255.0.2"));
    arguments.put("ha_vpn_gre_ip", Value.of("10.255.0.5"));
    arguments.put("ha_customer_gre_ip", Value.of("10.255.0.6"));
    arguments.put("pre_shared_key", Value.of("a-key-of-both-ends"));
    arguments.put("ike_dh_group", Value.of(2));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("vpn_tunnel_name", Value.of("two")),
        Map.entry("type", Value.of("Ipsec")),
        Map.entry("vpn_gateway_id", Value.of("another")),
        Map.entry("customer_gateway_id", Value.of("another")),
        Map.entry("vpn_gre_ip", Value.of("10.255.1.1")),
        Map.entry("customer_gre_ip", Value.of("10.255.1.2")),
        Map.entry("ha_vpn_gre_ip", Value.of("10.255.1.5")),
        Map.entry("ha_customer_gre_ip", Value.of("10.255.1.6")),
        Map.entry("pre_shared_key", Value.of("another")),
        Map.entry("ike_authen_algorithm", Value.of("sha")),
        Map.entry("ike_dh_group", Value.of(5)),
        Map.entry("ike_encry_algorithm", Value.of("sm4-cbc")),
        Map.entry("ipsec_encry_algorithm", Value.of("sm4-cbc")),
        Map.entry("ipsec_authen_algorithm", Value.of("sm3")),
        Map.entry("ipsec_lifetime_traffic", Value.of(2560)),
        Map.entry("ipsec_lifetime_second", Value.of(120)));
  }
}

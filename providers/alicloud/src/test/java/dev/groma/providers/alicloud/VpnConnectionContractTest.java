package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnConnectionContractTest extends AlicloudContract {
  VpnConnectionContractTest() {
    super("alicloud_vpn_connection");
  }

  private final Map<String, Value> arguments = objects.connectionArguments();

  @Override
  protected Map<String, Value> arguments() {
    arguments.put("vpn_connection_name", Value.of("one"));
    arguments.put("ike_config", block(Map.of("psk", Value.of("a-key-of-both-ends"))));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("vpn_connection_name", Value.of("two")),
        Map.entry("local_subnet", texts("10.0.0.0/24")),
        Map.entry("remote_subnet", texts("192.168.0.0/24", "192.168.1.0/24")),
        Map.entry("auto_config_route", Value.of(true)),
        Map.entry(
            "ike_config",
            block(
                Map.of(
                    "psk", Value.of("another"),
                    "ike_version", Value.of("ikev2"),
                    "ike_mode", Value.of("aggressive"),
                    "ike_enc_alg", Value.of("aes256"),
                    "ike_auth_alg", Value.of("md5"),
                    "ike_pfs", Value.of("group14"),
                    "ike_lifetime", Value.of(3600),
                    "ike_local_id", Value.of("cloud.example.com"),
                    "ike_remote_id", Value.of("branch.example.com")))),
        Map.entry(
            "ipsec_config",
            block(
                Map.of(
                    "ipsec_enc_alg", Value.of("aes192"),
                    "ipsec_auth_alg", Value.of("md5"),
                    "ipsec_pfs", Value.of("group5"),
                    "ipsec_lifetime", Value.of(7200)))),
        Map.entry(
            "health_check_config",
            block(
                Map.of(
                    "enable", Value.of(true),
                    "dip", Value.of("192.168.0.1"),
                    "sip", Value.of("10.0.0.1"),
                    "interval", Value.of(5),
                    "retry", Value.of(2)))),
        Map.entry("effect_immediately", Value.of(true)),
        Map.entry("vpn_gateway_id", Value.of("vpn-another")),
        Map.entry("customer_gateway_id", Value.of("cgw-another")));
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of("auto_config_route");
  }
}

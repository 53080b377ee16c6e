package dev.groma.providers.huaweicloud;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnConnectionHealthCheckContractTest extends HuaweiContract {
  VpnConnectionHealthCheckContractTest() {
    super("huaweicloud_vpn_connection_health_check");
  }

  private final Value connection = connection();

  private Value connection() {
    Value gateway = made("huaweicloud_vpn_gateway", privateGateway());
    Value customer =
        made("huaweicloud_vpn_customer_gateway", Map.of("id_value", Value.of("203.0.113.7")));
    return made(
        "huaweicloud_vpn_connection",
        Map.of(
            "gateway_id", at(gateway, "id"),
            "gateway_ip", at(gateway, "access_private_ip_1"),
            "customer_gateway_id", at(customer, "id"),
            "peer_subnets", texts("10.1.0.0/16"),
            "psk", Value.of("A-test-key-1")));
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of("connection_id", at(connection, "id"));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(Map.entry("connection_id", Value.of("another")));
  }
}

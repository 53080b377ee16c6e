package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnCustomerGatewayContractTest extends AlicloudContract {
  VpnCustomerGatewayContractTest() {
    super("alicloud_vpn_customer_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "ip_address", Value.of("203.0.113.7"),
        "customer_gateway_name", Value.of("one"),
        "description", Value.of("first"));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("customer_gateway_name", Value.of("two")),
        Map.entry("description", Value.of("second")),
        Map.entry("ip_address", Value.of("203.0.113.8")));
  }
}

package dev.groma.providers.ksyun;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnCustomerGatewayContractTest extends KsyunContract {
  VpnCustomerGatewayContractTest() {
    super("ksyun_vpn_customer_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "customer_gateway_name", Value.of("one"),
        "customer_gateway_address", Value.of("203.0.113.7"));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("customer_gateway_name", Value.of("two")),
        Map.entry("customer_gateway_address", Value.of("203.0.113.8")),
        Map.entry("ha_customer_gateway_address", Value.of("203.0.113.9")),
        Map.entry("ha_customer_gateway_address", Value.nullOf(Type.STRING)));
  }
}

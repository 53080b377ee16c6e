package dev.groma.providers.ksyun;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnGatewayContractTest extends KsyunContract {
  VpnGatewayContractTest() {
    super("ksyun_vpn_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "vpc_id", Value.of(VPC_1),
        "band_width", Value.of(10),
        "charge_type", Value.of("Daily"));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("vpn_gateway_name", Value.of("two")),
        Map.entry("band_width", Value.of(20)),
        Map.entry("band_width", Value.of(5)),
        Map.entry("vpc_id", Value.of(VPC_2)),
        Map.entry("charge_type", Value.of("Monthly")),
        Map.entry("purchase_time", Value.of(3)),
        Map.entry("project_id", Value.of("7")));
  }
}

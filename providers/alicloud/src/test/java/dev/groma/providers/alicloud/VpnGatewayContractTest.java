package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnGatewayContractTest extends AlicloudContract {
  VpnGatewayContractTest() {
    super("alicloud_vpn_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = Objects.gatewayArguments();
    arguments.put("description", Value.of("a gateway"));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("vpn_gateway_name", Value.of("two")),
        Map.entry("description", Value.of("another")),
        Map.entry("vpc_id", Value.of("vpc-bp1ub1yt9cvakoe1j0001")),
        Map.entry("vswitch_id", Value.of("vsw-bp1ub1yt9cvakoe1j0001")),
        Map.entry("bandwidth", Value.of(20)),
        Map.entry("enable_ipsec", Value.of(false)),
        Map.entry("enable_ssl", Value.of(false)),
        Map.entry("ssl_connections", Value.of(20)));
  }
}

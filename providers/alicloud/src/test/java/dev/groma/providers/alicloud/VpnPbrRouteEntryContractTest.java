package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class VpnPbrRouteEntryContractTest extends AlicloudContract {
  VpnPbrRouteEntryContractTest() {
    super("alicloud_vpn_pbr_route_entry");
  }

  private final Value connection =
      objects.made("alicloud_vpn_connection", objects.connectionArguments());

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("vpn_gateway_id", Objects.at(connection, "vpn_gateway_id"));
    arguments.put("next_hop", Objects.at(connection, "id"));
    arguments.put("route_source", Value.of("10.0.0.0/24"));
    arguments.put("route_dest", Value.of("192.168.0.0/24"));
    arguments.put("weight", Value.of(100));
    arguments.put("publish_vpc", Value.of(true));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("weight", Value.of(0)),
        Map.entry("publish_vpc", Value.of(false)),
        Map.entry("weight", Value.of(100)),
        Map.entry("publish_vpc", Value.of(true)),
        Map.entry("vpn_gateway_id", Value.of("vpn-another")),
        Map.entry("next_hop", Value.of("vco-another")),
        Map.entry("route_source", Value.of("10.0.1.0/24")),
        Map.entry("route_dest", Value.of("192.168.1.0/24")),
        Map.entry("description", Value.of("learnt")),
        Map.entry("overlay_mode", Value.of("Ipsec")));
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of("description", "overlay_mode");
  }
}

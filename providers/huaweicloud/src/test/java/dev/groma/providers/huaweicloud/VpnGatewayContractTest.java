package dev.groma.providers.huaweicloud;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class VpnGatewayContractTest extends HuaweiContract {
  VpnGatewayContractTest() {
    super("huaweicloud_vpn_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = privateGateway();
    arguments.put("tags", tags(Map.of("stage", "test", "owner", "网络")));
    return arguments;
  }

  private static Value id(int last) {
    return Value.of("d290f1ee-1a2b-48df-9a86-d7017484085" + last);
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("name", Value.of("two")),
        Map.entry("local_subnets", texts("192.168.1.0/24", "192.168.7.0/24")),
        Map.entry("tags", tags(Map.of("stage", "live", "cost", "7"))),
        Map.entry("tags", Value.nullOf(Type.map(Type.STRING))),
        Map.entry("flavor", Value.of("Professional2")),
        Map.entry("delete_eip_on_termination", Value.of(true)),
        Map.entry("network_type", Value.of("public")),
        Map.entry("attachment_type", Value.of("er")),
        Map.entry("vpc_id", id(1)),
        Map.entry("connect_subnet", id(2)),
        Map.entry("er_id", id(3)),
        Map.entry("asn", Value.of(65001)),
        Map.entry(
            "availability_zones",
            Value.set(Type.STRING, List.of(Value.of("cn-north-4b"), Value.of("cn-north-4c")))),
        Map.entry("enterprise_project_id", id(4)),
        Map.entry("access_vpc_id", id(5)),
        Map.entry("access_subnet_id", id(6)),
        Map.entry("ha_mode", Value.of("active-standby")),
        Map.entry("access_private_ip_1", Value.of("192.168.9.1")),
        Map.entry("access_private_ip_2", Value.of("192.168.9.2")));
  }
}

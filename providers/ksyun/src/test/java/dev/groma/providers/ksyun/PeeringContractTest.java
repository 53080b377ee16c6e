package dev.groma.providers.ksyun;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class PeeringContractTest extends KsyunContract {
  PeeringContractTest() {
    super("ksyun_vpc_peering_connection");
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "vpc_id", Value.of(VPC_1),
        "peer_vpc_id", Value.of(VPC_2),
        "peer_region", Value.of("cn-shanghai-2"),
        "peering_name", Value.of("one"),
        "band_width", Value.of(10),
        "charge_type", Value.of("Daily"));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("peering_name", Value.of("two")),
        Map.entry("band_width", Value.of(20)),
        Map.entry("band_width", Value.of(5)),
        Map.entry("vpc_id", Value.of(VPC_3)),
        Map.entry("peer_vpc_id", Value.of(VPC_3)),
        Map.entry("peer_region", Value.of("cn-guangzhou-1")),
        Map.entry("peer_account_id", Value.of("73403251")),
        Map.entry("charge_type", Value.of("Monthly")),
        Map.entry("purchase_time", Value.of(3)),
        Map.entry("project_id", Value.of("7")));
  }
}

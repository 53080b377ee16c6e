package dev.groma.providers.huaweicloud;

import dev.groma.providers.huaweicloud.gm.TestAuthority;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class VpnCustomerGatewayContractTest extends HuaweiContract {
  VpnCustomerGatewayContractTest() {
    super("huaweicloud_vpn_customer_gateway");
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new TreeMap<>();
    arguments.put("name", Value.of("one"));
    arguments.put("id_value", Value.of("203.0.113.7"));
    arguments.put("asn", Value.of(65000));
    arguments.put("tags", tags(Map.of("stage", "test")));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    TestAuthority authority = TestAuthority.at(huawei.now());
    return List.of(
        Map.entry("name", Value.of("two")),
        Map.entry("tags", tags(Map.of("stage", "live"))),
        Map.entry("certificate_content", Value.of(authority.pem())),
        Map.entry("certificate_content", Value.of(authority.another().pem())),
        Map.entry("id_type", Value.of("fqdn")),
        Map.entry("id_value", Value.of("203.0.113.8")),
        Map.entry("asn", Value.of(65001)));
  }
}

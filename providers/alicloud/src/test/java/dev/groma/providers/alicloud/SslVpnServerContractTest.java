package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

final class SslVpnServerContractTest extends AlicloudContract {
  SslVpnServerContractTest() {
    super("alicloud_ssl_vpn_server");
  }

  private final Map<String, Value> arguments = objects.serverArguments();

  @Override
  protected Map<String, Value> arguments() {
    arguments.put("name", Value.of("one"));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("name", Value.of("two")),
        Map.entry("client_ip_pool", Value.of("192.168.11.0/24")),
        Map.entry("local_subnet", texts("10.0.0.0/8", "172.16.0.0/12")),
        Map.entry("protocol", Value.of("TCP")),
        Map.entry("cipher", Value.of("AES-256-CBC")),
        Map.entry("port", Value.of(1195)),
        Map.entry("compress", Value.of(true)),
        Map.entry("vpn_gateway_id", Value.of("vpn-another")));
  }
}

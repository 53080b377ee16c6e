package dev.groma.providers.alicloud;

import dev.groma.schemas.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class SslVpnClientCertContractTest extends AlicloudContract {
  SslVpnClientCertContractTest() {
    super("alicloud_ssl_vpn_client_cert");
  }

  private final Value server =
      Objects.at(objects.made("alicloud_ssl_vpn_server", objects.serverArguments()), "id");

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("ssl_vpn_server_id", server);
    arguments.put("name", Value.of("one"));
    return arguments;
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("name", Value.of("two")),
        Map.entry("ssl_vpn_server_id", Value.of("vss-another")));
  }
}

package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.util.HashMap;
import java.util.Map;

/// Makes objects that others need.
final class Objects {
  private final LocalAlicloud cloud;
  private final Map<String, Lifecycle> lives = new HashMap<>();

  Objects(LocalAlicloud cloud) {
    this.cloud = cloud;
  }

  /// The life of objects of a type; its operations have ids of their own, and so tokens.
  Lifecycle life(String type) {
    return lives.computeIfAbsent(
        type, t -> new Lifecycle(cloud.provider().resource(t), cloud.schema(t)));
  }

  /// A new object.
  Value made(String type, Map<String, Value> arguments) {
    Lifecycle life = life(type);
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    assertThat(result.diagnostics().all()).isEmpty();
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  static Value at(Value object, String name) {
    Value part = object;
    for (String step : name.split("\\.", -1)) {
      part = Path.of(step).find(part).orElseThrow();
    }
    return part;
  }

  static String text(Value object, String name) {
    return ((Value.Str) at(object, name)).text();
  }

  static Map<String, Value> gatewayArguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("vpc_id", Value.of("vpc-bp1ub1yt9cvakoe1j0000"));
    arguments.put("bandwidth", Value.of(10));
    arguments.put("enable_ipsec", Value.of(true));
    arguments.put("enable_ssl", Value.of(true));
    return arguments;
  }

  Value gateway() {
    return at(made("alicloud_vpn_gateway", gatewayArguments()), "id");
  }

  Value customerGateway(String address) {
    return at(made("alicloud_vpn_customer_gateway", Map.of("ip_address", Value.of(address))), "id");
  }

  /// The arguments of a connection between new gateways.
  Map<String, Value> connectionArguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("vpn_gateway_id", gateway());
    arguments.put("customer_gateway_id", customerGateway("203.0.113.7"));
    arguments.put("local_subnet", AlicloudContract.texts("10.0.0.0/24", "10.0.1.0/24"));
    arguments.put("remote_subnet", AlicloudContract.texts("192.168.0.0/24"));
    return arguments;
  }

  Map<String, Value> serverArguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("vpn_gateway_id", gateway());
    arguments.put("client_ip_pool", Value.of("192.168.10.0/24"));
    arguments.put("local_subnet", AlicloudContract.texts("10.0.0.0/8"));
    return arguments;
  }
}

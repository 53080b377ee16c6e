package dev.groma.providers.huaweicloud;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import dev.groma.testkit.ProviderContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

/// The contract of one of Huawei's resource types, against the emulator.
abstract class HuaweiContract extends ProviderContract {
  final LocalHuawei huawei = new LocalHuawei();
  private final String type;

  HuaweiContract(String type) {
    this.type = type;
  }

  @AfterEach
  void close() {
    huawei.close();
  }

  @Override
  protected ResourceHandler handler() {
    return huawei.provider().resource(type);
  }

  @Override
  protected Schema schema() {
    return huawei.schema(type);
  }

  /// A new object of another type, which this one needs.
  Value made(String other, Map<String, Value> arguments) {
    Lifecycle life = new Lifecycle(huawei.provider().resource(other), huawei.schema(other));
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  static Value at(Value object, String name) {
    return Path.of(name).find(object).orElseThrow();
  }

  /// The arguments of a private gateway, which needs no EIPs.
  static Map<String, Value> privateGateway() {
    Map<String, Value> arguments = new TreeMap<>();
    arguments.put("name", Value.of("one"));
    arguments.put("network_type", Value.of("private"));
    arguments.put("vpc_id", Value.of("cb4a631d-1a2b-48df-9a86-ca3fa348c36c"));
    arguments.put("connect_subnet", Value.of("f5741286-1a2b-48df-9a86-2c82bd9ee114"));
    arguments.put("local_subnets", texts("192.168.0.0/24", "192.168.1.0/24"));
    return arguments;
  }

  static Value texts(String... texts) {
    return new Value.ListOf(
        Type.STRING, java.util.Arrays.stream(texts).<Value>map(Value::of).toList());
  }

  static Value tags(Map<String, String> tags) {
    TreeMap<String, Value> entries = new TreeMap<>();
    tags.forEach((key, value) -> entries.put(key, Value.of(value)));
    return new Value.MapOf(Type.STRING, entries);
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of("delete_eip_on_termination", "psk", "certificate_content");
  }
}

package dev.groma.providers.alicloud;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.ProviderContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/// The contract of one of Alibaba's resource types, against the emulator.
abstract class AlicloudContract extends ProviderContract {
  final LocalAlicloud cloud = new LocalAlicloud();
  final Objects objects = new Objects(cloud);
  private final String type;

  AlicloudContract(String type) {
    this.type = type;
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected ResourceHandler handler() {
    return cloud.provider().resource(type);
  }

  @Override
  protected Schema schema() {
    return cloud.schema(type);
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of();
  }

  static Value texts(String... texts) {
    return Value.set(Type.STRING, Arrays.stream(texts).<Value>map(Value::of).toList());
  }

  static Value block(Map<String, Value> members) {
    return Value.object(members);
  }
}

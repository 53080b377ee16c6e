package dev.groma.providers.ksyun;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import dev.groma.testkit.ProviderContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/// The contract of one of Kingsoft's resource types, against the emulator.
abstract class KsyunContract extends ProviderContract {
  static final String VPC_1 = "4e8d1f11-264a-468b-ae37-09b465477415";
  static final String VPC_2 = "4f20f696-8d5d-4ec0-a403-e71e0068962f";
  static final String VPC_3 = "5a20f696-8d5d-4ec0-a403-e71e0068962f";

  final LocalKsyun ksyun = new LocalKsyun();
  private final String type;

  KsyunContract(String type) {
    this.type = type;
  }

  @AfterEach
  void close() {
    ksyun.close();
  }

  @Override
  protected ResourceHandler handler() {
    return ksyun.provider().resource(type);
  }

  @Override
  protected Schema schema() {
    return ksyun.schema(type);
  }

  /// The id of a new object of another type, which this one needs.
  Value made(String other, Map<String, Value> arguments) {
    Lifecycle life = new Lifecycle(ksyun.provider().resource(other), ksyun.schema(other));
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    Value object = Lifecycle.require(result.value(), result.diagnostics().all());
    return Path.of("id").find(object).orElseThrow();
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of("charge_type", "purchase_time", "project_id");
  }
}

package dev.groma.engine.plan;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

/// A provider with `terraform_data`, the resource of the conformance cases, as far as its creation
/// is planned; the real one cannot be used here, since its tests use the engine.
final class DataProvider implements TestProvider {
  static final Schema SCHEMA =
      new Schema(
          0,
          Block.of(
              Map.of(
                  "id", attribute(Type.STRING, Mode.COMPUTED),
                  "input", attribute(Type.DYNAMIC, Mode.OPTIONAL),
                  "output", attribute(Type.DYNAMIC, Mode.COMPUTED),
                  "triggers_replace", attribute(Type.DYNAMIC, Mode.OPTIONAL)),
              Map.of()));

  private static Attribute attribute(Type type, Mode mode) {
    return Attribute.of(type, mode, new Doc("An attribute.", "属性。"));
  }

  @Override
  public ProviderAddress address() {
    return ProviderAddress.BUILTIN;
  }

  @Override
  public ProviderSchema schema() {
    return ProviderSchema.of(
        new Schema(0, Block.EMPTY), Map.of("terraform_data", SCHEMA), Map.of());
  }

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    return new ReadResult(request.prior(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public PlanResult plan(PlanRequest request) {
    Value planned = request.proposed();
    if (planned instanceof Value.Obj proposed) {
      Value input = proposed.require("input");
      planned =
          proposed
              .with("id", new Value.Unknown(Type.STRING, Refinement.NOT_NULL))
              .with("output", input.isNull() ? input : Value.unknown(input.type()));
    }
    return new PlanResult(planned, List.of(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    throw new IllegalStateException("nothing is applied here");
  }
}

package dev.groma.providers.builtin;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Local;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The resource `terraform_data`, which exists in the state only: it keeps a value and has an
/// identity of its own.
///
/// 1. `output` is `input` once a change of `input` has been applied; it is unknown before, unless
///    `input` is null in a new object. It is as sensitive as `input`.
/// 2. A change of `triggers_replace` replaces the object.
final class TerraformData implements ResourceHandler, Importable, Local {
  static final String TYPE = "terraform_data";

  static final Schema SCHEMA =
      new Schema(
          0,
          Block.of(
              Map.of(
                  "id",
                  Attribute.of(
                      Type.STRING,
                      Mode.COMPUTED,
                      new Doc("A UUID that is new for each object.", "每个对象唯一的 UUID。")),
                  "input",
                  Attribute.of(
                      Type.DYNAMIC, Mode.OPTIONAL, new Doc("The value to keep.", "要保存的值。")),
                  "output",
                  Attribute.of(
                          Type.DYNAMIC,
                          Mode.COMPUTED,
                          new Doc("The value of input, after it was applied.", "应用之后的 input 值。"))
                      .repeating("input"),
                  "triggers_replace",
                  Attribute.of(
                          Type.DYNAMIC,
                          Mode.OPTIONAL,
                          new Doc("A value whose change replaces the object.", "该值变化时替换此对象。"))
                      .replacing()),
              Map.of()));

  private final RandomGenerator random;
  private final ReentrantLock drawing = new ReentrantLock();

  TerraformData(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Diagnostics validate(Value configuration) {
    return Diagnostics.NONE;
  }

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    return new ReadResult(request.prior(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public PlanResult plan(PlanRequest request) {
    if (!(request.proposed() instanceof Value.Obj proposed)) {
      return new PlanResult(request.proposed(), List.of(), request.priv(), Diagnostics.NONE);
    }
    Value input = proposed.require("input");
    Value triggers = proposed.require("triggers_replace");
    boolean updates =
        request.prior() instanceof Value.Obj prior
            && prior.require("triggers_replace").equals(triggers);
    Value planned =
        updates && request.prior() instanceof Value.Obj prior
            ? proposed
                .with("id", prior.require("id"))
                .with(
                    "output",
                    prior.require("input").equals(input)
                        ? prior.require("output")
                        : Value.unknown(input.type()))
            : proposed
                .with("id", new Value.Unknown(Type.STRING, Refinement.NOT_NULL))
                .with("output", input.isNull() ? input : Value.unknown(input.type()));
    return new PlanResult(
        planned,
        updates || request.prior().isNull() ? List.of() : List.of(Path.of("triggers_replace")),
        request.priv(),
        Diagnostics.NONE);
  }

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    Value applied = request.planned();
    if (applied instanceof Value.Obj planned) {
      applied =
          planned
              .with("id", planned.require("id").isKnown() ? planned.require("id") : newId())
              .with(
                  "output",
                  planned.require("output").isKnown()
                      ? planned.require("output")
                      : planned.require("input"));
    }
    return new ApplyResult(applied, request.priv(), Diagnostics.NONE);
  }

  @Override
  public Optional<String> importId(Value object) {
    return object instanceof Value.Obj known && known.attributes().get("id") instanceof Value.Str id
        ? Optional.of(id.text())
        : Optional.empty();
  }

  @Override
  public ReadResult importState(String id, CallContext context) {
    return new ReadResult(
        Value.object(
            Map.of(
                "id", Value.of(id),
                "input", Value.nullValue(),
                "output", Value.nullValue(),
                "triggers_replace", Value.nullValue())),
        "",
        Diagnostics.NONE);
  }

  /// A random UUID, version 4 of RFC 9562.
  private Value newId() {
    drawing.lock();
    try {
      long high = (random.nextLong() & ~0xf000L) | 0x4000L;
      long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
      return Value.of(new UUID(high, low).toString());
    } finally {
      drawing.unlock();
    }
  }
}

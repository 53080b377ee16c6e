package dev.groma.engine.apply;

import dev.groma.engine.plan.TestProvider;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider of `lab_thing`, whose objects live in this one, and which fails as often as it is
/// told. Whether a call fails depends on the seed, the object and how often it was asked, and not
/// on the order of threads.
///
/// 1. A call can fail before anything is done, or after it is done.
/// 2. `kind` cannot be changed in place; `secret` is sensitive; `echo` is computed from `name` and
///    `input`.
final class LabProvider implements TestProvider {
  /// What a thing is.
  static final Block THING =
      Block.of(
          Map.of(
              "id", attribute(Mode.COMPUTED, Mutability.IN_PLACE, false),
              "name", attribute(Mode.REQUIRED, Mutability.IN_PLACE, false),
              "kind", attribute(Mode.OPTIONAL, Mutability.REPLACE, false),
              "input", attribute(Mode.OPTIONAL, Mutability.IN_PLACE, false),
              "secret", attribute(Mode.OPTIONAL, Mutability.IN_PLACE, true),
              "size", attribute(Mode.OPTIONAL_COMPUTED, Mutability.IN_PLACE, false),
              "echo", attribute(Mode.COMPUTED, Mutability.IN_PLACE, false)),
          Map.of());

  /// The objects that exist, by id.
  final SortedMap<String, Value.Obj> objects = new ConcurrentSkipListMap<>();

  /// What was done, in order: `begin delete ID`, `end delete ID`, `end create ID`.
  final List<String> log = new CopyOnWriteArrayList<>();

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final long seed;
  private volatile int percent;

  LabProvider(long seed) {
    this.seed = seed;
  }

  /// Lets `share` of 100 calls fail.
  void fail(int share) {
    percent = share;
  }

  private static Attribute attribute(Mode mode, Mutability mutability, boolean sensitive) {
    return new Attribute(
        Type.STRING,
        mode,
        mutability,
        sensitive,
        false,
        null,
        Equivalence.EXACT,
        Effect.NONE,
        Doc.NONE,
        null);
  }

  private enum Fate {
    GOOD,
    BEFORE,
    AFTER
  }

  private Fate fate(String call) {
    int time = asked.merge(call, 1, Integer::sum);
    Random random = new Random(seed * 31 + call.hashCode() * 1009L + time);
    random.nextInt();
    return random.nextInt(100) >= percent
        ? Fate.GOOD
        : random.nextBoolean() ? Fate.BEFORE : Fate.AFTER;
  }

  private static Diagnostics failed(String what) {
    return Diagnostics.of(
        Diagnostic.error("lab.failed", "The lab failed", what + " failed. Try again."));
  }

  static String text(Value object, String name) {
    return object instanceof Value.Obj o && o.require(name) instanceof Value.Str(String text)
        ? text
        : "-";
  }

  @Override
  public ProviderAddress address() {
    return ProviderAddress.implied("lab");
  }

  @Override
  public ProviderSchema schema() {
    return ProviderSchema.of(
        new Schema(0, Block.EMPTY), Map.of("lab_thing", new Schema(0, THING)), Map.of());
  }

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    Value found = objects.get(text(request.prior(), "id"));
    return new ReadResult(
        found == null ? Value.nullOf(THING.impliedType()) : found,
        request.priv(),
        Diagnostics.NONE);
  }

  @Override
  public PlanResult plan(PlanRequest request) {
    Value planned = request.proposed();
    if (planned instanceof Value.Obj after && request.prior() instanceof Value.Obj before) {
      Value.Obj kept = after.with("id", before.require("id"));
      if (request.configuration() instanceof Value.Obj c && c.require("size").isNull()) {
        kept = kept.with("size", before.require("size"));
      }
      boolean same =
          after.require("name").equals(before.require("name"))
              && after.require("input").equals(before.require("input"));
      planned = same ? kept.with("echo", before.require("echo")) : kept;
    }
    return new PlanResult(planned, List.of(), request.priv(), Diagnostics.NONE);
  }

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    if (request.planned() instanceof Value.Obj wanted) {
      return make(request.prior(), wanted);
    }
    String id = text(request.prior(), "id");
    log.add("begin delete " + id);
    Fate fate = fate("delete " + id);
    if (fate == Fate.BEFORE) {
      return new ApplyResult(null, "", failed("delete"));
    }
    objects.remove(id);
    log.add("end delete " + id);
    Value nothing = Value.nullOf(THING.impliedType());
    return new ApplyResult(
        nothing, "", fate == Fate.AFTER ? failed("what follows a delete") : Diagnostics.NONE);
  }

  private ApplyResult make(Value prior, Value.Obj wanted) {
    String name = text(wanted, "name");
    boolean create = prior.isNull();
    Fate fate = fate((create ? "create " : "update ") + name);
    if (fate == Fate.BEFORE) {
      return new ApplyResult(
          create ? Value.nullOf(THING.impliedType()) : null, "", failed("a change"));
    }
    String id = create ? name + "#" + asked.get("create " + name) : text(prior, "id");
    Value.Obj made =
        wanted
            .with("id", Value.of(id))
            .with(
                "size",
                wanted.require("size").isKnown() ? wanted.require("size") : Value.of("medium"))
            .with("echo", Value.of(name + "/" + text(wanted, "input").length()));
    objects.put(id, made);
    log.add("end " + (create ? "create " : "update ") + id);
    return new ApplyResult(
        made, "", fate == Fate.AFTER ? failed("what follows a change") : Diagnostics.NONE);
  }
}

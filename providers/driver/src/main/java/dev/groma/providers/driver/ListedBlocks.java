package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Previewable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A resource with blocks of `nesting: one`. Configurations, states and plans have such a block as
/// a list of at most one object, as the official providers do; the handler within has it as an
/// object or null. Here the one is turned into the other, in values and in paths.
final class ListedBlocks implements ResourceHandler, Importable, Listable, Previewable {
  private final BlockSpec block;
  private final SpecResource within;

  ListedBlocks(BlockSpec block, SpecResource within) {
    this.block = block;
    this.within = within;
  }

  // Into the driver

  private Value in(Value object) {
    return in(block, object);
  }

  private static Value in(BlockSpec block, Value object) {
    if (!(object instanceof Value.Obj o)) {
      Type.ObjectType type = block.schema().impliedType();
      return object.isNull() ? Value.nullOf(type) : Value.unknown(type);
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block
        .blocks()
        .forEach((name, nested) ->
            out.computeIfPresent(
                name,
                (_, value) ->
                    nested.listed()
                        ? in(nested.block(), only(nested.block(), value))
                        : value instanceof Value.Obj ? in(nested.block(), value) : value));
    return new Value.Obj(out);
  }

  private static Value only(BlockSpec block, Value list) {
    Type type = block.schema().impliedType();
    if (!list.isKnown()) {
      return Value.unknown(type);
    }
    List<Value> elements = Codec.parts(list);
    return elements.isEmpty() ? Value.nullOf(type) : elements.getFirst();
  }

  // Out of it

  private @Nullable Value out(@Nullable Value object) {
    return object == null ? null : out(block, object);
  }

  private static Value out(BlockSpec block, Value object) {
    Type.ObjectType type = block.published().impliedType();
    if (!(object instanceof Value.Obj o)) {
      return object.isNull() ? Value.nullOf(type) : Value.unknown(type);
    }
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    out.putAll(o.attributes());
    block
        .blocks()
        .forEach((name, nested) ->
            out.computeIfPresent(
                name,
                (_, value) ->
                    nested.listed()
                        ? listed(nested.block(), value)
                        : value instanceof Value.Obj ? out(nested.block(), value) : value));
    return new Value.Obj(out);
  }

  private static Value listed(BlockSpec block, Value value) {
    Type element = block.published().impliedType();
    if (!value.isKnown()) {
      return Value.unknown(Type.list(element));
    }
    return new Value.ListOf(element, value.isNull() ? List.of() : List.of(out(block, value)));
  }

  private Path out(Path path) {
    List<Path.Step> steps = new ArrayList<>();
    BlockSpec here = block;
    for (Path.Step step : path.steps()) {
      steps.add(step);
      BlockSpec.Nested nested =
          here != null && step instanceof Path.Attribute a ? here.blocks().get(a.name()) : null;
      if (nested != null && nested.listed()) {
        steps.add(new Path.Index(0));
      }
      here = nested == null ? null : nested.block();
    }
    return new Path(steps);
  }

  private Diagnostics out(Diagnostics diagnostics) {
    return new Diagnostics(
        diagnostics.all().stream()
            .map(d -> {
              Path path = d.path();
              return path == null ? d : d.at(out(path));
            })
            .toList());
  }

  // The contract

  @Override
  public Diagnostics validate(Value configuration) {
    return out(within.validate(in(configuration)));
  }

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    return out(within.read(in(request), context));
  }

  private ReadRequest in(ReadRequest request) {
    return new ReadRequest(in(request.prior()), request.priv());
  }

  private ReadResult out(ReadResult result) {
    return new ReadResult(out(result.value()), result.priv(), out(result.diagnostics()));
  }

  @Override
  public PlanResult plan(PlanRequest request) {
    PlanResult result =
        within.plan(
            new PlanRequest(
                in(request.prior()),
                in(request.proposed()),
                in(request.configuration()),
                request.priv()));
    return new PlanResult(
        out(result.planned()),
        result.requiresReplace().stream().map(this::out).toList(),
        result.priv(),
        out(result.diagnostics()));
  }

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    ApplyResult result =
        within.apply(
            new ApplyRequest(
                in(request.prior()),
                in(request.planned()),
                in(request.configuration()),
                request.priv(),
                object -> request.record().accept(out(block, object))),
            context);
    return new ApplyResult(out(result.value()), result.priv(), out(result.diagnostics()));
  }

  @Override
  public ReadResult importState(String id, CallContext context) {
    return out(within.importState(id, context));
  }

  @Override
  public Optional<String> importId(Value object) {
    return within.importId(in(object));
  }

  @Override
  public boolean lists() {
    return within.lists();
  }

  @Override
  public Diagnostics list(Predicate<Value> visitor, CallContext context) {
    return out(within.list(object -> visitor.test(out(block, object)), context));
  }

  @Override
  public List<Optional<ReadResult>> readAll(List<ReadRequest> wanted, CallContext context) {
    return within.readAll(wanted.stream().map(this::in).toList(), context).stream()
        .map(result -> result.map(this::out))
        .toList();
  }

  @Override
  public boolean isSame(Value known, Value listed) {
    return within.isSame(in(known), in(listed));
  }

  @Override
  public Value merged(Value known, Value listed) {
    return out(block, within.merged(in(known), in(listed)));
  }

  @Override
  public Preview preview(PreviewRequest request, CallContext context) {
    Preview preview =
        within.preview(
            new PreviewRequest(
                in(request.prior()), in(request.planned()), in(request.configuration())),
            context);
    return new Preview(preview.outcome(), preview.reason(), out(preview.diagnostics()));
  }
}

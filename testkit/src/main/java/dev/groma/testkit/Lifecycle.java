package dev.groma.testkit;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Leads one object of a resource type through its life as the engine would, for tests.
public final class Lifecycle {
  private final ResourceHandler handler;
  private final Block block;
  private final Type.ObjectType type;
  private final List<Value> recorded = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private int operations;

  /// The life of an object of `handler`, whose schema is `schema`.
  public Lifecycle(ResourceHandler handler, Schema schema) {
    this.handler = handler;
    this.block = schema.block();
    this.type = block.impliedType();
  }

  /// The objects that the handler asked to keep on disk, in order.
  public List<Value> recorded() {
    return recorded;
  }

  /// What was told while waiting.
  public List<String> progress() {
    return progress;
  }

  /// The value of an object that does not exist.
  public Value nothing() {
    return Value.nullOf(type);
  }

  /// A configuration with these arguments, null elsewhere.
  public Value configuration(Map<String, ? extends Value> arguments) {
    return complete(block, Value.object(arguments));
  }

  static Value complete(Block block, Value given) {
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    Value.Obj o = (Value.Obj) given;
    block
        .impliedType()
        .attributes()
        .forEach((name, type) -> {
          Value value = o.attributes().get(name);
          NestedBlock nested = block.blocks().get(name);
          if (nested != null
              && nested.nesting() == NestedBlock.Nesting.GROUP
              && (value == null || value.isNull())) {
            out.put(name, complete(nested.block(), Value.Obj.EMPTY));
          } else if (value == null || value.isNull()) {
            out.put(
                name,
                nested != null && type instanceof Type.ListType list
                    ? new Value.ListOf(list.element(), List.of())
                    : Value.nullOf(type));
          } else {
            out.put(
                name,
                nested == null
                    ? value
                    : value instanceof Value.Obj
                        ? complete(nested.block(), value)
                        : each(value, (part, _) -> complete(nested.block(), part)));
          }
        });
    return new Value.Obj(out);
  }

  /// `list` with each element changed, given its position; anything else as it is.
  private static Value each(Value list, BiFunction<Value, Integer, Value> change) {
    List<Value> parts =
        switch (list) {
          case Value.ListOf l -> l.elements();
          case Value.Tuple t -> t.elements();
          default -> List.of();
        };
    List<Value> changed = new ArrayList<>();
    for (Value part : parts) {
      changed.add(change.apply(part, changed.size()));
    }
    return changed.isEmpty() ? list : new Value.ListOf(changed.getFirst().type(), changed);
  }

  private static Value at(Value list, int position) {
    return Path.ROOT.index(position).find(list).orElse(Value.nullValue());
  }

  /// The context of a new operation.
  public CallContext context() {
    return context(() -> false);
  }

  /// The context of a new operation that the user stops when `cancelled` is true.
  public CallContext context(BooleanSupplier cancelled) {
    operations++;
    return new CallContext("test.object", "operation-" + operations, progress::add, cancelled);
  }

  /// What `prior` shall become: the configuration over the prior object, with defaults, and unknown
  /// where the provider decides.
  public Value proposed(Value prior, Value configuration) {
    Value merged = merged(block, prior, configuration);
    return merged.equals(prior) ? merged : unknowns(block, merged, configuration);
  }

  private static Value at(Value object, String name) {
    return Path.of(name).find(object).orElse(Value.nullValue());
  }

  private static Value merged(Block block, Value prior, Value configuration) {
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value configured = at(configuration, name);
          Value before = at(prior, name);
          Value otherwise = attribute.defaultValue();
          out.put(
              name,
              attribute.writeOnly()
                  ? Value.nullOf(attribute.type())
                  : !configured.isNull()
                      ? configured
                      : otherwise != null
                          ? otherwise
                          : attribute.mode().isComputed() && prior instanceof Value.Obj
                              ? before
                              : Value.nullOf(attribute.type()));
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          Value configured = at(configuration, name);
          out.put(
              name,
              configured instanceof Value.Obj
                  ? merged(nested.block(), at(prior, name), configured)
                  : each(
                      configured,
                      (part, i) -> merged(nested.block(), at(at(prior, name), i), part)));
        });
    return new Value.Obj(out);
  }

  private static Value unknowns(Block block, Value object, Value configuration) {
    if (!(object instanceof Value.Obj o)) {
      return object;
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          if (computedHere(attribute, at(configuration, name))) {
            out.put(name, Value.unknown(attribute.type()));
          }
        });
    block
        .blocks()
        .forEach((name, nested) ->
            out.computeIfPresent(
                name,
                (_, inner) ->
                    inner instanceof Value.Obj
                        ? unknowns(nested.block(), inner, at(configuration, name))
                        : each(
                            inner,
                            (part, i) ->
                                unknowns(nested.block(), part, at(at(configuration, name), i)))));
    return new Value.Obj(out);
  }

  private static boolean computedHere(Attribute attribute, Value configured) {
    return attribute.mode().isComputed() && configured.isNull() && attribute.defaultValue() == null;
  }

  /// Plans the way from `prior` to `configuration`.
  public ResourceHandler.PlanResult plan(Value prior, Value configuration) {
    Value proposed = configuration.isNull() ? configuration : proposed(prior, configuration);
    return handler.plan(new ResourceHandler.PlanRequest(prior, proposed, configuration, ""));
  }

  /// Plans and carries out the way from `prior` to `configuration`.
  public ResourceHandler.ApplyResult apply(Value prior, Value configuration) {
    return apply(prior, configuration, context());
  }

  /// Plans and carries out the way from `prior` to `configuration`.
  public ResourceHandler.ApplyResult apply(Value prior, Value configuration, CallContext context) {
    ResourceHandler.PlanResult plan = plan(prior, configuration);
    Value planned = plan.planned();
    if (planned == null) {
      return new ResourceHandler.ApplyResult(prior, "", plan.diagnostics());
    }
    return handler.apply(
        new ResourceHandler.ApplyRequest(prior, planned, configuration, plan.priv(), recorded::add),
        context);
  }

  /// Reads `prior` again.
  public ResourceHandler.ReadResult read(Value prior) {
    return handler.read(new ResourceHandler.ReadRequest(prior, ""), context());
  }

  /// Imports the object with that id and reads it.
  public ResourceHandler.ReadResult importAndRead(String id) {
    ResourceHandler.ReadResult imported = ((Importable) handler).importState(id, context());
    Value value = imported.value();
    return value == null ? imported : read(value);
  }

  /// `value`, which must not be Java null.
  public static Value require(@Nullable Value value, Iterable<Diagnostic> told) {
    if (value == null) {
      throw new AssertionError("no object: " + told);
    }
    return value;
  }
}

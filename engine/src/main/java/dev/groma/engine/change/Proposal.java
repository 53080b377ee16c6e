package dev.groma.engine.change;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Merges a configuration with the prior object into what is proposed to the provider
/// (docs/lifecycle.md, P1 to P6).
///
/// All values here are unmarked objects of the type that the block implies, or null.
public final class Proposal {
  private Proposal() {}

  /// The configured values where there are some, else defaults, else what was computed before; if
  /// that differs from `prior`, everything computed and not configured is unknown instead.
  public static Value propose(Block block, Value prior, Value configuration) {
    Value merged = merge(block, prior, configuration);
    return !prior.isNull() && merged.equals(prior)
        ? merged
        : computedToUnknown(block, merged, configuration);
  }

  /// `configuration` with the defaults of `block` where nothing is set.
  public static Value withDefaults(Block block, Value configuration) {
    if (!(configuration instanceof Value.Obj object)) {
      return configuration;
    }
    SortedMap<String, Value> result = new TreeMap<>(object.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value set = result.get(name);
          Value fallback = attribute.defaultValue();
          if (fallback != null && set != null && set.isNull()) {
            result.put(name, fallback);
          }
        });
    block
        .blocks()
        .forEach((name, nested) ->
            result.computeIfPresent(
                name,
                (_, value) ->
                    switch (nested.nesting()) {
                      case SINGLE, GROUP -> withDefaults(nested.block(), value);
                      case LIST, SET, MAP ->
                          value.mapParts(part -> withDefaults(nested.block(), part));
                    }));
    return new Value.Obj(result);
  }

  private static Value merge(Block block, Value prior, Value configuration) {
    if (!(configuration instanceof Value.Obj configured)) {
      return configuration;
    }
    Value.Obj before = prior instanceof Value.Obj o ? o : Value.Obj.EMPTY;
    SortedMap<String, Value> result = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, Attribute> entry : block.attributes().entrySet()) {
      String name = entry.getKey();
      Value set = configured.require(name);
      result.put(name, mergeAttribute(entry.getValue(), before.attributes().get(name), set));
    }
    for (Map.Entry<String, NestedBlock> entry : block.blocks().entrySet()) {
      String name = entry.getKey();
      Value old = before.attributes().getOrDefault(name, Value.nullValue());
      result.put(name, mergeNested(entry.getValue(), old, configured.require(name)));
    }
    return new Value.Obj(result);
  }

  private static Value mergeAttribute(Attribute attribute, @Nullable Value prior, Value set) {
    if (attribute.writeOnly()) {
      return Value.nullOf(attribute.type());
    }
    if (set.isNull() && attribute.mode().isComputed() && prior != null) {
      return prior;
    }
    return set;
  }

  private static Value mergeNested(NestedBlock nested, Value prior, Value set) {
    Block block = nested.block();
    return switch (set) {
      case Value.Obj o -> merge(block, prior, o);
      case Value.ListOf l ->
          new Value.ListOf(l.element(), mergeByPosition(block, parts(prior), l.elements()));
      case Value.Tuple t -> new Value.Tuple(mergeByPosition(block, parts(prior), t.elements()));
      case Value.SetOf s -> {
        List<Value> old = new ArrayList<>(parts(prior));
        yield Value.set(
            s.element(),
            s.elements().stream()
                .map(part -> merge(block, takeMatch(block, old, part), part))
                .toList());
      }
      case Value.MapOf m -> {
        SortedMap<String, Value> merged = new TreeMap<>(CodePointOrder.INSTANCE);
        m.entries()
            .forEach((key, part) ->
                merged.put(
                    key,
                    merge(
                        block,
                        prior instanceof Value.MapOf p
                            ? p.entries().getOrDefault(key, Value.nullValue())
                            : Value.nullValue(),
                        part)));
        yield new Value.MapOf(m.element(), merged);
      }
      case Value.Str _, Num _, Value.Bool _, Value.Null _, Value.Unknown _, Value.Marked _ -> set;
    };
  }

  private static List<Value> parts(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      default -> List.of();
    };
  }

  private static List<Value> mergeByPosition(Block block, List<Value> prior, List<Value> set) {
    List<Value> merged = new ArrayList<>(set.size());
    for (int i = 0; i < set.size(); i++) {
      merged.add(merge(block, i < prior.size() ? prior.get(i) : Value.nullValue(), set.get(i)));
    }
    return merged;
  }

  /// Takes from `candidates` the first whose values are the configured ones wherever something is
  /// configured.
  private static Value takeMatch(Block block, List<Value> candidates, Value set) {
    for (int i = 0; i < candidates.size(); i++) {
      if (merge(block, candidates.get(i), set).equals(candidates.get(i))) {
        return candidates.remove(i);
      }
    }
    return Value.nullValue();
  }

  private static Value computedToUnknown(Block block, Value merged, Value configuration) {
    if (!(merged instanceof Value.Obj object) || !(configuration instanceof Value.Obj configured)) {
      return merged;
    }
    SortedMap<String, Value> result = new TreeMap<>(object.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          if (attribute.mode().isComputed()
              && !attribute.writeOnly()
              && configured.require(name).isNull()) {
            result.put(name, Value.unknown(attribute.type().withoutOptional()));
          }
        });
    block
        .blocks()
        .forEach((name, nested) ->
            result.computeIfPresent(
                name,
                (_, value) -> nestedToUnknown(nested.block(), value, configured.require(name))));
    return new Value.Obj(result);
  }

  private static Value nestedToUnknown(Block block, Value merged, Value configured) {
    if (merged instanceof Value.Obj) {
      return computedToUnknown(block, merged, configured);
    }
    if (merged instanceof Value.MapOf m && configured instanceof Value.MapOf c) {
      SortedMap<String, Value> result = new TreeMap<>(CodePointOrder.INSTANCE);
      m.entries()
          .forEach((key, part) ->
              result.put(
                  key,
                  computedToUnknown(
                      block, part, c.entries().getOrDefault(key, Value.nullValue()))));
      return new Value.MapOf(m.element(), result);
    }
    if (merged instanceof Value.SetOf) {
      // A set element has no position to find its configuration by; its configured part decides.
      return merged.mapParts(part -> computedToUnknown(block, part, part));
    }
    List<Value> set = parts(configured);
    List<Value> old = parts(merged);
    if (set.size() != old.size()) {
      return merged;
    }
    List<Value> result = new ArrayList<>(old.size());
    for (int i = 0; i < old.size(); i++) {
      result.add(computedToUnknown(block, old.get(i), set.get(i)));
    }
    return merged instanceof Value.ListOf l
        ? new Value.ListOf(l.element(), result)
        : merged instanceof Value.Tuple ? new Value.Tuple(result) : merged;
  }
}

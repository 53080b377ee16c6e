package dev.groma.engine.generate;

import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Finds what of an object a configuration has to set so that a plan changes nothing.
public final class Settable {
  private Settable() {}

  /// `object` with null for everything that need not or cannot be set: what the provider decides,
  /// what is as it is by default, what is empty and would be left as it is, and what is never read.
  ///
  /// @param block what describes `object`
  public static Value of(Block block, Value object) {
    if (!(object.unmark() instanceof Value.Obj known)) {
      return object;
    }
    SortedMap<String, Value> set = new TreeMap<>(CodePointOrder.INSTANCE);
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value value = known.require(name);
          set.put(name, isToBeSet(attribute, value) ? value : Value.nullOf(attribute.type()));
        });
    block.blocks().forEach((name, nested) -> set.put(name, of(nested, known.require(name))));
    return new Value.Obj(set);
  }

  private static Value of(NestedBlock nested, Value value) {
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> of(nested.block(), value);
      case LIST, SET, MAP -> value.unmark().mapParts(part -> of(nested.block(), part));
    };
  }

  private static boolean isToBeSet(Attribute attribute, Value value) {
    Value plain = value.unmarkDeep();
    return attribute.mode().isConfigurable()
        && !attribute.writeOnly()
        && !plain.isNull()
        && !plain.equals(attribute.defaultValue())
        && !(attribute.mode() == Mode.OPTIONAL_COMPUTED && isEmpty(plain));
  }

  private static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Str(String text) -> text.isEmpty();
      case Value.ListOf list -> list.elements().isEmpty();
      case Value.SetOf set -> set.elements().isEmpty();
      case Value.MapOf map -> map.entries().isEmpty();
      default -> false;
    };
  }

  /// `configuration` without what `validate` refuses, as far as it need not be set: an attribute
  /// that conflicts with another one, an empty text where one must say something.
  public static Value accepted(
      Block block, Value configuration, Function<Value, Diagnostics> validate) {
    Value set = configuration;
    while (true) {
      Value less = set;
      for (Diagnostic found : validate.apply(set.unmarkDeep()).all()) {
        Path path = found.path();
        if (found.isError() && path != null) {
          less = without(block, less, path.steps());
        }
      }
      if (less.equals(set)) {
        return set;
      }
      set = less;
    }
  }

  /// `value`, an object of `block`, without the attribute that `path` leads to or into, if it need
  /// not be set.
  private static Value without(Block block, Value value, List<Path.Step> path) {
    if (path.isEmpty()
        || !(path.getFirst() instanceof Path.Attribute(String name))
        || !(value instanceof Value.Obj object)
        || !object.attributes().containsKey(name)) {
      return value;
    }
    Attribute attribute = block.attributes().get(name);
    NestedBlock nested = block.blocks().get(name);
    List<Path.Step> rest = path.subList(1, path.size());
    SortedMap<String, Value> parts = new TreeMap<>(object.attributes());
    if (nested != null) {
      parts.computeIfPresent(name, (_, part) -> without(nested, part, rest));
    } else if (attribute != null && attribute.mode() != Mode.REQUIRED) {
      parts.put(name, Value.nullOf(attribute.type()));
    }
    return new Value.Obj(parts);
  }

  private static Value without(NestedBlock nested, Value value, List<Path.Step> path) {
    if (path.isEmpty()) {
      return value;
    }
    List<Path.Step> rest = path.subList(1, path.size());
    return switch (value) {
      case Value.Obj object
          when nested.nesting() == Nesting.SINGLE || nested.nesting() == Nesting.GROUP ->
          without(nested.block(), object, path);
      case Value.ListOf(Type element, List<Value> elements)
          when path.getFirst() instanceof Path.Index(int at) && at < elements.size() -> {
        List<Value> parts = new ArrayList<>(elements);
        parts.set(at, without(nested.block(), parts.get(at), rest));
        yield new Value.ListOf(element, parts);
      }
      case Value.MapOf(Type element, SortedMap<String, Value> entries)
          when path.getFirst() instanceof Path.Key(String key) -> {
        SortedMap<String, Value> parts = new TreeMap<>(entries);
        parts.computeIfPresent(key, (_, part) -> without(nested.block(), part, rest));
        yield new Value.MapOf(element, parts);
      }
      default -> value;
    };
  }
}

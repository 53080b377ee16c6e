package dev.groma.engine.generate;

import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.Optional;
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
    for (int left = block.attributes().size(); left > 0; left--) {
      Optional<Path> refused =
          validate.apply(set.unmarkDeep()).all().stream()
              .filter(d -> d.severity() == Severity.ERROR)
              .map(Diagnostic::path)
              .filter(path -> path != null && mayBeLeftOut(block, path))
              .findFirst();
      if (refused.isEmpty()) {
        return set;
      }
      set = without(set, refused.get());
    }
    return set;
  }

  private static boolean mayBeLeftOut(Block block, Path path) {
    Attribute attribute =
        path.steps().size() == 1 && path.steps().getFirst() instanceof Path.Attribute(String name)
            ? block.attributes().get(name)
            : null;
    return attribute != null && attribute.mode() != Mode.REQUIRED;
  }

  /// `configuration` without what the attribute or block at the beginning of `path` is set to.
  private static Value without(Value configuration, Path path) {
    if (!(configuration instanceof Value.Obj object)
        || path.steps().isEmpty()
        || !(path.steps().getFirst() instanceof Path.Attribute(String name))
        || !object.attributes().containsKey(name)) {
      return configuration;
    }
    SortedMap<String, Value> set = new TreeMap<>(object.attributes());
    set.computeIfPresent(name, (_, value) -> Value.nullOf(value.type()));
    return new Value.Obj(set);
  }
}

package dev.groma.schemas.schema;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A set of attributes and nested blocks. Names are unique over both.
///
/// @param attributes the attributes by name
/// @param blocks the nested blocks by name
/// @param doc what it is for
/// @param deprecation what to use instead, or null
public record Block(
    SortedMap<String, Attribute> attributes,
    SortedMap<String, NestedBlock> blocks,
    Doc doc,
    @Nullable String deprecation) {
  /// A block with nothing in it.
  public static final Block EMPTY = of(Map.of(), Map.of());

  /// Copies both maps.
  public Block {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
  }

  /// A block without a description.
  public static Block of(Map<String, Attribute> attributes, Map<String, NestedBlock> blocks) {
    return new Block(new TreeMap<>(attributes), new TreeMap<>(blocks), Doc.NONE, null);
  }

  /// The type of the values that this block describes: an object with all attributes and blocks.
  public Type.ObjectType impliedType() {
    SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
    attributes.forEach((name, attribute) -> types.put(name, attribute.type().withoutOptional()));
    blocks.forEach((name, nested) -> types.put(name, impliedType(nested)));
    return Type.object(types);
  }

  private static Type impliedType(NestedBlock nested) {
    Type inner = nested.block().impliedType();
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> inner;
      case LIST -> nested.block().hasDynamic() ? Type.DYNAMIC : Type.list(inner);
      case SET -> Type.set(inner);
      case MAP -> nested.block().hasDynamic() ? Type.DYNAMIC : Type.map(inner);
    };
  }

  /// True when an attribute anywhere in it has a type that is not known.
  public boolean hasDynamic() {
    return attributes.values().stream().anyMatch(a -> !a.type().isWhollyKnown())
        || blocks.values().stream().anyMatch(b -> b.block().hasDynamic());
  }

  /// `object`, a value of this block or null, with the sensitive attributes marked, and those that
  /// repeat what is marked. There is nothing to hide where a write-only attribute is null.
  public Value markSensitive(Value object) {
    if (!(object.unmark() instanceof Value.Obj o)) {
      return object;
    }
    SortedMap<String, Value> marked = new TreeMap<>(CodePointOrder.INSTANCE);
    o.attributes()
        .forEach((name, value) -> {
          Attribute attribute = attributes.get(name);
          NestedBlock nested = blocks.get(name);
          if (attribute != null && attribute.sensitive()) {
            marked.put(name, value.mark(Mark.SENSITIVE));
          } else if (attribute != null && attribute.repeats() != null) {
            marked.put(name, repeated(value, o.attributes().get(attribute.repeats())));
          } else if (attribute != null && attribute.writeOnly() && value.isNull()) {
            marked.put(name, value.unmark());
          } else if (nested != null && nested.block().hasOwnMarks()) {
            marked.put(name, markNested(nested, value));
          } else {
            marked.put(name, value);
          }
        });
    return new Value.Obj(marked).mark(object.marks());
  }

  /// `value` with the marks of `original`. Which parts of a value are sensitive is known only when
  /// the value is.
  private static Value repeated(Value value, @Nullable Value original) {
    if (original == null || !original.marksDeep().contains(Mark.SENSITIVE)) {
      return value;
    }
    if (!value.isKnown()) {
      return original.has(Mark.SENSITIVE) ? value.mark(Mark.SENSITIVE) : value;
    }
    return value.unmarkDeep().equals(original.unmarkDeep()) ? original : value.mark(Mark.SENSITIVE);
  }

  private static Value markNested(NestedBlock nested, Value value) {
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> nested.block().markSensitive(value);
      case LIST, SET, MAP -> value.mapParts(nested.block()::markSensitive);
    };
  }

  /// True when an attribute anywhere in it decides by itself which marks it has.
  private boolean hasOwnMarks() {
    return attributes.values().stream()
            .anyMatch(a -> a.sensitive() || a.repeats() != null || a.writeOnly())
        || blocks.values().stream().anyMatch(b -> b.block().hasOwnMarks());
  }
}

package dev.groma.engine.config;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What stands in for optional attributes that are missing or null, at any depth of a type.
///
/// @param values the defaults of the attributes of an object, by name
/// @param inner the defaults inside: by name of an attribute, by position in a tuple, and under
///   [#ELEMENT] for all elements of a collection
public record TypeDefaults(SortedMap<String, Value> values, SortedMap<String, TypeDefaults> inner) {
  /// No defaults.
  public static final TypeDefaults NONE = new TypeDefaults(new TreeMap<>(), new TreeMap<>());

  /// The key in [#inner] of the elements of a list, set or map.
  public static final String ELEMENT = "";

  /// Copies both.
  public TypeDefaults {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    inner = Collections.unmodifiableSortedMap(new TreeMap<>(inner));
  }

  /// True when there is none at any depth.
  public boolean isEmpty() {
    return values.isEmpty() && inner.isEmpty();
  }

  /// `value` with the defaults filled in; marks stay.
  public Value apply(Value value) {
    if (isEmpty()) {
      return value;
    }
    return switch (value) {
      case Value.Marked m -> apply(m.value()).mark(m.marks());
      case Value.Obj o -> mapping(o.attributes());
      case Value.MapOf m -> mapping(m.entries());
      case Value.Tuple t -> new Value.Tuple(elements(t.elements()));
      // Elements may differ in type once defaults are filled in; the conversion makes them alike.
      case Value.ListOf l -> new Value.Tuple(elements(l.elements()));
      case Value.SetOf s -> new Value.Tuple(elements(s.elements()));
      case Value.Null _, Value.Unknown _, Value.Str _, Num _, Value.Bool _ -> value;
    };
  }

  private List<Value> elements(List<Value> elements) {
    List<Value> filled = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      filled.add(innerAt(String.valueOf(i)).apply(elements.get(i)));
    }
    return filled;
  }

  private Value mapping(SortedMap<String, Value> parts) {
    SortedMap<String, Value> filled = new TreeMap<>(CodePointOrder.INSTANCE);
    parts.forEach((name, part) -> filled.put(name, innerAt(name).apply(part)));
    values.forEach((name, standIn) -> {
      Value given = filled.get(name);
      if (given == null || given.unmark() instanceof Value.Null) {
        filled.put(name, innerAt(name).apply(standIn));
      }
    });
    return new Value.Obj(filled);
  }

  private TypeDefaults innerAt(String key) {
    TypeDefaults own = inner.get(key);
    return own != null ? own : inner.getOrDefault(ELEMENT, NONE);
  }
}

package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one collection has that another has not.
final class Difference {
  private Difference() {}

  /// The entries of the map `one` that `other` has not, or has with another value; of a list or set
  /// the elements that `other` has not. Null when there are none, unknown when that is not known.
  static Value of(Value one, Value other) {
    return switch (one) {
      case Value.MapOf m -> {
        SortedMap<String, Value> left = new TreeMap<>(m.entries());
        if (other instanceof Value.MapOf o) {
          o.entries().forEach((key, value) -> left.remove(key, value));
        }
        yield left.isEmpty() ? Value.nullOf(one.type()) : new Value.MapOf(m.element(), left);
      }
      case Value.ListOf l -> elements(l.element(), l.elements(), other);
      case Value.SetOf s -> elements(s.element(), s.elements(), other);
      default -> one.isKnown() ? Value.nullOf(one.type()) : one;
    };
  }

  /// The entries of the map `one` whose key `other` has not; of a list or set the elements that
  /// `other` has not. Null when there are none, unknown when that is not known.
  static Value gone(Value one, Value other) {
    if (!other.isKnown()) {
      return other;
    }
    if (!(one instanceof Value.MapOf m)) {
      return of(one, other);
    }
    SortedMap<String, Value> left = new TreeMap<>(m.entries());
    if (other instanceof Value.MapOf o) {
      left.keySet().removeAll(o.entries().keySet());
    }
    return left.isEmpty() ? Value.nullOf(one.type()) : new Value.MapOf(m.element(), left);
  }

  private static Value elements(Type element, List<Value> one, Value other) {
    List<Value> there =
        switch (other) {
          case Value.ListOf l -> l.elements();
          case Value.SetOf s -> List.copyOf(s.elements());
          default -> List.of();
        };
    List<Value> left = one.stream().filter(value -> !there.contains(value)).toList();
    return left.isEmpty() ? Value.nullOf(Type.list(element)) : new Value.ListOf(element, left);
  }
}

package dev.groma.engine.drift;

import dev.groma.engine.plan.Difference;
import dev.groma.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One difference of a drifted object.
///
/// @param driftClass how much it matters
/// @param difference what is different; at the root when the object is gone
/// @param excuse why it does not count, or null
public record DriftItem(DriftClass driftClass, Difference difference, @Nullable Excuse excuse) {
  /// The same with an excuse, or without one.
  DriftItem excusedBy(@Nullable Excuse other) {
    return new DriftItem(driftClass, difference, other);
  }

  /// What is there, in the types of JSON; null when it is nothing or must not be shown.
  public @Nullable Value observed() {
    Value after = difference.after();
    return after == null || difference.hidden() || driftClass == DriftClass.DELETED
        ? null
        : plain(after.unmarkDeep());
  }

  /// `value` in the types that a value of a JSON text has.
  private static Value plain(Value value) {
    return switch (value) {
      case Value.ListOf l -> new Value.Tuple(all(l.elements()));
      case Value.SetOf s -> new Value.Tuple(all(s.elements()));
      case Value.Tuple t -> new Value.Tuple(all(t.elements()));
      case Value.MapOf m -> new Value.Obj(m.entries()).mapParts(DriftItem::plain);
      case Value.Obj o -> o.mapParts(DriftItem::plain);
      case Value.Null _ -> Value.nullValue();
      default -> value;
    };
  }

  private static List<Value> all(List<Value> values) {
    return values.stream().map(DriftItem::plain).toList();
  }
}

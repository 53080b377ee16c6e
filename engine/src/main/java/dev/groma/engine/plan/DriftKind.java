package dev.groma.engine.plan;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much a change that somebody else made matters; the first is the most.
public enum DriftKind {
  /// The object is gone, or something that a configuration can set is different.
  MATERIAL,
  /// The same in another spelling: upper and lower case where that does not count, or nothing in
  /// place of an empty text or collection.
  NORMALISED,
  /// The same elements in another order.
  ORDER_ONLY,
  /// Only what the cloud decides is different.
  COMPUTED_ONLY;

  /// The kind of `drift`, a change from what was recorded to what is there.
  public static DriftKind of(Change drift) {
    if (!(drift.before().unmarkDeep() instanceof Value.Obj before)
        || !(drift.after().unmarkDeep() instanceof Value.Obj after)) {
      return MATERIAL;
    }
    DriftKind kind = COMPUTED_ONLY;
    for (Map.Entry<String, Value> now : after.attributes().entrySet()) {
      Value then = before.attributes().get(now.getKey());
      if (!now.getValue().equals(then)) {
        Attribute attribute = drift.schema().block().attributes().get(now.getKey());
        DriftKind one = of(attribute, then, now.getValue());
        kind = one.compareTo(kind) < 0 ? one : kind;
      }
    }
    return kind;
  }

  private static DriftKind of(@Nullable Attribute attribute, @Nullable Value then, Value now) {
    if (attribute == null || then == null) {
      return MATERIAL;
    }
    if (attribute.mode() == Mode.COMPUTED) {
      return COMPUTED_ONLY;
    }
    if (isEmpty(then) && isEmpty(now)) {
      return NORMALISED;
    }
    if (attribute.equivalence() == Equivalence.CASE_INSENSITIVE
        && then instanceof Value.Str(String a)
        && now instanceof Value.Str(String b)
        && a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT))) {
      return NORMALISED;
    }
    return sameElements(then, now) ? ORDER_ONLY : MATERIAL;
  }

  private static boolean isEmpty(Value value) {
    return value.isNull()
        || (value instanceof Value.Str(String text) && text.isEmpty())
        || (value instanceof Value.MapOf map && map.entries().isEmpty())
        || (value instanceof Value.SetOf set && set.elements().isEmpty())
        || (value instanceof Value.ListOf list && list.elements().isEmpty());
  }

  private static boolean sameElements(Value then, Value now) {
    if (!(then instanceof Value.ListOf a)
        || !(now instanceof Value.ListOf b)
        || a.elements().size() != b.elements().size()) {
      return false;
    }
    List<Value> left = new ArrayList<>(a.elements());
    return b.elements().stream().allMatch(left::remove);
  }

  /// The word that documents use.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.groma.engine.plan;

import java.util.List;
import java.util.Locale;

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

  /// The kind of `drift`, a change from what was recorded to what is there: that of the difference
  /// that matters most.
  public static DriftKind of(Change drift) {
    return of(Difference.between(drift.schema().block(), drift.before(), drift.after()));
  }

  /// The kind of the difference that matters most; [#COMPUTED_ONLY] when there is none.
  public static DriftKind of(List<Difference> differences) {
    DriftKind kind = COMPUTED_ONLY;
    for (Difference difference : differences) {
      kind = difference.kind().compareTo(kind) < 0 ? difference.kind() : kind;
    }
    return kind;
  }

  /// The word that documents use.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

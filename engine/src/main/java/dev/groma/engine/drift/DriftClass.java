package dev.groma.engine.drift;

import dev.groma.engine.plan.DriftKind;
import java.util.Locale;

/// How much a difference between what is recorded and what exists matters; the first is the most.
public enum DriftClass {
  /// The object is gone.
  DELETED,
  /// Something that a configuration can set is different.
  MATERIAL,
  /// The same in another spelling.
  NORMALISED,
  /// The same elements in another order.
  ORDER_ONLY,
  /// Only what the cloud decides is different.
  COMPUTED_ONLY;

  /// The class of a difference of this kind in an object that is there.
  static DriftClass of(DriftKind kind) {
    return switch (kind) {
      case MATERIAL -> MATERIAL;
      case NORMALISED -> NORMALISED;
      case ORDER_ONLY -> ORDER_ONLY;
      case COMPUTED_ONLY -> COMPUTED_ONLY;
    };
  }

  /// True when it counts as drift wherever it is found.
  public boolean matters() {
    return this == DELETED || this == MATERIAL;
  }

  /// The word that documents use.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.groma.engine.drift;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object that is not as the state records it.
///
/// @param address the instance it belongs to
/// @param deposed the key of a deposed object; empty for the current one
/// @param items what is different, by path; at least one
/// @param consequences what the next apply would do to it, and to what depends on it, because of
///   that
/// @param declaration where its block is, or null when it has none
public record Drifted(
    InstanceAddress address,
    String deposed,
    List<DriftItem> items,
    List<Consequence> consequences,
    @Nullable SourceRange declaration) {
  /// Copies the lists.
  public Drifted {
    items = List.copyOf(items);
    consequences = List.copyOf(consequences);
  }

  /// The class of the difference that matters most, of those that are not excused as long as there
  /// is one.
  public DriftClass driftClass() {
    return items.stream()
        .filter(item -> item.excuse() == null || isExcused())
        .map(DriftItem::driftClass)
        .min(DriftClass::compareTo)
        .orElse(DriftClass.COMPUTED_ONLY);
  }

  /// True when nothing of it counts.
  public boolean isExcused() {
    return items.stream().allMatch(item -> item.excuse() != null);
  }

  /// True when it counts as drift: it is not excused, and matters by its class or because the next
  /// apply would change something.
  public boolean counts() {
    return !isExcused() && (driftClass().matters() || !consequences.isEmpty());
  }
}

package dev.groma.engine.plan;

import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import java.util.List;

/// The part of everything that a plan is about: `-target` and `-exclude`.
///
/// @param targets what is planned, with what it depends on; everything when there are none
/// @param excluded what is left as it is, with what depends on it
public record Selection(List<AddressPattern> targets, List<AddressPattern> excluded) {
  /// Everything.
  public static final Selection ALL = new Selection(List.of(), List.of());

  /// Copies the lists.
  public Selection {
    targets = List.copyOf(targets);
    excluded = List.copyOf(excluded);
  }

  /// True when nothing is left out.
  public boolean isAll() {
    return targets.isEmpty() && excluded.isEmpty();
  }

  /// True when an instance of `resource` may be named as a target.
  boolean mayTarget(ResourceAddress resource) {
    return targets.stream().anyMatch(t -> t.mayMatch(resource));
  }

  /// True when `address` is named as a target.
  boolean targets(InstanceAddress address) {
    return targets.stream().anyMatch(t -> t.matches(address));
  }

  /// True when an instance of `resource` may be excluded by name.
  boolean mayExclude(ResourceAddress resource) {
    return excluded.stream().anyMatch(t -> t.mayMatch(resource));
  }

  /// True when all instances of `resource` are excluded by name.
  boolean excludesAll(ResourceAddress resource) {
    return excluded.stream().anyMatch(t -> t.isWhole() && t.mayMatch(resource));
  }

  /// True when `address` is excluded by name.
  boolean excludes(InstanceAddress address) {
    return excluded.stream().anyMatch(t -> t.matches(address));
  }
}

package dev.groma.schemas.address;

import java.util.ArrayList;
import java.util.List;

/// A module instance: the calls that lead to it from the root module, outermost first.
///
/// @param steps the calls; none for the root module
public record ModuleAddress(List<Step> steps) implements Comparable<ModuleAddress> {
  /// The root module.
  public static final ModuleAddress ROOT = new ModuleAddress(List.of());

  /// One call of a module.
  ///
  /// @param name the name of the call
  /// @param key which instance of it
  public record Step(String name, InstanceKey key) {
    @Override
    public String toString() {
      return "module." + name + key;
    }
  }

  /// Copies the steps.
  public ModuleAddress {
    steps = List.copyOf(steps);
  }

  /// True for the root module.
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /// The module that the call `name` in this module leads to.
  public ModuleAddress child(String name, InstanceKey key) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(new Step(name, key));
    return new ModuleAddress(longer);
  }

  /// The calls without their instance keys: the module in the configuration that this is an
  /// instance of.
  public ModuleAddress withoutKeys() {
    boolean plain = steps.stream().allMatch(step -> step.key() instanceof InstanceKey.None);
    return plain
        ? this
        : new ModuleAddress(
            steps.stream().map(step -> new Step(step.name(), InstanceKey.none())).toList());
  }

  /// The last call. Only for modules that are not the root.
  public Step last() {
    return steps.getLast();
  }

  /// True when `other` is this module or in it.
  public boolean contains(ModuleAddress other) {
    return steps.size() <= other.steps.size() && other.steps.subList(0, steps.size()).equals(steps);
  }

  /// The module that calls this one.
  public ModuleAddress parent() {
    return new ModuleAddress(steps.subList(0, steps.size() - 1));
  }

  @Override
  public int compareTo(ModuleAddress other) {
    int end = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < end; i++) {
      int byName = steps.get(i).name().compareTo(other.steps.get(i).name());
      if (byName != 0) {
        return byName;
      }
      int byKey = steps.get(i).key().compareTo(other.steps.get(i).key());
      if (byKey != 0) {
        return byKey;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }

  /// `module.a["x"].module.b`; empty for the root module.
  @Override
  public String toString() {
    return String.join(".", steps.stream().map(Step::toString).toList());
  }

  /// This module's text followed by a dot, or nothing for the root module.
  public String prefix() {
    return isRoot() ? "" : this + ".";
  }
}

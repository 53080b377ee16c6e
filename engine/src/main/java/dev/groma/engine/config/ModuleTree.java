package dev.groma.engine.config;

import dev.groma.schemas.address.ModuleAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A module and the modules that it calls.
///
/// @param address the calls that lead to it, without instance keys
/// @param directory its directory as `path.module` gives it
/// @param module what its files declare
/// @param children the called modules by the name of the call
public record ModuleTree(
    ModuleAddress address,
    String directory,
    ModuleConfig module,
    SortedMap<String, ModuleTree> children) {
  /// Copies the map.
  public ModuleTree {
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
  }

  /// The names of the calls that lead to it, with dots between; empty for the root module.
  public String key() {
    return address.steps().stream().map(ModuleAddress.Step::name).collect(Collectors.joining("."));
  }

  /// The same tree with `other` in the place of its module.
  public ModuleTree with(ModuleConfig other) {
    return new ModuleTree(address, directory, other, children);
  }

  /// A root module that calls no other.
  public static ModuleTree root(ModuleConfig module) {
    return new ModuleTree(ModuleAddress.ROOT, ".", module, Collections.emptySortedMap());
  }
}

package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the resources of the configuration behind dependencies, through computed values. Each
/// value is looked at once, however long the chains of values are. Many threads may ask at once.
final class ResourcesBehind {
  private final Map<String, Set<Dependency>> values;
  private final Map<String, Set<ResourceAddress>> known = new ConcurrentHashMap<>();

  /// @param values what each computed value depends on, directly, by its name; what is behind a
  ///   value must be in it when the value is asked for
  ResourcesBehind(Map<String, Set<Dependency>> values) {
    this.values = values;
  }

  /// The resources among `dependencies` and behind them.
  Set<ResourceAddress> of(Collection<Dependency> dependencies) {
    for (Dependency dependency : dependencies) {
      if (dependency instanceof Dependency.OnValue(String name)) {
        find(name);
      }
    }
    return collect(dependencies);
  }

  private void find(String wanted) {
    ArrayDeque<String> open = new ArrayDeque<>(List.of(wanted));
    while (!open.isEmpty()) {
      String name = open.peek();
      if (known.containsKey(name)) {
        open.pop();
        continue;
      }
      Set<Dependency> on = values.getOrDefault(name, Set.of());
      int before = open.size();
      for (Dependency dependency : on) {
        if (dependency instanceof Dependency.OnValue(String inner) && !known.containsKey(inner)) {
          open.push(inner);
        }
      }
      if (open.size() == before) {
        known.put(name, collect(on));
        open.pop();
      }
    }
  }

  private Set<ResourceAddress> collect(Collection<Dependency> dependencies) {
    if (dependencies.size() == 1
        && dependencies.iterator().next() instanceof Dependency.OnValue(String only)) {
      return known.getOrDefault(only, Set.of());
    }
    Set<ResourceAddress> all = new TreeSet<>();
    for (Dependency dependency : dependencies) {
      switch (dependency) {
        case Dependency.OnInstance(InstanceAddress address) ->
            all.add(address.resource().withoutKeys());
        case Dependency.OnResource(ResourceAddress address) -> all.add(address.withoutKeys());
        case Dependency.OnValue(String name) -> all.addAll(known.getOrDefault(name, Set.of()));
      }
    }
    return all;
  }
}

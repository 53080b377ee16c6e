package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.graph.Reduction;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Which resource refers to which, directly or through local values and provider configurations.
public final class ResourceGraph {
  private ResourceGraph() {}

  /// The resources of `configuration`, each with those that it refers to; what follows from other
  /// references is left out unless there are cycles. What is wrong goes to `diagnostics`.
  public static SortedMap<ResourceAddress, SortedSet<ResourceAddress>> of(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    CompiledModule compiled = CompiledModule.compile(configuration, registry, diagnostics);
    ModuleGraph graph = ModuleGraph.of(compiled, State.EMPTY, diagnostics);
    List<ModuleGraph.Node> nodes = graph.nodes();
    List<int[]> before = graph.before();
    SortedMap<ResourceAddress, SortedSet<ResourceAddress>> all = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof ModuleGraph.ResourceNode resource) {
        all.put(resource.resource().address(), reached(i, nodes, before));
      }
    }
    return direct(all);
  }

  /// `all` without what follows from other references.
  private static SortedMap<ResourceAddress, SortedSet<ResourceAddress>> direct(
      SortedMap<ResourceAddress, SortedSet<ResourceAddress>> all) {
    List<ResourceAddress> resources = List.copyOf(all.keySet());
    Map<ResourceAddress, Integer> positions = new HashMap<>();
    resources.forEach(resource -> positions.put(resource, positions.size()));
    List<int[]> before = new ArrayList<>();
    all.values().forEach(others -> before.add(others.stream().mapToInt(positions::get).toArray()));
    List<int[]> kept = Reduction.of(before);
    SortedMap<ResourceAddress, SortedSet<ResourceAddress>> direct = new TreeMap<>();
    for (int i = 0; i < resources.size(); i++) {
      SortedSet<ResourceAddress> others = new TreeSet<>();
      for (int other : kept.get(i)) {
        others.add(resources.get(other));
      }
      direct.put(resources.get(i), others);
    }
    return direct;
  }

  private static SortedSet<ResourceAddress> reached(
      int start, List<ModuleGraph.Node> nodes, List<int[]> before) {
    SortedSet<ResourceAddress> found = new TreeSet<>();
    Set<Integer> seen = new HashSet<>();
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (int next : before.get(open.poll())) {
        if (nodes.get(next) instanceof ModuleGraph.ResourceNode resource) {
          found.add(resource.resource().address());
        } else if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }
}

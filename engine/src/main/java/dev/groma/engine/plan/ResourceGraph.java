package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Which resource refers to which, directly or through local values and provider configurations.
public final class ResourceGraph {
  private ResourceGraph() {}

  /// The resources of `configuration`, each with those that it refers to, by address. What is wrong
  /// goes to `diagnostics`.
  public static SortedMap<String, SortedSet<String>> of(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    CompiledModule compiled = CompiledModule.compile(configuration, registry, diagnostics);
    ModuleGraph graph = ModuleGraph.of(compiled, State.EMPTY, diagnostics);
    List<ModuleGraph.Node> nodes = graph.nodes();
    List<int[]> before = graph.before();
    SortedMap<String, SortedSet<String>> all = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof ModuleGraph.ResourceNode resource) {
        all.put(resource.name(), reached(i, nodes, before));
      }
    }
    return all;
  }

  private static SortedSet<String> reached(
      int start, List<ModuleGraph.Node> nodes, List<int[]> before) {
    SortedSet<String> found = new TreeSet<>();
    Set<Integer> seen = new HashSet<>();
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (int next : before.get(open.poll())) {
        if (nodes.get(next) instanceof ModuleGraph.ResourceNode resource) {
          found.add(resource.name());
        } else if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }
}

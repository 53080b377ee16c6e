package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.graph.Cycles;
import dev.groma.engine.graph.Reduction;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

/// What is looked at in a run, and what has to be done before what, by the names that the real
/// program gives it: `terraform_data.a (expand)`, `var.v`, `root`.
///
/// @param labels the resources, variables of the root module and providers, by name
/// @param edges what comes directly before each; see [#finished]
/// @param cycles for each node of a cycle, the number of the group of those that reach each other
public record OperationGraph(
    SortedMap<String, Label> labels,
    SortedMap<String, SortedSet<String>> edges,
    Map<String, Integer> cycles) {
  /// The code of the diagnostic about a cycle; the graph holds all there is all the same.
  public static final String CYCLE = ModuleGraph.CYCLE;

  private static final String ROOT = "root";
  private static final String EXPAND = " (expand)";
  private static final String CLOSE = " (close)";
  private static final String DESTROY = " (destroy)";

  /// How a node is drawn.
  ///
  /// @param shape the name of a shape of Graphviz
  public record Label(String text, String shape) {}

  /// A graph without cycles, as it was saved.
  public OperationGraph(
      SortedMap<String, Label> labels, SortedMap<String, SortedSet<String>> edges) {
    this(labels, edges, Map.of());
  }

  private OperationGraph() {
    this(new TreeMap<>(), new TreeMap<>());
  }

  /// The graph of planning or applying `configuration`. What is wrong goes to `diagnostics`.
  public static OperationGraph of(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    CompiledModule compiled = CompiledModule.compile(configuration, registry, diagnostics);
    ModuleGraph graph = ModuleGraph.of(compiled, State.EMPTY, diagnostics);
    OperationGraph all = new OperationGraph();
    List<ModuleGraph.Node> nodes = graph.nodes();
    List<int[]> before = graph.before();
    for (int i = 0; i < nodes.size(); i++) {
      String name = all.add(nodes.get(i));
      for (int other : before.get(i)) {
        ModuleGraph.Node earlier = nodes.get(other);
        all.edge(name, all.add(earlier));
        if (earlier instanceof ModuleGraph.ProviderNode provider
            && nodes.get(i) instanceof ModuleGraph.ResourceNode) {
          all.edge(of(provider) + CLOSE, name);
        }
      }
    }
    return all.finished();
  }

  /// What an apply of a plan with the steps `graph` does: `terraform_data.a`, `terraform_data.b
  /// (destroy)`. Points where steps meet are left out where that costs no edges.
  public static OperationGraph of(ExecutionGraph graph) {
    List<Step> steps = graph.steps();
    List<SortedSet<Integer>> before = new ArrayList<>();
    List<SortedSet<Integer>> after = new ArrayList<>();
    steps.forEach(_ -> after.add(new TreeSet<>()));
    for (int i = 0; i < steps.size(); i++) {
      SortedSet<Integer> earlier = new TreeSet<>();
      for (int other : graph.before().get(i)) {
        earlier.add(other);
        after.get(other).add(i);
      }
      before.add(earlier);
    }
    Set<String> taken = new HashSet<>();
    OperationGraph all = new OperationGraph();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      boolean meeting = steps.get(i) instanceof Step.Join;
      boolean left = meeting && (before.get(i).size() < 2 || after.get(i).size() < 2);
      if (left) {
        leaveOut(i, before, after);
      } else if (!meeting) {
        taken.add(name(steps.get(i)));
      }
      names.add(left ? "" : name(steps.get(i)));
    }
    for (int i = 0; i < steps.size(); i++) {
      String name = names.get(i);
      if (steps.get(i) instanceof Step.Join && taken.contains(name)) {
        names.set(i, name + " (all)");
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      if (!names.get(i).isEmpty()) {
        String name = all.add(steps.get(i), names.get(i));
        before.get(i).forEach(other -> all.edge(name, names.get(other)));
      }
    }
    return all;
  }

  private static void leaveOut(
      int meeting, List<SortedSet<Integer>> before, List<SortedSet<Integer>> after) {
    for (int later : after.get(meeting)) {
      before.get(later).remove(meeting);
      before.get(later).addAll(before.get(meeting));
    }
    for (int earlier : before.get(meeting)) {
      after.get(earlier).remove(meeting);
      after.get(earlier).addAll(after.get(meeting));
    }
  }

  private static String name(Step step) {
    return switch (step) {
      case Step.Apply(InstanceAddress address) -> address.toString();
      case Step.Destroy(InstanceAddress address, String deposed) ->
          deposed.isEmpty() ? address + DESTROY : address + " (destroy deposed " + deposed + ")";
      case Step.Output(String name) -> "output." + name + EXPAND;
      case Step.Join(String name) -> name;
    };
  }

  private String add(Step step, String name) {
    return switch (step) {
      case Step.Apply(InstanceAddress address) -> label(name, box(address));
      case Step.Destroy(InstanceAddress address, String _) -> label(name, box(address));
      case Step.Output _, Step.Join _ -> node(name);
    };
  }

  private static Label box(InstanceAddress address) {
    return new Label(address.resource().toString(), "box");
  }

  /// The graph of destroying all that `state` records.
  ///
  /// @param outputs the names of the outputs of the root module, which are forgotten
  public static OperationGraph destroying(State state, Collection<String> outputs) {
    OperationGraph all = new OperationGraph();
    outputs.forEach(output -> all.node("output." + output + EXPAND));
    Map<ResourceAddress, Set<ResourceAddress>> recorded = new HashMap<>();
    for (InstanceAddress address : state.instances().keySet()) {
      ResourceAddress resource = address.resource();
      if (resource.mode() == ResourceMode.MANAGED) {
        recorded.computeIfAbsent(resource.withoutKeys(), _ -> new TreeSet<>()).add(resource);
      }
    }
    state.instances().forEach((address, instance) -> all.destroy(address, instance, recorded));
    return all.finished();
  }

  private void destroy(
      InstanceAddress address,
      Instance instance,
      Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    ResourceAddress resource = address.resource();
    if (resource.mode() != ResourceMode.MANAGED) {
      return;
    }
    String name = node(resource + DESTROY);
    labels.put(name, new Label(resource.toString(), "box"));
    String provider = node(instance.provider().toString());
    labels.put(provider, new Label(provider, "diamond"));
    edge(name, provider);
    edge(provider + CLOSE, name);
    if (instance.current() != null) {
      for (ResourceAddress other : instance.current().dependencies()) {
        recorded.getOrDefault(other.withoutKeys(), Set.of()).stream()
            .filter(r -> !r.equals(resource))
            .forEach(r -> edge(r + DESTROY, name));
      }
    }
  }

  private String add(ModuleGraph.Node node) {
    String name = node.name();
    return switch (node) {
      case ModuleGraph.VariableNode v ->
          v.path().isRoot() ? label(name, new Label(name, "note")) : node(name + EXPAND);
      case ModuleGraph.ProviderNode p -> label(of(p), new Label(of(p), "diamond"));
      case ModuleGraph.ResourceNode _ -> label(name + EXPAND, new Label(name, "box"));
      case ModuleGraph.OrphanNode _ -> label(name, new Label(name, "box"));
      case ModuleGraph.CallNode _ -> node(name);
      case ModuleGraph.CloseNode _ -> node(name + CLOSE);
      case ModuleGraph.LocalNode _, ModuleGraph.OutputNode _, ModuleGraph.CheckNode _ ->
          node(name + EXPAND);
    };
  }

  private static String of(ModuleGraph.ProviderNode node) {
    return node.provider().address().toString();
  }

  private String label(String name, Label label) {
    labels.put(name, label);
    return node(name);
  }

  private String node(String name) {
    edges.computeIfAbsent(name, _ -> new TreeSet<>());
    return name;
  }

  private void edge(String later, String earlier) {
    node(earlier);
    edges.computeIfAbsent(later, _ -> new TreeSet<>()).add(earlier);
  }

  /// With the node that comes after all others, and without edges that follow from others; in a
  /// graph with cycles, all edges.
  public OperationGraph finished() {
    Set<String> needed = new HashSet<>();
    edges.values().forEach(needed::addAll);
    SortedSet<String> last = new TreeSet<>(edges.keySet());
    last.removeAll(needed);
    edges.put(ROOT, last);
    List<String> names = List.copyOf(edges.keySet());
    Map<String, Integer> positions = new HashMap<>();
    names.forEach(name -> positions.put(name, positions.size()));
    List<int[]> before = new ArrayList<>();
    for (SortedSet<String> earlier : edges.values()) {
      before.add(earlier.stream().mapToInt(positions::get).toArray());
    }
    Map<String, Integer> groups = new HashMap<>();
    for (Set<Integer> group : Cycles.groups(before)) {
      int number = Collections.min(group);
      group.forEach(node -> groups.put(names.get(node), number));
    }
    SortedMap<String, SortedSet<String>> drawn = new TreeMap<>();
    List<int[]> direct = Reduction.of(before);
    for (int node = 0; node < names.size(); node++) {
      SortedSet<String> earlier = new TreeSet<>();
      for (int other : direct.get(node)) {
        earlier.add(names.get(other));
      }
      drawn.put(names.get(node), earlier);
    }
    return new OperationGraph(labels, drawn, groups);
  }

  /// True when the edge between these two is part of a cycle.
  public boolean isInCycle(String later, String earlier) {
    Integer group = cycles.get(later);
    return group != null && group.equals(cycles.get(earlier));
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.State;
import java.util.ArrayDeque;
import java.util.Collection;
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
/// @param edges what comes directly before each; what follows from other edges is left out
public record OperationGraph(
    SortedMap<String, Label> labels, SortedMap<String, SortedSet<String>> edges) {
  private static final String ROOT = "root";
  private static final String EXPAND = " (expand)";
  private static final String CLOSE = " (close)";
  private static final String DESTROY = " (destroy)";

  /// How a node is drawn.
  ///
  /// @param shape the name of a shape of Graphviz
  public record Label(String text, String shape) {}

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

  /// With the node that comes after all others, and without edges that follow from others.
  private OperationGraph finished() {
    Set<String> needed = new HashSet<>();
    edges.values().forEach(needed::addAll);
    SortedSet<String> last = new TreeSet<>(edges.keySet());
    last.removeAll(needed);
    edges.put(ROOT, last);
    SortedMap<String, SortedSet<String>> reduced = new TreeMap<>();
    edges.forEach((name, earlier) -> {
      SortedSet<String> direct = new TreeSet<>(earlier);
      direct.removeAll(behind(earlier));
      reduced.put(name, direct);
    });
    return new OperationGraph(labels, reduced);
  }

  /// What comes before one of `names`, directly or not.
  private Set<String> behind(Collection<String> names) {
    Set<String> found = new HashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      for (String earlier : edges.getOrDefault(open.poll(), new TreeSet<>())) {
        if (found.add(earlier)) {
          open.add(earlier);
        }
      }
    }
    return found;
  }
}

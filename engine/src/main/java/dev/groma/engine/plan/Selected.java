package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What of a graph a plan looks at, derived from a [Selection].
///
/// 1. A target comes with all that it depends on; while everything is destroyed, with all that
///    depends on it.
/// 2. An output of the root module is planned when it depends on a resource and on none that is
///    left out.
/// 3. What is excluded takes with it what depends on it; while everything is destroyed, what it
///    depends on.
/// 4. Of a resource that is there only because instances of it are targets, the other instances are
///    left out.
final class Selected {
  private final Selection selection;
  private final boolean destroy;
  private final List<ModuleGraph.Node> nodes;
  private final List<int[]> needs;
  private final List<int[]> needed;
  private final BitSet kept = new BitSet();
  private final Set<ResourceAddress> byInstance = new HashSet<>();

  private Selected(
      Selection selection,
      boolean destroy,
      ModuleGraph graph,
      Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    this.selection = selection;
    this.destroy = destroy;
    this.nodes = graph.nodes();
    List<int[]> before = destroy ? withRecorded(graph, recorded) : graph.before();
    List<int[]> after = reversed(before);
    this.needs = destroy ? after : before;
    this.needed = destroy ? before : after;
  }

  /// What `selection` means in `graph`.
  ///
  /// @param recorded what each resource that is in the state was made after
  static Selected of(
      Selection selection,
      Mode mode,
      ModuleGraph graph,
      Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    Selected selected = new Selected(selection, mode == Mode.DESTROY, graph, recorded);
    if (selection.isAll()) {
      selected.kept.set(0, selected.nodes.size());
    } else {
      selected.target();
      selected.exclude();
    }
    return selected;
  }

  /// True when the node is looked at.
  boolean node(int node) {
    return kept.get(node);
  }

  /// True when `address`, an instance of a resource that is looked at, is looked at, too.
  boolean instance(InstanceAddress address) {
    return selection.isAll()
        || ((!byInstance.contains(address.resource().withoutKeys()) || selection.targets(address))
            && !selection.excludes(address));
  }

  private static List<int[]> withRecorded(
      ModuleGraph graph, Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    Map<String, Integer> positions = new HashMap<>();
    List<int[]> all = new ArrayList<>(graph.before());
    for (int i = 0; i < graph.nodes().size(); i++) {
      positions.put(graph.nodes().get(i).name(), i);
    }
    recorded.forEach((address, dependencies) -> {
      Integer node = positions.get(address.toString());
      if (node != null) {
        Set<Integer> more = new TreeSet<>();
        for (int one : all.get(node)) {
          more.add(one);
        }
        dependencies.stream()
            .map(d -> positions.get(d.withoutKeys().toString()))
            .filter(p -> p != null)
            .forEach(more::add);
        all.set(node, more.stream().mapToInt(i -> i).toArray());
      }
    });
    return all;
  }

  private static List<int[]> reversed(List<int[]> edges) {
    List<List<Integer>> lists = new ArrayList<>();
    edges.forEach(_ -> lists.add(new ArrayList<>()));
    for (int i = 0; i < edges.size(); i++) {
      for (int to : edges.get(i)) {
        lists.get(to).add(i);
      }
    }
    return lists.stream().map(l -> l.stream().mapToInt(i -> i).toArray()).toList();
  }

  /// The resource that `node` stands for, or nothing.
  private static Collection<ResourceAddress> resource(ModuleGraph.Node node) {
    return switch (node) {
      case ModuleGraph.ResourceNode(CompiledModule.CompiledResource r) -> List.of(r.address());
      case ModuleGraph.OrphanNode(ResourceAddress address) -> List.of(address);
      default -> List.of();
    };
  }

  private static BitSet reach(BitSet from, List<int[]> edges) {
    BitSet reached = new BitSet();
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    from.stream().forEach(queue::add);
    while (!queue.isEmpty()) {
      for (int next : edges.get(queue.poll())) {
        if (!reached.get(next)) {
          reached.set(next);
          queue.add(next);
        }
      }
    }
    return reached;
  }

  private void target() {
    if (selection.targets().isEmpty()) {
      kept.set(0, nodes.size());
      return;
    }
    BitSet direct = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      if (resource(nodes.get(i)).stream().anyMatch(selection::mayTarget)) {
        direct.set(i);
      }
    }
    BitSet reached = reach(direct, needs);
    direct.stream()
        .filter(i -> !reached.get(i))
        .forEach(i -> byInstance.addAll(resource(nodes.get(i))));
    kept.or(direct);
    kept.or(reached);
    if (destroy) {
      keepValues();
    } else {
      keepOutputs();
    }
  }

  /// What is destroyed may need any value: providers are configured from them.
  private void keepValues() {
    for (int i = 0; i < nodes.size(); i++) {
      if (resource(nodes.get(i)).isEmpty()) {
        kept.set(i);
      }
    }
  }

  private void keepOutputs() {
    BitSet found = new BitSet();
    BitSet leftOut = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      if (!resource(nodes.get(i)).isEmpty()) {
        (kept.get(i) ? found : leftOut).set(i);
      }
    }
    BitSet onOthers = reach(leftOut, needed);
    BitSet onSome = reach(found, needed);
    BitSet outputs = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof ModuleGraph.OutputNode output
          && output.path().isRoot()
          && onSome.get(i)
          && !onOthers.get(i)) {
        outputs.set(i);
      }
    }
    kept.or(outputs);
    kept.or(reach(outputs, needs));
  }

  private void exclude() {
    BitSet named = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      Collection<ResourceAddress> resource = resource(nodes.get(i));
      if (resource.stream().anyMatch(selection::excludesAll)) {
        kept.clear(i);
      }
      if (resource.stream().anyMatch(selection::mayExclude)) {
        named.set(i);
      }
    }
    BitSet along = reach(named, needed);
    if (destroy) {
      along.stream().filter(i -> !resource(nodes.get(i)).isEmpty()).forEach(kept::clear);
    } else {
      kept.andNot(along);
    }
  }

  /// An error when objects were moved of which one end is left out; otherwise nothing.
  static List<Diagnostic> moves(Selection selection, Map<InstanceAddress, InstanceAddress> moved) {
    Set<InstanceAddress> missing = new TreeSet<>();
    moved.forEach((to, from) -> {
      for (InstanceAddress end : List.of(from, to)) {
        boolean out =
            (!selection.targets().isEmpty() && !selection.targets(end)) || selection.excludes(end);
        if (out) {
          missing.add(end);
        }
      }
    });
    if (missing.isEmpty()) {
      return List.of();
    }
    boolean targeted = !selection.targets().isEmpty();
    return List.of(
        Diagnostic.error(
            "plan.moved-not-targeted",
            "Moved resource instances excluded by targeting",
            "Resource instances in your current state have moved to new addresses in the latest"
                + " configuration. Groma must include those resource instances while planning in"
                + " order to ensure a correct result, but your "
                + (targeted ? "-target=..." : "-exclude=...")
                + " options do not fully cover all of those resource instances.\n\n"
                + (targeted
                    ? "To create a valid plan, either remove your -target=... options altogether or"
                        + " add the following additional target options:\n"
                        + missing.stream()
                            .map(a -> "  -target=" + shown(a))
                            .collect(Collectors.joining("\n"))
                        + "\n\n"
                        + "Note that adding these options may include further additional resource"
                        + " instances in your plan, in order to respect object dependencies."
                    : "To create a valid plan, do not exclude the following:\n"
                        + missing.stream().map(a -> "  " + a).collect(Collectors.joining("\n")))));
  }

  private static String shown(InstanceAddress address) {
    return "\"" + address.toString().replace("\"", "\\\"") + "\"";
  }
}

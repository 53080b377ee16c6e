package dev.groma.engine.plan;

import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.graph.Cycles;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The objects of a module and of the state that have to be looked at, and which refers to which.
final class ModuleGraph {
  /// Something that is looked at once its references are known.
  sealed interface Node {
    /// What messages call it.
    String name();
  }

  /// An input variable that has validations.
  record VariableNode(Variable variable) implements Node {
    @Override
    public String name() {
      return "var." + variable.name();
    }
  }

  /// A local value.
  record LocalNode(LocalValue local) implements Node {
    @Override
    public String name() {
      return "local." + local.name();
    }
  }

  /// A provider configuration.
  record ProviderNode(CompiledProvider provider) implements Node {
    @Override
    public String name() {
      return CompiledModule.nameOf(provider);
    }
  }

  /// A resource or data block with all its instances.
  record ResourceNode(CompiledResource resource) implements Node {
    @Override
    public String name() {
      return resource.block().localAddress();
    }
  }

  /// A resource that is in the state and not in the configuration.
  record OrphanNode(ResourceAddress address) implements Node {
    @Override
    public String name() {
      return address.toString();
    }
  }

  /// An output value.
  record OutputNode(Output output) implements Node {
    @Override
    public String name() {
      return "output." + output.name();
    }
  }

  private final CompiledModule compiled;
  private final Consumer<Diagnostic> diagnostics;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<Map<Integer, SourceRange>> edges = new ArrayList<>();

  private ModuleGraph(CompiledModule compiled, Consumer<Diagnostic> diagnostics) {
    this.compiled = compiled;
    this.diagnostics = diagnostics;
  }

  /// The graph of a module and a state. References to what is not declared and cycles go to
  /// `diagnostics`.
  static ModuleGraph of(CompiledModule compiled, State state, Consumer<Diagnostic> diagnostics) {
    ModuleGraph graph = new ModuleGraph(compiled, diagnostics);
    graph.addNodes(state);
    graph.addEdges();
    graph.reportCycles();
    return graph;
  }

  List<Node> nodes() {
    return nodes;
  }

  /// For each node, the positions of those that it refers to.
  List<int[]> before() {
    return edges.stream()
        .map(map -> map.keySet().stream().mapToInt(Integer::intValue).sorted().toArray())
        .toList();
  }

  /// `seeds` and all resources that they refer to, directly or not, in the configuration or by
  /// `recorded`.
  Set<ResourceAddress> closure(
      Set<ResourceAddress> seeds, Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    Set<ResourceAddress> reached = new TreeSet<>(seeds);
    Set<Integer> visited = new LinkedHashSet<>();
    ArrayDeque<ResourceAddress> queue = new ArrayDeque<>(seeds);
    while (!queue.isEmpty()) {
      ResourceAddress address = queue.poll();
      Set<ResourceAddress> next = new TreeSet<>(recorded.getOrDefault(address, Set.of()));
      Integer start = positions.get(address.toString());
      ArrayDeque<Integer> inner = new ArrayDeque<>();
      if (start != null) {
        inner.add(start);
      }
      while (!inner.isEmpty()) {
        for (int node : edges.get(inner.poll()).keySet()) {
          switch (nodes.get(node)) {
            case ResourceNode r -> next.add(r.resource.address());
            case LocalNode _, ProviderNode _ -> {
              if (visited.add(node)) {
                inner.add(node);
              }
            }
            case VariableNode _, OrphanNode _, OutputNode _ -> {}
          }
        }
      }
      next.stream().filter(reached::add).forEach(queue::add);
    }
    return reached;
  }

  private void addNodes(State state) {
    compiled.module().variables().values().stream()
        .filter(variable -> !variable.validations().isEmpty())
        .forEach(variable -> add(new VariableNode(variable)));
    compiled.module().locals().values().forEach(local -> add(new LocalNode(local)));
    Set<ProviderConfigAddress> known = compiled.providers().keySet();
    compiled.providers().values().forEach(provider -> add(new ProviderNode(provider)));
    compiled.resources().values().forEach(resource -> add(new ResourceNode(resource)));
    Map<ResourceAddress, Boolean> orphans = new LinkedHashMap<>();
    state
        .instances()
        .keySet()
        .forEach(address -> {
          if (!positions.containsKey(address.resource().toString())) {
            orphans.put(address.resource(), !known.isEmpty());
          }
        });
    orphans.keySet().forEach(address -> add(new OrphanNode(address)));
    compiled.module().outputs().values().forEach(output -> add(new OutputNode(output)));
  }

  private void add(Node node) {
    positions.put(node.name(), nodes.size());
    nodes.add(node);
    edges.add(new LinkedHashMap<>());
  }

  private void addEdges() {
    for (int i = 0; i < nodes.size(); i++) {
      int from = i;
      switch (nodes.get(i)) {
        case VariableNode(Variable variable) -> conditions(from, variable.validations());
        case LocalNode(LocalValue local) -> refer(from, References.of(local.expression()));
        case ProviderNode(CompiledProvider provider) -> {
          if (provider.body() != null) {
            refer(from, provider.body().references());
          }
        }
        case ResourceNode(CompiledResource resource) -> {
          referencesOf(resource).forEach(list -> refer(from, list));
          conditions(from, resource.block().lifecycle().preconditions());
          conditions(from, resource.block().lifecycle().postconditions());
          Integer provider = positions.get(new ProviderNode(providerOf(resource)).name());
          if (provider != null) {
            edges.get(from).put(provider, resource.block().declaration());
          }
        }
        case OrphanNode _ -> {
          // Its provider configuration may refer to anything; the state says which one it is.
          for (int j = 0; j < nodes.size(); j++) {
            if (nodes.get(j) instanceof ProviderNode provider) {
              edges.get(from).put(j, placeOf(provider));
            }
          }
        }
        case OutputNode(Output output) -> {
          refer(from, References.of(output.value()));
          refer(from, output.dependsOn());
          conditions(from, output.preconditions());
        }
      }
    }
  }

  private CompiledProvider providerOf(CompiledResource resource) {
    CompiledProvider provider = compiled.providers().get(resource.provider());
    if (provider == null) {
      throw new IllegalStateException("no provider " + resource.provider());
    }
    return provider;
  }

  private static SourceRange placeOf(ProviderNode node) {
    return node.provider.block() == null ? SourceRange.of("") : node.provider.block().declaration();
  }

  private static List<List<Reference>> referencesOf(CompiledResource resource) {
    ResourceBlock block = resource.block();
    List<List<Reference>> all = new ArrayList<>();
    all.add(resource.body().references());
    all.add(block.dependsOn());
    for (@Nullable Expression expression :
        new @Nullable Expression[] {block.count(), block.forEach()}) {
      if (expression != null) {
        all.add(References.of(expression));
      }
    }
    block.lifecycle().replaceTriggeredBy().forEach(e -> all.add(References.of(e)));
    return all;
  }

  private void conditions(int from, List<CheckRule> rules) {
    for (CheckRule rule : rules) {
      refer(from, References.of(rule.condition()));
      refer(from, References.of(rule.errorMessage()));
    }
  }

  private void refer(int from, Collection<Reference> references) {
    for (Reference reference : references) {
      Integer to =
          switch (reference.subject()) {
            case Subject.Resource _, Subject.LocalValue _, Subject.InputVariable _ ->
                positions.get(reference.subject().toString());
            case Subject.ModuleCall _,
                Subject.EphemeralResource _,
                Subject.EachAttr _,
                Subject.CountIndex _,
                Subject.PathAttr _,
                Subject.TerraformAttr _,
                Subject.Self _ ->
                null;
          };
      // Something may refer to itself where that is harmless: a validation to its variable, a
      // postcondition to its
      // resource.
      if (to != null && to != from) {
        edges.get(from).putIfAbsent(to, reference.range());
      }
    }
  }

  private void reportCycles() {
    for (List<Integer> cycle : Cycles.find(before())) {
      StringBuilder detail =
          new StringBuilder(
              "These objects refer to each other in a circle, so none can be first:\n");
      SourceRange first = null;
      for (int i = 0; i < cycle.size(); i++) {
        int from = cycle.get(i);
        int to = cycle.get((i + 1) % cycle.size());
        SourceRange place = edges.get(from).get(to);
        if (first == null) {
          first = place;
        }
        detail
            .append("  - ")
            .append(nodes.get(from).name())
            .append(" refers to ")
            .append(nodes.get(to).name())
            .append(place == null ? "" : " at " + place)
            .append('\n');
      }
      detail.append(
          "Take one of these references away, for example by moving what both need into a third object.");
      diagnostics.accept(
          Diagnostic.error("config.cycle", "Dependency cycle", detail.toString()).at(first));
    }
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.CheckBlock;
import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.Refactoring;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.graph.Cycles;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
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

/// The objects of a configuration and of the state that have to be looked at, and which refers to
/// which.
final class ModuleGraph {
  /// The code of the diagnostic about a cycle.
  static final String CYCLE = "config.cycle";

  /// Something that is looked at once its references are known.
  sealed interface Node {
    /// The module that it is in, without instance keys.
    ModuleAddress path();

    /// What messages call it.
    String name();
  }

  /// An input variable, with the call that sets it; null in the root module.
  record VariableNode(ModuleAddress path, Variable variable, @Nullable ModuleCall call)
      implements Node {
    @Override
    public String name() {
      return path.prefix() + "var." + variable.name();
    }
  }

  /// A local value.
  record LocalNode(ModuleAddress path, LocalValue local) implements Node {
    @Override
    public String name() {
      return path.prefix() + "local." + local.name();
    }
  }

  /// What decides which instances of a called module there are.
  ///
  /// @param path the calling module
  record CallNode(ModuleAddress path, ModuleCall call) implements Node {
    ModuleAddress called() {
      return path.child(call.name(), InstanceKey.none());
    }

    @Override
    public String name() {
      return called() + " (expand)";
    }
  }

  /// Everything in a called module.
  ///
  /// @param path the calling module
  record CloseNode(ModuleAddress path, String call) implements Node {
    @Override
    public String name() {
      return path.child(call, InstanceKey.none()).toString();
    }
  }

  /// A provider configuration.
  record ProviderNode(CompiledProvider provider) implements Node {
    @Override
    public ModuleAddress path() {
      return provider.address().module();
    }

    @Override
    public String name() {
      return CompiledModule.nameOf(provider);
    }
  }

  /// A resource or data block with all its instances.
  record ResourceNode(CompiledResource resource) implements Node {
    @Override
    public ModuleAddress path() {
      return resource.path();
    }

    @Override
    public String name() {
      return resource.address().toString();
    }
  }

  /// A resource that is in the state and not in the configuration.
  ///
  /// @param address its address without the keys of module instances
  record OrphanNode(ResourceAddress address) implements Node {
    @Override
    public ModuleAddress path() {
      return address.module();
    }

    @Override
    public String name() {
      return address.toString();
    }
  }

  /// An output value.
  record OutputNode(ModuleAddress path, Output output) implements Node {
    @Override
    public String name() {
      return path.prefix() + "output." + output.name();
    }
  }

  /// A check.
  record CheckNode(ModuleAddress path, CheckBlock check) implements Node {
    @Override
    public String name() {
      return path.prefix() + "check." + check.name();
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

  /// The graph of a configuration and a state. References to what is not declared and cycles go to
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

  /// The nodes, each after those that it refers to. Only for graphs without cycles.
  List<Node> ordered() {
    List<Node> ordered = new ArrayList<>();
    int[] missing = new int[nodes.size()];
    List<List<Integer>> after = new ArrayList<>();
    ArrayDeque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < nodes.size(); i++) {
      after.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes.size(); i++) {
      missing[i] = edges.get(i).size();
      for (int before : edges.get(i).keySet()) {
        after.get(before).add(i);
      }
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int node = ready.poll();
      ordered.add(nodes.get(node));
      for (int next : after.get(node)) {
        if (--missing[next] == 0) {
          ready.add(next);
        }
      }
    }
    return ordered;
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
            case OrphanNode _ -> {}
            case Node _ -> {
              if (visited.add(node)) {
                inner.add(node);
              }
            }
          }
        }
      }
      next.stream().filter(reached::add).forEach(queue::add);
    }
    return reached;
  }

  private void addNodes(State state) {
    for (CompiledModule module : compiled.all()) {
      addNodes(module);
    }
    Set<ResourceAddress> orphans = new LinkedHashSet<>();
    for (InstanceAddress address : state.instances().keySet()) {
      ResourceAddress resource = address.resource().withoutKeys();
      if (compiled.resource(resource).isEmpty()) {
        orphans.add(resource);
      }
    }
    orphans.forEach(address -> add(new OrphanNode(address)));
  }

  private void addNodes(CompiledModule module) {
    ModuleAddress path = module.path();
    ModuleCall call = path.isRoot() ? null : callOf(path);
    if (call != null) {
      add(new CallNode(path.parent(), call));
      add(new CloseNode(path.parent(), call.name()));
    }
    ModuleConfig config = module.module();
    config.variables().values().forEach(v -> add(new VariableNode(path, v, call)));
    config.locals().values().forEach(local -> add(new LocalNode(path, local)));
    module.providers().values().forEach(provider -> add(new ProviderNode(provider)));
    module.resources().values().forEach(resource -> add(new ResourceNode(resource)));
    config.outputs().values().forEach(output -> add(new OutputNode(path, output)));
    config.checks().values().forEach(check -> add(new CheckNode(path, check)));
  }

  private @Nullable ModuleCall callOf(ModuleAddress path) {
    return compiled
        .find(path.parent())
        .map(caller -> caller.module().calls().get(path.last().name()))
        .orElse(null);
  }

  private void add(Node node) {
    positions.put(node.name(), nodes.size());
    nodes.add(node);
    edges.add(new LinkedHashMap<>());
  }

  private void addEdges() {
    Map<Integer, SourceRange> providers = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof ProviderNode provider) {
        providers.put(i, placeOf(provider));
      }
    }
    Map<ResourceAddress, List<Refactoring.Import>> imports = new HashMap<>();
    for (Refactoring one : compiled.module().refactorings()) {
      if (one instanceof Refactoring.Import block) {
        imports.computeIfAbsent(block.to().resource(), _ -> new ArrayList<>()).add(block);
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (!(node instanceof CloseNode)) {
        inModule(i, node.path());
      }
      switch (node) {
        case VariableNode variable -> variable(i, variable);
        case LocalNode(ModuleAddress path, LocalValue local) ->
            refer(i, path, References.of(local.expression()));
        case CallNode(ModuleAddress path, ModuleCall call) -> {
          expression(i, path, call.count());
          expression(i, path, call.forEach());
          refer(i, path, call.dependsOn(), true);
        }
        case CloseNode close -> close(i, close);
        case ProviderNode(CompiledProvider provider) -> {
          if (provider.body() != null) {
            refer(i, node.path(), provider.body().references());
          }
          if (provider.block() != null) {
            expression(i, node.path(), provider.block().forEach());
          }
        }
        case ResourceNode(CompiledResource resource) -> {
          resource(i, resource);
          for (Refactoring.Import block : imports.getOrDefault(resource.address(), List.of())) {
            expression(i, ModuleAddress.ROOT, block.id());
            expression(i, ModuleAddress.ROOT, block.forEach());
            refer(i, ModuleAddress.ROOT, block.to().references());
          }
        }
        // Its provider configuration may refer to anything; the state says which one it is.
        case OrphanNode _ -> edges.get(i).putAll(providers);
        case OutputNode(ModuleAddress path, Output output) -> {
          refer(i, path, References.of(output.value()));
          refer(i, path, output.dependsOn(), true);
          conditions(i, path, output.preconditions());
        }
        case CheckNode(ModuleAddress path, CheckBlock check) ->
            conditions(i, path, check.asserts());
      }
    }
  }

  /// What is in a called module comes after the expansion of the call and before its end.
  private void inModule(int node, ModuleAddress path) {
    if (path.isRoot()) {
      return;
    }
    Integer expansion = positions.get(path + " (expand)");
    Integer end = positions.get(path.toString());
    ModuleCall call = callOf(path);
    if (expansion != null && end != null && call != null) {
      edges.get(node).put(expansion, call.declaration());
      edges.get(end).put(node, call.declaration());
    }
  }

  private void close(int node, CloseNode close) {
    inModule(node, close.path());
    Integer expansion = positions.get(close.name() + " (expand)");
    if (expansion != null && nodes.get(expansion) instanceof CallNode call) {
      edges.get(node).put(expansion, call.call.declaration());
    }
  }

  private void variable(int node, VariableNode variable) {
    if (variable.call != null) {
      ModuleCall.Argument argument = variable.call.arguments().get(variable.variable.name());
      expression(node, variable.path.parent(), argument == null ? null : argument.value());
    }
    conditions(node, variable.path, variable.variable.validations());
  }

  private void resource(int node, CompiledResource resource) {
    ResourceBlock block = resource.block();
    ModuleAddress path = resource.path();
    refer(node, path, resource.body().references());
    refer(node, path, block.dependsOn(), true);
    expression(node, path, block.count());
    expression(node, path, block.forEach());
    block.lifecycle().replaceTriggeredBy().forEach(e -> refer(node, path, References.of(e)));
    expression(node, path, block.lifecycle().enabled());
    expression(node, path, block.lifecycle().preventDestroy());
    block.provisioners().forEach(p -> refer(node, path, p.body().references()));
    if (resource.providerKey() != null) {
      providerKey(node, path, resource.providerKey());
    }
    conditions(node, path, block.lifecycle().preconditions());
    conditions(node, path, block.lifecycle().postconditions());
    Integer provider = positions.get(new ProviderNode(providerOf(resource)).name());
    if (provider != null) {
      edges.get(node).put(provider, block.declaration());
    }
  }

  /// A key that is written in a calling module may refer to what is known there, `each` of the call
  /// included.
  private void providerKey(int node, ModuleAddress path, CompiledModule.ProviderKey key) {
    expression(node, key.path(), key.key());
    for (ModuleAddress inner = path; !inner.equals(key.path()); inner = inner.parent()) {
      Integer expansion = positions.get(inner + " (expand)");
      ModuleCall call = callOf(inner);
      if (expansion != null && call != null) {
        edges.get(node).putIfAbsent(expansion, call.declaration());
      }
    }
  }

  private CompiledProvider providerOf(CompiledResource resource) {
    return compiled
        .provider(resource.provider())
        .orElseThrow(() -> new IllegalStateException("no provider " + resource.provider()));
  }

  private static SourceRange placeOf(ProviderNode node) {
    return node.provider.block() == null ? SourceRange.of("") : node.provider.block().declaration();
  }

  private void conditions(int from, ModuleAddress path, List<CheckRule> rules) {
    for (CheckRule rule : rules) {
      refer(from, path, References.of(rule.condition()));
      refer(from, path, References.of(rule.errorMessage()));
    }
  }

  private void expression(int from, ModuleAddress path, @Nullable Expression expression) {
    if (expression != null) {
      refer(from, path, References.of(expression));
    }
  }

  private void refer(int from, ModuleAddress path, Collection<Reference> references) {
    refer(from, path, references, false);
  }

  /// @param whole whether a reference to a module means everything in it, not its outputs only
  private void refer(
      int from, ModuleAddress path, Collection<Reference> references, boolean whole) {
    for (Reference reference : references) {
      switch (reference.subject()) {
        case Subject.Resource _,
            Subject.EphemeralResource _,
            Subject.LocalValue _,
            Subject.InputVariable _ ->
            edge(from, path.prefix() + reference.subject(), reference);
        case Subject.ModuleCall call -> {
          if (whole) {
            edge(from, path.prefix() + call, reference);
          } else {
            outputs(from, path.child(call.name(), InstanceKey.none()), reference);
          }
        }
        case Subject.EachAttr _,
            Subject.CountIndex _,
            Subject.PathAttr _,
            Subject.TerraformAttr _,
            Subject.Self _ -> {}
      }
    }
  }

  /// The one output value that a reference to a module goes on to, or all of them.
  private void outputs(int from, ModuleAddress called, Reference reference) {
    List<Step> steps = reference.remaining();
    int next = !steps.isEmpty() && steps.getFirst() instanceof Step.Index ? 1 : 0;
    edge(from, called + " (expand)", reference);
    if (next < steps.size() && steps.get(next) instanceof Step.Attribute(String name, _)) {
      edge(from, called.prefix() + "output." + name, reference);
    } else {
      compiled
          .find(called)
          .ifPresent(module ->
              module
                  .module()
                  .outputs()
                  .keySet()
                  .forEach(name -> edge(from, called.prefix() + "output." + name, reference)));
    }
  }

  private void edge(int from, String name, Reference reference) {
    Integer to = positions.get(name);
    // Something may refer to itself where that is harmless: a validation to its variable, a
    // postcondition to its resource.
    if (to != null && to != from) {
      edges.get(from).putIfAbsent(to, reference.range());
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
          "Take one of these references away, for example by moving what both need into a third"
              + " object.");
      diagnostics.accept(Diagnostic.error(CYCLE, "Dependency cycle", detail.toString()).at(first));
    }
  }
}

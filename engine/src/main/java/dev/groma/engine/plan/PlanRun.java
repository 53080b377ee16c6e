package dev.groma.engine.plan;

import dev.groma.engine.expr.Evaluator;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/// What planning has found out so far; written by many threads.
final class PlanRun {
  final PlanRequest request;
  final CompiledModule compiled;
  final ModuleScope.Surroundings surroundings;
  final Evaluator evaluator;
  final ProviderPool pool;
  final Results results;

  /// The resources whose replacements are created first.
  final Set<ResourceAddress> late;

  private final Queue<Diagnostic> diagnostics = new ConcurrentLinkedQueue<>();
  private final Map<InstanceAddress, Change> changes = new ConcurrentHashMap<>();
  private final Set<ResourceAddress> changing = ConcurrentHashMap.newKeySet();
  private final Queue<Change> otherChanges = new ConcurrentLinkedQueue<>();
  private final Queue<Change> drift = new ConcurrentLinkedQueue<>();
  private final Map<InstanceAddress, Optional<Instance>> refreshed = new ConcurrentHashMap<>();
  private final Set<InstanceAddress> moved = ConcurrentHashMap.newKeySet();
  private final Map<InstanceAddress, Set<Dependency>> dependencies = new ConcurrentHashMap<>();
  private final Map<String, Set<Dependency>> values = new ConcurrentHashMap<>();
  private final Map<String, Set<ResourceAddress>> resourcesOfValues = new ConcurrentHashMap<>();
  private final Map<String, OutputChange> outputs = new ConcurrentSkipListMap<>();
  private final Map<String, Set<Dependency>> outputDependencies = new ConcurrentSkipListMap<>();

  PlanRun(
      PlanRequest request,
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      Evaluator evaluator,
      ProviderPool pool,
      Results results,
      Set<ResourceAddress> late) {
    this.request = request;
    this.compiled = compiled;
    this.surroundings = surroundings;
    this.evaluator = evaluator;
    this.pool = pool;
    this.results = results;
    this.late = late;
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  void event(Event event) {
    request.setting().listener().accept(event);
  }

  ModuleScope scope(ModuleScope.Repetition repetition) {
    return new ModuleScope(surroundings, results, repetition, null);
  }

  void change(Change change) {
    if (change.action() != Action.NO_OP) {
      changing.add(change.address().resource());
    }
    if (change.deposed().isEmpty()) {
      changes.put(change.address(), change);
    } else {
      otherChanges.add(change);
    }
  }

  Optional<Change> change(InstanceAddress address) {
    return Optional.ofNullable(changes.get(address));
  }

  /// True when an instance of `address` is about to change.
  boolean isChanging(ResourceAddress address) {
    return changing.contains(address);
  }

  List<Change> changes() {
    List<Change> all = new ArrayList<>(changes.values());
    all.addAll(otherChanges);
    return all.stream().sorted().toList();
  }

  void drifted(Change change) {
    drift.add(change);
  }

  List<Change> drift() {
    return drift.stream().sorted().toList();
  }

  /// Records what is at `address` after refresh; nothing when it is gone.
  void refreshed(InstanceAddress address, Optional<Instance> instance) {
    refreshed.put(address, instance);
  }

  /// Records that the object at `previous` is at another address now.
  void moved(InstanceAddress previous) {
    moved.add(previous);
  }

  Set<InstanceAddress> moved() {
    return moved;
  }

  Map<InstanceAddress, Optional<Instance>> refreshed() {
    return refreshed;
  }

  void depends(InstanceAddress address, Set<Dependency> on) {
    dependencies.put(address, on);
  }

  void value(String name, Set<Dependency> on) {
    values.put(name, on);
  }

  void output(OutputChange change, Set<Dependency> on) {
    outputs.put(change.name(), change);
    outputDependencies.put(change.name(), on);
  }

  List<OutputChange> outputs() {
    return List.copyOf(outputs.values());
  }

  /// The resources among `on`, through computed values.
  Set<ResourceAddress> resources(Set<Dependency> on) {
    Set<ResourceAddress> all = new TreeSet<>();
    for (Dependency dependency : on) {
      switch (dependency) {
        case Dependency.OnInstance(InstanceAddress address) -> all.add(address.resource());
        case Dependency.OnResource(ResourceAddress address) -> all.add(address);
        case Dependency.OnValue(String name) -> all.addAll(resourcesOf(name));
      }
    }
    return all;
  }

  private Set<ResourceAddress> resourcesOf(String value) {
    Set<ResourceAddress> known = resourcesOfValues.get(value);
    if (known == null) {
      known = resources(values.getOrDefault(value, Set.of()));
      resourcesOfValues.put(value, known);
    }
    return known;
  }

  Ordering.Dependencies dependencies(Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    return new Ordering.Dependencies(dependencies, values, outputDependencies, recorded, late);
  }
}

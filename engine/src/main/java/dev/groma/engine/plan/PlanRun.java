package dev.groma.engine.plan;

import dev.groma.engine.config.Lifecycle;
import dev.groma.engine.expr.Evaluator;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// What planning has found out so far; written by many threads.
final class PlanRun {
  final PlanRequest request;
  final CompiledModule compiled;
  final ModuleScope.Surroundings surroundings;
  final Evaluator evaluator;
  final ProviderPool pool;

  /// The resources of the configuration whose replacements are created first.
  final Set<ResourceAddress> late;

  private final Map<InstanceAddress, InstanceAddress> origins;
  final Imports imports;
  final Checks checks = new Checks();
  final Ephemerals ephemerals;
  private final Map<ModuleAddress, ModuleInstance> modules = new ConcurrentHashMap<>();
  private final Map<ModuleAddress, List<ModuleInstance>> modulesByPath = new ConcurrentHashMap<>();
  private final Set<ModuleAddress> changingModules = ConcurrentHashMap.newKeySet();
  private final Queue<Diagnostic> diagnostics = new ConcurrentLinkedQueue<>();
  private final Map<InstanceAddress, Change> changes = new ConcurrentHashMap<>();
  private final Map<InstanceAddress, String> unreadable = new ConcurrentHashMap<>();
  private final Set<ResourceAddress> changing = ConcurrentHashMap.newKeySet();
  private final Queue<Change> otherChanges = new ConcurrentLinkedQueue<>();
  private final Queue<Change> drift = new ConcurrentLinkedQueue<>();
  private final Map<InstanceAddress, Optional<Instance>> refreshed = new ConcurrentHashMap<>();
  private final Set<InstanceAddress> moved = ConcurrentHashMap.newKeySet();
  private final Map<InstanceAddress, Set<Dependency>> dependencies = new ConcurrentHashMap<>();
  private final Set<String> deferred = ConcurrentHashMap.newKeySet();
  private final Map<InstanceAddress, Value> configurations = new ConcurrentHashMap<>();
  private final Map<String, Set<Dependency>> values = new ConcurrentHashMap<>();
  private final ResourcesBehind behind = new ResourcesBehind(values);
  private final Map<String, OutputChange> outputs = new ConcurrentSkipListMap<>();
  private final Map<String, Set<Dependency>> outputDependencies = new ConcurrentSkipListMap<>();

  PlanRun(
      PlanRequest request,
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      Evaluator evaluator,
      ProviderPool pool,
      Set<ResourceAddress> late,
      Map<InstanceAddress, InstanceAddress> origins) {
    this.request = request;
    this.compiled = compiled;
    this.surroundings = surroundings;
    this.evaluator = evaluator;
    this.pool = pool;
    ModuleInstance root = ModuleInstance.root(compiled, new Results(request.variables()));
    modules.put(ModuleAddress.ROOT, root);
    modulesByPath.put(ModuleAddress.ROOT, List.of(root));
    this.late = late;
    this.origins = origins;
    this.imports = Imports.of(compiled, this::report);
    this.ephemerals = new Ephemerals(pool, evaluator, request.setting(), this::report);
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /// What takes the outcomes of the conditions of `instance`.
  Checks.Recorder recorder(CompiledModule.CompiledResource resource, InstanceAddress instance) {
    Lifecycle lifecycle = resource.block().lifecycle();
    return lifecycle.preconditions().isEmpty() && lifecycle.postconditions().isEmpty()
        ? Checks.Recorder.NONE
        : checks.of(Checks.Kind.RESOURCE, resource.address().toString(), instance.toString());
  }

  /// Notes all conditions of the configuration, of which nothing is known yet.
  void declareChecks() {
    for (CompiledModule module : compiled.all()) {
      String prefix = module.path().prefix();
      for (CompiledModule.CompiledResource resource : module.resources().values()) {
        Lifecycle lifecycle = resource.block().lifecycle();
        if (!lifecycle.preconditions().isEmpty() || !lifecycle.postconditions().isEmpty()) {
          checks.declare(Checks.Kind.RESOURCE, resource.address().toString());
        }
      }
      module.module().outputs().values().stream()
          .filter(output -> !output.preconditions().isEmpty())
          .forEach(o -> checks.declare(Checks.Kind.OUTPUT, prefix + "output." + o.name()));
      module.module().variables().values().stream()
          .filter(variable -> !variable.validations().isEmpty())
          .forEach(v -> checks.declare(Checks.Kind.VARIABLE, prefix + "var." + v.name()));
      module
          .module()
          .checks()
          .keySet()
          .forEach(name -> checks.declare(Checks.Kind.CHECK, prefix + "check." + name));
    }
  }

  /// Says that the data source of a check could not be read.
  void unreadable(InstanceAddress address, List<Diagnostic> why) {
    unreadable.put(address, Checks.failure(why));
  }

  /// Why the data source `address` could not be read, if that was tried.
  Optional<String> unreadable(InstanceAddress address) {
    return Optional.ofNullable(unreadable.get(address));
  }

  /// What takes the outcomes of the conditions of `local`, such as `output.a`, of a module
  /// instance.
  Checks.Recorder recorder(Checks.Kind kind, ModuleInstance module, String local) {
    return checks.of(kind, module.address().withoutKeys().prefix() + local, module.name(local));
  }

  void event(Event event) {
    request.setting().listener().accept(event);
  }

  ModuleScope scope(ModuleInstance module, ModuleScope.Repetition repetition) {
    return new ModuleScope(surroundings, module, repetition, null);
  }

  /// The scope of what belongs to a module instance as a whole.
  ModuleScope scope(ModuleInstance module) {
    return scope(module, ModuleScope.Repetition.NONE);
  }

  /// The instances of the module at `path`; none when its call could not be expanded.
  List<ModuleInstance> modules(ModuleAddress path) {
    return modulesByPath.getOrDefault(path, List.of());
  }

  /// The module instance `address`, if it is configured.
  Optional<ModuleInstance> module(ModuleAddress address) {
    return Optional.ofNullable(modules.get(address));
  }

  void modules(ModuleAddress path, List<ModuleInstance> instances) {
    modulesByPath.put(path, List.copyOf(instances));
    instances.forEach(instance -> modules.put(instance.address(), instance));
  }

  /// What is known in the module of `address`, which is configured.
  Results results(ResourceAddress address) {
    return module(address.module())
        .map(ModuleInstance::results)
        .orElseThrow(() -> new IllegalStateException("no module of " + address));
  }

  SortedMap<ModuleAddress, ModuleScope.Repetition> expansions() {
    SortedMap<ModuleAddress, ModuleScope.Repetition> all = new TreeMap<>();
    modules.forEach((address, instance) -> all.put(address, instance.repetition()));
    return all;
  }

  boolean isLate(InstanceAddress address) {
    return late.contains(address.resource().withoutKeys());
  }

  void change(Change change) {
    if (change.action() != Action.NO_OP) {
      changing.add(change.address().resource());
      ModuleAddress module = change.address().resource().module();
      while (!module.isRoot() && changingModules.add(module)) {
        module = module.parent();
      }
    }
    if (change.deposed().isEmpty()) {
      changes.put(change.address(), change);
      request.setting().listener().planned(change.address());
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

  /// True when something in an instance of the call `name` in `caller` is about to change.
  boolean isChangingIn(ModuleAddress caller, String name) {
    ModuleAddress called = caller.child(name, InstanceKey.none()).withoutKeys();
    return modules(called).stream()
        .map(ModuleInstance::address)
        .filter(address -> address.parent().equals(caller))
        .anyMatch(changingModules::contains);
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

  /// Changes what is recorded at `address` after refresh; the objects there may be read at the same
  /// time.
  void refreshed(InstanceAddress address, Function<Optional<Instance>, Instance> change) {
    refreshed.compute(
        address,
        (_, known) ->
            Optional.of(change.apply(known == null ? Optional.empty() : known))
                .filter(instance -> !instance.isEmpty()));
  }

  /// Where the object that is at `address` now was before the moves of the configuration.
  InstanceAddress origin(InstanceAddress address) {
    return origins.getOrDefault(address, address);
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

  /// Notes what the provider is to be given as the configuration of `address`.
  void configured(InstanceAddress address, Value configuration) {
    configurations.put(address, configuration);
  }

  /// What was noted for `address`, or `otherwise`.
  Value configuration(InstanceAddress address, Value otherwise) {
    return configurations.getOrDefault(address, otherwise);
  }

  void depends(InstanceAddress address, Set<Dependency> on) {
    dependencies.put(address, on);
  }

  /// What takes the messages about how often `name` is there. That it is not known is not an error
  /// where it may be left for a later run.
  Consumer<Diagnostic> deferring(String name) {
    return d -> {
      if (request.options().deferral() && d.code().equals(Expander.UNKNOWN)) {
        deferred.add(name);
      } else {
        report(d);
      }
    };
  }

  /// What cannot be planned yet, sorted.
  List<String> deferred() {
    return deferred.stream().sorted().toList();
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

  /// The resources of the configuration among `on`, through computed values.
  Set<ResourceAddress> resources(Set<Dependency> on) {
    return behind.of(on);
  }

  Ordering.Dependencies dependencies(Map<ResourceAddress, Set<ResourceAddress>> recorded) {
    return new Ordering.Dependencies(dependencies, values, outputDependencies, recorded, late);
  }
}

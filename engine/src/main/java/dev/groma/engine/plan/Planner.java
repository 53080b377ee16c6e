package dev.groma.engine.plan;

import dev.groma.engine.config.Output;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.graph.Walk;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.InstancePlanner.Prior;
import dev.groma.engine.plan.InstancePlanner.Target;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes plans: looks at everything the configuration declares and the state records, each as soon
/// as what it refers to is known, and decides what happens to it.
public final class Planner {
  private final PlanRequest request;
  private final CompiledModule compiled;
  private final ModuleGraph graph;
  private final PlanRun run;
  private final InstancePlanner instances;
  private final Map<ResourceAddress, Set<ResourceAddress>> recorded;
  private final Map<ResourceAddress, List<InstanceAddress>> stored = new HashMap<>();

  private Planner(
      PlanRequest request, CompiledModule compiled, ModuleGraph graph, ProviderPool pool) {
    this.request = request;
    this.compiled = compiled;
    this.graph = graph;
    this.recorded = recordedDependencies(request.state());
    request
        .state()
        .instances()
        .keySet()
        .forEach(address ->
            stored.computeIfAbsent(address.resource(), _ -> new ArrayList<>()).add(address));
    ModuleScope.Surroundings surroundings = surroundings(request);
    this.run =
        new PlanRun(
            request,
            compiled,
            surroundings,
            Evaluators.planning(request),
            pool,
            new Results(request.variables()),
            graph.closure(createFirstSeeds(), recorded));
    this.instances = new InstancePlanner(run);
  }

  /// What expressions see of the world.
  public static ModuleScope.Surroundings surroundings(PlanRequest request) {
    return new ModuleScope.Surroundings(
        request.configuration().root(),
        ".",
        request.setting().workingDirectory(),
        request.setting().workspace());
  }

  /// Makes a plan.
  ///
  /// @throws InterruptedException when the calling thread is interrupted
  public static PlanResult plan(PlanRequest request) throws InterruptedException {
    List<Diagnostic> found = new ArrayList<>();
    CompiledModule compiled =
        CompiledModule.compile(request.configuration(), request.setting().registry(), found::add);
    ModuleGraph graph = ModuleGraph.of(compiled, request.state(), found::add);
    if (Diagnostic.hasErrors(found)) {
      return new PlanResult(null, sorted(found));
    }
    try (ProviderPool pool = new ProviderPool(request.setting())) {
      Planner planner = new Planner(request, compiled, graph, pool);
      Plan plan = planner.walk();
      found.addAll(planner.run.diagnostics());
      return new PlanResult(plan, sorted(found));
    }
  }

  private static List<Diagnostic> sorted(List<Diagnostic> found) {
    return new LinkedHashSet<>(found).stream().sorted(Diagnostic.DISPLAY_ORDER).toList();
  }

  /// What each resource of `state` was made after.
  static Map<ResourceAddress, Set<ResourceAddress>> recordedDependencies(State state) {
    Map<ResourceAddress, Set<ResourceAddress>> all = new TreeMap<>();
    state
        .instances()
        .forEach((address, instance) -> {
          Set<ResourceAddress> on = all.computeIfAbsent(address.resource(), _ -> new TreeSet<>());
          StateObject current = instance.current();
          if (current != null) {
            on.addAll(current.dependencies());
          }
          instance.deposed().values().forEach(object -> on.addAll(object.dependencies()));
        });
    return all;
  }

  private Set<ResourceAddress> createFirstSeeds() {
    Set<ResourceAddress> seeds = new TreeSet<>();
    compiled
        .resources()
        .values()
        .forEach(resource -> {
          if (Boolean.TRUE.equals(resource.block().lifecycle().createBeforeDestroy())) {
            seeds.add(resource.address());
          }
        });
    request
        .state()
        .instances()
        .forEach((address, instance) -> {
          boolean orphan = !compiled.resources().containsKey(address.resource().local());
          StateObject current = instance.current();
          if (orphan && current != null && current.createBeforeDestroy()) {
            seeds.add(address.resource());
          }
        });
    return seeds;
  }

  private Plan walk() throws InterruptedException {
    List<ModuleGraph.Node> nodes = graph.nodes();
    Walk.run(
        graph.before(),
        new Walk.Visitor() {
          @Override
          public boolean visit(int node) {
            return Planner.this.visit(nodes.get(node));
          }

          @Override
          public void skip(int node) {
            keepSkipped(nodes.get(node));
          }
        });
    planRemovedOutputs();
    boolean errored = Diagnostic.hasErrors(run.diagnostics());
    List<Change> changes = run.changes();
    ExecutionGraph execution =
        errored ? ExecutionGraph.EMPTY : Ordering.order(changes, run.dependencies(recorded));
    return new Plan(
        request.mode(),
        request.configuration(),
        request.variables(),
        request.state(),
        priorState(),
        run.drift(),
        changes,
        run.outputs(),
        execution,
        request.timestamp(),
        errored);
  }

  private State priorState() {
    StateBuilder state = request.state().edit();
    run.refreshed()
        .forEach((address, instance) ->
            instance.ifPresentOrElse(i -> state.put(address, i), () -> state.remove(address)));
    run.moved().forEach(state::remove);
    for (InstanceAddress address : request.state().instances().keySet()) {
      boolean dataGone =
          address.resource().mode() == ResourceMode.DATA && !run.refreshed().containsKey(address);
      if (dataGone) {
        state.remove(address);
      }
    }
    return state.build();
  }

  private boolean visit(ModuleGraph.Node node) {
    return switch (node) {
      case ModuleGraph.VariableNode(Variable variable) -> validate(variable);
      case ModuleGraph.LocalNode local -> planLocal(local);
      case ModuleGraph.ProviderNode(CompiledProvider provider) -> configure(provider, node.name());
      case ModuleGraph.ResourceNode(CompiledResource resource) -> planResource(resource);
      case ModuleGraph.OrphanNode(ResourceAddress address) -> planOrphan(address);
      case ModuleGraph.OutputNode(Output output) -> planOutput(output);
    };
  }

  /// What is recorded of an object that could not be looked at stays in the state.
  private void keepSkipped(ModuleGraph.Node node) {
    if (node instanceof ModuleGraph.ResourceNode(CompiledResource resource)
        && resource.block().mode() == ResourceMode.DATA) {
      ResourceAddress address = resource.address();
      for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
        run.refreshed(instance, request.state().find(instance));
      }
    }
  }

  private boolean validate(Variable variable) {
    return VariableRules.check(
        variable, run.scope(ModuleScope.Repetition.NONE), run.evaluator, run::report);
  }

  private boolean planLocal(ModuleGraph.LocalNode node) {
    ModuleScope scope = run.scope(ModuleScope.Repetition.NONE);
    Evaluation evaluation = run.evaluator.evaluate(node.local().expression(), scope);
    evaluation.diagnostics().forEach(run::report);
    run.value(node.name(), scope.seen());
    run.results.putLocal(node.local().name(), evaluation.value());
    return !evaluation.failed();
  }

  private boolean configure(CompiledProvider provider, String name) {
    ModuleScope scope = run.scope(ModuleScope.Repetition.NONE);
    List<Diagnostic> found = new ArrayList<>();
    Value configuration =
        ProviderConfiguration.evaluate(provider, scope, run.evaluator, found::add);
    run.value(name, scope.seen());
    boolean usable =
        !Diagnostic.hasErrors(found)
            && run.pool.configure(
                provider.address(),
                configuration,
                provider.block() == null ? null : provider.block().declaration(),
                found::add);
    found.forEach(run::report);
    return usable;
  }

  private boolean planResource(CompiledResource resource) {
    if (resource.block().mode() == ResourceMode.DATA) {
      return request.mode() == Mode.DESTROY ? planDataForDestroy(resource) : planData(resource);
    }
    return switch (request.mode()) {
      case NORMAL -> planManaged(resource);
      case DESTROY -> planDestroy(resource);
      case REFRESH_ONLY -> planRefreshOnly(resource);
    };
  }

  private Target target(CompiledResource resource, InstanceKey key) {
    InstanceAddress address = resource.address().instance(key);
    return new Target(
        address, address, resource.provider(), resource.schema(), resource.block().declaration());
  }

  private Set<Dependency> providerDependency(CompiledResource resource) {
    CompiledProvider provider = compiled.providers().get(resource.provider());
    return provider == null
        ? Set.of()
        : Set.of(new Dependency.OnValue(new ModuleGraph.ProviderNode(provider).name()));
  }

  private boolean planManaged(CompiledResource resource) {
    ModuleScope scope = run.scope(ModuleScope.Repetition.NONE);
    Optional<Expander.Expansion> expansion =
        Expander.expand(resource.block(), scope, run.evaluator, run::report);
    if (expansion.isEmpty()) {
      return false;
    }
    Set<Dependency> inherited = new LinkedHashSet<>(providerDependency(resource));
    inherited.addAll(scope.seen());
    ResourceAddress address = resource.address();
    run.results.open(address.local(), expansion.get().repetition());
    Set<InstanceKey> wanted = expansion.get().instances().keySet();
    Set<InstanceAddress> taken = new HashSet<>();
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (ModuleScope.Repetition instance : expansion.get().instances().values()) {
      InstanceAddress previous = previousAddress(address.instance(instance.key()), wanted);
      taken.add(previous);
      tasks.add(() -> planInstance(resource, instance, previous, inherited));
    }
    for (InstanceAddress left : stored.getOrDefault(address, List.of())) {
      if (!taken.contains(left)) {
        tasks.add(() -> planSurplus(resource, left, expansion.get()));
      } else if (hasDeposed(left)) {
        tasks.add(() -> planDeposed(target(resource, left.key())));
      }
    }
    return all(tasks);
  }

  /// Where the object of `address` was before: an instance without a key and the one with index 0
  /// are the same object when `count` is added or taken away.
  private InstanceAddress previousAddress(InstanceAddress address, Set<InstanceKey> wanted) {
    InstanceAddress other = InstancePlanner.other(address);
    boolean canMove =
        (address.key() instanceof InstanceKey.None
                || address.key().equals(new InstanceKey.Index(0)))
            && hasCurrent(other)
            && !hasCurrent(address)
            && !wanted.contains(other.key());
    return canMove ? other : address;
  }

  private boolean hasCurrent(InstanceAddress address) {
    return request.state().find(address).map(Instance::current).isPresent();
  }

  private boolean hasDeposed(InstanceAddress address) {
    return request.state().find(address).map(i -> !i.deposed().isEmpty()).orElse(false);
  }

  private @Nullable StateObject current(InstanceAddress address) {
    return request.state().find(address).map(Instance::current).orElse(null);
  }

  private boolean planInstance(
      CompiledResource resource,
      ModuleScope.Repetition repetition,
      InstanceAddress previous,
      Set<Dependency> inherited) {
    Target here = target(resource, repetition.key());
    Target target =
        new Target(here.address(), previous, here.provider(), here.schema(), here.declaration());
    if (!previous.equals(here.address())) {
      run.moved(previous);
    }
    Optional<Prior> prior = instances.refresh(target, current(previous), "");
    return prior.isPresent()
        && instances.plan(resource, target, run.scope(repetition), inherited, prior.get());
  }

  private boolean planSurplus(
      CompiledResource resource, InstanceAddress address, Expander.Expansion expansion) {
    Target target = target(resource, address.key());
    Reason reason =
        switch (expansion.repetition()) {
          case SINGLE -> Reason.DELETE_BECAUSE_WRONG_REPETITION;
          case COUNT ->
              address.key() instanceof InstanceKey.Index
                  ? Reason.DELETE_BECAUSE_COUNT_INDEX
                  : Reason.DELETE_BECAUSE_WRONG_REPETITION;
          case FOR_EACH ->
              address.key() instanceof InstanceKey.Name
                  ? Reason.DELETE_BECAUSE_EACH_KEY
                  : Reason.DELETE_BECAUSE_WRONG_REPETITION;
        };
    return planDelete(target, reason) && mayDestroy(resource, target);
  }

  private boolean mayDestroy(CompiledResource resource, Target target) {
    Optional<Change> change = run.change(target.address());
    return change.isEmpty()
        || instances.protectedFromDestroy(
            resource, target, change.get(), d -> run.report(d.about(target.name())));
  }

  /// Plans the deletion of the current object of `target` and of its deposed ones.
  private boolean planDelete(Target target, @Nullable Reason reason) {
    Optional<Prior> prior = instances.refresh(target, current(target.address()), "");
    if (prior.isEmpty()) {
      return false;
    }
    instances.delete(target, "", prior.get(), reason);
    return planDeposed(target);
  }

  private boolean planDeposed(Target target) {
    Instance instance = request.state().instances().get(target.address());
    if (instance == null) {
      return true;
    }
    boolean done = true;
    for (Map.Entry<String, StateObject> entry : instance.deposed().entrySet()) {
      Optional<Prior> prior = instances.refresh(target, entry.getValue(), entry.getKey());
      if (prior.isEmpty()) {
        done = false;
      } else if (request.mode() != Mode.REFRESH_ONLY) {
        instances.delete(target, entry.getKey(), prior.get(), null);
      }
    }
    return done;
  }

  private boolean planDestroy(CompiledResource resource) {
    ResourceAddress address = resource.address();
    run.results.open(address.local(), CompiledModule.repetitionOf(resource));
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      tasks.add(() -> {
        Target target = target(resource, instance.key());
        boolean planned = planDelete(target, null) && mayDestroy(resource, target);
        run.change(instance)
            .ifPresent(change ->
                run.results
                    .open(address.local(), CompiledModule.repetitionOf(resource))
                    .put(instance.key(), change.before()));
        return planned;
      });
    }
    return all(tasks);
  }

  private boolean planRefreshOnly(CompiledResource resource) {
    ResourceAddress address = resource.address();
    ResourceResults.Repetition repetition = CompiledModule.repetitionOf(resource);
    run.results.open(address.local(), repetition);
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      tasks.add(() -> {
        Target target = target(resource, instance.key());
        Optional<Prior> prior = instances.refresh(target, current(instance), "");
        prior.ifPresent(p -> instances.see(instance, p, repetition));
        return prior.isPresent() && planDeposed(target);
      });
    }
    return all(tasks);
  }

  private boolean planData(CompiledResource resource) {
    ModuleScope scope = run.scope(ModuleScope.Repetition.NONE);
    Optional<Expander.Expansion> expansion =
        Expander.expand(resource.block(), scope, run.evaluator, run::report);
    if (expansion.isEmpty()) {
      return false;
    }
    Set<Dependency> inherited = new LinkedHashSet<>(providerDependency(resource));
    inherited.addAll(scope.seen());
    run.results.open(resource.block().localAddress(), expansion.get().repetition());
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (ModuleScope.Repetition instance : expansion.get().instances().values()) {
      tasks.add(() ->
          instances.planData(
              resource, target(resource, instance.key()), run.scope(instance), inherited));
    }
    return all(tasks);
  }

  /// While everything is destroyed, data sources are not read; provider configurations see what was
  /// read last.
  private boolean planDataForDestroy(CompiledResource resource) {
    ResourceAddress address = resource.address();
    ResourceResults results =
        run.results.open(address.local(), CompiledModule.repetitionOf(resource));
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      StateObject object = current(instance);
      if (object != null && object.schemaVersion() == resource.schema().version()) {
        results.put(instance.key(), object.value(resource.schema().block().impliedType()));
      }
    }
    return true;
  }

  private boolean planOrphan(ResourceAddress address) {
    if (address.mode() == ResourceMode.DATA) {
      return true;
    }
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      tasks.add(() -> planOrphan(instance));
    }
    return all(tasks);
  }

  private boolean planOrphan(InstanceAddress address) {
    ProviderConfigAddress provider = usable(request.state().instances().get(address));
    if (provider == null) {
      return false;
    }
    Optional<Schema> schema =
        run.pool.resourceSchema(provider.provider(), address.resource().type());
    if (schema.isEmpty()) {
      run.report(
          Diagnostic.error(
                  "state.unknown-type",
                  "Resource type not built in",
                  "The state holds "
                      + address
                      + ", but the provider "
                      + provider.provider()
                      + " has no resource type \""
                      + address.resource().type()
                      + "\". Remove it from the state with \"groma state rm\", or manage it with the program that made it.")
              .about(address.toString()));
      return false;
    }
    Target target = new Target(address, address, provider, schema.get(), null);
    Reason reason =
        request.mode() == Mode.DESTROY ? null : Reason.DELETE_BECAUSE_NO_RESOURCE_CONFIG;
    if (request.mode() != Mode.REFRESH_ONLY) {
      return planDelete(target, reason);
    }
    Optional<Prior> prior = instances.refresh(target, current(address), "");
    return prior.isPresent() && planDeposed(target);
  }

  /// The provider configuration that the objects of `instance` belong to, configured; null when
  /// that is not possible.
  private @Nullable ProviderConfigAddress usable(@Nullable Instance instance) {
    if (instance == null) {
      return null;
    }
    ProviderConfigAddress wanted = canonical(instance.provider());
    if (run.pool.isConfigured(wanted)) {
      return wanted;
    }
    Value empty = ProviderConfiguration.empty(request.setting().registry(), wanted);
    return run.pool.configure(wanted, empty, null, run::report) ? wanted : null;
  }

  /// The same provider configuration under the address that Groma gives the provider.
  private ProviderConfigAddress canonical(ProviderConfigAddress address) {
    return request
        .setting()
        .registry()
        .find(address.provider())
        .map(f -> new ProviderConfigAddress(address.module(), f.address(), address.alias()))
        .orElse(address);
  }

  private boolean planOutput(Output output) {
    ModuleScope scope = run.scope(ModuleScope.Repetition.NONE);
    if (request.mode() == Mode.DESTROY) {
      return true;
    }
    if (!Conditions.check(
        output.preconditions(),
        scope,
        run.evaluator,
        "Module output value precondition failed",
        "output." + output.name(),
        run::report)) {
      return false;
    }
    Evaluation evaluation = run.evaluator.evaluate(output.value(), scope);
    evaluation.diagnostics().forEach(run::report);
    if (evaluation.failed() || !OutputRules.check(output, evaluation.value(), run::report)) {
      return false;
    }
    OutputValue before = request.state().outputs().get(output.name());
    run.output(OutputRules.change(output, before, evaluation.value()), seenBy(output, scope));
    return true;
  }

  private static Set<Dependency> seenBy(Output output, ModuleScope scope) {
    Set<Dependency> on = new LinkedHashSet<>(scope.seen());
    output
        .dependsOn()
        .forEach(reference -> {
          if (reference.subject() instanceof Subject.Resource named) {
            on.add(
                new Dependency.OnResource(
                    new ResourceAddress(
                        ModuleAddress.ROOT, named.mode(), named.type(), named.name())));
          }
        });
    return on;
  }

  private void planRemovedOutputs() {
    request
        .state()
        .outputs()
        .forEach((name, before) -> {
          boolean kept =
              request.mode() != Mode.DESTROY && compiled.module().outputs().containsKey(name);
          if (!kept) {
            Value value = before.sensitive() ? before.value().mark(Mark.SENSITIVE) : before.value();
            run.output(
                new OutputChange(
                    name, Action.DELETE, value, Value.nullOf(Type.DYNAMIC), before.sensitive()),
                Set.of());
          }
        });
  }

  /// Does all `tasks`, many at once, and says whether all went well.
  private static boolean all(List<BooleanSupplier> tasks) {
    AtomicBoolean good = new AtomicBoolean(true);
    Walk.each(
        tasks,
        task -> {
          if (!task.getAsBoolean()) {
            good.set(false);
          }
        });
    return good.get();
  }
}

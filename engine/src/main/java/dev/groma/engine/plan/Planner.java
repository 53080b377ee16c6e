package dev.groma.engine.plan;

import dev.groma.engine.config.CheckBlock;
import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.Output;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.graph.Walk;
import dev.groma.engine.link.LinkReview;
import dev.groma.engine.link.Links;
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
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.CheckResult;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes plans: looks at everything the configuration declares and the state records, each as soon
/// as what it refers to is known, and decides what happens to it.
public final class Planner {
  private final PlanRequest request;
  private final CompiledModule compiled;
  private final ModuleGraph graph;
  private final PlanRun run;
  private final InstancePlanner instances;
  private final Causes causes;
  private final CallPlanner calls;
  private final Removals removals;
  private final Unconfigured unconfigured;
  private final Selected selected;
  private final Map<ResourceAddress, Set<ResourceAddress>> recorded;
  private final Map<ResourceAddress, List<InstanceAddress>> stored = new HashMap<>();

  private final Map<ResourceAddress, Integer> nodeOf = new HashMap<>();

  /// The recorded resources by the resource of the configuration that they belong to.
  private final Map<ResourceAddress, Set<ResourceAddress>> storedByBlock = new HashMap<>();

  private Planner(
      PlanRequest request,
      CompiledModule compiled,
      ModuleGraph graph,
      ProviderPool pool,
      Map<InstanceAddress, InstanceAddress> origins,
      Removals removals,
      Unconfigured wanted) {
    this.request = request;
    this.unconfigured = wanted;
    this.removals = removals;
    this.compiled = compiled;
    this.graph = graph;
    this.recorded = recordedDependencies(request.state());
    request
        .state()
        .instances()
        .keySet()
        .forEach(address -> {
          ResourceAddress resource = address.resource();
          stored.computeIfAbsent(resource, _ -> new ArrayList<>()).add(address);
          storedByBlock.computeIfAbsent(resource.withoutKeys(), _ -> new TreeSet<>()).add(resource);
        });
    for (int i = 0; i < graph.nodes().size(); i++) {
      switch (graph.nodes().get(i)) {
        case ModuleGraph.ResourceNode(CompiledResource resource) ->
            nodeOf.put(resource.address(), i);
        case ModuleGraph.OrphanNode(ResourceAddress address) -> nodeOf.put(address, i);
        case ModuleGraph.Node _ -> {}
      }
    }
    this.selected =
        Selected.of(request.options().selection(), request.options().mode(), graph, recorded);
    ModuleScope.Surroundings surroundings = surroundings(request);
    this.run =
        new PlanRun(
            request,
            compiled,
            surroundings,
            Evaluators.planning(request),
            pool,
            graph.closure(createFirstSeeds(), recorded),
            origins);
    this.causes = new Causes(run);
    this.instances =
        new InstancePlanner(
            run, new BulkRefresh(run, request.state(), this::looksAt, this::readWith), causes);
    this.calls = new CallPlanner(run);
  }

  /// What expressions see of the world.
  public static ModuleScope.Surroundings surroundings(PlanRequest request) {
    return new ModuleScope.Surroundings(
        request.setting().workingDirectory(), request.setting().workspace());
  }

  /// Makes a plan.
  ///
  /// @throws InterruptedException when the calling thread is interrupted
  public static PlanResult plan(PlanRequest asked) throws InterruptedException {
    return plan(asked, Unconfigured.NONE);
  }

  /// Reads the objects of `import` blocks that nothing is configured for.
  ///
  /// @throws InterruptedException when the calling thread is interrupted
  public static Unconfigured.Result read(PlanRequest asked) throws InterruptedException {
    Unconfigured wanted = Unconfigured.of(asked.configuration());
    if (wanted.isEmpty() || !wanted.refused().isEmpty()) {
      return new Unconfigured.Result(List.of(), wanted.refused());
    }
    PlanResult result =
        plan(asked.about(wanted.in(asked.configuration()), wanted.selection()), wanted);
    return new Unconfigured.Result(
        wanted.found(),
        result.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList());
  }

  private static PlanResult plan(PlanRequest asked, Unconfigured wanted)
      throws InterruptedException {
    List<Diagnostic> found = new ArrayList<>();
    CompiledModule compiled =
        CompiledModule.compile(
            asked.configuration(), asked.setting().registry(), wanted.forgiving(found::add));
    Moves.Moved moved = Moves.apply(compiled, asked.state(), found::add);
    Removals removals = Removals.of(compiled, found::add);
    PlanRequest request = asked.withState(moved.state());
    found.addAll(Selected.moves(request.options().selection(), moved.origins()));
    found.addAll(partial(request.options().selection()));
    ModuleGraph graph = ModuleGraph.of(compiled, request.state(), found::add);
    if (Diagnostic.hasErrors(found)) {
      return new PlanResult(null, sorted(found));
    }
    try (ProviderPool pool = new ProviderPool(request.setting())) {
      Planner planner =
          new Planner(request, compiled, graph, pool, moved.origins(), removals, wanted);
      Plan plan;
      List<Proof> proofs;
      try (Ephemerals _ = planner.run.ephemerals) {
        plan = planner.walk(asked.state());
        proofs =
            request.options().preflight() && !plan.errored()
                ? new Preflight(planner.run).of(plan.changes())
                : List.of();
      }
      found.addAll(planner.run.diagnostics());
      found.addAll(deferred(plan));
      return new PlanResult(plan, sorted(found), proofs, planner.run.evaluator.filesSeen().all());
    }
  }

  /// Says that a plan is not about everything.
  private static List<Diagnostic> partial(Selection selection) {
    return selection.isAll()
        ? List.of()
        : List.of(
            Diagnostic.warning(
                "plan.targeted",
                "Resource targeting is in effect",
                "You are creating a plan with the %1$s option, which means that the result of this plan may not represent all of the changes requested by the current configuration.\n\nThe %1$s option is not for routine use, and is provided only for exceptional situations such as recovering from errors or mistakes, or when Groma specifically suggests to use it as part of an error message."
                    .formatted(selection.targets().isEmpty() ? "-exclude" : "-target")));
  }

  /// Says what a plan leaves for a later run.
  private static List<Diagnostic> deferred(Plan plan) {
    return plan.deferred().isEmpty()
        ? List.of()
        : List.of(
            Diagnostic.warning(
                "plan.deferred",
                "The plan is incomplete",
                "How many instances there are is not known yet of the following, so they and all"
                    + " that depends on them are left as they are:\n  - "
                    + String.join("\n  - ", plan.deferred())
                    + "\n\nApply this plan, then plan again to do the rest."));
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
          Set<ResourceAddress> on =
              all.computeIfAbsent(address.resource().withoutKeys(), _ -> new TreeSet<>());
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
    compiled.all().stream()
        .flatMap(module -> module.resources().values().stream())
        .filter(r ->
            Boolean.TRUE.equals(r.block().lifecycle().createBeforeDestroy())
                || !r.block().lifecycle().destroy())
        .forEach(resource -> seeds.add(resource.address()));
    request
        .state()
        .instances()
        .forEach((address, instance) -> {
          boolean orphan = compiled.resource(address.resource()).isEmpty();
          StateObject current = instance.current();
          if (orphan && current != null && current.createBeforeDestroy()) {
            seeds.add(address.resource().withoutKeys());
          }
        });
    return seeds;
  }

  private Plan walk(State previous) throws InterruptedException {
    List<ModuleGraph.Node> nodes = graph.nodes();
    run.declareChecks();
    Walk.run(
        graph.before(),
        new Walk.Visitor() {
          @Override
          public boolean visit(int node) {
            return selected.node(node)
                ? Planner.this.visit(nodes.get(node))
                : leave(nodes.get(node));
          }

          @Override
          public void skip(int node) {
            keepSkipped(nodes.get(node));
          }
        });
    if (request.options().selection().isAll() && run.deferred().isEmpty()) {
      planRemovedOutputs();
    }
    if (request.options().mode() == Mode.NORMAL) {
      // What could not be planned has a message of its own.
      if (unconfigured.isEmpty() && !Diagnostic.hasErrors(run.diagnostics())) {
        run.imports.reportMissing(run, this::looksAt);
      }
      removals.warn(run.changes(), run::report);
    }
    List<Change> changes = run.changes();
    if (request.options().mode() != Mode.REFRESH_ONLY) {
      PlanReview.of(changes, run.pool, run::report);
      reviewLinks(changes);
    }
    boolean errored = Diagnostic.hasErrors(run.diagnostics());
    ExecutionGraph execution =
        errored ? ExecutionGraph.EMPTY : Ordering.order(changes, run.dependencies(recorded));
    return new Plan(
        request.options().mode(),
        request.configuration(),
        compiled,
        request.variables(),
        previous,
        priorState(),
        run.drift(),
        changes,
        run.outputs(),
        execution,
        request.timestamp(),
        run.expansions(),
        run.checks.results(List.of()),
        isComplete(),
        run.deferred(),
        errored);
  }

  /// Reports what is wrong between the two ends of links; objects that could not be planned would
  /// only be missed.
  private void reviewLinks(List<Change> changes) {
    if (!Diagnostic.hasErrors(run.diagnostics())) {
      Links links = Links.of(NetworkView.after(changes, compiled));
      LinkReview.of(links, isComplete()).stream()
          .filter(problem -> request.options().rules().isOn(problem.rule().word()))
          .forEach(problem -> run.report(problem.diagnostic()));
    }
  }

  private boolean isComplete() {
    return request.options().selection().isAll() && run.deferred().isEmpty();
  }

  private State priorState() {
    StateBuilder state = request.state().edit();
    // A current object that moved leaves its deposed objects behind: they are refreshed where they
    // are.
    run.moved().forEach(state::remove);
    run.refreshed()
        .forEach((address, instance) ->
            instance.ifPresentOrElse(i -> state.put(address, i), () -> state.remove(address)));
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
      case ModuleGraph.VariableNode variable -> calls.variable(variable);
      case ModuleGraph.LocalNode(ModuleAddress path, LocalValue local) ->
          everywhere(path, module -> planLocal(module, local));
      case ModuleGraph.CallNode call -> calls.expand(call);
      case ModuleGraph.CloseNode close -> {
        calls.close(close);
        yield true;
      }
      case ModuleGraph.ProviderNode(CompiledProvider provider) ->
          everywhere(node.path(), module -> configure(module, provider));
      case ModuleGraph.ResourceNode(CompiledResource resource) -> planResource(resource);
      case ModuleGraph.OrphanNode(ResourceAddress address) ->
          planOrphans(storedByBlock.getOrDefault(address, Set.of()));
      case ModuleGraph.OutputNode(ModuleAddress path, Output output) ->
          everywhere(
              path,
              module -> path.isRoot() ? planOutput(module, output) : calls.output(output, module));
      case ModuleGraph.CheckNode(ModuleAddress path, CheckBlock check) ->
          request.options().mode() == Mode.DESTROY
              || everywhere(path, module -> planCheck(module, check));
    };
  }

  /// Does the same in every instance of the module at `path`.
  private boolean everywhere(ModuleAddress path, Predicate<ModuleInstance> action) {
    boolean good = true;
    for (ModuleInstance module : run.modules(path)) {
      good &= action.test(module);
    }
    return good;
  }

  /// True when the plan is about `address`, an instance that is configured or recorded.
  private boolean looksAt(InstanceAddress address) {
    Integer node = nodeOf.get(address.resource().withoutKeys());
    return (node == null || selected.node(node)) && selected.instance(address);
  }

  /// Leaves what the plan is not about as it is. Others see what is recorded of it.
  private boolean leave(ModuleGraph.Node node) {
    keepSkipped(node);
    if (node instanceof ModuleGraph.ResourceNode(CompiledResource resource)
        && resource.block().mode() != ResourceMode.EPHEMERAL) {
      for (ModuleInstance module : run.modules(node.path())) {
        ResourceAddress address = resource.block().address(module.address());
        module.results().open(address.local(), CompiledModule.repetitionOf(resource));
        stored.getOrDefault(address, List.of()).forEach(i -> leave(resource, module, i));
      }
    }
    return true;
  }

  private boolean leave(CompiledResource resource, ModuleInstance module, InstanceAddress address) {
    Block block = resource.schema().block();
    Value seen =
        Optional.ofNullable(current(address))
            .filter(object -> object.schemaVersion() == resource.schema().version())
            .map(object -> block.markSensitive(object.value(block.impliedType())))
            .orElseGet(() -> Value.unknown(block.impliedType()));
    module
        .results()
        .open(resource.block().localAddress(), CompiledModule.repetitionOf(resource))
        .put(address.key(), seen);
    if (address.resource().mode() == ResourceMode.DATA) {
      run.refreshed(address, request.state().find(address));
    }
    return true;
  }

  /// What is recorded of an object that could not be looked at stays in the state.
  private void keepSkipped(ModuleGraph.Node node) {
    if (node instanceof ModuleGraph.ResourceNode(CompiledResource resource)
        && resource.block().mode() == ResourceMode.DATA) {
      for (ResourceAddress address : storedByBlock.getOrDefault(resource.address(), Set.of())) {
        for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
          run.refreshed(instance, request.state().find(instance));
        }
      }
    }
  }

  private boolean planLocal(ModuleInstance module, LocalValue local) {
    ModuleScope scope = run.scope(module);
    Evaluation evaluation = run.evaluator.evaluate(local.expression(), scope);
    evaluation.diagnostics().forEach(run::report);
    run.value(module.name("local." + local.name()), scope.seen());
    module.results().putLocal(local.name(), evaluation.value());
    return !evaluation.failed();
  }

  private boolean configure(ModuleInstance module, CompiledProvider provider) {
    ModuleScope scope = run.scope(module);
    Set<Dependency> on = new LinkedHashSet<>();
    boolean usable =
        ProviderConfiguration.each(
            provider,
            scope,
            run.evaluator,
            (address, configuration) ->
                run.pool.configure(
                    address,
                    configuration,
                    provider.block() == null ? null : provider.block().declaration(),
                    run::report),
            on,
            run::report);
    on.addAll(scope.seen());
    run.value(CompiledModule.nameOf(provider), on);
    return usable;
  }

  private boolean planCheck(ModuleInstance module, CheckBlock check) {
    Checks.Recorder recorder = run.recorder(Checks.Kind.CHECK, module, "check." + check.name());
    Optional<String> unread =
        Optional.ofNullable(check.data())
            .map(module.module().resources()::get)
            .map(r -> r.block().address(module.address()).instance(InstanceKey.none()))
            .flatMap(run::unreadable);
    if (unread.isPresent()) {
      recorder.record(CheckResult.Status.FAIL, unread.get());
      return true;
    }
    return Conditions.check(check, run.scope(module), run.evaluator, true, recorder, run::report);
  }

  private boolean planResource(CompiledResource resource) {
    if (request.options().mode() == Mode.NORMAL && !run.imports.expand(resource.address(), run)) {
      return false;
    }
    boolean good = everywhere(resource.path(), module -> planResource(resource, module));
    List<ResourceAddress> gone =
        storedByBlock.getOrDefault(resource.address(), Set.of()).stream()
            .filter(address -> run.module(address.module()).isEmpty())
            .toList();
    return planOrphans(gone) && good;
  }

  private boolean planResource(CompiledResource resource, ModuleInstance module) {
    if (resource.block().mode() == ResourceMode.EPHEMERAL) {
      return openEphemeral(resource, module);
    }
    if (resource.block().mode() == ResourceMode.DATA) {
      return request.options().mode() == Mode.DESTROY
          ? planDataForDestroy(resource, module)
          : planData(resource, module);
    }
    return switch (request.options().mode()) {
      case NORMAL -> planManaged(resource, module);
      case DESTROY -> planDestroy(resource, module);
      case REFRESH_ONLY -> planRefreshOnly(resource, module);
    };
  }

  private boolean openEphemeral(CompiledResource resource, ModuleInstance module) {
    ModuleScope scope = run.scope(module);
    Set<Dependency> on = new LinkedHashSet<>(providerDependency(resource));
    on.addAll(module.inherited());
    boolean opened =
        EphemeralInstances.open(
            resource,
            scope,
            run.evaluator,
            one -> ProviderKeys.resolve(resource, one, run.evaluator, run.pool, run::report),
            (one, provider) ->
                run.ephemerals.open(
                    resource,
                    provider,
                    one,
                    run.recorder(
                        resource,
                        resource
                            .block()
                            .address(module.address())
                            .instance(one.repetition().key())),
                    run::report),
            on,
            run::report);
    on.addAll(module.named(resource.block().dependsOn()));
    run.value(module.name(resource.block().localAddress()), on);
    return opened;
  }

  /// The target of an instance that is configured; nothing after an error.
  private Optional<Target> target(
      CompiledResource resource, ModuleInstance module, ModuleScope.Repetition repetition) {
    return ProviderKeys.resolve(
            resource, run.scope(module, repetition), run.evaluator, run.pool, run::report)
        .map(provider -> target(resource, module, repetition.key(), provider));
  }

  /// The target of an instance that is recorded: it belongs to the provider configuration that it
  /// was made with where there are several. Nothing after an error.
  private Optional<Target> recorded(
      CompiledResource resource, ModuleInstance module, InstanceKey key) {
    ProviderConfigAddress provider = resource.provider();
    if (resource.providerKey() != null) {
      InstanceAddress address = resource.block().address(module.address()).instance(key);
      provider = usable(request.state().instances().get(address));
    }
    return Optional.ofNullable(provider).map(p -> target(resource, module, key, p));
  }

  private Target target(
      CompiledResource resource,
      ModuleInstance module,
      InstanceKey key,
      ProviderConfigAddress provider) {
    InstanceAddress address = resource.block().address(module.address()).instance(key);
    return new Target(
        address, run.origin(address), provider, resource.schema(), resource.block().declaration());
  }

  private Set<Dependency> providerDependency(CompiledResource resource) {
    return compiled
        .provider(resource.provider())
        .<Set<Dependency>>map(p -> Set.of(new Dependency.OnValue(CompiledModule.nameOf(p))))
        .orElse(Set.of());
  }

  /// The instances of a block in one instance of its module.
  ///
  /// @param inherited what all of them depend on
  private record Expanded(Expander.Expansion expansion, Set<Dependency> inherited) {}

  private Optional<Expanded> expand(CompiledResource resource, ModuleInstance module) {
    ModuleScope scope = run.scope(module);
    return Expander.expand(
            resource.block(), scope, run.evaluator, run.deferring(resource.address().toString()))
        .map(expansion -> {
          Set<Dependency> inherited = new LinkedHashSet<>(providerDependency(resource));
          inherited.addAll(module.inherited());
          inherited.addAll(scope.seen());
          return new Expanded(expansion, inherited);
        });
  }

  private boolean planManaged(CompiledResource resource, ModuleInstance module) {
    Expanded expanded = expand(resource, module).orElse(null);
    if (expanded == null) {
      return false;
    }
    Expander.Expansion expansion = expanded.expansion();
    Set<Dependency> inherited = expanded.inherited();
    ResourceAddress address = resource.block().address(module.address());
    ResourceResults results = module.results().open(address.local(), expansion.repetition());
    boolean disabled =
        resource.block().lifecycle().enabled() != null && expansion.instances().isEmpty();
    if (disabled) {
      results.putNone();
    }
    Set<InstanceKey> wanted = expansion.instances().keySet();
    Set<InstanceAddress> taken = new HashSet<>();
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (ModuleScope.Repetition instance : expansion.instances().values()) {
      if (!selected.instance(address.instance(instance.key()))) {
        tasks.add(() -> leave(resource, module, address.instance(instance.key())));
        taken.add(address.instance(instance.key()));
        continue;
      }
      InstanceAddress previous = previousAddress(address.instance(instance.key()), wanted);
      taken.add(previous);
      tasks.add(() -> planInstance(resource, module, instance, previous, inherited));
    }
    for (InstanceAddress left : looked(address)) {
      if (!taken.contains(left)) {
        tasks.add(() -> planSurplus(resource, module, left, expansion));
      } else if (hasDeposed(left)) {
        tasks.add(
            () -> recorded(resource, module, left.key()).map(this::planDeposed).orElse(false));
      }
    }
    return all(tasks);
  }

  /// The recorded instances of `address` that the plan is about.
  private List<InstanceAddress> looked(ResourceAddress address) {
    return stored.getOrDefault(address, List.of()).stream().filter(selected::instance).toList();
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
      ModuleInstance module,
      ModuleScope.Repetition repetition,
      InstanceAddress previous,
      Set<Dependency> inherited) {
    Optional<Target> found = target(resource, module, repetition);
    if (found.isEmpty()) {
      return false;
    }
    Target here = found.get();
    Target target =
        new Target(
            here.address(),
            run.origin(previous),
            here.provider(),
            here.schema(),
            here.declaration());
    if (!previous.equals(here.address())) {
      run.moved(previous);
    }
    StateObject recordedObject = current(previous);
    Optional<Imports.Wanted> wanted = run.imports.find(here.address());
    Optional<Prior> prior =
        recordedObject == null && wanted.isPresent()
            ? instances.takeOver(target, wanted.get())
            : instances.refresh(target, recordedObject, "");
    if (unconfigured.isFor(resource.address())) {
      prior.ifPresent(object ->
          unconfigured.found(
              resource.address(),
              target.block(),
              object,
              run.pool.resource(target.provider(), resource.block().type())));
      return prior.isPresent();
    }
    return prior.isPresent()
        && instances.plan(resource, target, run.scope(module, repetition), inherited, prior.get());
  }

  private boolean planSurplus(
      CompiledResource resource,
      ModuleInstance module,
      InstanceAddress address,
      Expander.Expansion expansion) {
    Optional<Target> target = recorded(resource, module, address.key());
    Reason reason =
        switch (expansion.repetition()) {
          case SINGLE ->
              address.key() instanceof InstanceKey.None
                  ? Reason.DELETE_BECAUSE_DISABLED
                  : Reason.DELETE_BECAUSE_WRONG_REPETITION;
          case COUNT ->
              address.key() instanceof InstanceKey.Index
                  ? Reason.DELETE_BECAUSE_COUNT_INDEX
                  : Reason.DELETE_BECAUSE_WRONG_REPETITION;
          case FOR_EACH ->
              address.key() instanceof InstanceKey.Name
                  ? Reason.DELETE_BECAUSE_EACH_KEY
                  : Reason.DELETE_BECAUSE_WRONG_REPETITION;
        };
    return target.isPresent()
        && planDelete(
            target.get(),
            reason,
            goingAction(resource),
            List.of(causes.ofRepetition(resource.block(), module)))
        && mayDestroy(resource, module, target.get());
  }

  /// What is done with objects of `resource` that have to go.
  private static Action goingAction(CompiledResource resource) {
    return resource.block().lifecycle().destroy() ? Action.DELETE : Action.FORGET;
  }

  private boolean mayDestroy(CompiledResource resource, ModuleInstance module, Target target) {
    Optional<Change> change = run.change(target.address());
    return change.isEmpty()
        || instances.protectedFromDestroy(
            resource, module, target, change.get(), d -> run.report(d.about(target.name())));
  }

  /// Plans the deletion of the current object of `target` and of its deposed ones.
  private boolean planDelete(
      Target target, @Nullable Reason reason, Action action, List<Change.Cause> because) {
    Optional<Prior> prior = instances.refresh(target, current(target.address()), "");
    if (prior.isEmpty()) {
      return false;
    }
    instances.delete(target, "", prior.get(), reason, action, because);
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
      } else if (request.options().mode() != Mode.REFRESH_ONLY) {
        instances.delete(
            target,
            entry.getKey(),
            prior.get(),
            null,
            removals.actionFor(target.address()),
            List.of());
      }
    }
    return done;
  }

  private boolean planDestroy(CompiledResource resource, ModuleInstance module) {
    ResourceAddress address = resource.block().address(module.address());
    module.results().open(address.local(), CompiledModule.repetitionOf(resource));
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      if (!selected.instance(instance)) {
        tasks.add(() -> leave(resource, module, instance));
        continue;
      }
      tasks.add(() -> {
        Optional<Target> target = recorded(resource, module, instance.key());
        boolean planned =
            target.isPresent()
                && planDelete(target.get(), null, goingAction(resource), List.of())
                && mayDestroy(resource, module, target.get());
        run.change(instance)
            .ifPresent(change ->
                module
                    .results()
                    .open(address.local(), CompiledModule.repetitionOf(resource))
                    .put(instance.key(), change.before()));
        return planned;
      });
    }
    return all(tasks);
  }

  private boolean planRefreshOnly(CompiledResource resource, ModuleInstance module) {
    ResourceAddress address = resource.block().address(module.address());
    ResourceResults.Repetition repetition = CompiledModule.repetitionOf(resource);
    module.results().open(address.local(), repetition);
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      if (!selected.instance(instance)) {
        tasks.add(() -> leave(resource, module, instance));
        continue;
      }
      tasks.add(() -> {
        Optional<Target> target = recorded(resource, module, instance.key());
        Optional<Prior> prior = target.flatMap(t -> instances.refresh(t, current(instance), ""));
        prior.ifPresent(p -> instances.see(instance, p, repetition));
        return prior.isPresent() && target.map(this::planDeposed).orElse(false);
      });
    }
    return all(tasks);
  }

  private boolean planData(CompiledResource resource, ModuleInstance module) {
    Expanded expanded = expand(resource, module).orElse(null);
    if (expanded == null) {
      return false;
    }
    Expander.Expansion expansion = expanded.expansion();
    Set<Dependency> inherited = expanded.inherited();
    module.results().open(resource.block().localAddress(), expansion.repetition());
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (ModuleScope.Repetition instance : expansion.instances().values()) {
      InstanceAddress address = resource.block().address(module.address()).instance(instance.key());
      if (!selected.instance(address)) {
        tasks.add(() -> leave(resource, module, address));
        continue;
      }
      tasks.add(() ->
          target(resource, module, instance)
              .map(target ->
                  instances.planData(resource, target, run.scope(module, instance), inherited))
              .orElse(false));
    }
    return all(tasks);
  }

  /// While everything is destroyed, data sources are not read; provider configurations see what was
  /// read last.
  private boolean planDataForDestroy(CompiledResource resource, ModuleInstance module) {
    ResourceAddress address = resource.block().address(module.address());
    ResourceResults results =
        module.results().open(address.local(), CompiledModule.repetitionOf(resource));
    for (InstanceAddress instance : stored.getOrDefault(address, List.of())) {
      StateObject object = current(instance);
      if (object != null && object.schemaVersion() == resource.schema().version()) {
        results.put(instance.key(), object.value(resource.schema().block().impliedType()));
      }
    }
    return true;
  }

  /// Plans what is recorded of resources that are not configured, or whose module is not there.
  private boolean planOrphans(Collection<ResourceAddress> addresses) {
    List<BooleanSupplier> tasks = new ArrayList<>();
    for (ResourceAddress address : addresses) {
      if (address.mode() == ResourceMode.MANAGED) {
        for (InstanceAddress instance : looked(address)) {
          tasks.add(() -> planOrphan(instance));
        }
      }
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
                      + "\". Remove it from the state with \"groma state rm\", or manage it with"
                      + " the program that made it.")
              .about(address.toString()));
      return false;
    }
    InstanceAddress origin = run.origin(address);
    Target target = new Target(address, origin, provider, schema.get(), null);
    Reason reason =
        request.options().mode() == Mode.DESTROY
            ? null
            : !origin.equals(address)
                ? Reason.DELETE_BECAUSE_NO_MOVE_TARGET
                : isGone(address.resource().module())
                    ? Reason.DELETE_BECAUSE_NO_MODULE
                    : Reason.DELETE_BECAUSE_NO_RESOURCE_CONFIG;
    if (request.options().mode() != Mode.REFRESH_ONLY) {
      StateObject object = current(address);
      boolean kept = object != null && object.skipDestroy() && removals.causes(address).isEmpty();
      return planDelete(
          target,
          reason,
          kept ? Action.FORGET : removals.actionFor(target.address()),
          reason == Reason.DELETE_BECAUSE_NO_MODULE
              ? causes.ofMissing(address.resource().module())
              : removals.causes(address));
    }
    Optional<Prior> prior = instances.refresh(target, current(address), "");
    return prior.isPresent() && planDeposed(target);
  }

  /// True when `address` is an instance of a configured module that is not there any more.
  private boolean isGone(ModuleAddress address) {
    return run.module(address).isEmpty() && compiled.find(address).isPresent();
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
    if (!wanted.alias().isEmpty()) {
      run.report(ProviderKeys.removed(instance, wanted));
      return null;
    }
    Value empty = ProviderConfiguration.empty(request.setting().registry(), wanted);
    return run.pool.configure(wanted, empty, null, run::report) ? wanted : null;
  }

  /// The provider configuration that the objects of `instance` are read with.
  private ProviderConfigAddress readWith(InstanceAddress address, Instance instance) {
    return compiled
        .resource(address.resource())
        .map(CompiledResource::provider)
        .orElseGet(() -> canonical(instance.provider()));
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

  private boolean planOutput(ModuleInstance module, Output output) {
    ModuleScope scope = run.scope(module);
    if (request.options().mode() == Mode.DESTROY) {
      return true;
    }
    if (!Conditions.check(
        output.preconditions(),
        scope,
        run.evaluator,
        "Module output value precondition failed",
        "output." + output.name(),
        output.preconditions().isEmpty()
            ? Checks.Recorder.NONE
            : run.recorder(Checks.Kind.OUTPUT, module, "output." + output.name()),
        run::report)) {
      return false;
    }
    Evaluation evaluation = run.evaluator.evaluate(output.value(), scope);
    evaluation.diagnostics().forEach(run::report);
    if (evaluation.failed() || !OutputRules.check(output, evaluation.value(), run::report)) {
      return false;
    }
    OutputValue before = request.state().outputs().get(output.name());
    OutputChange change = OutputRules.change(output, before, evaluation.value());
    run.output(
        change.action() == Action.NO_OP ? change : change.because(causes.of(output, module)),
        seenBy(output, scope));
    return true;
  }

  private static Set<Dependency> seenBy(Output output, ModuleScope scope) {
    Set<Dependency> on = new LinkedHashSet<>(scope.seen());
    on.addAll(scope.module().named(output.dependsOn()));
    return on;
  }

  private void planRemovedOutputs() {
    request
        .state()
        .outputs()
        .forEach((name, before) -> {
          boolean kept =
              request.options().mode() != Mode.DESTROY
                  && compiled.module().outputs().containsKey(name);
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

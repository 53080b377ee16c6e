package dev.groma.engine.apply;

import dev.groma.engine.config.CheckBlock;
import dev.groma.engine.config.Output;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.graph.Walk;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Checks;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.Conditions;
import dev.groma.engine.plan.EphemeralInstances;
import dev.groma.engine.plan.Ephemerals;
import dev.groma.engine.plan.Evaluators;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.ExecutionGraph;
import dev.groma.engine.plan.LiveValues;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.ModuleInstance;
import dev.groma.engine.plan.ModuleScope;
import dev.groma.engine.plan.OutputRules;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.ProviderConfiguration;
import dev.groma.engine.plan.ProviderKeys;
import dev.groma.engine.plan.ProviderPool;
import dev.groma.engine.plan.ResourceResults;
import dev.groma.engine.plan.Step;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.CheckResult;
import dev.groma.state.OutputValue;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Carries out a plan, step by step in the order of its graph, many steps at once. It decides
/// nothing: what is done is in the plan, and what a provider answers is held against it.
public final class Executor {
  private final Plan plan;
  private final CompiledModule compiled;
  private final ModuleScope.Surroundings surroundings;
  private final Evaluator evaluator;
  private final ProviderPool pool;
  private final LiveValues values;
  private final Checks checks = new Checks();
  private final Ephemerals ephemerals;
  private final BooleanSupplier stopRequested;
  private final Semaphore turns;
  private final Map<InstanceAddress, Change> changes = new HashMap<>();
  private final Set<String> joins = new HashSet<>();
  private final Map<ProviderConfigAddress, Value> configurations = new ConcurrentHashMap<>();
  private final Queue<Diagnostic> diagnostics = new ConcurrentLinkedQueue<>();
  private volatile boolean seeded;
  private final AtomicInteger skipped = new AtomicInteger();
  private final LiveState live;
  private final InstanceExecutor instances;
  private final Event.Listener listener;

  private Executor(
      Plan plan,
      PlanRequest.Setting setting,
      ProviderPool pool,
      OperationLog log,
      BooleanSupplier stopRequested) {
    this.plan = plan;
    this.compiled = plan.compiled();
    this.pool = pool;
    this.stopRequested = stopRequested;
    this.turns = new Semaphore(Math.max(1, setting.parallelism()));
    this.listener = setting.listener();
    this.surroundings =
        new ModuleScope.Surroundings(setting.workingDirectory(), setting.workspace(), true);
    this.evaluator = Evaluators.applying(plan, setting);
    this.values = new LiveValues(plan, compiled, surroundings, evaluator, checks);
    this.ephemerals = new Ephemerals(pool, evaluator, setting, this::report);
    this.live = new LiveState(plan.prior());
    for (Step step : plan.graph().steps()) {
      if (step instanceof Step.Join(String name)) {
        joins.add(name);
      }
    }
    for (Change change : plan.changes()) {
      if (change.deposed().isEmpty()) {
        changes.put(change.address(), change);
      }
    }
    this.instances =
        new InstanceExecutor(
            compiled,
            surroundings,
            evaluator,
            pool,
            values,
            live,
            log,
            setting,
            checks,
            stopRequested,
            this::report);
  }

  /// Carries out `plan`.
  ///
  /// @param setting what the run may use of the world
  /// @param log keeps what is done while it is done
  /// @param stopRequested true once nothing more shall be begun
  /// @throws InterruptedException when the calling thread is interrupted
  public static ApplyResult apply(
      Plan plan, PlanRequest.Setting setting, OperationLog log, BooleanSupplier stopRequested)
      throws InterruptedException {
    if (plan.errored()) {
      return new ApplyResult(plan.previous(), new Plan.Counts(0, 0, 0), 0, List.of());
    }
    try (ProviderPool pool = new ProviderPool(setting)) {
      Executor executor = new Executor(plan, setting, pool, log, stopRequested);
      try (Ephemerals _ = executor.ephemerals) {
        executor.tellImports();
        executor.seed();
        executor.walk();
        executor.check();
      }
      return executor.result();
    }
  }

  /// Does `work` with the providers of `plan`, configured as they are before its first step; those
  /// whose configuration is not known then are not.
  ///
  /// @param report takes what is wrong with a configuration
  public static <T> T withProviders(
      Plan plan,
      PlanRequest.Setting setting,
      Function<ProviderPool, T> work,
      Consumer<Diagnostic> report) {
    try (ProviderPool pool = new ProviderPool(setting)) {
      Executor executor = new Executor(plan, setting, pool, OperationLog.NONE, () -> false);
      try (Ephemerals _ = executor.ephemerals) {
        executor.seed();
        executor.diagnostics.forEach(report);
        return work.apply(pool);
      }
    }
  }

  /// What is taken over is part of the prior state already.
  private void tellImports() {
    for (Change change : plan.changes()) {
      String id = change.importId();
      if (id != null) {
        listener.accept(new Event.ImportStart(change.address(), id, false));
        listener.accept(new Event.ImportComplete(change.address(), id));
      }
    }
  }

  /// Lets expressions see what exists before the first step.
  private void seed() {
    for (ModuleAddress address : plan.modules().keySet()) {
      ModuleInstance module = values.require(address);
      module
          .module()
          .resources()
          .values()
          .forEach(resource ->
              module
                  .results()
                  .open(resource.block().localAddress(), CompiledModule.repetitionOf(resource)));
    }
    for (Change change : changes.values()) {
      boolean goes =
          plan.mode() != Mode.DESTROY
              && (change.action() == Action.DELETE || change.action() == Action.FORGET);
      if (goes) {
        values
            .find(change.address().resource().module())
            .flatMap(module -> module.results().resource(change.address().resource().local()))
            .ifPresent(ResourceResults::putNone);
      } else if (!change.before().isNull()) {
        see(change.address(), change.before());
      }
    }
    plan.prior()
        .instances()
        .forEach((address, instance) -> {
          CompiledResource resource = compiled.resource(address.resource()).orElse(null);
          StateObject object = instance.current();
          if (resource != null && object != null && !changes.containsKey(address)) {
            Block block = resource.schema().block();
            see(address, block.markSensitive(object.value(block.impliedType())));
          }
        });
    values.seed(this::configure, this::open);
    for (Change change : plan.changes()) {
      if (compiled.provider(change.provider()).isEmpty() && !pool.isConfigured(change.provider())) {
        pool.configure(
            change.provider(), instances.emptyConfiguration(change.provider()), null, this::report);
      }
    }
    seeded = true;
  }

  private void see(InstanceAddress address, Value value) {
    ResourceAddress resource = address.resource();
    if (compiled.resource(resource).isPresent()) {
      values
          .find(resource.module())
          .ifPresent(module ->
              module
                  .results()
                  .open(resource.local(), CompiledModule.repetitionOf(address.key()))
                  .put(address.key(), value));
    }
  }

  private ModuleScope scope() {
    return new ModuleScope(surroundings, values.root(), ModuleScope.Repetition.NONE, null);
  }

  private void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
    listener.diagnostic(diagnostic);
  }

  private void walk() throws InterruptedException {
    ExecutionGraph graph = plan.graph();
    Walk.run(
        graph.before(),
        new Walk.Visitor() {
          @Override
          public boolean visit(int node) {
            return Executor.this.visit(graph.steps().get(node));
          }

          @Override
          public void skip(int node) {
            countSkipped(graph.steps().get(node));
          }
        });
  }

  private void countSkipped(Step step) {
    boolean counts =
        switch (step) {
          case Step.Apply(InstanceAddress address) -> {
            Change change = changes.get(address);
            yield change != null && change.action() != Action.NO_OP;
          }
          case Step.Destroy _ -> true;
          case Step.Output _, Step.Join _ -> false;
        };
    if (counts) {
      skipped.incrementAndGet();
    }
  }

  /// A step begins when it is its turn, so that one that is still waiting is not begun after a
  /// stop.
  private boolean visit(Step step) {
    boolean calls = step instanceof Step.Apply || step instanceof Step.Destroy;
    if (!calls) {
      return perform(step);
    }
    turns.acquireUninterruptibly();
    try {
      return perform(step);
    } finally {
      turns.release();
    }
  }

  private boolean perform(Step step) {
    if (stopRequested.getAsBoolean() && !(step instanceof Step.Join)) {
      countSkipped(step);
      return false;
    }
    return switch (step) {
      case Step.Apply(InstanceAddress address) -> instances.apply(require(address));
      case Step.Destroy(InstanceAddress address, String deposed) ->
          instances.destroy(changeOf(address, deposed), deposed);
      case Step.Output(String name) -> output(name);
      case Step.Join(String name) -> values.refresh(name, this::report);
    };
  }

  private Change require(InstanceAddress address) {
    Change change = changes.get(address);
    if (change == null) {
      throw new IllegalStateException("no change of " + address);
    }
    return change;
  }

  private Change changeOf(InstanceAddress address, String deposed) {
    return deposed.isEmpty()
        ? require(address)
        : plan.changes().stream()
            .filter(c -> c.address().equals(address) && c.deposed().equals(deposed))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no change of " + address + " " + deposed));
  }

  /// Before the first step a provider is configured if that is possible already; later it has to
  /// be.
  private boolean configure(
      CompiledProvider provider, ModuleScope scope, Consumer<Diagnostic> diagnostics) {
    List<Diagnostic> found = new ArrayList<>();
    boolean usable =
        ProviderConfiguration.each(
            provider,
            scope,
            evaluator,
            (address, configuration) -> configure(provider, address, configuration),
            new ArrayList<>(),
            found::add);
    if (seeded) {
      found.forEach(diagnostics);
    }
    return usable;
  }

  private boolean configure(
      CompiledProvider provider, ProviderConfigAddress address, Value configuration) {
    if (!seeded && !configuration.isWhollyKnown()) {
      return false;
    }
    if (configuration.equals(configurations.get(address))) {
      return true;
    }
    boolean usable =
        pool.configure(
            address,
            configuration,
            provider.block() == null ? null : provider.block().declaration(),
            this::report);
    if (usable) {
      configurations.put(address, configuration);
    }
    return usable;
  }

  /// An ephemeral resource that the plan has a point for is opened there; others, which only
  /// provider configurations can need, before the first step.
  private boolean open(
      CompiledResource resource, ModuleScope scope, Consumer<Diagnostic> diagnostics) {
    String name = scope.module().name(resource.block().localAddress());
    if (!seeded && joins.contains(name)) {
      return true;
    }
    return EphemeralInstances.open(
        resource,
        scope,
        evaluator,
        one -> ProviderKeys.resolve(resource, one, evaluator, pool, diagnostics),
        (one, provider) ->
            ephemerals.open(
                resource,
                provider,
                one,
                instances.recorder(resource, name + one.repetition().key()),
                diagnostics),
        new ArrayList<>(),
        diagnostics);
  }

  /// Looks at the checks when everything is done. Where something failed, what they would say is
  /// not worth much.
  private void check() {
    if (plan.mode() == Mode.DESTROY || Diagnostic.hasErrors(List.copyOf(diagnostics))) {
      return;
    }
    for (ModuleAddress address : plan.modules().keySet()) {
      ModuleInstance module = values.require(address);
      module.module().module().checks().values().forEach(check -> check(module, check));
    }
  }

  private void check(ModuleInstance module, CheckBlock check) {
    String local = "check." + check.name();
    Checks.Recorder recorder =
        checks.of(Checks.Kind.CHECK, address(module).prefix() + local, module.name(local));
    Optional<String> unread =
        Optional.ofNullable(check.data())
            .map(module.module().resources()::get)
            .map(r -> r.block().address(module.address()).instance(InstanceKey.none()))
            .flatMap(instances::unreadable);
    if (unread.isPresent()) {
      recorder.record(CheckResult.Status.FAIL, unread.get());
      return;
    }
    ModuleScope scope = new ModuleScope(surroundings, module, ModuleScope.Repetition.NONE, null);
    Conditions.check(check, scope, evaluator, !plan.complete(), recorder, this::report);
  }

  private static ModuleAddress address(ModuleInstance module) {
    return module.address().withoutKeys();
  }

  private boolean output(String name) {
    Output output = compiled.module().outputs().get(name);
    if (output == null) {
      return true;
    }
    Evaluation evaluation = evaluator.evaluate(output.value(), scope());
    evaluation.diagnostics().forEach(this::report);
    Checks.Recorder recorder =
        output.preconditions().isEmpty()
            ? Checks.Recorder.NONE
            : checks.of(Checks.Kind.OUTPUT, "output." + name, "output." + name);
    if (evaluation.failed()
        || !OutputRules.check(output, evaluation.value(), this::report)
        || !Conditions.check(
            output.preconditions(),
            scope(),
            evaluator,
            "Module output value precondition failed",
            "output." + name,
            recorder,
            this::report)) {
      return false;
    }
    Value value = evaluation.value().unmarkDeep();
    if (!plan.complete() && !value.isWhollyKnown()) {
      return true;
    }
    live.output(name, value.isNull() ? null : new OutputValue(value, output.sensitive()));
    return true;
  }

  /// What is said of a plan that was not about everything.
  private Optional<Diagnostic> incomplete() {
    return plan.complete() || !plan.deferred().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.warning(
                "apply.targeted",
                "Applied changes may be incomplete",
                "The plan was created with the -target or -exclude option in effect, so some"
                    + " changes requested in the configuration may have been ignored and the"
                    + " output values may not be fully updated. Run the following command to verify"
                    + " that no other changes are pending:\n"
                    + "    groma plan\n\n"
                    + "Note that these options are not suitable for routine use, and are provided"
                    + " only for exceptional situations such as recovering from errors or mistakes,"
                    + " or when Groma specifically suggests to use them as part of an error"
                    + " message."));
  }

  private ApplyResult result() {
    plan.outputs().stream()
        .filter(output -> output.action() == Action.DELETE)
        .forEach(output -> live.output(output.name(), null));
    incomplete().ifPresent(this::report);
    List<Diagnostic> sorted =
        new LinkedHashSet<>(diagnostics).stream().sorted(Diagnostic.DISPLAY_ORDER).toList();
    return new ApplyResult(
        live.build(checks.results(plan.checks())),
        instances.done().withImported(plan.imported()),
        skipped.get(),
        sorted);
  }
}

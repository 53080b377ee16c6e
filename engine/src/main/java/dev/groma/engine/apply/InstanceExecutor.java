package dev.groma.engine.apply;

import dev.groma.engine.change.MarkedPaths;
import dev.groma.engine.change.Problem;
import dev.groma.engine.change.Proposal;
import dev.groma.engine.change.Refinement;
import dev.groma.engine.config.Lifecycle;
import dev.groma.engine.config.Provisioner;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Checks;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.Conditions;
import dev.groma.engine.plan.Expander;
import dev.groma.engine.plan.Ignored;
import dev.groma.engine.plan.LiveValues;
import dev.groma.engine.plan.ModuleInstance;
import dev.groma.engine.plan.ModuleScope;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.ProviderConfiguration;
import dev.groma.engine.plan.ProviderPlan;
import dev.groma.engine.plan.ProviderPool;
import dev.groma.engine.plan.StoredObjects;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.providers.spi.Resumable;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Carries out the changes of single instances.
final class InstanceExecutor {
  private final CompiledModule compiled;
  private final ModuleScope.Surroundings surroundings;
  private final Evaluator evaluator;
  private final ProviderPool pool;
  private final LiveValues values;
  private final LiveState live;
  private final OperationLog log;
  private final PlanRequest.Setting setting;
  private final Checks checks;
  private final Provisioning provisioning;
  private final Map<InstanceAddress, String> unreadable = new ConcurrentHashMap<>();
  private final BooleanSupplier stopRequested;
  private final Consumer<Diagnostic> report;
  private final Map<ResourceAddress, Optional<Expander.Expansion>> expansions =
      new ConcurrentHashMap<>();
  private final Map<InstanceAddress, String> deposedKeys = new ConcurrentHashMap<>();
  private final Map<InstanceAddress, ReentrantLock> records = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final AtomicInteger destroyed = new AtomicInteger();

  InstanceExecutor(
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      Evaluator evaluator,
      ProviderPool pool,
      LiveValues values,
      LiveState live,
      OperationLog log,
      PlanRequest.Setting setting,
      Checks checks,
      BooleanSupplier stopRequested,
      Consumer<Diagnostic> report) {
    this.compiled = compiled;
    this.surroundings = surroundings;
    this.evaluator = evaluator;
    this.pool = pool;
    this.values = values;
    this.live = live;
    this.log = log;
    this.setting = setting;
    this.checks = checks;
    this.provisioning = new Provisioning(surroundings, evaluator, setting);
    this.stopRequested = stopRequested;
    this.report = report;
  }

  Plan.Counts done() {
    return new Plan.Counts(added.get(), changed.get(), destroyed.get());
  }

  Value emptyConfiguration(ProviderConfigAddress provider) {
    return ProviderConfiguration.empty(setting.registry(), provider);
  }

  /// What takes the outcomes of the conditions of the instance `name` of `resource`.
  Checks.Recorder recorder(CompiledResource resource, String name) {
    Lifecycle lifecycle = resource.block().lifecycle();
    return lifecycle.preconditions().isEmpty() && lifecycle.postconditions().isEmpty()
        ? Checks.Recorder.NONE
        : checks.of(Checks.Kind.RESOURCE, resource.address().toString(), name);
  }

  /// Why the data source `address` of a check could not be read, if that was tried.
  Optional<String> unreadable(InstanceAddress address) {
    return Optional.ofNullable(unreadable.get(address));
  }

  /// Creates, updates or reads; false when that failed.
  boolean apply(Change change) {
    if (change.action() == Action.NO_OP) {
      keep(change);
      return true;
    }
    CompiledResource resource =
        compiled
            .resource(change.address().resource())
            .orElseThrow(() -> new IllegalStateException("no block of " + change.address()));
    List<Diagnostic> found = new ArrayList<>();
    Consumer<Diagnostic> collect = d -> found.add(d.about(change.address().toString()));
    boolean applied =
        change.address().resource().mode() == ResourceMode.DATA
            ? read(change, resource, collect)
            : write(change, resource, collect);
    found.forEach(report);
    return applied && !Diagnostic.hasErrors(found);
  }

  /// Records what the configuration says of an object that stays as it is.
  private void keep(Change change) {
    StateObject object = live.find(change.address()).map(Instance::current).orElse(null);
    if (object == null || change.declaration() == null) {
      return;
    }
    StateObject now =
        object
            .withDependencies(change.dependencies())
            .withCreateBeforeDestroy(change.createFirst())
            .withSkipDestroy(skipsDestroy(change));
    if (!now.equals(object)) {
      live.update(change.address(), nothing(change), i -> i.withCurrent(now));
    }
  }

  private Optional<ModuleScope> scope(
      Change change, CompiledResource resource, Consumer<Diagnostic> collect) {
    ModuleInstance module = values.require(change.address().resource().module());
    return expansion(resource, module, collect)
        .flatMap(e -> e.find(change.address().key()))
        .map(repetition -> new ModuleScope(surroundings, module, repetition, null));
  }

  private Optional<Expander.Expansion> expansion(
      CompiledResource resource, ModuleInstance module, Consumer<Diagnostic> collect) {
    ResourceAddress address = resource.block().address(module.address());
    Optional<Expander.Expansion> known = expansions.get(address);
    if (known == null) {
      ModuleScope scope = new ModuleScope(surroundings, module, ModuleScope.Repetition.NONE, null);
      known = Expander.expand(resource.block(), scope, evaluator, collect);
      expansions.put(address, known);
    }
    return known;
  }

  /// What an instance's block says now that everything it refers to is known.
  ///
  /// @param value the configuration, unmarked, what is ignored taken from the prior object
  /// @param marks the marks of the configuration
  /// @param scope what it was evaluated in
  /// @param recorder takes the outcomes of its conditions
  private record Configured(
      Value value, MarkedPaths marks, ModuleScope scope, Checks.Recorder recorder) {}

  private Optional<Configured> configure(
      Change change, CompiledResource resource, Consumer<Diagnostic> collect) {
    Optional<ModuleScope> scope = scope(change, resource, collect);
    Checks.Recorder recorder = recorder(resource, change.address().toString());
    if (scope.isEmpty()
        || !Conditions.check(
            resource.block().lifecycle().preconditions(),
            scope.get(),
            evaluator,
            "Resource precondition failed",
            change.address().toString(),
            recorder,
            collect)) {
      return Optional.empty();
    }
    List<Diagnostic> found = new ArrayList<>();
    Value evaluated = resource.body().evaluate(scope.get(), evaluator, found::add);
    found.forEach(collect);
    if (Diagnostic.hasErrors(found)) {
      return Optional.empty();
    }
    Value configuration =
        change.action() == Action.UPDATE
            ? Ignored.apply(
                resource.block().lifecycle().ignoreChanges(),
                resource.schema().block(),
                change.before().unmarkDeep(),
                evaluated.unmarkDeep())
            : evaluated.unmarkDeep();
    return Optional.of(
        new Configured(configuration, MarkedPaths.of(evaluated), scope.get(), recorder));
  }

  private boolean write(Change change, CompiledResource resource, Consumer<Diagnostic> collect) {
    Block block = resource.schema().block();
    String name = change.address().toString();
    boolean create = change.action() != Action.UPDATE;
    Optional<Configured> configured = configure(change, resource, collect);
    if (configured.isEmpty()) {
      return false;
    }
    ResourceHandler handler = pool.resource(change.provider(), change.address().resource().type());
    Value prior = create ? Value.nullOf(block.impliedType()) : change.before().unmarkDeep();
    StateObject object = live.find(change.address()).map(Instance::current).orElse(null);
    String priv = create || object == null ? "" : object.priv();
    Optional<ProviderPlan> answer =
        ProviderPlan.ask(handler, block, name, prior, configured.get().value(), priv, collect);
    if (answer.isEmpty() || !refines(change, answer.get(), create, collect)) {
      return false;
    }
    if (answer.get().planned().equals(prior)) {
      Value value = marked(block, configured.get().marks(), prior);
      store(change, value, answer.get().priv(), false);
      publish(change, value);
      return true;
    }
    if (change.action().isCreateFirst()) {
      depose(change);
    }
    Value planned = marked(block, configured.get().marks(), answer.get().planned());
    Value complete = Proposal.withDefaults(block, configured.get().value());
    Value value =
        send(
            change,
            handler,
            create ? Action.CREATE : Action.UPDATE,
            prior,
            planned,
            complete,
            answer.get().priv(),
            created -> provision(change, resource, configured.get().scope(), created),
            collect);
    if (value == null) {
      return false;
    }
    publish(change, value);
    return Conditions.check(
        resource.block().lifecycle().postconditions(),
        configured.get().scope().withSelf(value),
        evaluator,
        "Resource postcondition failed",
        name,
        configured.get().recorder(),
        collect);
  }

  private static Value marked(Block block, MarkedPaths marks, Value value) {
    return block.markSensitive(marks.applyTo(value));
  }

  /// True when the final plan keeps what the plan that the user saw promised.
  private static boolean refines(
      Change change, ProviderPlan answer, boolean create, Consumer<Diagnostic> collect) {
    List<Problem> problems = new ArrayList<>(Refinement.check(change.after(), answer.planned()));
    if (!create) {
      for (Path path : answer.replacePaths()) {
        problems.add(new Problem(path, "needs a new object now, an update was planned"));
      }
    }
    if (!problems.isEmpty()) {
      collect.accept(
          ProviderPlan.contradiction(
              "Provider produced inconsistent final plan", change.address().toString(), problems));
    }
    return problems.isEmpty();
  }

  /// Runs the provisioners of an object that was just created, which is on record as incomplete
  /// until they are through.
  private List<Diagnostic> provision(
      Change change, CompiledResource resource, ModuleScope scope, Value created) {
    List<Provisioner> all = Provisioning.of(resource, Provisioner.When.CREATE);
    if (all.isEmpty()) {
      return List.of();
    }
    publish(change, created);
    store(change, created, "", true);
    return provisioning.run(all, change.address(), scope.withSelf(created));
  }

  /// Sends a create or update and records the outcome. The object afterwards, marked; null when it
  /// failed.
  ///
  /// @param afterCreate takes the object when it was created, and returns what is wrong then
  private @Nullable Value send(
      Change change,
      ResourceHandler handler,
      Action action,
      Value prior,
      Value planned,
      Value configuration,
      String priv,
      Function<Value, List<Diagnostic>> afterCreate,
      Consumer<Diagnostic> collect) {
    InstanceAddress address = change.address();
    String operation = newId();
    Operation running = new Operation(setting.listener(), address, action, StoredObjects.id(prior));
    AtomicBoolean sent = new AtomicBoolean();
    OperationLog.Announcement announcement =
        announcement(change, operation, action, handler, planned, configuration, priv);
    ResourceHandler.ApplyResult result =
        pool.turn(
            () -> {
              sent.set(log.begin(announcement));
              if (!sent.get()) {
                return null;
              }
              running.start();
              return handler.apply(
                  new ResourceHandler.ApplyRequest(
                      prior,
                      planned.unmarkDeep(),
                      configuration,
                      priv,
                      known -> recorded(change, operation, known)),
                  running.context(operation));
            },
            address.toString(),
            collect);
    if (!sent.get()) {
      if (action == Action.CREATE) {
        restore(change);
      }
      return null;
    }
    List<Diagnostic> found = new ArrayList<>();
    Value now = result == null ? null : result.value();
    if (result != null) {
      found.addAll(result.diagnostics().all());
    }
    Value after = settle(change, action, prior, planned, now, found);
    if (action == Action.CREATE && result != null && !Diagnostic.hasErrors(found)) {
      found.addAll(afterCreate.apply(after));
    }
    boolean failed = result == null || Diagnostic.hasErrors(found);
    boolean open = failed && now == null && !recordedHere.containsKey(address);
    inOrder(
        address,
        () -> {
          Instance left;
          if (after.isNull()) {
            left = action == Action.CREATE ? restore(change) : remove(change);
          } else {
            boolean taint = failed && action == Action.CREATE;
            boolean stay = failed && change.tainted() && action != Action.CREATE;
            left = store(change, after, result == null ? priv : result.priv(), taint || stay);
          }
          if (!open) {
            log.end(operation, address, left);
          }
          return left;
        });
    found.forEach(collect);
    running.end(failed, StoredObjects.id(after));
    if (!failed) {
      (action == Action.CREATE ? added : changed).incrementAndGet();
    }
    return failed ? null : after;
  }

  /// What exists now according to the provider's answer, marked; problems of the answer go to
  /// `found`.
  private Value settle(
      Change change,
      Action action,
      Value prior,
      Value planned,
      @Nullable Value now,
      List<Diagnostic> found) {
    String name = change.address().toString();
    if (now == null) {
      // The handler cannot tell: what it has recorded on the way, or what was there before.
      return live.find(change.address())
          .map(Instance::current)
          .filter(o -> action != Action.CREATE || recordedHere.containsKey(change.address()))
          .map(o -> o.value(change.schema().block().impliedType()))
          .orElse(prior);
    }
    List<Problem> problems = new ArrayList<>();
    if (!Diagnostic.hasErrors(found)) {
      if (now.isNull()) {
        problems.add(new Problem(Path.ROOT, "is gone although it was to be there afterwards"));
      } else {
        if (!now.isWhollyKnown()) {
          problems.add(new Problem(Path.ROOT, "has attributes that are still unknown after apply"));
        }
        problems.addAll(Refinement.check(planned, known(now)));
      }
    }
    if (!problems.isEmpty()) {
      found.add(
          ProviderPlan.contradiction(
              "Provider produced inconsistent result after apply", name, problems));
    }
    return change.schema().block().markSensitive(MarkedPaths.of(planned).applyTo(known(now)));
  }

  private final Map<InstanceAddress, Boolean> recordedHere = new ConcurrentHashMap<>();

  /// `value` with null where it is unknown.
  private static Value known(Value value) {
    return switch (value) {
      case Value.Unknown u -> Value.nullOf(u.type());
      default -> value.isWhollyKnown() ? value : value.mapParts(InstanceExecutor::known);
    };
  }

  private void recorded(Change change, String operation, Value value) {
    recordedHere.put(change.address(), true);
    Value marked =
        change.schema().block().markSensitive(MarkedPaths.of(change.after()).applyTo(known(value)));
    inOrder(
        change.address(),
        () -> {
          Instance instance = store(change, marked, "", true);
          if (instance != null) {
            log.recorded(operation, change.address(), instance);
          }
          return instance;
        });
  }

  /// Changes what is at `address` and puts that on record. The current object and deposed ones are
  /// dealt with at the same time: the later record must be the one that knows more.
  private @Nullable Instance inOrder(InstanceAddress address, Supplier<@Nullable Instance> work) {
    ReentrantLock lock = records.computeIfAbsent(address, _ -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private OperationLog.Announcement announcement(
      Change change,
      String operation,
      Action action,
      ResourceHandler handler,
      Value planned,
      Value configuration,
      String priv) {
    Request request = Request.of(change, planned, configuration, priv);
    boolean repeatable =
        action == Action.CREATE
            && request.isComplete()
            && handler instanceof Resumable resumable
            && resumable.repeatableFor().isPresent();
    return new OperationLog.Announcement(
        operation, change.address(), "", action, repeatable, request);
  }

  private @Nullable Instance store(Change change, Value value, String priv, boolean tainted) {
    StateObject object =
        StateObject.of(value, change.schema().block().impliedType(), change.schema().version())
            .withPriv(priv)
            .withDependencies(change.dependencies())
            .withCreateBeforeDestroy(change.createFirst())
            .withSkipDestroy(skipsDestroy(change))
            .with(tainted ? StateObject.Status.TAINTED : StateObject.Status.READY);
    return live.update(change.address(), nothing(change), i -> i.withCurrent(object));
  }

  /// True when the configuration says that the object is not to be deleted. It is recorded, to be
  /// known when the block is gone.
  private boolean skipsDestroy(Change change) {
    return compiled
        .resource(change.address().resource())
        .map(resource -> !resource.block().lifecycle().destroy())
        .orElse(false);
  }

  private static Instance nothing(Change change) {
    return new Instance(change.provider(), null, Collections.emptySortedMap());
  }

  private @Nullable Instance remove(Change change) {
    return live.update(change.address(), nothing(change), i -> i.withCurrent(null));
  }

  private void publish(Change change, Value value) {
    values
        .require(change.address().resource().module())
        .results()
        .open(
            change.address().resource().local(),
            CompiledModule.repetitionOf(change.address().key()))
        .put(change.address().key(), value);
  }

  /// Sets the current object aside so that its successor can be created beside it.
  private void depose(Change change) {
    if (live.find(change.address()).map(Instance::current).isEmpty()) {
      return;
    }
    String key = String.format("%08x", setting.context().random().nextInt());
    deposedKeys.put(change.address(), key);
    live.update(change.address(), nothing(change), i -> i.depose(key));
  }

  /// Puts an object that was set aside back in its place when its successor could not be created.
  private @Nullable Instance restore(Change change) {
    String key = deposedKeys.remove(change.address());
    return live.update(
        change.address(),
        nothing(change),
        instance ->
            key == null || instance.deposed().get(key) == null
                ? instance.withCurrent(null)
                : instance.withCurrent(instance.deposed().get(key)).withDeposed(key, null));
  }

  /// Deletes, or gives up; false when that failed.
  ///
  /// @param deposed the key of a deposed object that the plan knows; empty for the current one
  boolean destroy(Change change, String deposed) {
    String key =
        deposed.isEmpty() && change.action().isCreateFirst()
            ? deposedKeys.getOrDefault(change.address(), "")
            : deposed;
    boolean current = deposed.isEmpty() && !change.action().isCreateFirst();
    if (!current && key.isEmpty()) {
      return true;
    }
    StateObject object =
        live.find(change.address())
            .map(i -> current ? i.current() : i.deposed().get(key))
            .orElse(null);
    if (object == null) {
      return true;
    }
    if (change.action().forgets()) {
      without(change, current ? "" : key);
      return true;
    }
    List<Diagnostic> found = new ArrayList<>();
    boolean provisioned = current && deposed.isEmpty() && !object.isTainted();
    boolean gone =
        delete(
            change,
            current ? "" : key,
            object,
            provisioned ? beforeDestroy(change) : List.of(),
            found::add);
    found.forEach(d -> report.accept(d.about(change.address().toString())));
    if (gone) {
      destroyed.incrementAndGet();
    }
    return gone;
  }

  /// The provisioners that are run before the current object of `change` is deleted.
  private List<Provisioner> beforeDestroy(Change change) {
    return compiled
        .resource(change.address().resource())
        .map(resource -> Provisioning.of(resource, Provisioner.When.DESTROY))
        .orElseGet(() -> provisioning.ofRemoved(compiled, change.address()));
  }

  /// The scope of the destroy-time provisioners of `change`, which refer to its object, key and
  /// index only.
  private ModuleScope destroyScope(Change change) {
    ModuleInstance module =
        values.find(change.address().resource().module()).orElseGet(values::root);
    return new ModuleScope(
        surroundings,
        module,
        new ModuleScope.Repetition(change.address().key(), null),
        change.before());
  }

  private @Nullable Instance without(Change change, String key) {
    return live.update(
        change.address(),
        nothing(change),
        i -> key.isEmpty() ? i.withCurrent(null) : i.withDeposed(key, null));
  }

  private boolean delete(
      Change change,
      String key,
      StateObject object,
      List<Provisioner> provisioners,
      Consumer<Diagnostic> collect) {
    InstanceAddress address = change.address();
    Block block = change.schema().block();
    Value prior = change.before().unmarkDeep();
    Value nothing = Value.nullOf(block.impliedType());
    ResourceHandler handler = pool.resource(change.provider(), address.resource().type());
    String operation = newId();
    Operation running =
        new Operation(setting.listener(), address, Action.DELETE, StoredObjects.id(prior));
    if (!provisioners.isEmpty()) {
      running.start();
      List<Diagnostic> found = provisioning.run(provisioners, address, destroyScope(change));
      found.forEach(collect);
      if (Diagnostic.hasErrors(found)) {
        running.end(true, "");
        return false;
      }
    }
    AtomicBoolean sent = new AtomicBoolean();
    ResourceHandler.ApplyResult result =
        pool.turn(
            () -> {
              sent.set(
                  log.begin(
                      new OperationLog.Announcement(
                          operation, address, key, Action.DELETE, false, null)));
              if (!sent.get()) {
                return null;
              }
              if (provisioners.isEmpty()) {
                running.start();
              }
              return handler.apply(
                  new ResourceHandler.ApplyRequest(prior, nothing, nothing, object.priv(), _ -> {}),
                  running.context(operation));
            },
            address.toString(),
            collect);
    if (!sent.get()) {
      return false;
    }
    Value left = result == null ? null : result.value();
    boolean gone =
        result != null && !result.diagnostics().hasErrors() && (left == null || left.isNull());
    StateObject kept =
        left == null || left.isNull()
            ? object
            : object.withValue(
                block.markSensitive(MarkedPaths.of(change.before()).applyTo(known(left))),
                block.impliedType());
    inOrder(
        address,
        () -> {
          Instance after =
              gone
                  ? without(change, key)
                  : live.update(
                      address,
                      nothing(change),
                      i -> key.isEmpty() ? i.withCurrent(kept) : i.withDeposed(key, kept));
          log.end(operation, address, after);
          return after;
        });
    if (result != null) {
      result.diagnostics().all().forEach(collect);
    }
    running.end(!gone, "");
    return gone;
  }

  private boolean read(Change change, CompiledResource resource, Consumer<Diagnostic> collect) {
    Optional<Configured> configured = configure(change, resource, collect);
    if (configured.isEmpty()) {
      return false;
    }
    Block block = resource.schema().block();
    DataSourceHandler handler =
        pool.dataSource(change.provider(), change.address().resource().type());
    Operation running = new Operation(setting.listener(), change.address(), Action.READ, "");
    Value configuration = Proposal.withDefaults(block, configured.get().value());
    DataSourceHandler.ReadResult result =
        pool.turn(
            () -> {
              running.start();
              return handler.read(configuration, running.context("", stopRequested));
            },
            change.address().toString(),
            collect);
    boolean failed = result == null || result.diagnostics().hasErrors() || result.value() == null;
    boolean forCheck = resource.block().check() != null;
    if (result != null) {
      for (Diagnostic diagnostic : result.diagnostics().all()) {
        Path path = diagnostic.path();
        Diagnostic placed =
            diagnostic.subject() == null
                ? diagnostic.at(
                    path == null ? resource.block().declaration() : resource.body().rangeOf(path))
                : diagnostic;
        collect.accept(forCheck ? placed.asWarning() : placed);
      }
      if (failed && forCheck) {
        unreadable.put(change.address(), Checks.failure(result.diagnostics().all()));
      }
    }
    if (result == null || result.value() == null || failed) {
      running.end(true, "");
      return forCheck;
    }
    Value value = marked(block, configured.get().marks(), result.value());
    store(change, value, "", false);
    publish(change, value);
    running.end(false, StoredObjects.id(value));
    return Conditions.check(
        resource.block().lifecycle().postconditions(),
        configured.get().scope().withSelf(value),
        evaluator,
        "Resource postcondition failed",
        change.address().toString(),
        configured.get().recorder(),
        collect);
  }

  private String newId() {
    RandomGenerator random = setting.context().random();
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.change.MarkedPaths;
import dev.groma.engine.change.Proposal;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Refactoring;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plans single instances: refresh, evaluation of the configuration, the provider's answer and the
/// choice of action.
final class InstancePlanner {
  private final PlanRun run;
  private final BulkRefresh bulk;
  private final Causes causes;

  InstancePlanner(PlanRun run, BulkRefresh bulk, Causes causes) {
    this.run = run;
    this.bulk = bulk;
    this.causes = causes;
  }

  /// An object that exists before the plan.
  ///
  /// @param value the object, marked; a null value for none
  /// @param priv the provider's private data
  /// @param tainted it has to be replaced
  /// @param importId the id by which it is taken over, or null
  record Prior(Value value, String priv, boolean tainted, @Nullable String importId) {
    static final Prior NONE = new Prior(Value.nullValue(), "", false, null);
  }

  /// What a change needs to know of where it comes from.
  ///
  /// @param address the instance
  /// @param previous where it was before
  /// @param provider the provider configuration
  /// @param schema the schema of its type
  /// @param declaration its block, or null
  record Target(
      InstanceAddress address,
      InstanceAddress previous,
      ProviderConfigAddress provider,
      Schema schema,
      @Nullable SourceRange declaration) {
    Block block() {
      return schema.block();
    }

    String name() {
      return address.toString();
    }
  }

  /// Reads the object `stored`, current or deposed, and notes drift. Nothing when that failed.
  Optional<Prior> refresh(Target target, @Nullable StateObject stored, String deposed) {
    if (stored == null) {
      return Optional.of(Prior.NONE);
    }
    ResourceHandler handler =
        run.pool.resource(target.provider(), target.address().resource().type());
    Optional<Value> loaded =
        StoredObjects.load(stored, target.schema(), handler, target.name(), run::report);
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    Prior before = new Prior(loaded.get(), stored.priv(), stored.isTainted(), null);
    if (!run.request.options().refresh()) {
      keep(target, stored, before, deposed);
      return Optional.of(before);
    }
    String id = StoredObjects.id(before.value());
    run.event(new Event.RefreshStart(target.address(), id));
    ResourceHandler.ReadResult together = bulk.find(target, stored).orElse(null);
    ResourceHandler.ReadResult read =
        together != null
            ? together
            : run.pool.turn(
                () ->
                    handler.read(
                        new ResourceHandler.ReadRequest(before.value().unmarkDeep(), before.priv()),
                        context(target)),
                target.name(),
                run::report);
    if (read == null) {
      return Optional.empty();
    }
    read.diagnostics().all().forEach(d -> run.report(d.about(target.name())));
    Value now = read.value();
    if (now == null || read.diagnostics().hasErrors()) {
      return Optional.empty();
    }
    run.event(new Event.RefreshComplete(target.address(), id));
    Value marked =
        target.block().markSensitive(MarkedPaths.of(before.value()).applyTo(now.unmarkDeep()));
    if (!marked.unmarkDeep().equals(before.value().unmarkDeep())) {
      Action action = marked.isNull() ? Action.DELETE : Action.UPDATE;
      run.drifted(change(target, deposed, action, null, before, marked, List.of(), "", List.of()));
    }
    Prior after =
        marked.isNull() ? Prior.NONE : new Prior(marked, read.priv(), before.tainted(), null);
    keep(target, stored, after, deposed);
    return Optional.of(after);
  }

  /// Reads an object that exists already and is to become that of `target`. Nothing when that
  /// failed.
  Optional<Prior> takeOver(Target target, Imports.Wanted wanted) {
    Refactoring.Import block = wanted.block();
    Optional<String> id = Imports.id(wanted, run);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    ResourceHandler handler =
        run.pool.resource(target.provider(), target.address().resource().type());
    Consumer<Diagnostic> report =
        d -> run.report((d.subject() == null ? d.at(block.declaration()) : d).about(target.name()));
    if (!(handler instanceof Importable importable)) {
      report.accept(
          Diagnostic.error(
              "plan.not-importable",
              "Resource Import Not Implemented",
              "Objects of the type "
                  + target.address().resource().type()
                  + " cannot be imported."));
      return Optional.empty();
    }
    run.event(new Event.ImportStart(target.address(), id.get(), true));
    ResourceHandler.ReadResult known =
        run.pool.turn(
            () -> importable.importState(id.get(), context(target)), target.name(), report);
    Value found = known == null ? null : known.value();
    if (known != null) {
      known.diagnostics().all().forEach(report);
    }
    if (known == null || found == null || known.diagnostics().hasErrors()) {
      return Optional.empty();
    }
    String recorded = StoredObjects.id(found);
    run.event(new Event.RefreshStart(target.address(), recorded));
    ResourceHandler.ReadResult read =
        run.pool.turn(
            () ->
                handler.read(new ResourceHandler.ReadRequest(found, known.priv()), context(target)),
            target.name(),
            report);
    Value now = read == null ? null : read.value();
    if (read != null) {
      read.diagnostics().all().forEach(report);
    }
    if (read == null || now == null || read.diagnostics().hasErrors()) {
      return Optional.empty();
    }
    if (now.isNull()) {
      report.accept(
          Diagnostic.error(
              "plan.import-absent",
              "Cannot import non-existent remote object",
              "While attempting to import an existing object to "
                  + target.name()
                  + ", the provider detected that no object exists with the given id. Only"
                  + " pre-existing objects can be imported; check that the id is correct."));
      return Optional.empty();
    }
    run.event(new Event.RefreshComplete(target.address(), recorded));
    Value marked = target.block().markSensitive(now.unmarkDeep());
    Type type = target.block().impliedType();
    StateObject object =
        StateObject.of(marked, type, target.schema().version()).withPriv(read.priv());
    run.refreshed(target.address(), Optional.of(Instance.of(target.provider(), object)));
    return Optional.of(new Prior(marked, read.priv(), false, id.get()));
  }

  private void keep(Target target, StateObject stored, Prior now, String deposed) {
    StateObject object =
        now.value().isNull()
            ? null
            : stored
                .withValue(now.value(), target.block().impliedType(), target.schema().version())
                .withPriv(now.priv());
    run.refreshed(
        target.address(),
        known -> {
          Instance instance =
              known.orElseGet(() -> new Instance(target.provider(), null, new TreeMap<>()));
          return deposed.isEmpty()
              ? instance.withCurrent(object)
              : instance.withDeposed(deposed, object);
        });
  }

  private CallContext context(Target target) {
    return new CallContext(target.name(), "", _ -> {}, () -> false);
  }

  /// Plans the deletion of an object for which there is no configuration, or none any more.
  ///
  /// @param action delete or forget
  /// @param because why there is none
  void delete(
      Target target,
      String deposed,
      Prior prior,
      @Nullable Reason reason,
      Action action,
      List<Change.Cause> because) {
    if (!prior.value().isNull()) {
      run.change(
          change(
              target,
              deposed,
              action,
              reason,
              prior,
              Value.nullOf(target.block().impliedType()),
              List.of(),
              "",
              because));
    }
  }

  /// Plans a managed instance that is configured. False when that failed.
  boolean plan(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Set<Dependency> inherited,
      Prior prior) {
    List<Diagnostic> found = new ArrayList<>();
    Consumer<Diagnostic> report = d -> found.add(d.about(target.name()));
    boolean planned = plan(resource, target, scope, inherited, prior, report);
    found.forEach(run::report);
    return planned && !Diagnostic.hasErrors(found);
  }

  /// What the configuration wants of an instance whose preconditions hold.
  ///
  /// @param value its arguments, marked
  /// @param on what they depend on
  /// @param recorder takes the outcomes of its conditions
  private record Wanted(Value value, Set<Dependency> on, Checks.Recorder recorder) {}

  private Optional<Wanted> wanted(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Set<Dependency> inherited,
      Consumer<Diagnostic> report) {
    Checks.Recorder recorder = run.recorder(resource, target.address());
    boolean holds =
        Conditions.check(
            resource.block().lifecycle().preconditions(),
            scope,
            run.evaluator,
            "Resource precondition failed",
            target.name(),
            recorder,
            report);
    Optional<Value> evaluated = evaluate(resource, scope, report);
    Set<Dependency> on = noteDependencies(resource, target, scope, inherited);
    return holds ? evaluated.map(value -> new Wanted(value, on, recorder)) : Optional.empty();
  }

  /// Holds the postconditions against the object that `scope` knows as `self`.
  private boolean fulfilled(
      Wanted wanted,
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Consumer<Diagnostic> report) {
    return Conditions.check(
        resource.block().lifecycle().postconditions(),
        scope,
        run.evaluator,
        "Resource postcondition failed",
        target.name(),
        wanted.recorder(),
        report);
  }

  private boolean plan(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Set<Dependency> inherited,
      Prior prior,
      Consumer<Diagnostic> report) {
    Optional<Wanted> wanted = wanted(resource, target, scope, inherited, report);
    if (wanted.isEmpty()) {
      return false;
    }
    Value evaluated = wanted.get().value();
    Set<Dependency> on = wanted.get().on();
    MarkedPaths marks = MarkedPaths.of(evaluated);
    Value configuration = configured(resource, target, evaluated.unmarkDeep());
    ResourceHandler handler =
        run.pool.resource(target.provider(), target.address().resource().type());
    if (!accepted(handler.validate(configuration).all(), resource, report)) {
      return false;
    }
    Optional<Change> change =
        decide(resource, target, scope, prior, configuration, marks, on, handler, report)
            .map(Change::withOrigins);
    if (change.isEmpty()) {
      return false;
    }
    run.change(change.get());
    if (run.request.options().preflight()) {
      run.configured(target.address(), configured(resource, change.get(), configuration));
    }
    run.results(target.address().resource())
        .open(target.address().resource().local(), CompiledModule.repetitionOf(resource))
        .put(target.address().key(), change.get().after());
    return protectedFromDestroy(resource, scope.module(), target, change.get(), report)
        && fulfilled(wanted.get(), resource, target, scope.withSelf(change.get().after()), report);
  }

  /// `configuration`, in which what other objects may refer to, and is not known yet, has an origin
  /// that is not the object's: it is no value that the cloud decides.
  private static Value configured(CompiledResource resource, Target target, Value configuration) {
    return resource.schema().role() == null
        ? configuration
        : configuration.originatingIn("(configuration)" + target.address());
  }

  /// What the provider would be given as the configuration of `change`.
  private static Value configured(CompiledResource resource, Change change, Value configuration) {
    Block block = resource.schema().block();
    Value wanted =
        change.action() == Action.UPDATE
            ? Ignored.apply(
                resource.block().lifecycle().ignoreChanges(),
                block,
                change.before().unmarkDeep(),
                configuration)
            : configuration;
    return Proposal.withDefaults(block, wanted);
  }

  private Optional<Value> evaluate(
      CompiledResource resource, ModuleScope scope, Consumer<Diagnostic> report) {
    List<Diagnostic> found = new ArrayList<>();
    Value value = resource.body().evaluate(scope, run.evaluator, found::add);
    found.forEach(report);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(value);
  }

  private Set<Dependency> noteDependencies(
      CompiledResource resource, Target target, ModuleScope scope, Set<Dependency> inherited) {
    Set<Dependency> on = new LinkedHashSet<>(inherited);
    on.addAll(scope.seen());
    on.addAll(scope.module().named(resource.block().dependsOn()));
    for (Expression trigger : resource.block().lifecycle().replaceTriggeredBy()) {
      on.addAll(scope.module().named(References.of(trigger)));
    }
    run.depends(target.address(), on);
    return on;
  }

  private static boolean accepted(
      List<Diagnostic> all, CompiledResource resource, Consumer<Diagnostic> report) {
    for (Diagnostic diagnostic : all) {
      report.accept(
          diagnostic.subject() == null
              ? diagnostic.at(
                  diagnostic.path() == null
                      ? resource.block().declaration()
                      : resource.body().rangeOf(diagnostic.path()))
              : diagnostic);
    }
    return !Diagnostic.hasErrors(all);
  }

  private Optional<Change> decide(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Prior prior,
      Value configured,
      MarkedPaths marks,
      Set<Dependency> on,
      ResourceHandler handler,
      Consumer<Diagnostic> report) {
    Block block = target.block();
    Value before = prior.value().unmarkDeep();
    Value configuration =
        Ignored.apply(resource.block().lifecycle().ignoreChanges(), block, before, configured);
    Consumer<Diagnostic> place = d -> accepted(List.of(d), resource, report);
    Value nothing = Value.nullOf(block.impliedType());
    Optional<ProviderPlan> answer =
        ProviderPlan.ask(
            handler,
            block,
            target.name(),
            prior.tainted() ? nothing : before,
            prior.tainted() ? configured : configuration,
            prior.tainted() ? "" : prior.priv(),
            place);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    if (before.isNull()) {
      return Optional.of(
          configuredChange(
              target, resource, on, Action.CREATE, null, prior, answer.get(), marks, List.of()));
    }
    Action replace =
        !resource.block().lifecycle().destroy()
            ? Action.CREATE_THEN_FORGET
            : run.isLate(target.address()) ? Action.CREATE_THEN_DELETE : Action.DELETE_THEN_CREATE;
    if (prior.tainted()) {
      return Optional.of(
          configuredChange(
              target,
              resource,
              on,
              replace,
              Reason.REPLACE_BECAUSE_TAINTED,
              prior,
              answer.get(),
              marks,
              List.of()));
    }
    List<Change.Cause> fired = new ArrayList<>();
    Reason reason = replacementReason(resource, target, scope, answer.get(), fired, report);
    if (reason != null) {
      List<Path> paths = answer.get().replacePaths();
      return ProviderPlan.ask(handler, block, target.name(), nothing, configured, "", place)
          .map(fresh ->
              configuredChange(target, resource, on, replace, reason, prior, fresh, marks, paths)
                  .because(fired));
    }
    Value after = block.markSensitive(marks.applyTo(answer.get().planned()));
    boolean same = after.equals(prior.value());
    return Optional.of(
        configuredChange(
            target,
            resource,
            on,
            same ? Action.NO_OP : Action.UPDATE,
            null,
            prior,
            answer.get(),
            marks,
            List.of()));
  }

  /// @param fired takes what in `replace_triggered_by` asks for it
  private @Nullable Reason replacementReason(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      ProviderPlan answer,
      List<Change.Cause> fired,
      Consumer<Diagnostic> report) {
    if (run.request.options().replace().contains(target.address())) {
      return Reason.REPLACE_BY_REQUEST;
    }
    if (!answer.replacePaths().isEmpty()) {
      return Reason.REPLACE_BECAUSE_CANNOT_UPDATE;
    }
    fired.addAll(new Triggers(run).fire(resource, scope, report));
    return fired.isEmpty() ? null : Reason.REPLACE_BY_TRIGGERS;
  }

  private Change configuredChange(
      Target target,
      CompiledResource resource,
      Set<Dependency> on,
      Action action,
      @Nullable Reason reason,
      Prior prior,
      ProviderPlan answer,
      MarkedPaths marks,
      List<Path> replacePaths) {
    Value after = target.block().markSensitive(marks.applyTo(answer.planned()));
    List<ResourceAddress> dependencies =
        run.resources(on).stream()
            .filter(address -> !address.equals(target.address().resource().withoutKeys()))
            .toList();
    List<Change.Cause> because =
        run.module(target.address().resource().module())
            .map(module ->
                switch (action) {
                  case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET ->
                      causes.ofUpdate(resource, prior.value(), after, module);
                  case CREATE -> causes.ofCreate(resource, target.address(), module);
                  case READ -> causes.ofRead(resource, after, module);
                  case NO_OP, DELETE, FORGET -> List.<Change.Cause>of();
                })
            .orElse(List.of());
    return new Change(
        target.address(),
        target.previous(),
        "",
        target.provider(),
        target.schema(),
        action,
        reason,
        prior.value(),
        after,
        replacePaths,
        answer.priv(),
        prior.tainted(),
        because,
        dependencies,
        run.isLate(target.address()),
        target.declaration(),
        prior.importId());
  }

  private Change change(
      Target target,
      String deposed,
      Action action,
      @Nullable Reason reason,
      Prior prior,
      Value after,
      List<Path> replacePaths,
      String priv,
      List<Change.Cause> because) {
    return new Change(
        target.address(),
        target.previous(),
        deposed,
        target.provider(),
        target.schema(),
        action,
        reason,
        prior.value(),
        after,
        replacePaths,
        priv,
        prior.tainted(),
        because,
        List.of(),
        run.isLate(target.address()),
        target.declaration(),
        null);
  }

  /// Lets expressions see an object as it is.
  void see(InstanceAddress address, Prior prior, ResourceResults.Repetition repetition) {
    ResourceResults results =
        run.results(address.resource()).open(address.resource().local(), repetition);
    if (!prior.value().isNull()) {
      results.put(address.key(), prior.value());
    }
  }

  /// Refuses a deletion that the configuration forbids.
  boolean protectedFromDestroy(
      CompiledResource resource,
      ModuleInstance module,
      Target target,
      Change change,
      Consumer<Diagnostic> report) {
    Expression prevent = resource.block().lifecycle().preventDestroy();
    if (prevent == null || !(change.action().deletes() || change.action().forgets())) {
      return true;
    }
    Evaluation evaluation = run.evaluator.evaluate(prevent, run.scope(module));
    evaluation.diagnostics().forEach(report);
    if (evaluation.failed()) {
      return false;
    }
    if (!(Conversion.convert(evaluation.value().unmarkDeep(), Type.BOOL)
        instanceof Conversion.Converted(Value.Bool forbidden))) {
      report.accept(
          Diagnostic.error(
                  "config.invalid-prevent-destroy",
                  "Invalid prevent_destroy argument",
                  "The \"prevent_destroy\" argument must be true or false, and known when a plan"
                      + " would destroy the object.")
              .at(prevent.range()));
      return false;
    }
    if (!forbidden.isTrue()) {
      return true;
    }
    report.accept(
        Diagnostic.error(
                "plan.prevent-destroy",
                "Instance cannot be destroyed",
                "Resource "
                    + target.name()
                    + " has lifecycle.prevent_destroy set, but the plan calls for this resource to"
                    + " be destroyed. To avoid this error and continue with the plan, either"
                    + " disable lifecycle.prevent_destroy or reduce the scope of the plan using the"
                    + " -target option.")
            .at(resource.block().declaration()));
    return false;
  }

  /// Reads a data source now, or plans to read it during apply. False when that failed.
  boolean planData(
      CompiledResource resource, Target target, ModuleScope scope, Set<Dependency> inherited) {
    List<Diagnostic> found = new ArrayList<>();
    boolean planned =
        planData(resource, target, scope, inherited, d -> found.add(d.about(target.name())));
    found.forEach(run::report);
    return planned && !Diagnostic.hasErrors(found);
  }

  private boolean planData(
      CompiledResource resource,
      Target target,
      ModuleScope scope,
      Set<Dependency> inherited,
      Consumer<Diagnostic> report) {
    Optional<Wanted> wanted = wanted(resource, target, scope, inherited, report);
    if (wanted.isEmpty()) {
      return false;
    }
    Value evaluated = wanted.get().value();
    Set<Dependency> on = wanted.get().on();
    MarkedPaths marks = MarkedPaths.of(evaluated);
    Value configuration = Proposal.withDefaults(target.block(), evaluated.unmarkDeep());
    DataSourceHandler handler =
        run.pool.dataSource(target.provider(), target.address().resource().type());
    if (!accepted(handler.validate(configuration).all(), resource, report)) {
      return false;
    }
    boolean pending = dependencyPending(resource, scope.module());
    ResourceResults results =
        run.results(target.address().resource())
            .open(target.address().resource().local(), CompiledModule.repetitionOf(resource));
    if (!configuration.isWhollyKnown() || pending) {
      Value after =
          target
              .block()
              .markSensitive(
                  marks.applyTo(
                      Proposal.propose(
                          target.block(),
                          Value.nullOf(target.block().impliedType()),
                          configuration)));
      Reason reason =
          pending ? Reason.READ_BECAUSE_DEPENDENCY_PENDING : Reason.READ_BECAUSE_CONFIG_UNKNOWN;
      ProviderPlan answer = new ProviderPlan(after.unmarkDeep(), List.of(), "");
      run.change(
          configuredChange(
              target, resource, on, Action.READ, reason, Prior.NONE, answer, marks, List.of()));
      results.put(target.address().key(), after);
      return true;
    }
    if (resource.block().check() != null) {
      planForCheck(resource, target, on, handler, configuration, marks, report);
      return true;
    }
    Optional<Value> read = readData(resource, target, handler, configuration, marks, report);
    if (read.isEmpty()) {
      return false;
    }
    results.put(target.address().key(), read.get());
    // Validation reads with providers that know nothing; there is nothing to keep then.
    if (read.get().isWhollyKnown()) {
      run.refreshed(
          target.address(),
          Optional.of(
              Instance.of(
                  target.provider(),
                  StateObject.of(
                          read.get(), target.block().impliedType(), target.schema().version())
                      .withDependencies(List.copyOf(run.resources(on))))));
    }
    return fulfilled(wanted.get(), resource, target, scope.withSelf(read.get()), report);
  }

  /// Reads a data source for a check, and plans to read it again when everything is done. What goes
  /// wrong is no error: the check fails.
  private void planForCheck(
      CompiledResource resource,
      Target target,
      Set<Dependency> on,
      DataSourceHandler handler,
      Value configuration,
      MarkedPaths marks,
      Consumer<Diagnostic> report) {
    List<Diagnostic> found = new ArrayList<>();
    Optional<Value> read = readData(resource, target, handler, configuration, marks, found::add);
    found.forEach(d -> report.accept(d.asWarning()));
    Value nothing = Value.nullOf(target.block().impliedType());
    Value after =
        read.map(Value::unmarkDeep)
            .orElseGet(() -> Proposal.propose(target.block(), nothing, configuration));
    ResourceResults results =
        run.results(target.address().resource())
            .open(target.address().resource().local(), CompiledModule.repetitionOf(resource));
    results.put(target.address().key(), target.block().markSensitive(marks.applyTo(after)));
    if (read.isEmpty()) {
      run.unreadable(target.address(), found);
    }
    run.change(
        configuredChange(
            target,
            resource,
            on,
            Action.READ,
            Reason.READ_BECAUSE_CHECK_NESTED,
            Prior.NONE,
            new ProviderPlan(after, List.of(), ""),
            marks,
            List.of()));
  }

  private Optional<Value> readData(
      CompiledResource resource,
      Target target,
      DataSourceHandler handler,
      Value configuration,
      MarkedPaths marks,
      Consumer<Diagnostic> report) {
    run.event(new Event.ApplyStart(target.address(), Action.READ, ""));
    long start = System.nanoTime();
    DataSourceHandler.ReadResult read =
        run.pool.turn(() -> handler.read(configuration, context(target)), target.name(), report);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (read == null
        || !accepted(read.diagnostics().all(), resource, report)
        || read.value() == null) {
      run.event(new Event.ApplyErrored(target.address(), Action.READ, elapsed));
      return Optional.empty();
    }
    Value value = target.block().markSensitive(marks.applyTo(read.value()));
    run.event(
        new Event.ApplyComplete(target.address(), Action.READ, StoredObjects.id(value), elapsed));
    return Optional.of(value);
  }

  /// True when something that the data source depends on by `depends_on` is about to change.
  private boolean dependencyPending(CompiledResource resource, ModuleInstance module) {
    boolean pending = pending(resource.block().dependsOn(), module);
    ModuleInstance inner = module;
    for (ModuleInstance c = module.caller(); c != null && !pending; c = c.caller()) {
      ModuleCall call = c.module().module().calls().get(inner.address().last().name());
      pending = call != null && pending(call.dependsOn(), c);
      inner = c;
    }
    return pending;
  }

  private boolean pending(List<Reference> dependsOn, ModuleInstance module) {
    return dependsOn.stream()
        .map(Reference::subject)
        .anyMatch(subject ->
            switch (subject) {
              case Subject.Resource named ->
                  named.mode() == ResourceMode.MANAGED && run.isChanging(module.resource(named));
              case Subject.ModuleCall(String name) -> run.isChangingIn(module.address(), name);
              default -> false;
            });
  }

  /// The address that an instance had when its block had no `count`, or has one now: `x` and `x[0]`
  /// are the same object.
  static InstanceAddress other(InstanceAddress address) {
    return address.key() instanceof InstanceKey.None
        ? address.resource().instance(new InstanceKey.Index(0))
        : address.resource().instance(InstanceKey.none());
  }
}

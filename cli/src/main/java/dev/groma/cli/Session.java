package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.apply.Executor;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Evaluators;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.plan.Unconfigured;
import dev.groma.engine.policy.Policy;
import dev.groma.engine.policy.PolicyReview;
import dev.groma.engine.recover.Settlement;
import dev.groma.engine.render.Heartbeat;
import dev.groma.engine.render.Profile;
import dev.groma.engine.render.Schemas;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.RemoteEncryption;
import dev.groma.state.store.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// One run of the engine: inputs, clouds and the locked state, from planning to what is recorded in
/// the end.
final class Session implements AutoCloseable {
  private static final int PARALLELISM = 10;

  /// The exit code of a run that went well and left something for a later one.
  static final int INCOMPLETE = 3;

  private static final String CHECK_FAILED = "config.check-failed";
  private static final String CHECK_UNKNOWN = "config.check-unknown";
  private static final String PARTIAL = "plan.targeted";

  private final Console console;
  private final View view;
  private final Inputs inputs;
  private final Clouds clouds;
  private final StateSession states;
  private final Traffic traffic;
  private final PlanRequest.Setting setting;
  private OpenOperations.@Nullable Settled settled;

  private Session(
      Console console,
      View view,
      Inputs inputs,
      Clouds clouds,
      StateSession states,
      Traffic traffic,
      PlanRequest.Setting setting) {
    this.console = console;
    this.view = view;
    this.inputs = inputs;
    this.clouds = clouds;
    this.states = states;
    this.traffic = traffic;
    this.setting = setting;
  }

  /// Takes the lock of the state that the configuration names and starts what is needed; nothing
  /// after an error, which is reported.
  ///
  /// @param operation for those who find the state locked: `Plan`, `Apply`
  static Optional<Session> open(
      ParseResult arguments, Console console, View view, String operation, Inputs inputs) {
    return open(
        arguments,
        console,
        view,
        operation,
        inputs,
        false,
        () -> StatePlace.open(arguments, console, inputs.configuration(), view),
        OpenOperations.Leave.of(operation));
  }

  /// The same with the state at a place that is given.
  ///
  /// @param emulator emulated clouds are used even without `-emulator`
  /// @param leave how far operations that earlier runs left open may be settled
  static Optional<Session> open(
      ParseResult arguments,
      Console console,
      View view,
      String operation,
      Inputs inputs,
      boolean emulator,
      Supplier<Optional<StatePlace>> state,
      OpenOperations.Leave leave) {
    Clock clock = console.machine().clock();
    Instant begun = clock.instant();
    Optional<Traffic> traffic = Traffic.open(arguments, console, view);
    Optional<Clouds> clouds =
        traffic.flatMap(
            _ -> Clouds.open(emulator || Options.isOn(arguments, Options.EMULATOR), console, view));
    if (traffic.isEmpty() || clouds.isEmpty()) {
      return Optional.empty();
    }
    Optional<StateSession> states =
        state.get().flatMap(place -> StateSession.open(arguments, console, place, operation, view));
    if (states.isEmpty()) {
      clouds.get().close();
      return Optional.empty();
    }
    PlanRequest.Setting setting =
        new PlanRequest.Setting(
            clouds.get().registry(),
            clouds
                .get()
                .context()
                .with(RemoteEncryption.class, states.get().place().sealing()::remoteState),
            Math.max(1, arguments.matchedOptionValue("-parallelism", PARALLELISM)),
            Workspaces.of(console).current(),
            console.directory(),
            new Heartbeat(
                RunLog.of(console, clock).watching(traffic.get().watch(view.listener())),
                clock,
                states.get().state().instances().size(),
                view::note),
            new LocalPrograms(console.environment()));
    Session session =
        new Session(console, view, inputs, clouds.get(), states.get(), traffic.get(), setting);
    Optional<OpenOperations.Settled> settled =
        new OpenOperations(inputs, states.get(), setting, console, view).settle(leave);
    if (settled.isEmpty()) {
      session.close();
      return Optional.empty();
    }
    session.settled = settled.get();
    Profile profile = traffic.get().profile();
    profile.add(Profile.Phase.CONFIGURATION, inputs.loading());
    profile.add(Profile.Phase.STATE, Duration.between(begun, clock.instant()));
    return Optional.of(session);
  }

  /// What came of the operations that earlier runs left open.
  List<Settlement> settlements() {
    return settled == null ? List.of() : settled.settlements();
  }

  /// The state to plan from.
  private State shown() {
    return settled == null ? states.state() : settled.shown();
  }

  /// The same run with other inputs; only one of the two is to be closed.
  Session with(Inputs others) {
    Session other = new Session(console, view, others, clouds, states, traffic, setting);
    other.settled = settled;
    return other;
  }

  /// The objects of `import` blocks that nothing is configured for.
  Unconfigured.Result unconfigured() {
    try {
      return Planner.read(request(shown(), PlanOptions.all(Mode.NORMAL), now()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Unconfigured.Result(List.of(), List.of());
    }
  }

  /// The workspace that is used.
  String workspace() {
    return setting.workspace();
  }

  /// Where the state is.
  BackendSettings backend() {
    return states.backend();
  }

  /// Where the parts of the program meet.
  Clouds clouds() {
    return clouds;
  }

  /// How saved plans are encrypted; nothing after an error, which is reported.
  Optional<Encryption> planEncryption() {
    return Sealing.reporting(view, found -> states.place().sealing().plan(found::add));
  }

  /// The state as it is now.
  State state() {
    return states.state();
  }

  /// Makes a plan, shows what could be planned when that failed, and tells what is wrong. Nothing
  /// when there is none to go on with.
  Optional<Plan> planOrShowPart(PlanOptions asked, Instant now) {
    return ask(request(shown(), asked, now), _ -> true, this::show)
        .flatMap(result -> Optional.ofNullable(result.plan()));
  }

  private void show(PlanResult part) {
    if (part.plan() != null) {
      view.plan(part.plan());
    }
  }

  /// Makes a plan and tells what is wrong with it; nothing when there is none to show.
  Optional<Plan> plan(PlanOptions asked, Instant now) {
    return plan(shown(), asked, now);
  }

  /// Makes a plan that is applied without a question in between, and tells what is wrong with it.
  /// What checks say now is not told: they are looked at again in the end.
  Optional<Plan> planToApply(PlanOptions asked, Instant now) {
    return ask(
            request(shown(), asked, now),
            d -> !d.code().equals(CHECK_FAILED) && !d.code().equals(CHECK_UNKNOWN),
            this::show)
        .flatMap(result -> Optional.ofNullable(result.plan()));
  }

  /// Makes a plan and, when it is asked for, asks the clouds about it; tells what is wrong with the
  /// plan. Nothing when there is none to show.
  Optional<PlanResult> planAndAsk(PlanOptions asked, Instant now) {
    return planAndAsk(asked, now, _ -> {});
  }

  /// The same.
  ///
  /// @param part takes what could be planned when planning failed, before it is told why
  Optional<PlanResult> planAndAsk(PlanOptions asked, Instant now, Consumer<PlanResult> part) {
    return ask(request(shown(), asked, now), _ -> true, part);
  }

  /// What `policies` say of `plan`.
  PolicyReview.Outcome judge(Plan plan, List<Policy> policies, RuleSet rules) {
    return PolicyReview.of(
        plan, policies, rules, Schemas.of(clouds.registry()), Evaluators.applying(plan, setting));
  }

  /// Looks at `instance` as if the state recorded it at `address`; what exists is then in the prior
  /// state of the plan.
  Optional<Plan> planImport(InstanceAddress address, Instance instance) {
    State with = states.state().edit().put(address, instance).build();
    return ask(
            request(with, alone(Mode.REFRESH_ONLY, address), now()), d -> !d.code().equals(PARTIAL))
        .flatMap(result -> Optional.ofNullable(result.plan()));
  }

  private static PlanOptions alone(Mode mode, InstanceAddress address) {
    return PlanOptions.all(mode)
        .withSelection(
            new Selection(AddressPattern.parse(address.toString()).stream().toList(), List.of()));
  }

  /// False when the block of `address` has no such instance, as far as a plan about it alone tells.
  ///
  /// @param instance what is to be recorded there
  boolean isConfigured(InstanceAddress address, Instance instance) {
    State with = states.state().edit().put(address, instance).build();
    PlanOptions alone = alone(Mode.NORMAL, address).withRefresh(false).withDeferral(true);
    return ask(request(with, alone, now()), _ -> false)
        .flatMap(result -> Optional.ofNullable(result.plan()))
        .map(plan ->
            !plan.deferred().isEmpty()
                || plan.changes().stream()
                    .anyMatch(change ->
                        change.address().equals(address)
                            && change.action() != Action.DELETE
                            && change.action() != Action.FORGET))
        .orElse(true);
  }

  /// Records `instance` at `address`. Returns false after an error, which is reported.
  boolean record(InstanceAddress address, Instance instance) {
    return states.commit(states.state().edit().put(address, instance).build());
  }

  private Optional<Plan> plan(State state, PlanOptions asked, Instant now) {
    return ask(request(state, asked, now)).flatMap(result -> Optional.ofNullable(result.plan()));
  }

  private PlanRequest request(State state, PlanOptions asked, Instant now) {
    return new PlanRequest(inputs.configuration(), inputs.variables(), state, asked, now, setting);
  }

  private Optional<PlanResult> ask(PlanRequest request) {
    return ask(request, _ -> true, _ -> {});
  }

  private Optional<PlanResult> ask(PlanRequest request, Predicate<Diagnostic> told) {
    return ask(request, told, _ -> {});
  }

  /// @param told which diagnostics are told
  /// @param part takes what could be planned when planning failed
  private Optional<PlanResult> ask(
      PlanRequest request, Predicate<Diagnostic> told, Consumer<PlanResult> part) {
    try (Profile.Timer _ = traffic.profile().begin(Profile.Phase.PLAN)) {
      PlanResult result = Planner.plan(request);
      Plan plan = result.plan();
      if (plan != null && plan.errored() && plan.hasChanges()) {
        part.accept(result);
      }
      view.report(result.diagnostics().stream().filter(told).toList());
      return plan == null || Diagnostic.hasErrors(result.diagnostics())
          ? Optional.empty()
          : Optional.of(result);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Carries out `plan` and records what came of it. Returns true when all went well; errors are
  /// reported.
  boolean apply(Plan plan) {
    AtomicBoolean stop = new AtomicBoolean();
    Optional<StoreLog> opened = states.openLog(setting.context().clock(), () -> stop.set(true));
    if (opened.isEmpty()) {
      return false;
    }
    StoreLog log = opened.get();
    ApplyResult result;
    try (log;
        Profile.Timer _ = traffic.profile().begin(Profile.Phase.APPLY);
        Interrupts.Listening _ = console.interrupts().listen(count -> interrupted(count, stop))) {
      result = Executor.apply(plan, setting, log, stop::get);
    } catch (StorageException e) {
      log.close();
      return states.rescue(log.over(plan.prior()), e.diagnostic());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    view.report(result.diagnostics());
    log.failure().ifPresent(view::report);
    boolean recorded = save(result.state(), log);
    boolean complete =
        recorded
            && !stop.get()
            && log.failure().isEmpty()
            && !Diagnostic.hasErrors(result.diagnostics());
    view.applied(plan, result, complete);
    return complete;
  }

  private boolean save(State state, StoreLog log) {
    try (Profile.Timer _ = traffic.profile().begin(Profile.Phase.SAVE)) {
      return states.commit(state, log.open());
    }
  }

  /// The exit code of a run that did all of `plan`: [#INCOMPLETE] when something was left for a
  /// later run.
  static int codeOf(Plan plan) {
    return plan.deferred().isEmpty() ? 0 : INCOMPLETE;
  }

  private void interrupted(int count, AtomicBoolean stop) {
    if (count == 1) {
      stop.set(true);
      view.note(
          """

          Interrupt received.
          Nothing more is begun. Calls that are under way may finish, then the state is saved.
          A second interrupt stops at once; what was done is then taken from the journal by the next run.
          """);
    } else {
      Runtime.getRuntime().halt(1);
    }
  }

  /// The time, for plans.
  Instant now() {
    Clock clock = setting.context().clock();
    return clock.instant();
  }

  @Override
  public void close() {
    states.close();
    clouds.close();
    traffic.close();
  }
}

package dev.groma.cli;

import dev.groma.engine.apply.OperationLog;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.recover.Decision;
import dev.groma.engine.recover.Recovery;
import dev.groma.engine.recover.Settlement;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The operations that earlier runs left open, at the beginning of a run: what came of them is
/// found out before anything else, and said.
///
/// @param inputs the configuration
/// @param states the state, open
/// @param setting what the run may use of the world
/// @param console where interrupts come from
/// @param view what is told
record OpenOperations(
    Inputs inputs, StateSession states, PlanRequest.Setting setting, Console console, View view) {
  /// How long an object may not be shown after it was asked for, unless [#WAIT] says otherwise.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The environment variable that says how long.
  private static final String WAIT = "GROMA_RECOVER_WAIT";

  /// What a run may do about open operations.
  ///
  /// @param mayChange whether it may send calls that change something
  /// @param decisions what the user says came of them; null unless that was asked for
  record Leave(boolean mayChange, @Nullable Map<InstanceAddress, Decision> decisions) {
    /// What runs that the lock calls `operation` may do by themselves.
    static Leave of(String operation) {
      return new Leave(operation.equals("Apply") || operation.equals("Refresh"), null);
    }

    /// True when the user asked for nothing else.
    boolean isAll() {
      return decisions != null;
    }
  }

  /// What the run goes on with.
  ///
  /// @param shown the state to plan from
  /// @param settlements what came of each operation
  record Settled(State shown, List<Settlement> settlements) {
    /// Copies the list.
    Settled {
      settlements = List.copyOf(settlements);
    }
  }

  /// Settles what is open; nothing after an error, which is reported.
  Optional<Settled> settle(Leave leave) {
    Map<InstanceAddress, Decision> decisions =
        leave.decisions() == null ? Map.of() : leave.decisions();
    State state = states.state();
    List<Diagnostic> misplaced =
        decisions.keySet().stream().flatMap(a -> misplaced(a, state).stream()).toList();
    view.report(misplaced);
    if (!misplaced.isEmpty()) {
      return Optional.empty();
    }
    if (state.pending().isEmpty()) {
      return Optional.of(new Settled(state, List.of()));
    }
    Optional<Plan> planned = plan(state);
    Optional<Duration> patience = patience();
    if (planned.isEmpty() || patience.isEmpty()) {
      return Optional.empty();
    }
    CountDownLatch stop = new CountDownLatch(1);
    Recovery.Terms terms =
        new Recovery.Terms(leave.mayChange(), patience.get(), time -> pause(stop, time), decisions);
    try (Interrupts.Listening _ = console.interrupts().listen(count -> interrupted(count, stop))) {
      Optional<Recovery.Result> result =
          leave.mayChange() || states.isLocked()
              ? kept(planned.get(), terms, stop)
              : Optional.of(run(planned.get(), OperationLog.NONE, terms));
      return result.flatMap(r -> told(r, leave));
    }
  }

  private static void interrupted(int count, CountDownLatch stop) {
    stop.countDown();
    if (count > 1) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static boolean pause(CountDownLatch stop, Duration time) {
    try {
      return !stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Duration> patience() {
    String text = console.variable(WAIT);
    Optional<Duration> given = text == null ? Optional.of(PATIENCE) : Locking.duration(text);
    if (given.isEmpty()) {
      view.report(
          Diagnostic.error(
              "cli.duration",
              "Wrong duration",
              "The value of " + WAIT + " must be a number and a unit, such as 20s or 2m."));
    }
    return given;
  }

  private Recovery.Result run(Plan plan, OperationLog log, Recovery.Terms terms) {
    return Recovery.run(plan, setting, states.state(), log, terms);
  }

  /// The same, with everything that is found put on record.
  private Optional<Recovery.Result> kept(Plan plan, Recovery.Terms terms, CountDownLatch stop) {
    Optional<StoreLog> opened = states.openLog(setting.context().clock(), stop::countDown);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    Recovery.Result result;
    try (StoreLog log = opened.get()) {
      result = run(plan, log, terms);
      Optional<Diagnostic> failure = log.failure();
      failure.ifPresent(view::report);
      if (failure.isPresent()) {
        return Optional.empty();
      }
    }
    return states.commit(result.state(), result.state().pending())
        ? Optional.of(result)
        : Optional.empty();
  }

  /// A plan that looks at nothing: it tells which providers there are.
  private Optional<Plan> plan(State state) {
    try {
      PlanResult result =
          Planner.plan(
              new PlanRequest(
                  inputs.configuration(),
                  inputs.variables(),
                  state,
                  PlanOptions.all(Mode.REFRESH_ONLY).withRefresh(false).withDeferral(true),
                  setting.context().clock().instant(),
                  setting.telling(Event.Listener.none())));
      if (Diagnostic.hasErrors(result.diagnostics())) {
        view.report(result.diagnostics());
        return Optional.empty();
      }
      return Optional.ofNullable(result.plan());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Settled> told(Recovery.Result result, Leave leave) {
    view.report(result.diagnostics());
    boolean blocked = result.settlements().stream().anyMatch(Settlement::blocks);
    if (!leave.isAll()) {
      for (Settlement settlement : result.settlements()) {
        view.report(diagnostics(settlement, leave.mayChange()));
      }
      if (blocked && leave.mayChange()) {
        return Optional.empty();
      }
    }
    State now = states.state();
    return Optional.of(
        new Settled(result.shown().as(now.lineage(), now.serial()), result.settlements()));
  }

  private static List<Diagnostic> misplaced(InstanceAddress address, State state) {
    boolean open =
        state.pending().stream()
            .anyMatch(
                o -> o.address().equals(address) && o.action() == PendingOperation.Action.CREATE);
    return open
        ? List.of()
        : List.of(
            Diagnostic.error(
                    "recover.no-operation",
                    "No creation is open there",
                    "No earlier run was stopped while it created "
                        + address
                        + ". \"groma recover\" lists what is open; to record an object that exists,"
                        + " use \"groma import\".")
                .about(address.toString()));
  }

  /// What is said of a settlement before a run goes on, or stops.
  private static List<Diagnostic> diagnostics(Settlement settlement, boolean stops) {
    List<Diagnostic> all = new ArrayList<>();
    String address = settlement.operation().address().toString();
    boolean error = settlement.blocks() && stops;
    for (Diagnostic said : settlement.diagnostics()) {
      if (settlement.outcome() == Settlement.Outcome.OPEN || said.severity() == Severity.WARNING) {
        all.add((error ? said : said.asWarning()).about(address));
      }
    }
    all.add(
        new Diagnostic(
                error ? Severity.ERROR : Severity.WARNING,
                "recover." + settlement.outcome().word(),
                Category.USER,
                settlement.isOpen()
                    ? "An operation of an earlier run is open"
                    : "An operation of an earlier run was settled",
                sentence(settlement) + (settlement.blocks() ? " " + advice(settlement, stops) : ""),
                null,
                null,
                null,
                List.of())
            .about(address));
    return all;
  }

  /// What came of an operation, in sentences.
  static String sentence(Settlement settlement) {
    PendingOperation operation = settlement.operation();
    return "A run was stopped while it was about to "
        + operation.action().name().toLowerCase(Locale.ROOT)
        + " "
        + operation.address()
        + ", begun at "
        + operation.began()
        + ". "
        + settlement.detail()
        + (settlement.id().isEmpty() ? "" : " Its id is " + settlement.id() + ".");
  }

  /// What the user can do about a create that stays open.
  static String advice(Settlement settlement, boolean stops) {
    String address = settlement.operation().address().toString();
    return (stops
            ? "Nothing is changed before this is known, so that nothing is made twice."
            : "An apply changes nothing before this is known.")
        + " Look at the cloud, then say what it made: groma recover -adopt='"
        + address
        + "=ID' for the object with that id, or groma recover -discard='"
        + address
        + "' if it made nothing that is to be kept.";
  }
}

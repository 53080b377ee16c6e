package dev.groma.engine.recover;

import dev.groma.engine.apply.Executor;
import dev.groma.engine.apply.OperationLog;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.ProviderPool;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings the operations of earlier runs to an end whose end is not on record.
///
/// 1. Nothing is made twice: a create is sent again only under its own idempotency token, and only
///    as long as the cloud can be relied upon to remember that. Otherwise what exists decides, see
///    [Verdict].
/// 2. What cannot be found out stays open, and says what the user can do.
/// 3. Each step is on record before the next one, so that this can be interrupted, too.
/// 4. Operations are dealt with in the order in which they began.
public final class Recovery {
  private Recovery() {}

  /// What a recovery may do.
  ///
  /// @param mayChange whether calls may be made that change something; without, creates that are
  ///   not complete stay open, and are shown as they are
  /// @param patience how long after it was asked for an object may not be shown yet
  /// @param pause waits; false when the user wants no more waiting
  /// @param decisions what the user says of creates, by address
  public record Terms(
      boolean mayChange, Duration patience, Pause pause, Map<InstanceAddress, Decision> decisions) {
    /// Copies the map.
    public Terms {
      decisions = Collections.unmodifiableMap(new TreeMap<>(decisions));
    }
  }

  /// Waits.
  @FunctionalInterface
  public interface Pause {
    /// Waits so long; false when it is not to be waited any more.
    boolean pause(Duration duration);
  }

  /// What a recovery came to.
  ///
  /// @param state the state to be kept, with the operations that are still open
  /// @param shown the state to plan from: an object that is found and not complete yet is shown as
  ///   complete, since a run that may change things completes it first
  /// @param settlements what came of each operation, in the order in which they began
  /// @param diagnostics what is wrong besides
  public record Result(
      State state, State shown, List<Settlement> settlements, List<Diagnostic> diagnostics) {
    /// Copies the lists.
    public Result {
      settlements = List.copyOf(settlements);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Settles the open operations of `state`.
  ///
  /// @param plan any plan of the configuration and that state: it tells which providers there are
  /// @param log keeps what is found
  public static Result run(
      Plan plan, PlanRequest.Setting setting, State state, OperationLog log, Terms terms) {
    List<Diagnostic> found = new ArrayList<>();
    return Executor.withProviders(
        plan, setting, pool -> run(plan, setting, pool, state, log, terms, found), found::add);
  }

  private static Result run(
      Plan plan,
      PlanRequest.Setting setting,
      ProviderPool pool,
      State state,
      OperationLog log,
      Terms terms,
      List<Diagnostic> found) {
    Records records = new Records(state, log, setting.context().random());
    List<Settlement> settlements = new ArrayList<>();
    for (PendingOperation operation : state.pending()) {
      Settler settler = new Settler(plan, setting, pool, records, terms, operation);
      settlements.add(settler.settle());
    }
    return new Result(records.kept(), records.shown(), settlements, found);
  }
}

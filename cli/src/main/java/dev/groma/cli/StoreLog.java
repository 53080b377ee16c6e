package dev.groma.cli;

import dev.groma.engine.apply.OperationLog;
import dev.groma.engine.plan.Action;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.JournalRecord;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StorageException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What an apply does, in the journal of its state.
///
/// When the journal cannot be written, nothing more is begun; what operations under way come to is
/// still kept in memory, so that it can be saved in another place.
final class StoreLog implements OperationLog, AutoCloseable {
  private final Journal journal;
  private final Clock clock;
  private final Runnable stop;
  private final Map<InstanceAddress, Optional<Instance>> latest = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Diagnostic> failure = new AtomicReference<>();

  /// A log in `journal`; `stop` is run when it cannot be written.
  StoreLog(Journal journal, Clock clock, Runnable stop) {
    this.journal = journal;
    this.clock = clock;
    this.stop = stop;
  }

  @Override
  public void begin(String operation, InstanceAddress address, Action action, String fingerprint) {
    PendingOperation.Action kind =
        switch (action) {
          case DELETE -> PendingOperation.Action.DELETE;
          case UPDATE -> PendingOperation.Action.UPDATE;
          case NO_OP,
              CREATE,
              READ,
              DELETE_THEN_CREATE,
              CREATE_THEN_DELETE,
              CREATE_THEN_FORGET,
              FORGET ->
              PendingOperation.Action.CREATE;
        };
    PendingOperation pending =
        new PendingOperation(
            operation, address, null, kind, operation, fingerprint, clock.instant(), null);
    append(new JournalRecord.Begin(pending), true);
  }

  @Override
  public void recorded(String operation, InstanceAddress address, Instance instance) {
    latest.put(address, Optional.of(instance));
    append(new JournalRecord.Recorded(operation, instance), false);
  }

  @Override
  public void end(String operation, InstanceAddress address, @Nullable Instance instance) {
    latest.put(address, Optional.ofNullable(instance));
    append(new JournalRecord.End(operation, instance), false);
  }

  private void append(JournalRecord record, boolean mustSucceed) {
    try {
      journal.append(record);
    } catch (StorageException e) {
      failure.compareAndSet(null, e.diagnostic());
      stop.run();
      if (mustSucceed) {
        throw e;
      }
    }
  }

  /// Why the journal could not be written; nothing when it could.
  Optional<Diagnostic> failure() {
    return Optional.ofNullable(failure.get());
  }

  /// `prior` with everything that has happened.
  State over(State prior) {
    StateBuilder edit = prior.edit();
    latest.forEach((address, instance) ->
        instance.ifPresentOrElse(i -> edit.put(address, i), () -> edit.remove(address)));
    return edit.build();
  }

  @Override
  public void close() {
    journal.close();
  }
}

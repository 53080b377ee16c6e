package dev.groma.cli;

import dev.groma.engine.apply.OperationLog;
import dev.groma.engine.apply.Request;
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
import java.util.Comparator;
import java.util.List;
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
  private final Map<String, PendingOperation> open = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Diagnostic> failure = new AtomicReference<>();

  /// A log in `journal`, in which `pending` are open already; `stop` is run when it cannot be
  /// written.
  StoreLog(Journal journal, List<PendingOperation> pending, Clock clock, Runnable stop) {
    pending.forEach(operation -> open.put(operation.id(), operation));
    this.journal = journal;
    this.clock = clock;
    this.stop = stop;
  }

  @Override
  public boolean begin(Announcement announcement) {
    Request request = announcement.request();
    PendingOperation pending =
        new PendingOperation(
            announcement.operation(),
            announcement.address(),
            announcement.deposed().isEmpty() ? null : announcement.deposed(),
            kind(announcement.action()),
            announcement.repeatable() ? announcement.operation() : "",
            request == null ? "" : request.fingerprint(),
            request == null ? null : request.instance(),
            clock.instant(),
            null);
    if (!append(new JournalRecord.Begin(pending))) {
      return false;
    }
    open.put(pending.id(), pending);
    return true;
  }

  private static PendingOperation.Action kind(Action action) {
    return switch (action) {
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
  }

  @Override
  public void recorded(String operation, InstanceAddress address, Instance instance) {
    latest.put(address, Optional.of(instance));
    open.computeIfPresent(operation, (_, known) -> known.recorded(instance));
    append(new JournalRecord.Recorded(operation, instance));
  }

  @Override
  public void end(String operation, InstanceAddress address, @Nullable Instance instance) {
    latest.put(address, Optional.ofNullable(instance));
    open.remove(operation);
    append(new JournalRecord.End(operation, instance));
  }

  /// False when the record could not be kept.
  private boolean append(JournalRecord record) {
    if (failure.get() != null) {
      return false;
    }
    try {
      journal.append(record);
      return true;
    } catch (StorageException e) {
      failure.compareAndSet(null, e.diagnostic());
      stop.run();
      return false;
    }
  }

  /// The operations whose end is not known, in the order in which they began.
  List<PendingOperation> open() {
    return open.values().stream().sorted(Comparator.comparing(PendingOperation::began)).toList();
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

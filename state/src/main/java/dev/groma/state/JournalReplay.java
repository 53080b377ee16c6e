package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings a snapshot up to date with a journal.
///
/// 1. A journal whose header names the snapshot is applied record by record; operations that began
///    and did not end become [State#pending], and what they were creating is tainted.
/// 2. A journal that announced the snapshot as its own fold adds its pending operations, and what
///    it recorded after the announcement.
/// 3. Any other journal is stale: it belongs to another state, or another program has changed the
///    state since.
/// 4. Applying a journal twice leads to the same state as applying it once.
public final class JournalReplay {
  private JournalReplay() {}

  /// The outcome of [#fold].
  public sealed interface Result {}

  /// The state with the journal in it.
  ///
  /// @param state of the snapshot's lineage and serial
  public record Folded(State state) implements Result {}

  /// The journal does not belong to the snapshot.
  ///
  /// @param lineage the lineage that the journal was begun for
  /// @param serial the serial that it was begun for
  public record Stale(String lineage, long serial) implements Result {}

  /// `snapshot` with `journal`, whose first record is a header; nothing happens when it is empty.
  public static Result fold(State snapshot, List<JournalRecord> journal) {
    if (journal.isEmpty()) {
      return new Folded(snapshot);
    }
    if (!(journal.getFirst() instanceof JournalRecord.Header header)) {
      throw new IllegalArgumentException("a journal begins with a header");
    }
    boolean based = isOf(snapshot, header.lineage(), header.serial());
    StateBuilder builder = snapshot.edit();
    Map<String, PendingOperation> open = new LinkedHashMap<>();
    boolean due = based;
    for (JournalRecord record : journal) {
      apply(record, due ? builder : null, open);
      due = due || (record instanceof JournalRecord.Folded f && isOf(snapshot, f));
    }
    if (!due) {
      return new Stale(header.lineage(), header.serial());
    }
    List<PendingOperation> pending =
        open.values().stream().map(operation -> known(operation, builder)).toList();
    return new Folded(builder.pending(pending).build());
  }

  /// `operation` with its instance as it is in the end: other operations on the same instance may
  /// have ended since it was recorded.
  private static PendingOperation known(PendingOperation operation, StateBuilder state) {
    return operation.instance() == null
        ? operation
        : state.find(operation.address()).map(operation::recorded).orElse(operation);
  }

  private static boolean isOf(State state, JournalRecord.Folded fold) {
    return isOf(state, fold.lineage(), fold.serial());
  }

  private static boolean isOf(State state, String lineage, long serial) {
    return state.lineage().equals(lineage) && state.serial() == serial;
  }

  private static void apply(
      JournalRecord record, @Nullable StateBuilder builder, Map<String, PendingOperation> open) {
    switch (record) {
      case JournalRecord.Begin b -> open.put(b.operation().id(), b.operation());
      case JournalRecord.Recorded r -> {
        PendingOperation operation = open.get(r.id());
        if (operation != null) {
          Instance known = incomplete(operation, r.instance());
          open.put(r.id(), operation.recorded(known));
          set(builder, operation.address(), known);
        }
      }
      case JournalRecord.End e -> {
        PendingOperation operation = open.remove(e.id());
        if (operation != null) {
          set(builder, operation.address(), e.instance());
        }
      }
      case JournalRecord.Changed c -> set(builder, c.address(), c.instance());
      case JournalRecord.OutputsSet o -> {
        if (builder != null) {
          builder.outputs(o.outputs());
        }
      }
      case JournalRecord.Header _, JournalRecord.Folded _ -> {}
    }
  }

  /// `instance` while `operation` runs: what is being created is not complete.
  private static Instance incomplete(PendingOperation operation, Instance instance) {
    StateObject current = instance.current();
    return operation.action() == PendingOperation.Action.CREATE
            && operation.deposedKey() == null
            && current != null
        ? instance.withCurrent(current.with(StateObject.Status.TAINTED))
        : instance;
  }

  private static void set(
      @Nullable StateBuilder builder, InstanceAddress address, @Nullable Instance instance) {
    if (builder == null) {
      return;
    }
    if (instance == null) {
      builder.remove(address);
    } else {
      builder.put(address, instance);
    }
  }
}

package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One entry of a journal: a change of the state, or the announcement of one. [JournalReplay] says
/// what each does to a state.
public sealed interface JournalRecord {
  /// The first record: which version of which state the others apply to.
  ///
  /// @param lineage the lineage of the snapshot, empty when there is none yet
  /// @param serial its serial
  record Header(String lineage, long serial) implements JournalRecord {}

  /// Announces a change of a remote object, before the request is sent.
  ///
  /// @param operation the change, nothing recorded yet
  record Begin(PendingOperation operation) implements JournalRecord {}

  /// What a running operation has made so far, before it waits or calls again.
  ///
  /// @param id the operation
  /// @param instance the instance with what is known of its new object
  record Recorded(String id, Instance instance) implements JournalRecord {}

  /// The end of an operation, successful or not.
  ///
  /// @param id the operation
  /// @param instance the instance as it is afterwards; null when no object is left
  record End(String id, @Nullable Instance instance) implements JournalRecord {}

  /// A change that no remote object is touched by: a data resource that was read, an object that
  /// was moved, deposed or forgotten.
  ///
  /// @param address the instance
  /// @param instance what it is afterwards; null when no object is left
  record Changed(InstanceAddress address, @Nullable Instance instance) implements JournalRecord {}

  /// All outputs, as they are from here on.
  ///
  /// @param outputs the outputs by name
  record OutputsSet(SortedMap<String, OutputValue> outputs) implements JournalRecord {
    /// Copies the map.
    public OutputsSet {
      outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }
  }

  /// Announces that a snapshot with everything before this record is about to take its place.
  ///
  /// @param lineage the lineage of that snapshot
  /// @param serial its serial
  record Folded(String lineage, long serial) implements JournalRecord {}
}

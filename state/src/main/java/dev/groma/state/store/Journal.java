package dev.groma.state.store;

import dev.groma.state.JournalRecord;

/// The changes of a state since its last snapshot, on stable storage.
public interface Journal extends AutoCloseable {
  /// Appends `record` and returns when it will survive a crash of the machine. Records of one
  /// thread keep their order; those of several threads share one wait.
  ///
  /// @throws StorageException when it cannot be written; no later record can be appended then
  void append(JournalRecord record);

  /// Ends the use of the journal; what was appended stays.
  @Override
  void close();
}

package dev.groma.state.store;

import java.time.Instant;
import java.util.List;

/// The snapshots of a state that were kept when newer ones took their place. The capability of a
/// [StateStore].
public interface History {
  /// The versions that are kept, the newest first; the current one is the first of them.
  ///
  /// @throws StorageException when they cannot be read
  List<Version> versions();

  /// Reads the version `id`. The state is null, with a diagnostic, when there is none or it cannot
  /// be read.
  StateStore.ReadResult read(String id);

  /// A snapshot that is kept.
  ///
  /// @param id its name in the store
  /// @param serial the serial of the state in it
  /// @param kept when it was written
  /// @param bytes its size
  record Version(String id, long serial, Instant kept, long bytes) {}
}

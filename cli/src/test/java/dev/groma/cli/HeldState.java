package dev.groma.cli;

import dev.groma.state.LockInfo;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A state in a file that somebody else has locked.
final class HeldState implements AutoCloseable {
  private final StateStore.LockResult result;

  HeldState(Path file) {
    this(file, "");
  }

  /// @param info what the holder says of itself
  HeldState(Path file, String info) {
    result =
        new FileStateStore(file, UUID::randomUUID)
            .lock(
                new LockInfo(
                    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                    "OperationTypeApply",
                    info,
                    "lin@station",
                    "0.1.0",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    file.toString()),
                Duration.ZERO);
  }

  boolean isHeld() {
    return result instanceof StateStore.Lease;
  }

  @Override
  public void close() {
    if (result instanceof StateStore.Lease lease) {
      lease.close();
    }
  }
}

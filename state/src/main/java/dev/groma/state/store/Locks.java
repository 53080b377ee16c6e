package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.store.StateStore.Held;
import dev.groma.state.store.StateStore.LockResult;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the locks of all stores have in common: how they are waited for, and what is said of them.
public final class Locks {
  private Locks() {}

  /// Tries again, every `poll`, as long as another run holds the lock and `wait` is not over.
  static LockResult waitFor(Supplier<LockResult> attempt, Duration poll, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      LockResult result = attempt.get();
      if (!(result instanceof Held) || System.nanoTime() - end >= 0 || Thread.interrupted()) {
        return result;
      }
      LockSupport.parkNanos(Math.min(poll.toNanos(), Math.max(1, end - System.nanoTime())));
    }
  }

  /// Another run holds the lock of the state at `place`.
  ///
  /// @param holder who, or null when that is not recorded
  /// @param remark what else is known of the holder, a sentence, or nothing
  /// @param wayOut what can be done besides waiting, a sentence
  static Diagnostic held(String place, @Nullable LockInfo holder, String remark, String wayOut) {
    String who =
        holder == null
            ? "Who holds it is not recorded."
            : "It is held by "
                + holder.who()
                + " since "
                + holder.created()
                + " for "
                + holder.operation()
                + (holder.info().isEmpty() ? "" : " (" + holder.info() + ")")
                + ", version "
                + holder.version()
                + ", lock ID "
                + holder.id()
                + ".";
    return Diagnostic.error(
        "state.locked",
        "Error acquiring the state lock",
        "Another run is using the state "
            + place
            + ". "
            + who
            + (remark.isEmpty() ? "" : " " + remark)
            + " Nothing was changed. Wait until it is finished, or let this command wait with"
            + " -lock-timeout=5m. "
            + wayOut);
  }

  /// There is no lock that could be given back.
  public static Diagnostic notLocked(String place) {
    return Diagnostic.error(
        "state.not-locked",
        "The state is not locked",
        "Nobody holds the lock of " + place + ", so there is nothing to unlock. Just go on.");
  }

  /// The lock is not the one that was to be given back.
  ///
  /// @param found its ID
  public static Diagnostic otherLock(String place, String id, String found) {
    return Diagnostic.error(
        "state.other-lock",
        "The lock has another ID",
        "The lock of "
            + place
            + " has the ID "
            + found
            + ", not "
            + id
            + ". Another run has taken it since; nothing was unlocked.");
  }
}

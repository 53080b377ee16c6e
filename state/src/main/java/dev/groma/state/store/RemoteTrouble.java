package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import org.jspecify.annotations.Nullable;

/// What the user is told when a remote store is in the way.
final class RemoteTrouble {
  private RemoteTrouble() {}

  static Diagnostic held(String place, @Nullable LockInfo holder, String remark) {
    return Locks.held(
        place,
        holder,
        remark,
        "When you are sure that the run does not exist any more, give the lock back for it by"
            + " \"groma force-unlock"
            + (holder == null ? "" : " " + holder.id())
            + "\".");
  }

  static Diagnostic takenOver(String place, LockInfo displaced) {
    return Diagnostic.warning(
        "state.lock-taken-over",
        "The lock of a dead run was taken over",
        "The lock of "
            + place
            + " belonged to "
            + displaced.who()
            + ", which took it at "
            + displaced.created()
            + " for "
            + displaced.operation()
            + " and has not shown any life since its lease ran out. What it had recorded is taken"
            + " over; should it wake up again, it can change nothing any more.");
  }

  static Diagnostic lost(String place) {
    return Diagnostic.error(
        "state.lock-lost",
        "The state lock was lost",
        "The lock of "
            + place
            + " was given to another run, or taken away by force-unlock, while this run was at"
            + " work. Nothing more is written for it. What was recorded before stays. Run the same"
            + " command again, so that it starts from the state as it is now.");
  }

  static Diagnostic inDoubt(String place, @Nullable Diagnostic cause) {
    return Diagnostic.error(
        "state.outcome-unknown",
        "It is not known which state is kept",
        "The state was sent to "
            + place
            + ", and what became of it cannot be found out."
            + (cause == null ? "" : " " + cause.detail())
            + " Run the same command again when the place can be reached: it starts from what is"
            + " kept there, and the journal holds everything that this run has done.");
  }

  static Diagnostic noVersion(String place, String id) {
    return Diagnostic.error(
        "state.no-version",
        "There is no such version",
        "No version \"" + id + "\" of " + place + " is kept. \"groma state history\" lists them.");
  }
}

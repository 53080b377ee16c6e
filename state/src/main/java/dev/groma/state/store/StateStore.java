package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A place that keeps one state between runs. Its methods may be called by several threads.
///
/// 1. A snapshot is replaced whole or not at all.
/// 2. [#commit] succeeds only over the version that it is based on.
/// 3. Between commits, changes go to the [Journal]; [#read] brings the snapshot up to date with it,
///    so a run that was killed has lost nothing that its journal had taken.
/// 4. What the user can do something about is a diagnostic, not an exception.
public interface StateStore {
  /// Reads the state: the last snapshot with the journal in it, the empty state when there is none
  /// yet.
  ReadResult read();

  /// Replaces the state `base`, as [#read] or an earlier commit gave it, by `next`. The new version
  /// is the [#successor]. Nothing is written when there is a snapshot of the same lineage that
  /// records the same already and is not older. The journal is emptied but for the pending
  /// operations of `next`.
  CommitResult commit(State base, State next);

  /// `next` as the version that follows `base`: of the lineage of `next`, or else of that of `base`,
  /// or else of a new one; its serial comes after that of `base` and not before that of `next`, so
  /// that a state that is brought from elsewhere is newer than what is left there.
  static State successor(State base, State next, Supplier<UUID> lineages) {
    String lineage = next.lineage().isEmpty() ? base.lineage() : next.lineage();
    return next.as(
        lineage.isEmpty() ? lineages.get().toString() : lineage,
        Math.max(base.serial() + 1, next.serial()));
  }

  /// True when a snapshot `current` says all that `next` says, so that no new version is due.
  static boolean isUpToDate(State current, State next) {
    return current.hasSameContent(next)
        && (next.lineage().isEmpty() || next.lineage().equals(current.lineage()))
        && next.serial() <= current.serial();
  }

  /// Takes the lock, so that no other run changes the state, trying again until `wait` is over.
  LockResult lock(LockInfo holder, Duration wait);

  /// Takes the lock that is called `id` away from whoever holds it; a store that can keeps the
  /// holder from changing the state any more.
  ///
  /// @return why that did not happen; nothing when it did
  default Optional<Diagnostic> unlock(String id) {
    return Optional.of(
        Diagnostic.error(
            "state.unlock",
            "The lock cannot be taken away",
            "The lock of this state goes away with the process that holds it; there is none to"
                + " take away."));
  }

  /// The journal to which changes of `base`, as [#read] or [#commit] gave it, are appended. To be
  /// closed before the next commit.
  ///
  /// @throws StorageException when it cannot be written
  Journal openJournal(State base);

  /// What is kept of the versions before; empty when the store keeps none.
  default Optional<History> history() {
    return Optional.empty();
  }

  /// The outcome of [#read].
  ///
  /// @param state the state; null when the diagnostics hold an error
  /// @param recovered true when the journal of an earlier run held something that the snapshot does
  ///   not, so that a commit is due
  /// @param diagnostics what the user should know
  record ReadResult(@Nullable State state, boolean recovered, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public ReadResult {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// The outcome of [#commit].
  sealed interface CommitResult {}

  /// The state is kept.
  ///
  /// @param state the state with its new serial
  record Committed(State state) implements CommitResult {}

  /// Another version than the base is kept; nothing was changed.
  record Conflict(Diagnostic diagnostic) implements CommitResult {}

  /// It cannot be told which version is kept; to be read again.
  record OutcomeUnknown(Diagnostic diagnostic) implements CommitResult {}

  /// The state could not be written; the base is kept.
  record Failed(Diagnostic diagnostic) implements CommitResult {}

  /// The outcome of [#lock].
  sealed interface LockResult {}

  /// The lock is held until this is closed.
  non-sealed interface Lease extends LockResult, AutoCloseable {
    /// Gives the lock back; repeated calls do nothing.
    @Override
    void close();
  }

  /// Another run holds the lock.
  ///
  /// @param holder who, or null when that cannot be told
  /// @param diagnostic the same for the user
  record Held(@Nullable LockInfo holder, Diagnostic diagnostic) implements LockResult {}

  /// Whether the lock is held could not be found out.
  record Unlockable(Diagnostic diagnostic) implements LockResult {}
}

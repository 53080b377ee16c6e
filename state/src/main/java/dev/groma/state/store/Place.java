package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where one state is kept remotely, as bytes: what a [RemoteStateStore] asks of a server.
///
/// 1. What fails without having changed anything is a [StorageException], whose diagnostic the user
///    is told. What may have changed something is an [Unknown].
/// 2. A run that holds the lock and loses it cannot change anything any more, however late its
///    requests arrive, as far as the server's protocol allows.
public interface Place {
  /// The place in messages; without secrets.
  String name();

  /// What is kept; null when nothing is.
  ///
  /// @throws StorageException when it cannot be read
  @Nullable Stored load();

  /// Puts `draft` in the place of `over`, or where nothing is when that is null.
  ///
  /// @throws StorageException when that is refused
  Put put(Draft draft, @Nullable Stored over);

  /// The journal of the state; always the same.
  Log log();

  /// Tries once to take the lock.
  ///
  /// @throws StorageException when it cannot be told whether it is held
  Grab lock(LockInfo holder);

  /// Takes the lock `id` away from whoever holds it.
  ///
  /// @return why that did not happen; nothing when it did
  Optional<Diagnostic> breakLock(String id);

  /// The versions that are kept; null when the place keeps none.
  @Nullable Versions versions();

  /// How often the holder of a lock shows that it is alive; null when nobody asks.
  @Nullable Duration heartbeat();

  /// How often the snapshot is brought up to date while a journal is open; null when that is not
  /// needed, since the journal itself is on the server.
  @Nullable Duration uploads();

  /// A snapshot that is kept.
  final class Stored {
    private final byte[] bytes;
    private final String tag;

    /// @param bytes the snapshot; not copied
    /// @param tag tells this version from every other one
    public Stored(byte[] bytes, String tag) {
      this.bytes = bytes;
      this.tag = tag;
    }

    /// The snapshot; not copied.
    public byte[] bytes() {
      return bytes;
    }

    /// What tells this version from every other one.
    public String tag() {
      return tag;
    }
  }

  /// A snapshot that is to be kept.
  final class Draft {
    private final byte[] bytes;
    private final byte[] journal;

    /// @param bytes the snapshot
    /// @param journal the journal that goes with it, for places that keep both in one
    public Draft(byte[] bytes, byte[] journal) {
      this.bytes = bytes;
      this.journal = journal;
    }

    /// The snapshot; not copied.
    public byte[] bytes() {
      return bytes;
    }

    /// The journal that goes with it; not copied.
    public byte[] journal() {
      return journal;
    }
  }

  /// The outcome of [#put].
  sealed interface Put {}

  /// The draft is kept.
  record Kept() implements Put {}

  /// Something else than what was to be replaced is there; nothing was changed, not by an earlier
  /// attempt of the same call either.
  record Changed() implements Put {}

  /// The answer was lost.
  record Unknown(Diagnostic diagnostic) implements Put {}

  /// The outcome of [#lock].
  sealed interface Grab {}

  /// The lock is held.
  ///
  /// @param hold the lock
  /// @param displaced whose lock it was that had run out; null when it was free
  record Taken(Hold hold, @Nullable LockInfo displaced) implements Grab {}

  /// Somebody else holds the lock.
  ///
  /// @param holder who; null when that cannot be told
  /// @param remark what else is known, as a sentence; may be empty
  record Other(@Nullable LockInfo holder, String remark) implements Grab {}

  /// A lock that is held.
  interface Hold {
    /// Shows that the holder is alive. Returns false when the lock is lost.
    ///
    /// @throws StorageException when the server cannot be asked
    boolean renew();

    /// Gives the lock back.
    ///
    /// @throws StorageException when that fails
    void release();
  }

  /// The bytes of a journal.
  interface Log {
    /// All of them.
    ///
    /// @throws StorageException when they cannot be read
    byte[] read();

    /// Writes `bytes` behind what this object has read or written last, and returns when they are
    /// safe.
    ///
    /// @throws StorageException when they are not, also because somebody else has written
    void append(byte[] bytes);

    /// Replaces all of them.
    ///
    /// @throws StorageException when that fails
    void restart(byte[] bytes);

    /// Gives back what is held open for appending.
    void close();
  }

  /// The versions before.
  interface Versions {
    /// All that are kept, the newest and current one first.
    List<History.Version> list();

    /// The snapshot `id`; null when there is none.
    byte @Nullable [] load(String id);
  }
}

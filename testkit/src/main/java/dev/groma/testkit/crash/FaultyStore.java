package dev.groma.testkit.crash;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.JournalRecord;
import dev.groma.state.LockInfo;
import dev.groma.state.State;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/// A store in which something goes wrong, once.
///
/// How the run ends that is to be killed is given: by [Killed] in this process, or by waiting for
/// the signal in a process of its own.
public final class FaultyStore implements StateStore {
  private final StateStore store;
  private final Path journal;
  private final Fault fault;
  private final Consumer<String> kill;
  private final AtomicInteger records = new AtomicInteger();
  private final AtomicBoolean fired = new AtomicBoolean();
  private final AtomicBoolean dead = new AtomicBoolean();
  private final AtomicBoolean full = new AtomicBoolean();

  /// The store `store`, whose journal is the file `journal`.
  ///
  /// @param kill ends the run at the point that it is told; does not return
  public FaultyStore(StateStore store, Path journal, Fault fault, Consumer<String> kill) {
    this.store = store;
    this.journal = journal;
    this.fault = fault;
    this.kill = kill;
  }

  /// True when the fault happened.
  public boolean fired() {
    return fired.get();
  }

  /// How many records were appended.
  public int records() {
    return records.get();
  }

  private void die(String where) {
    fired.set(true);
    dead.set(true);
    kill.accept(where);
    throw new Killed(where);
  }

  /// Nothing is done any more by who is dead.
  private void live() {
    if (dead.get()) {
      throw new Killed("once more");
    }
  }

  private boolean is(Fault.Kind kind) {
    return fault.kind() == kind && !fired.get();
  }

  private static Diagnostic trouble(String why) {
    return Diagnostic.error(
            "state.unwritable", "Cannot write the state", "The disk does not take it: " + why + ".")
        .in(Category.USER);
  }

  @Override
  public ReadResult read() {
    return store.read();
  }

  @Override
  public CommitResult commit(State base, State next) {
    live();
    if (is(Fault.Kind.DISK_FULL) && fault.at() == records.get() + 1) {
      fired.set(true);
      full.set(true);
    }
    if (full.get()) {
      return new Failed(trouble("No space left on device"));
    }
    if (is(Fault.Kind.BEFORE_COMMIT)) {
      die("commit, before");
    }
    boolean announces = is(Fault.Kind.ANNOUNCED_COMMIT) || is(Fault.Kind.INSIDE_COMMIT);
    if (announces && !base.lineage().isEmpty() && Files.exists(journal)) {
      announce(base);
      if (is(Fault.Kind.ANNOUNCED_COMMIT)) {
        die("commit, announced");
      }
      byte[] before = bytes();
      CommitResult result = store.commit(base, next);
      if (result instanceof Committed c && c.state().serial() > base.serial()) {
        restore(before);
        die("commit, inside");
      }
      return result;
    }
    CommitResult result = store.commit(base, next);
    if (is(Fault.Kind.AFTER_COMMIT)) {
      die("commit, after");
    }
    return result;
  }

  private void announce(State base) {
    try (Journal open = store.openJournal(base)) {
      open.append(new JournalRecord.Folded(base.lineage(), base.serial() + 1));
    }
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restore(byte[] content) {
    try {
      Files.write(journal, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LockResult lock(LockInfo holder, Duration wait) {
    return store.lock(holder, wait);
  }

  @Override
  public Journal openJournal(State base) {
    live();
    if (full.get()) {
      throw new StorageException(trouble("No space left on device"), null);
    }
    if (is(Fault.Kind.READ_ONLY)) {
      fired.set(true);
      full.set(true);
      throw new StorageException(trouble("Read-only file system"), null);
    }
    return new FaultyJournal(store.openJournal(base));
  }

  private final class FaultyJournal implements Journal {
    private final Journal journal;
    private final ReadWriteLock turns = new ReentrantReadWriteLock();

    private FaultyJournal(Journal journal) {
      this.journal = journal;
    }

    @Override
    public void append(JournalRecord record) {
      boolean here = records.incrementAndGet() == fault.at() && !fired.get();
      boolean alone = here && fault.kind() == Fault.Kind.TORN_RECORD;
      // A journal writes the records of several threads at once; the one that is torn is alone, so
      // that no other is taken away with it.
      Lock lock = alone ? turns.writeLock() : turns.readLock();
      lock.lock();
      try {
        append(record, here);
      } finally {
        lock.unlock();
      }
    }

    private void append(JournalRecord record, boolean here) {
      live();
      if (full.get()) {
        throw new StorageException(trouble("No space left on device"), null);
      }
      String where = "record " + fault.at() + ", " + record.getClass().getSimpleName();
      if (here && fault.kind() == Fault.Kind.BEFORE_RECORD) {
        die(where + ", before");
      }
      if (here && fault.kind() == Fault.Kind.DISK_FULL) {
        fired.set(true);
        full.set(true);
        throw new StorageException(trouble("No space left on device"), null);
      }
      if (here && fault.kind() == Fault.Kind.TORN_RECORD) {
        tear(record, where);
      }
      journal.append(record);
      if (here && fault.kind() == Fault.Kind.AFTER_RECORD) {
        die(where + ", after");
      }
      if (here && fault.kind() == Fault.Kind.SYNC_FAILED) {
        fired.set(true);
        full.set(true);
        throw new StorageException(trouble("Input/output error"), null);
      }
    }

    /// Writes `record` and takes a part of it away again.
    private void tear(JournalRecord record, String where) {
      byte[] before = bytes();
      journal.append(record);
      byte[] after = bytes();
      int kept = before.length + Math.max(1, (after.length - before.length) / 2);
      if (kept < after.length) {
        restore(Arrays.copyOf(after, kept));
      }
      die(where + ", torn");
    }

    @Override
    public void close() {
      journal.close();
    }
  }
}

package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.JournalRecord;
import dev.groma.state.State;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A journal on this machine, whose effect is uploaded from time to time.
///
/// An upload costs as much as the state is long. So the next one comes not before ten times as long
/// as the last one took.
final class UploadedJournal implements Journal {
  private static final int SHARE = 10;

  private final RemoteStateStore store;
  private final JournalFile file;
  private final State base;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition closing = mutex.newCondition();
  private final Thread uploader;
  private boolean isOpen = true;
  private volatile boolean due;
  private volatile @Nullable Diagnostic refusal;

  UploadedJournal(RemoteStateStore store, JournalFile file, State base, Duration every) {
    this.store = store;
    this.file = file;
    this.base = base;
    uploader = Thread.ofVirtual().name("uploads").start(() -> upload(every));
  }

  @Override
  public void append(JournalRecord record) {
    Diagnostic refused = refusal;
    if (refused != null) {
      throw new StorageException(refused, null);
    }
    file.append(record);
    due = true;
  }

  private void upload(Duration every) {
    long pause = every.toNanos();
    while (refusal == null && waited(pause)) {
      if (due) {
        due = false;
        long start = System.nanoTime();
        try {
          refusal = store.upload(file, base);
        } catch (StorageException _) {
          // Everything is in the journal; the next upload has it.
          due = true;
        }
        pause = Math.max(every.toNanos(), SHARE * (System.nanoTime() - start));
      }
    }
  }

  /// Waits. Returns false when the journal is closed.
  private boolean waited(long pause) {
    mutex.lock();
    try {
      long left = pause;
      while (isOpen && left > 0) {
        left = closing.awaitNanos(left);
      }
      return isOpen;
    } catch (InterruptedException _) {
      return false;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void close() {
    mutex.lock();
    isOpen = false;
    closing.signalAll();
    mutex.unlock();
    boolean interrupted = false;
    while (true) {
      try {
        uploader.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}

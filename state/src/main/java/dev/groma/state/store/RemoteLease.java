package dev.groma.state.store;

import dev.groma.state.LockInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A lock in a [Place], which a thread of its own renews until it is given back or lost.
final class RemoteLease implements StateStore.Lease {
  private final String place;
  private final LockInfo holder;
  private final Place.Hold hold;
  private final Runnable released;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition closing = mutex.newCondition();
  private boolean isOpen = true;
  private volatile boolean lost;

  RemoteLease(
      String place,
      LockInfo holder,
      Place.Hold hold,
      @Nullable Duration heartbeat,
      Runnable released) {
    this.place = place;
    this.holder = holder;
    this.hold = hold;
    this.released = released;
    if (heartbeat != null) {
      Thread.ofVirtual().name("lease of " + place).start(() -> renew(heartbeat));
    }
  }

  LockInfo holder() {
    return holder;
  }

  private void renew(Duration heartbeat) {
    mutex.lock();
    try {
      while (isOpen && !lost) {
        if (closing.await(heartbeat.toNanos(), TimeUnit.NANOSECONDS) || !isOpen) {
          continue;
        }
        try {
          lost = !hold.renew();
        } catch (StorageException _) {
          // The next one may get through; whether somebody took the lock meanwhile shows then.
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      mutex.unlock();
    }
  }

  /// Ends when it is known that the lock is lost.
  void check() {
    if (lost) {
      throw new StorageException(RemoteTrouble.lost(place), null);
    }
  }

  /// Ends unless the server says that the lock is still held.
  void require() {
    mutex.lock();
    try {
      lost = lost || !hold.renew();
      check();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void close() {
    mutex.lock();
    try {
      if (!isOpen) {
        return;
      }
      isOpen = false;
      closing.signalAll();
      if (!lost) {
        hold.release();
      }
    } catch (StorageException _) {
      // The lease runs out by itself, or force-unlock ends it.
    } finally {
      mutex.unlock();
    }
    released.run();
  }
}

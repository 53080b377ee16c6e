package dev.groma.providers.driver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// The time, and how to let it pass.
public final class Timing {
  private static final Duration SLICE = Duration.ofMillis(100);

  private final Clock clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final ReentrantLock lock = new ReentrantLock();

  /// Lets time pass; tests put their own in its place.
  public interface Sleeper {
    /// Returns after `duration`.
    void sleep(Duration duration) throws InterruptedException;
  }

  /// Time told by `clock`, jitter taken from `random`.
  public Timing(Clock clock, RandomGenerator random, Sleeper sleeper) {
    this.clock = clock;
    this.random = random;
    this.sleeper = sleeper;
  }

  Instant now() {
    return clock.instant();
  }

  /// A random part of `longest`.
  Duration jitter(Duration longest) {
    lock.lock();
    try {
      return Duration.ofMillis((long) (random.nextDouble() * longest.toMillis()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits for `duration`; false when `cancelled` turned true meanwhile or the thread was
  /// interrupted.
  boolean pause(Duration duration, BooleanSupplier cancelled) {
    Duration left = duration;
    while (!cancelled.getAsBoolean()) {
      if (!left.isPositive()) {
        return true;
      }
      Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
      try {
        sleeper.sleep(slice);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
      left = left.minus(slice);
    }
    return false;
  }
}

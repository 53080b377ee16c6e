package dev.groma.providers.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/// How fast requests are sent to one endpoint: so many in a second, half as many each time that the
/// service complains, and a little more with every request that it takes.
final class Pace {
  private static final double RECOVERY = 1.03;
  private static final Duration SLOWEST = Duration.ofSeconds(4);
  private static final Duration SET_BACK = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private Duration fastest;
  private Duration gap;
  private Instant free = Instant.EPOCH;
  private Instant last = Instant.EPOCH;

  /// At most `rate` requests in a second.
  Pace(int rate) {
    fastest = Duration.ofSeconds(1).dividedBy(Math.max(1, rate));
    gap = fastest;
  }

  /// At most `rate` requests in a second from now on, if that is less than so far.
  void atMost(int rate) {
    Duration least = Duration.ofSeconds(1).dividedBy(Math.max(1, rate));
    lock.lock();
    try {
      fastest = least.compareTo(fastest) > 0 ? least : fastest;
      gap = fastest.compareTo(gap) > 0 ? fastest : gap;
    } finally {
      lock.unlock();
    }
  }

  /// How long the next request has to wait at `now`; its turn is taken.
  Duration next(Instant now) {
    lock.lock();
    try {
      if (now.isBefore(last.minus(SET_BACK))) {
        // Nobody waits for the time that a clock showed before it was set back.
        free = now.plus(Duration.between(last, free));
      }
      last = now;
      Instant turn = free.isBefore(now) ? now : free;
      free = turn.plus(gap);
      return Duration.between(now, turn);
    } finally {
      lock.unlock();
    }
  }

  /// The service complained.
  void slower() {
    set(gap.multipliedBy(2));
  }

  /// The service took a request.
  void faster() {
    set(Duration.ofNanos((long) (gap.toNanos() / RECOVERY)));
  }

  private void set(Duration wanted) {
    lock.lock();
    try {
      gap =
          wanted.compareTo(fastest) < 0
              ? fastest
              : wanted.compareTo(SLOWEST) > 0 ? SLOWEST : wanted;
    } finally {
      lock.unlock();
    }
  }
}

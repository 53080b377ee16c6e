package dev.groma.providers.emulator.cloud;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Counts the calls of all clouds and says which of them a fault strikes; may be used by several
/// threads.
public final class Faults {
  private final List<Fault> faults;
  private final long[] matches;
  // For each fault with a rate: when it let calls pass within the last second.
  private final List<Deque<Instant>> passed;
  private final SortedMap<String, Long> calls = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// These faults, with nothing counted yet.
  public Faults(List<Fault> faults) {
    this.faults = List.copyOf(faults);
    this.matches = new long[faults.size()];
    this.passed =
        Stream.generate(() -> (Deque<Instant>) new ArrayDeque<Instant>())
            .limit(faults.size())
            .toList();
  }

  /// Counts a call and finds the first fault that strikes it.
  public Optional<Fault> next(String cloud, String operation, Instant now) {
    lock.lock();
    try {
      calls.merge(cloud + ":" + operation, 1L, Long::sum);
      Optional<Fault> struck = Optional.empty();
      for (int i = 0; i < matches.length; i++) {
        Fault fault = faults.get(i);
        if (fault.concerns(cloud, operation)
            && fault.strikes(++matches[i])
            && !passes(fault, passed.get(i), now)) {
          struck = struck.or(() -> Optional.of(fault));
        }
      }
      return struck;
    } finally {
      lock.unlock();
    }
  }

  private static boolean passes(Fault fault, Deque<Instant> before, Instant now) {
    Instant second = now.minusSeconds(1);
    while (!before.isEmpty() && !before.getFirst().isAfter(second)) {
      before.removeFirst();
    }
    boolean passes = before.size() < fault.rate();
    if (passes) {
      before.addLast(now);
    }
    return passes;
  }

  /// How often each operation was called so far, by `cloud:Operation`; refused and disturbed calls
  /// count too.
  public SortedMap<String, Long> calls() {
    lock.lock();
    try {
      return Collections.unmodifiableSortedMap(new TreeMap<>(calls));
    } finally {
      lock.unlock();
    }
  }
}

package dev.groma.providers.emulator.cloud;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the calls of all clouds and says which of them a fault strikes; may be used by several
/// threads.
public final class Faults {
  private final List<Fault> faults;
  private final long[] matches;
  private final SortedMap<String, Long> calls = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// These faults, with nothing counted yet.
  public Faults(List<Fault> faults) {
    this.faults = List.copyOf(faults);
    this.matches = new long[faults.size()];
  }

  /// Counts a call and finds the first fault that strikes it.
  public Optional<Fault> next(String cloud, String operation) {
    lock.lock();
    try {
      calls.merge(cloud + ":" + operation, 1L, Long::sum);
      Optional<Fault> struck = Optional.empty();
      for (int i = 0; i < matches.length; i++) {
        Fault fault = faults.get(i);
        if (fault.concerns(cloud, operation) && fault.strikes(++matches[i])) {
          struck = struck.or(() -> Optional.of(fault));
        }
      }
      return struck;
    } finally {
      lock.unlock();
    }
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

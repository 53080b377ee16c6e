package dev.groma.testkit.crash;

import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// What a harness has done, counted; several threads may count at once.
public final class CrashReport {
  private final Map<Fault.Kind, Integer> faults = new ConcurrentSkipListMap<>();
  private final SortedMap<String, Integer> commands = new ConcurrentSkipListMap<>();
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicInteger fullDisks = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger clocks = new AtomicInteger();
  private final AtomicInteger decisions = new AtomicInteger();

  /// A round of `command` is over.
  public void round(String command) {
    rounds.incrementAndGet();
    commands.merge(command, 1, Integer::sum);
  }

  /// A fault happened in this process.
  public void fault(Fault.Kind kind) {
    faults.merge(kind, 1, Integer::sum);
  }

  /// A process was killed by the signal KILL.
  public void signal() {
    signals.incrementAndGet();
  }

  /// A process was refused room on the disk.
  public void fullDisk() {
    fullDisks.incrementAndGet();
  }

  /// How many processes were refused room on the disk.
  public int fullDisks() {
    return fullDisks.get();
  }

  /// So many answers were lost.
  public void lost(int answers) {
    lost.addAndGet(answers);
  }

  /// The clock was wrong.
  public void clock() {
    clocks.incrementAndGet();
  }

  /// The user had to decide.
  public void decision() {
    decisions.incrementAndGet();
  }

  /// How many rounds there were.
  public int rounds() {
    return rounds.get();
  }

  /// How many runs were killed in this process.
  public int kills() {
    return faults.entrySet().stream()
        .filter(e -> e.getKey().kills())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// How many processes were killed by the signal.
  public int signals() {
    return signals.get();
  }

  /// The counts in a few lines.
  public String text() {
    return """
    %d rounds (%s): %d runs killed at a fault point, %d processes killed by SIGKILL, %d refused by a
    full disk, %d disk faults (%s), %d answers lost, %d clocks wrong, %d decisions of the user; 0 failures\
    """
        .formatted(
            rounds.get(),
            list(commands),
            kills(),
            signals.get(),
            fullDisks.get(),
            faults.values().stream().mapToInt(i -> i).sum() - kills(),
            list(faults),
            lost.get(),
            clocks.get(),
            decisions.get());
  }

  private static String list(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}

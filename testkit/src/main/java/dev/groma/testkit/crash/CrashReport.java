package dev.groma.testkit.crash;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a harness has done, counted.
public final class CrashReport {
  private final Map<Fault.Kind, Integer> faults = new EnumMap<>(Fault.Kind.class);
  private final SortedMap<String, Integer> commands = new TreeMap<>();
  private int rounds;
  private int signals;
  private int lost;
  private int clocks;
  private int decisions;

  /// A round of `command` is over.
  public void round(String command) {
    rounds++;
    commands.merge(command, 1, Integer::sum);
  }

  /// A fault happened in this process.
  public void fault(Fault.Kind kind) {
    faults.merge(kind, 1, Integer::sum);
  }

  /// A process was killed by the signal KILL.
  public void signal() {
    signals++;
  }

  /// So many answers were lost.
  public void lost(int answers) {
    lost += answers;
  }

  /// The clock was wrong.
  public void clock() {
    clocks++;
  }

  /// The user had to decide.
  public void decision() {
    decisions++;
  }

  /// How many rounds there were.
  public int rounds() {
    return rounds;
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
    return signals;
  }

  /// The counts in a few lines.
  public String text() {
    return """
    %d rounds (%s): %d runs killed at a fault point, %d processes killed by SIGKILL, %d disk faults
    (%s), %d answers lost, %d clocks wrong, %d decisions of the user; 0 failures\
    """
        .formatted(
            rounds,
            list(commands),
            kills(),
            signals,
            faults.values().stream().mapToInt(i -> i).sum() - kills(),
            list(faults),
            lost,
            clocks,
            decisions);
  }

  private static String list(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}

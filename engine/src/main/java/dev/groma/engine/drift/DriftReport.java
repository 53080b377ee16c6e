package dev.groma.engine.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// What one run found in all stacks.
///
/// @param began when it began
/// @param elapsed how long it took
/// @param stacks the stacks in the order in which they were named
/// @param expired what was accepted and is no longer, because its day has passed
/// @param unused what is accepted and was not found, in stacks that were looked at as a whole
public record DriftReport(
    Instant began,
    Duration elapsed,
    List<StackDrift> stacks,
    List<Excuse.Accepted> expired,
    List<Excuse.Accepted> unused) {
  /// Copies the lists.
  public DriftReport {
    stacks = List.copyOf(stacks);
    expired = List.copyOf(expired);
    unused = List.copyOf(unused);
  }

  /// True when a stack drifted.
  public boolean drifts() {
    return stacks.stream().anyMatch(StackDrift::drifts);
  }

  /// True when a stack has configuration that waits to be applied.
  public boolean isUnapplied() {
    return stacks.stream().anyMatch(StackDrift::isUnapplied);
  }

  /// True when a stack could not be looked at as a whole.
  public boolean failed() {
    return stacks.stream().anyMatch(StackDrift::failed);
  }

  /// How many requests were sent to the clouds.
  public int calls() {
    return stacks.stream().mapToInt(StackDrift::calls).sum();
  }

  /// The verdict in one sentence.
  public String verdict() {
    long drifted = stacks.stream().mapToLong(stack -> stack.counting().size()).sum();
    long unapplied = stacks.stream().mapToLong(s -> s.findings().unapplied().size()).sum();
    long failed = stacks.stream().filter(StackDrift::failed).count();
    String of = stacks.size() == 1 ? "" : " of " + stacks.size() + " stacks";
    StringBuilder out = new StringBuilder();
    if (drifted == 0) {
      out.append(failed == stacks.size() ? "Not known whether there is drift" : "No drift");
    } else {
      out.append("Drift: ")
          .append(counted(drifted, "object"))
          .append(drifted == 1 ? " is" : " are");
      out.append(" not as recorded");
      out.append(of.isEmpty() ? "" : " in " + where(StackDrift::drifts) + of);
    }
    if (unapplied > 0) {
      out.append("; ")
          .append(counted(unapplied, "change"))
          .append(" of the configuration not applied");
      out.append(of.isEmpty() ? "" : " in " + where(StackDrift::isUnapplied) + of);
    }
    if (failed > 0) {
      out.append("; ").append(of.isEmpty() ? "" : failed + of + " ");
      out.append("could not be looked at as a whole");
    }
    return out.append('.').toString();
  }

  private long where(Predicate<StackDrift> what) {
    return stacks.stream().filter(what).count();
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}

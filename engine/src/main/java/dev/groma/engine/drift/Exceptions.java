package dev.groma.engine.drift;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What drift does not count. May be used by many threads.
public final class Exceptions {
  private final List<Excuse.Ignored> ignored;
  private final List<Excuse.Accepted> accepted;
  private final LocalDate today;
  private final Set<Excuse.Accepted> used = ConcurrentHashMap.newKeySet();

  /// @param today the day that decides which acceptances still hold, in UTC
  public Exceptions(List<Excuse.Ignored> ignored, List<Excuse.Accepted> accepted, LocalDate today) {
    this.ignored = List.copyOf(ignored);
    this.accepted = List.copyOf(accepted);
    this.today = today;
  }

  /// `findings` of the stack `name`, with what excuses them; what is ignored is not looked for
  /// among what is accepted.
  ///
  /// @param more what else is ignored in this stack
  public StackDrift.Findings applyTo(
      StackDrift.Findings findings, String name, List<Excuse.Ignored> more) {
    List<Drifted> excused = new ArrayList<>();
    for (Drifted one : findings.drifted()) {
      List<DriftItem> items =
          one.items().stream()
              .map(item ->
                  item.excuse() == null ? item.excusedBy(excuse(name, one, item, more)) : item)
              .toList();
      excused.add(
          new Drifted(one.address(), one.deposed(), items, one.consequences(), one.declaration()));
    }
    return new StackDrift.Findings(excused, findings.others(), findings.unapplied());
  }

  private @Nullable Excuse excuse(
      String name, Drifted drifted, DriftItem item, List<Excuse.Ignored> more) {
    for (List<Excuse.Ignored> rules : List.of(more, ignored)) {
      for (Excuse.Ignored rule : rules) {
        if (rule.covers(name, drifted.address(), item)) {
          return rule;
        }
      }
    }
    for (Excuse.Accepted entry : accepted) {
      if (!entry.isExpired(today) && entry.covers(name, drifted.address(), item)) {
        used.add(entry);
        return entry;
      }
    }
    return null;
  }

  /// What was accepted and is no longer, because its day has passed.
  public List<Excuse.Accepted> expired() {
    return accepted.stream().filter(entry -> entry.isExpired(today)).toList();
  }

  /// What still holds and was found.
  public List<Excuse.Accepted> used() {
    return accepted.stream().filter(used::contains).toList();
  }

  /// What still holds and was not found in any of `stacks`, which it may be about.
  public List<Excuse.Accepted> unused(List<StackDrift> stacks) {
    return accepted.stream()
        .filter(entry -> !entry.isExpired(today) && !used.contains(entry))
        .filter(entry -> {
          List<StackDrift> meant =
              stacks.stream()
                  .filter(s -> entry.stack() == null || entry.stack().matches(s.name()))
                  .toList();
          return !meant.isEmpty() && meant.stream().noneMatch(StackDrift::failed);
        })
        .toList();
  }
}

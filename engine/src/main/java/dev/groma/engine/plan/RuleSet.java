package dev.groma.engine.plan;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Which of the rules that judge plans are on: all, but for those that are switched off.
///
/// @param off the names of rules that are off, sorted; `risk.*` stands for all that begin so
public record RuleSet(List<String> off) {
  /// All rules are on.
  public static final RuleSet ALL = new RuleSet(List.of());

  /// Sorts.
  public RuleSet {
    off = List.copyOf(new TreeSet<>(off));
  }

  /// These, and `names` off as well.
  public RuleSet without(Collection<String> names) {
    TreeSet<String> all = new TreeSet<>(off);
    all.addAll(names);
    return new RuleSet(List.copyOf(all));
  }

  /// True when the rule `name` is on.
  public boolean isOn(String name) {
    return off.stream().noneMatch(pattern -> matches(pattern, name));
  }

  /// True when `pattern`, one of those that are off, means the rule `name`.
  public static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}

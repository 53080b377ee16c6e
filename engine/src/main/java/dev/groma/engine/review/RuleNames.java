package dev.groma.engine.review;

import dev.groma.engine.link.LinkRule;
import dev.groma.engine.plan.RuleSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The names of the built-in rules.
public final class RuleNames {
  private RuleNames() {}

  /// All of them, as the documents list them.
  public static List<String> all() {
    return Stream.concat(
            Arrays.stream(RiskRule.values()).map(RiskRule::word),
            Arrays.stream(LinkRule.values()).map(LinkRule::word))
        .toList();
  }

  /// True when `pattern` is the name of a rule or, with `*` at its end, the beginning of one; those
  /// of policies begin with `policy.`.
  public static boolean isKnown(String pattern) {
    return pattern.startsWith("policy.")
        || all().stream().anyMatch(name -> RuleSet.matches(pattern, name));
  }
}

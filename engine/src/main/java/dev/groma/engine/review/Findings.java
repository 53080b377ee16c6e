package dev.groma.engine.review;

import dev.groma.engine.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds everything that a reviewer of a plan should know.
public final class Findings {
  private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::level);

  private Findings() {}

  /// What the built-in rules find in `plan`, the worst first, those of one level in the order of
  /// the plan.
  public static List<Finding> of(Plan plan) {
    List<Finding> all = new ArrayList<>(Risks.of(plan));
    all.sort(ORDER);
    return List.copyOf(all);
  }
}

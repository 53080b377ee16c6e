package dev.groma.engine.review;

import dev.groma.engine.link.LinkReview;
import dev.groma.engine.link.Problem;
import dev.groma.engine.plan.NetworkView;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RuleSet;
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
    return of(plan, RuleSet.ALL);
  }

  /// What the built-in rules that are on find in `plan`, in the same order.
  public static List<Finding> of(Plan plan, RuleSet rules) {
    List<Finding> all = new ArrayList<>(Risks.of(plan));
    for (Problem problem : LinkReview.of(NetworkView.after(plan.changes(), plan.compiled()))) {
      all.add(of(problem));
    }
    all.removeIf(finding -> !rules.isOn(finding.rule()));
    all.sort(ORDER);
    return List.copyOf(all);
  }

  private static Finding of(Problem problem) {
    return new Finding(
        problem.rule().word(),
        Finding.Kind.LINK,
        problem.fatal() ? Finding.Level.BLOCKING : Finding.Level.MEDIUM,
        problem.rule().summary(),
        problem.detail(),
        problem.places().stream().map(place -> place.piece().address()).distinct().toList(),
        problem.places().stream().flatMap(Problem.Place::range).distinct().toList());
  }
}

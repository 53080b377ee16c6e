package dev.groma.engine.review;

import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import dev.groma.state.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the conditions of the configuration come to: preconditions, postconditions, rules of
/// variables and outputs, and `check` blocks.
final class CheckFindings {
  /// The rule of conditions that do not hold.
  static final String FAILED = "check.failed";

  /// The rule of conditions of `check` blocks that are known only after apply.
  static final String PENDING = "check.pending";

  private CheckFindings() {}

  static List<Finding> of(Plan plan) {
    List<Finding> found = new ArrayList<>();
    for (CheckResult result : plan.checks()) {
      for (CheckResult.OfInstance object : result.objects()) {
        boolean failed =
            object.status() == CheckResult.Status.FAIL
                || object.status() == CheckResult.Status.ERROR;
        if (failed) {
          found.add(failed(plan, result, object));
        } else if (object.status() == CheckResult.Status.UNKNOWN && isCheck(result)) {
          found.add(pending(object));
        }
      }
    }
    return found;
  }

  private static boolean isCheck(CheckResult result) {
    return result.kind().equals("check");
  }

  private static Finding failed(
      Plan plan, CheckResult result, CheckResult.OfInstance object) {
    String what = String.join(" ", object.failures());
    Optional<Change> change =
        plan.changes().stream()
            .filter(c -> c.address().toString().equals(object.address()))
            .findFirst();
    @Nullable SourceRange place = change.map(Change::declaration).orElse(null);
    return new Finding(
        FAILED,
        Finding.Kind.CHECK,
        isCheck(result) ? Finding.Level.MEDIUM : Finding.Level.BLOCKING,
        new Doc("A condition does not hold", "条件不成立"),
        new Doc(
            object.address() + ": " + (what.isEmpty() ? "it could not be evaluated." : what),
            object.address() + "：" + (what.isEmpty() ? "无法求值。" : what)),
        change.map(Change::address).<List<InstanceAddress>>map(List::of).orElse(List.of()),
        place == null ? List.of() : List.of(place));
  }

  private static Finding pending(CheckResult.OfInstance object) {
    return new Finding(
        PENDING,
        Finding.Kind.CHECK,
        Finding.Level.LOW,
        new Doc("A check is looked at after apply", "检查将在执行后进行"),
        new Doc(
            object.address() + " depends on values that are known only after apply.",
            object.address() + " 依赖执行后才可知的值。"),
        List.of(),
        List.of());
  }
}

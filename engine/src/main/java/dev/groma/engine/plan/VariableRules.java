package dev.groma.engine.plan;

import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.CheckResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Holds the values of variables against their validations.
final class VariableRules {
  private VariableRules() {}

  /// True when no validation of `variable` failed; conditions that are not known yet count as
  /// fulfilled.
  static boolean check(
      Variable variable,
      Scope scope,
      Evaluator evaluator,
      Checks.Recorder recorder,
      Consumer<Diagnostic> diagnostics) {
    boolean passed = true;
    for (CheckRule rule : variable.validations()) {
      List<Diagnostic> found = new ArrayList<>();
      Status status = check(variable, rule, scope, evaluator, found);
      recorder.record(status, status == Status.FAIL ? found.getLast().detail() : "");
      found.forEach(diagnostics);
      passed &= status == Status.PASS || status == Status.UNKNOWN;
    }
    return passed;
  }

  private static Status check(
      Variable variable,
      CheckRule rule,
      Scope scope,
      Evaluator evaluator,
      List<Diagnostic> diagnostics) {
    Status status =
        Conditions.holds(
            rule,
            scope,
            evaluator,
            diagnostics,
            "config.invalid-validation",
            "Invalid variable validation result",
            "validation condition");
    if (status == Status.FAIL) {
      diagnostics.add(
          Conditions.failure(
                  rule,
                  scope,
                  evaluator,
                  "config.validation-failed",
                  "Invalid value for variable",
                  "\n\nThis was checked by the validation rule at " + rule.declaration() + ".")
              .at(variable.declaration()));
    }
    return status;
  }
}

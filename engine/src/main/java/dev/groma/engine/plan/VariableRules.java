package dev.groma.engine.plan;

import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
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
      Status status = check(variable, rule, scope, evaluator, found::add);
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
      Consumer<Diagnostic> diagnostics) {
    Evaluation condition = evaluator.evaluate(rule.condition(), scope);
    condition.diagnostics().forEach(diagnostics);
    if (condition.failed()) {
      return Status.ERROR;
    }
    Value value = condition.value().unmark();
    if (!value.isKnown()) {
      return Status.UNKNOWN;
    }
    if (value.isNull()
        || !(Conversion.convert(value, Type.BOOL)
            instanceof Conversion.Converted(Value.Bool result))) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.invalid-validation",
                  "Invalid variable validation result",
                  value.isNull()
                      ? "Validation condition expression must return either true or false, not"
                          + " null."
                      : "Invalid validation condition result value: bool required.")
              .at(rule.condition().range()));
      return Status.ERROR;
    }
    if (!result.isTrue()) {
      diagnostics.accept(
          Conditions.failure(
                  rule,
                  scope,
                  evaluator,
                  "config.validation-failed",
                  "Invalid value for variable",
                  "\n\nThis was checked by the validation rule at " + rule.declaration() + ".")
              .at(variable.declaration()));
    }
    return result.isTrue() ? Status.PASS : Status.FAIL;
  }
}

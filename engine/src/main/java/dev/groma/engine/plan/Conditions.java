package dev.groma.engine.plan;

import dev.groma.engine.config.CheckBlock;
import dev.groma.engine.config.CheckRule;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.CheckResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Evaluates the conditions that a configuration states.
public final class Conditions {
  private Conditions() {}

  /// Holds `rules` against what `scope` knows. A condition that is not known yet counts as
  /// fulfilled.
  ///
  /// @param summary the headline when one is not fulfilled, such as "Resource precondition failed"
  /// @param recorder takes each outcome
  /// @return true when none failed
  public static boolean check(
      List<CheckRule> rules,
      Scope scope,
      Evaluator evaluator,
      String summary,
      String address,
      Checks.Recorder recorder,
      Consumer<Diagnostic> diagnostics) {
    boolean passed = true;
    for (CheckRule rule : rules) {
      List<Diagnostic> found = new ArrayList<>();
      Status status = check(rule, scope, evaluator, found, "config.condition-failed", summary, "");
      recorder.record(status, status == Status.FAIL ? found.getLast().detail() : "");
      found.forEach(d -> diagnostics.accept(d.about(address)));
      passed &= status == Status.PASS || status == Status.UNKNOWN;
    }
    return passed;
  }

  /// Holds the assertions of a check against what `scope` knows. One that does not hold is a
  /// warning, and so is one that is not known yet while `planning`.
  ///
  /// @return false when one could not be evaluated
  public static boolean check(
      CheckBlock check,
      Scope scope,
      Evaluator evaluator,
      boolean planning,
      Checks.Recorder recorder,
      Consumer<Diagnostic> diagnostics) {
    boolean sound = true;
    for (CheckRule rule : check.asserts()) {
      List<Diagnostic> found = new ArrayList<>();
      Status status =
          check(
              rule,
              scope,
              evaluator,
              found,
              "config.check-failed",
              "Check block assertion failed",
              "");
      recorder.record(status, status == Status.FAIL ? found.getLast().detail() : "");
      sound &= status != Status.ERROR;
      if (status == Status.UNKNOWN && planning) {
        diagnostics.accept(
            Diagnostic.warning(
                    "config.check-unknown",
                    "Check block assertion known after apply",
                    "The condition could not be evaluated at this time, a result will be known when"
                        + " this plan is applied.")
                .at(rule.condition().range()));
      }
      found.forEach(d -> diagnostics.accept(status == Status.FAIL ? d.asWarning() : d));
    }
    return sound;
  }

  /// Holds one rule against what `scope` knows. The last of the diagnostics says why it failed.
  private static Status check(
      CheckRule rule,
      Scope scope,
      Evaluator evaluator,
      List<Diagnostic> diagnostics,
      String code,
      String summary,
      String suffix) {
    Status status =
        holds(
            rule,
            scope,
            evaluator,
            diagnostics,
            "config.invalid-condition",
            "Invalid condition result",
            "condition");
    if (status != Status.FAIL) {
      return status;
    }
    Diagnostic failure = failure(rule, scope, evaluator, code, summary, suffix);
    diagnostics.add(failure.at(rule.condition().range()));
    return failure.code().equals(code) ? Status.FAIL : Status.ERROR;
  }

  /// Whether the condition of `rule` holds; nothing is said of one that does not.
  ///
  /// @param code of the error when its value is neither true nor false
  /// @param summary the headline of that error
  /// @param condition what the condition is called in it
  static Status holds(
      CheckRule rule,
      Scope scope,
      Evaluator evaluator,
      List<Diagnostic> diagnostics,
      String code,
      String summary,
      String condition) {
    Evaluation evaluation = evaluator.evaluate(rule.condition(), scope);
    diagnostics.addAll(evaluation.diagnostics());
    if (evaluation.failed()) {
      return Status.ERROR;
    }
    Value value = evaluation.value().unmark();
    if (!value.isKnown()) {
      return Status.UNKNOWN;
    }
    if (!value.isNull()
        && Conversion.convert(value, Type.BOOL)
            instanceof Conversion.Converted(Value.Bool result)) {
      return result.isTrue() ? Status.PASS : Status.FAIL;
    }
    diagnostics.add(
        Diagnostic.error(
                code,
                summary,
                value.isNull()
                    ? "The " + condition + " must return either true or false, not null."
                    : "Invalid " + condition + " result value: a bool is required.")
            .at(rule.condition().range()));
    return Status.ERROR;
  }

  /// The message of a rule that is not fulfilled; what is wrong with the message where it is none.
  static Diagnostic failure(
      CheckRule rule,
      Scope scope,
      Evaluator evaluator,
      String code,
      String summary,
      String suffix) {
    Evaluation message = evaluator.evaluate(rule.errorMessage(), scope);
    if (message.failed()) {
      return message.diagnostics().getFirst();
    }
    if (message.value().marksDeep().contains(Mark.SENSITIVE)) {
      return Diagnostic.error(
          code,
          summary,
          "The error message included a sensitive value, so it will not be displayed." + suffix);
    }
    return switch (Conversion.convert(message.value().unmarkDeep(), Type.STRING)) {
      case Conversion.Converted(Value.Str(String text)) ->
          Diagnostic.error(code, summary, text.strip() + suffix);
      case Conversion.Converted _ ->
          Diagnostic.error(code, summary, "The error message is not known yet." + suffix);
      case Conversion.Failed _ ->
          Diagnostic.error(
                  "config.invalid-message",
                  "Invalid error message",
                  "Unsuitable value for error message: string required.")
              .at(rule.errorMessage().range());
    };
  }
}

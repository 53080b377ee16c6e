package dev.groma.engine.plan;

import dev.groma.engine.config.CheckRule;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.function.Consumer;

/// Evaluates the conditions that a configuration states.
public final class Conditions {
  private Conditions() {}

  /// Holds `rules` against what `scope` knows. A condition that is not known yet counts as
  /// fulfilled.
  ///
  /// @param summary the headline when one is not fulfilled, such as "Resource precondition failed"
  /// @return true when none failed
  public static boolean check(
      List<CheckRule> rules,
      Scope scope,
      Evaluator evaluator,
      String summary,
      String address,
      Consumer<Diagnostic> diagnostics) {
    boolean passed = true;
    for (CheckRule rule : rules) {
      passed &= check(rule, scope, evaluator, summary, address, diagnostics);
    }
    return passed;
  }

  private static boolean check(
      CheckRule rule,
      Scope scope,
      Evaluator evaluator,
      String summary,
      String address,
      Consumer<Diagnostic> diagnostics) {
    Evaluation condition = evaluator.evaluate(rule.condition(), scope);
    condition.diagnostics().forEach(d -> diagnostics.accept(d.about(address)));
    if (condition.failed()) {
      return false;
    }
    Value value = condition.value().unmark();
    if (!value.isKnown()) {
      return true;
    }
    if (value.isNull()
        || !(Conversion.convert(value, Type.BOOL)
            instanceof Conversion.Converted(Value.Bool result))) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.invalid-condition",
                  "Invalid condition result",
                  value.isNull()
                      ? "Condition expression must return either true or false, not null."
                      : "Invalid condition result value: a bool is required.")
              .at(rule.condition().range())
              .about(address));
      return false;
    }
    if (result.isTrue()) {
      return true;
    }
    diagnostics.accept(
        failure(rule, scope, evaluator, "config.condition-failed", summary, "")
            .at(rule.condition().range())
            .about(address));
    return false;
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

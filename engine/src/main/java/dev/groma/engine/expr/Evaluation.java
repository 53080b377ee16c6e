package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.List;

/// The outcome of evaluating an expression.
///
/// @param value the value; unknown where an error made it impossible
/// @param diagnostics what went wrong
public record Evaluation(Value value, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public Evaluation {
    diagnostics = List.copyOf(diagnostics);
  }

  /// True when there are errors.
  public boolean failed() {
    return Diagnostic.hasErrors(diagnostics);
  }
}

package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Value;
import java.util.SortedMap;

/// Evaluates text that functions are given: templates for `templatefile` and `templatestring`, and
/// variable definitions.
public interface TemplateRenderer {
  /// Renders `template`, in which exactly `variables` can be referred to. Calls of `templatefile`
  /// and `templatestring` inside are refused.
  ///
  /// @param filename what messages call the template
  FunctionResult render(String template, String filename, SortedMap<String, Value> variables);

  /// The object that the definitions in `text` (`name = expression`, one a line) stand for, in
  /// which nothing can be referred to and no function be called.
  ///
  /// @param filename what messages call the text
  default FunctionResult definitions(String text, String filename) {
    return new FunctionResult.Failed(-1, "variable definitions cannot be read here");
  }
}

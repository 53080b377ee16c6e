package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Value;
import java.util.SortedMap;

/// Renders templates on behalf of `templatefile` and `templatestring`.
public interface TemplateRenderer {
  /// Renders `template`, in which exactly `variables` can be referred to. Calls of `templatefile`
  /// and `templatestring` inside are refused.
  ///
  /// @param filename what messages call the template
  FunctionResult render(String template, String filename, SortedMap<String, Value> variables);
}

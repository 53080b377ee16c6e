package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcome of parsing.
///
/// @param value what was read; null when there are errors
/// @param diagnostics what is wrong with the text
public record Parsed<T>(@Nullable T value, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  /// What was read.
  ///
  /// @throws IllegalStateException when there are errors
  public T require() {
    if (value == null) {
      throw new IllegalStateException("not parsed: " + diagnostics);
    }
    return value;
  }
}

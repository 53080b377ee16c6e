package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reading a text gave.
///
/// @param root the value that the text holds; null when the text is no JSON or YAML at all
/// @param diagnostics what is wrong with the text; with an error the root may be incomplete
public record Read(@Nullable Node root, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public Read {
    diagnostics = List.copyOf(diagnostics);
  }

  /// True when an error was found.
  public boolean hasErrors() {
    return Diagnostic.hasErrors(diagnostics);
  }
}

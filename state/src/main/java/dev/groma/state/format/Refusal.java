package dev.groma.state.format;

import dev.groma.schemas.diag.Diagnostic;

/// Ends the reading of a text that is not what it should be.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Diagnostic diagnostic;

  Refusal(Diagnostic diagnostic) {
    super(diagnostic.summary(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}

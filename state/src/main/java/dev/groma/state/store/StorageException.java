package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/// Thrown when the place that keeps the state fails while a run depends on it: the run must not
/// begin anything more.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Diagnostic diagnostic;

  /// For `diagnostic`, because of `cause`.
  public StorageException(Diagnostic diagnostic, @Nullable Throwable cause) {
    super(diagnostic.detail(), cause);
    this.diagnostic = diagnostic;
  }

  /// What the user is told.
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}

package dev.groma.schemas.diag;

/// How much a diagnostic weighs.
public enum Severity {
  /// The operation cannot be done.
  ERROR,
  /// The operation goes on; the user should know.
  WARNING
}

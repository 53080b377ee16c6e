package dev.groma.schemas.diag;

/// Who can do something about a diagnostic.
public enum Category {
  /// The author of the configuration or of the command line.
  USER,
  /// The author of a provider, who broke the contract of docs/lifecycle.md.
  PROVIDER,
  /// The remote service, or the way to it.
  REMOTE,
  /// The authors of Groma.
  INTERNAL
}

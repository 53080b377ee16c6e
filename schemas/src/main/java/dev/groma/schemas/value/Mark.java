package dev.groma.schemas.value;

/// A property that travels with a value through every operation on it and must be removed
/// explicitly.
public enum Mark {
  /// The value must not be printed, logged or stored in clear in a plan.
  SENSITIVE,
  /// The value exists during one phase only and must not be stored at all.
  EPHEMERAL
}

package dev.groma.schemas.schema;

/// Who sets an attribute.
public enum Mode {
  /// The configuration must.
  REQUIRED,
  /// The configuration may; null otherwise.
  OPTIONAL,
  /// The configuration may; the provider does otherwise.
  OPTIONAL_COMPUTED,
  /// The provider does.
  COMPUTED;

  /// True when the configuration may set it.
  public boolean isConfigurable() {
    return this != COMPUTED;
  }

  /// True when the provider may set it.
  public boolean isComputed() {
    return this == COMPUTED || this == OPTIONAL_COMPUTED;
  }
}

package dev.groma.schemas.source;

/// The notation of a text.
public enum Syntax {
  /// JSON, as RFC 8259 defines it.
  JSON,
  /// YAML 1.2 with the core schema, as docs/adr/0008-yaml-dialect.md restricts it.
  YAML;

  /// The notation that a file name announces: YAML for `.yaml` and `.yml`, otherwise JSON.
  public static Syntax ofFile(String fileName) {
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml") ? YAML : JSON;
  }
}

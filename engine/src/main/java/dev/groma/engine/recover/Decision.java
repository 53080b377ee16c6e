package dev.groma.engine.recover;

/// What the user says came of a create that Groma cannot find out about.
public sealed interface Decision {
  /// It made the object with this import id.
  record Adopt(String id) implements Decision {}

  /// It made nothing, or nothing that is to be kept.
  record Discard() implements Decision {}
}

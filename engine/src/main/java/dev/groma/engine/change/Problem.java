package dev.groma.engine.change;

import dev.groma.schemas.value.Path;

/// A place where a provider's answer breaks the contract of docs/lifecycle.md.
///
/// @param path the attribute
/// @param text what is wrong with it, as the end of a sentence; never holds a sensitive value
public record Problem(Path path, String text) {
  @Override
  public String toString() {
    return path.steps().isEmpty() ? text : "." + path + ": " + text;
  }
}

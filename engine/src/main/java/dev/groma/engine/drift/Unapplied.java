package dev.groma.engine.drift;

import dev.groma.schemas.value.Path;
import java.util.List;

/// Something that the configuration asks for and that was not applied yet, drift or no drift.
///
/// @param subject the address of an object, or `output.NAME`
/// @param actions the words of plan documents for what an apply would do; `move` and `import` where
///   that is all or goes first
/// @param paths the attributes that would change
public record Unapplied(String subject, List<String> actions, List<Path> paths) {
  /// Copies the lists.
  public Unapplied {
    actions = List.copyOf(actions);
    paths = List.copyOf(paths);
  }
}

package dev.groma.engine.config;

import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `check` block: conditions that are looked at when everything is done. One that does not hold
/// is a warning.
///
/// @param name its name
/// @param data the local address of the data source that is read for it, or null
/// @param asserts what must hold
/// @param declaration the beginning of its block
public record CheckBlock(
    String name, @Nullable String data, List<CheckRule> asserts, SourceRange declaration) {
  /// Copies the list.
  public CheckBlock {
    asserts = List.copyOf(asserts);
  }
}

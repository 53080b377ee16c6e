package dev.groma.engine.config;

import dev.groma.schemas.source.SourceText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A whole configuration as it was read: located, not evaluated, independent of providers.
///
/// @param tree the root module and all that it calls
/// @param directory the directory of the root module
/// @param sources every file that was read, by the name that messages use
public record Configuration(
    ModuleTree tree, Path directory, SortedMap<String, SourceText> sources) {
  /// Copies the map.
  public Configuration {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /// The root module.
  public ModuleConfig root() {
    return tree.module();
  }
}

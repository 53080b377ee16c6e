package dev.groma.engine.config;

import dev.groma.schemas.source.SourceText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A whole configuration as it was read: located, not evaluated, independent of providers.
///
/// @param root the root module
/// @param directory the directory of the root module
/// @param sources every file that was read, by the name that messages use
public record Configuration(
    ModuleConfig root, Path directory, SortedMap<String, SourceText> sources) {
  /// Copies the map.
  public Configuration {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }
}

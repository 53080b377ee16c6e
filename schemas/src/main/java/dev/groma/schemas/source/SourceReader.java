package dev.groma.schemas.source;

import java.util.List;

/// Reads JSON and YAML text into one located tree.
///
/// Every input gives a [Read], never an exception.
public final class SourceReader {
  private SourceReader() {}

  /// Reads `source`, written in `syntax`.
  public static Read read(SourceText source, Syntax syntax) {
    if (source.text().length() > Limits.CHARACTERS) {
      return new Read(null, List.of(Limits.tooLong(source.fileName())));
    }
    return switch (syntax) {
      case JSON -> new JsonReader(source).read();
      case YAML -> new YamlReader(source).read();
    };
  }

  /// Reads `source` in the syntax that its file name announces.
  public static Read read(SourceText source) {
    return read(source, Syntax.ofFile(source.fileName()));
  }
}

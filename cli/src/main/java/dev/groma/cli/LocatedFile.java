package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A YAML or JSON file that an option names, as a located tree.
final class LocatedFile {
  private LocatedFile() {}

  /// The tree in `file`, YAML unless its name ends in `.json`; nothing after an error, which is
  /// reported.
  ///
  /// @param what what messages call the file, such as `The baseline`
  static Optional<Node> read(Path file, String what, View view) {
    String name = Console.shown(file).toString();
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "cli.unreadable-file",
              "A file cannot be read",
              what
                  + " "
                  + name
                  + " cannot be read ("
                  + e.getClass().getSimpleName()
                  + "). Correct its name, or make it readable."));
      return Optional.empty();
    }
    SourceText source = new SourceText(name, text);
    view.sources(new TreeMap<>(Map.of(name, source)));
    Read read = SourceReader.read(source, name.endsWith(".json") ? Syntax.JSON : Syntax.YAML);
    view.report(read.diagnostics());
    return read.hasErrors() ? Optional.empty() : Optional.ofNullable(read.root());
  }
}

package dev.groma.cli;

import dev.groma.engine.render.DiagnosticText;
import dev.groma.engine.render.Style;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Prints diagnostics for people: warnings where results go, errors where failures go.
final class Report {
  private final Console console;
  private final boolean compactWarnings;
  private final SortedMap<String, SourceText> sources = new ConcurrentSkipListMap<>();
  private final DiagnosticText text;

  /// @param compactWarnings of warnings only the headlines are printed
  Report(Console console, Style style, boolean compactWarnings) {
    this.console = console;
    this.compactWarnings = compactWarnings;
    this.text = new DiagnosticText(sources::get, style);
  }

  /// Adds texts that diagnostics point into.
  void sources(SortedMap<String, SourceText> texts) {
    sources.putAll(texts);
  }

  /// Prints `diagnostics`, warnings first, so that what matters most is read last.
  void print(Collection<Diagnostic> diagnostics) {
    List<Diagnostic> warnings = diagnostics.stream().filter(d -> !d.isError()).toList();
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    if (compactWarnings && !warnings.isEmpty()) {
      console.out().println();
      console.out().println("Warnings:");
      console.out().println();
      warnings.stream()
          .map(Diagnostic::summary)
          .distinct()
          .forEach(summary -> console.out().println("- " + summary));
    } else if (!warnings.isEmpty()) {
      console.out().println();
      console.out().print(text.render(warnings));
    }
    console.out().flush();
    if (!errors.isEmpty()) {
      console.err().println();
      console.err().print(text.render(errors));
    }
    console.err().flush();
  }
}

package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// Prints diagnostics for people: warnings where results go, errors where failures go.
final class Report {
  private final Console console;
  private final SortedMap<String, SourceText> sources = new TreeMap<>();

  Report(Console console, boolean colour) {
    this.console = console;
  }

  void sources(SortedMap<String, SourceText> texts) {
    sources.putAll(texts);
  }

  void print(Collection<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      PrintWriter target = diagnostic.isError() ? console.err() : console.out();
      target.println((diagnostic.isError() ? "Error: " : "Warning: ") + diagnostic.summary());
      SourceRange r = diagnostic.subject();
      target.println(r + "\n" + diagnostic.detail());
    }
    console.flush();
  }
}

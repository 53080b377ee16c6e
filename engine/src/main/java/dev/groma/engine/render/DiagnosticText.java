package dev.groma.engine.render;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Diagnostics for people: a box with the headline, the place with its lines, what the expressions
/// in it stood for, and the explanation.
///
/// The place is underlined where there are colours; otherwise a line of `^` stands below it.
public final class DiagnosticText {
  private static final String MARGIN = "  ";

  private final Function<String, @Nullable SourceText> sources;
  private final Style style;

  /// Shows diagnostics with excerpts from the texts that `sources` gives by file name.
  public DiagnosticText(Function<String, @Nullable SourceText> sources, Style style) {
    this.sources = sources;
    this.style = style;
  }

  /// All of `diagnostics` in the order for display, each once.
  public String render(Collection<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.stream()
        .distinct()
        .sorted(Diagnostic.DISPLAY_ORDER)
        .forEach(diagnostic -> out.append(render(diagnostic)));
    return out.toString();
  }

  /// One diagnostic in its box, with a line end.
  public String render(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(diagnostic));
    lines.add("");
    int before = lines.size();
    place(diagnostic, lines);
    if (lines.size() > before) {
      lines.add("");
    }
    if (!diagnostic.detail().isEmpty()) {
      int width = style.width() > 0 ? style.width() - 2 : 0;
      lines.addAll(Style.wrap(Quoting.harmless(diagnostic.detail()), width));
    }
    while (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    StringBuilder out = new StringBuilder(edge("╷", diagnostic)).append('\n');
    for (String line : lines) {
      out.append(edge("│", diagnostic)).append(line.isEmpty() ? "" : " ").append(line).append('\n');
    }
    return out.append(edge("╵", diagnostic)).append('\n').toString();
  }

  private String edge(String line, Diagnostic diagnostic) {
    return diagnostic.isError() ? style.red(line) : style.yellow(line);
  }

  private String headline(Diagnostic diagnostic) {
    String word = diagnostic.isError() ? style.red("Error: ") : style.yellow("Warning: ");
    return style.bold(word) + style.bold(Quoting.harmless(diagnostic.summary()));
  }

  private void place(Diagnostic diagnostic, List<String> out) {
    if (diagnostic.address() != null) {
      out.add(MARGIN + "with " + diagnostic.address() + ",");
    }
    SourceRange range = diagnostic.subject();
    if (range == null) {
      return;
    }
    String context = Excerpt.context(diagnostic);
    out.add(
        MARGIN
            + "on "
            + range.file()
            + " line "
            + range.start().line()
            + (context == null ? ":" : ", in " + context + ":"));
    Excerpt excerpt = Excerpt.of(range, sources.apply(range.file()));
    if (excerpt == null) {
      out.add(MARGIN + "(source code not available)");
      return;
    }
    for (int i = 0; i < excerpt.lines().size(); i++) {
      code(excerpt, i, out);
    }
    if (!excerpt.complete()) {
      out.add(MARGIN + "  ...");
    }
    values(diagnostic, out);
  }

  private void code(Excerpt excerpt, int i, List<String> out) {
    String line = excerpt.lines().get(i);
    int from = excerpt.from(i);
    int to = Math.max(from, excerpt.to(i));
    String number = "%4d: ".formatted(excerpt.range().start().line() + i);
    String marked = Quoting.harmless(line.substring(from, to));
    out.add(
        number
            + Quoting.harmless(line.substring(0, from))
            + style.underline(marked)
            + Quoting.harmless(line.substring(to)));
    if (!style.colour()) {
      String before = Quoting.harmless(line.substring(0, from));
      StringBuilder blank = new StringBuilder(" ".repeat(number.length()));
      before
          .codePoints()
          .forEach(
              c -> blank.append(c == '\t' ? "\t" : " ".repeat(Columns.of(Character.toString(c)))));
      out.add(blank + "^".repeat(Math.max(1, Columns.of(marked))));
    }
  }

  private void values(Diagnostic diagnostic, List<String> out) {
    Diagnostic.FunctionCall call = diagnostic.call();
    if (diagnostic.values().isEmpty() && call == null) {
      return;
    }
    out.add("    " + style.gray("├────────────────"));
    if (call != null) {
      String rest = call.toString().substring(call.calledAs().length());
      out.add(
          "    "
              + style.gray("│")
              + " while calling "
              + style.bold(Quoting.harmless(call.calledAs()))
              + Quoting.harmless(rest));
    }
    diagnostic
        .values()
        .forEach(value ->
            out.add(
                "    "
                    + style.gray("│")
                    + " "
                    + style.bold(value.reference())
                    + " "
                    + Quoting.harmless(value.statement())));
  }
}

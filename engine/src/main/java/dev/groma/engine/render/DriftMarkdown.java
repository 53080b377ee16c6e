package dev.groma.engine.render;

import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.StackDrift;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// A drift report as Markdown, for comments, issues and the summaries of CI systems.
public final class DriftMarkdown {
  private final StringBuilder out = new StringBuilder();

  private DriftMarkdown() {}

  /// The report.
  public static String render(DriftReport report) {
    DriftMarkdown markdown = new DriftMarkdown();
    markdown.all(report);
    return markdown.out.toString();
  }

  private void all(DriftReport report) {
    boolean good = report.stacks().stream().allMatch(StackDrift::isClean);
    line((good ? "✅ " : "⚠️ ") + "**" + text(report.verdict()) + "**");
    line("");
    line("| stack | objects | drift | not applied | does not count | |");
    line("|---|---:|---:|---:|---:|---|");
    for (StackDrift stack : report.stacks()) {
      line(
          "| %s | %d | %d | %d | %d | %s |"
              .formatted(
                  code(stack.name()),
                  stack.objects(),
                  stack.counting().size(),
                  stack.findings().unapplied().size(),
                  stack.known().size(),
                  stack.failed() ? "❌ not looked at as a whole" : ""));
    }
    report.stacks().stream().filter(stack -> !stack.isClean()).forEach(this::stack);
    if (!report.expired().isEmpty()) {
      line("");
      line("**No longer accepted, because the day has passed**");
      line("");
      report
          .expired()
          .forEach(entry ->
              line(
                  "* %s (%s, %s: %s)"
                      .formatted(
                          code(DriftWords.accepted(entry)),
                          text(entry.owner()),
                          entry.expires(),
                          text(entry.reason()))));
    }
    line("");
    line(
        "%s, %.1f s, %d API calls; nothing was changed."
            .formatted(report.began(), report.elapsed().toMillis() / 1000.0, report.calls()));
  }

  private void stack(StackDrift stack) {
    line("");
    line("### " + code(stack.name()));
    line("");
    stack.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(d -> (d.address() == null ? "" : code(d.address()) + ": ") + text(d.summary()))
        .distinct()
        .forEach(error -> line("* ❌ " + error));
    if (stack.drifts()) {
      line("");
      line("| object | attribute | recorded → found | |");
      line("|---|---|---|---|");
      stack.counting().forEach(this::drifted);
    }
    stack.findings().others().forEach(one -> line("* " + text(DriftWords.consequence(one))));
    if (stack.isUnapplied()) {
      line("");
      line("**Not applied yet**");
      line("");
      stack.findings().unapplied().forEach(one -> line("* " + text(DriftWords.unapplied(one))));
    }
  }

  private void drifted(Drifted one) {
    List<String> consequences = DriftWords.consequences(one);
    String name = code(DriftWords.name(one));
    for (DriftItem item : one.items()) {
      boolean whole = item.difference().path().steps().isEmpty();
      String excuse = item.excuse() == null ? "" : DriftWords.excuse(item.excuse());
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  name,
                  whole ? "" : code(item.difference().path().toString()),
                  whole
                      ? "**" + DriftWords.word(item.driftClass()) + "**"
                      : code(DriftWords.change(item)),
                  text(excuse.isEmpty() ? String.join(" ", consequences) : excuse)));
      name = "";
    }
  }

  /// `text` as code, also in a table.
  private static String code(String text) {
    String plain = text.replace("\n", " ").replace("|", "\\|");
    return plain.contains("`") ? "`` " + plain + " ``" : "`" + plain + "`";
  }

  /// `text` so that nothing in it is taken for Markdown or HTML.
  private static String text(String text) {
    StringBuilder safe = new StringBuilder();
    for (char c : text.replace('\n', ' ').toCharArray()) {
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '\\', '`', '*', '_', '[', ']', '|', '#', '@', '~' -> safe.append('\\').append(c);
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}

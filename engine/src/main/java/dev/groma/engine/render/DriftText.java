package dev.groma.engine.render;

import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.StackDrift;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// A drift report for people: the verdict, then each stack that has something to tell. What went
/// wrong in a stack is told apart, as diagnostics.
public final class DriftText {
  private final DriftReport report;
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private DriftText(DriftReport report, Style style) {
    this.report = report;
    this.style = style;
  }

  /// The report.
  public static String render(DriftReport report, Style style) {
    DriftText text = new DriftText(report, style);
    text.all();
    return text.out.toString();
  }

  private void all() {
    String verdict = report.verdict();
    boolean good = report.stacks().stream().allMatch(StackDrift::isClean);
    line(0, style.bold(good ? style.green(verdict) : verdict));
    report.stacks().forEach(this::stack);
    acceptances("No longer accepted, because the day has passed:", report.expired());
    acceptances("Accepted, but not found; remove it from the baseline:", report.unused());
    out.append('\n');
    line(
        0,
        "Looked at %d objects of %d %s in %s with %d API calls; nothing was changed."
            .formatted(
                report.stacks().stream().mapToInt(StackDrift::objects).sum(),
                report.stacks().size(),
                report.stacks().size() == 1 ? "stack" : "stacks",
                "%.1f s".formatted(report.elapsed().toMillis() / 1000.0),
                report.calls()));
  }

  private void stack(StackDrift stack) {
    boolean silent = stack.isClean() && stack.known().isEmpty();
    if (silent) {
      return;
    }
    out.append('\n');
    line(
        0,
        style.bold(stack.name())
            + (stack.failed() ? style.red("  could not be looked at as a whole") : ""));
    stack.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(d -> (d.address() == null ? "" : d.address() + ": ") + d.summary())
        .distinct()
        .forEach(error -> line(1, style.red("! ") + Quoting.harmless(error)));
    stack.counting().forEach(one -> drifted(one, true));
    stack.findings().others().forEach(one -> line(1, DriftWords.consequence(one)));
    if (stack.isUnapplied()) {
      line(1, "Not applied yet:");
      stack.findings().unapplied().forEach(one -> line(2, DriftWords.unapplied(one)));
    }
    if (!stack.known().isEmpty()) {
      line(1, style.gray("Does not count:"));
      stack.known().forEach(one -> drifted(one, false));
    }
  }

  private void drifted(Drifted one, boolean counts) {
    int level = counts ? 1 : 2;
    String symbol = DriftWords.symbol(one);
    line(
        level,
        (symbol.equals("-") ? style.red(symbol) : style.yellow(symbol))
            + " "
            + DriftWords.name(one)
            + "  "
            + style.gray(DriftWords.word(one.driftClass())));
    for (DriftItem item : one.items()) {
      boolean whole = item.difference().path().steps().isEmpty();
      String excuse = item.excuse() == null ? "" : "[" + DriftWords.excuse(item.excuse()) + "]";
      if (!whole) {
        String change = item.difference().path() + ": " + DriftWords.change(item);
        line(
            level + 2,
            change + (excuse.isEmpty() ? "" : "  " + style.gray(Quoting.harmless(excuse))));
      } else if (!excuse.isEmpty()) {
        line(level + 2, style.gray(Quoting.harmless(excuse)));
      }
    }
    if (counts) {
      DriftWords.consequences(one).forEach(sentence -> line(level + 2, sentence));
    }
  }

  private void acceptances(String title, List<Excuse.Accepted> entries) {
    if (!entries.isEmpty()) {
      out.append('\n');
      line(0, title);
      entries.forEach(entry ->
          line(
              1,
              Quoting.harmless(
                  "%s (%s, %s: %s)"
                      .formatted(
                          DriftWords.accepted(entry),
                          entry.owner(),
                          entry.expires(),
                          entry.reason()))));
    }
  }

  private void line(int level, String text) {
    out.append("  ".repeat(level)).append(text).append('\n');
  }
}

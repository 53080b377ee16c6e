package dev.groma.engine.render;

import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.StackDrift;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// A drift report as one page that needs nothing else, readable without JavaScript; with it, what
/// is shown can be narrowed by a word.
public final class DriftHtml {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>Drift</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: #c62828; --warn: #b26a00; --good: #2e7d32; }
      @media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffb74d; --good: #81c784; } }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 1.5rem auto; padding: 0 1rem; }
      h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
      td.n, th.n { text-align: right; }
      code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; background: var(--soft); }
      .bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); } .soft { opacity: .75; }
      input { font: inherit; width: 100%; padding: .35rem .6rem; box-sizing: border-box; }
      </style></head><body>
      """;
  private static final String FOOT =
      """
      <script>
      const word = document.getElementById('filter');
      word.hidden = false;
      word.addEventListener('input', () => {
        const wanted = word.value.toLowerCase();
        for (const row of document.querySelectorAll('[data-row]'))
          row.hidden = !row.textContent.toLowerCase().includes(wanted) && !row.dataset.row.toLowerCase().includes(wanted);
      });
      </script>
      </body></html>
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  private DriftHtml() {}

  /// The page.
  public static String render(DriftReport report) {
    DriftHtml html = new DriftHtml();
    html.all(report);
    return html.out.append(FOOT).toString();
  }

  private void all(DriftReport report) {
    boolean good = report.stacks().stream().allMatch(StackDrift::isClean);
    line("<h1 class=\"%s\">%s</h1>".formatted(good ? "good" : "bad", text(report.verdict())));
    line(
        "<p class=\"soft\">%s, %.1f s, %d API calls; nothing was changed.</p>"
            .formatted(report.began(), report.elapsed().toMillis() / 1000.0, report.calls()));
    line(
        "<input id=\"filter\" type=\"search\" placeholder=\"Filter\" aria-label=\"Filter\""
            + " hidden>");
    line(
        "<table><thead><tr><th>Stack</th><th class=\"n\">Objects</th><th class=\"n\">Drift</th>"
            + "<th class=\"n\">Not applied</th><th class=\"n\">Does not count</th><th></th></tr>"
            + "</thead><tbody>");
    report.stacks().forEach(this::row);
    line("</tbody></table>");
    for (int i = 0; i < report.stacks().size(); i++) {
      StackDrift stack = report.stacks().get(i);
      if (!stack.isClean() || !stack.known().isEmpty()) {
        stack(stack);
      }
    }
    acceptances("No longer accepted, because the day has passed", report.expired());
    acceptances("Accepted, but not found", report.unused());
  }

  private void row(StackDrift stack) {
    line(
        "<tr data-row=\"\"><td><code>%s</code></td><td class=\"n\">%d</td><td class=\"n %s\">%d</td><td class=\"n %s\">%d</td><td class=\"n\">%d</td><td class=\"bad\">%s</td></tr>"
            .formatted(
                text(stack.name()),
                stack.objects(),
                stack.drifts() ? "bad" : "",
                stack.counting().size(),
                stack.isUnapplied() ? "warn" : "",
                stack.findings().unapplied().size(),
                stack.known().size(),
                stack.failed() ? "not looked at as a whole" : ""));
  }

  private void stack(StackDrift stack) {
    line(
        "<section data-row=\"%s\"><h2><code>%s</code></h2>"
            .formatted(text(stack.name()), text(stack.name())));
    for (Diagnostic one : stack.diagnostics()) {
      String about = one.address() == null ? "" : "<code>" + text(one.address()) + "</code>: ";
      line(
          "<details class=\"%s\"><summary>%s%s</summary><p>%s</p></details>"
              .formatted(
                  one.isError() ? "bad" : "warn", about, text(one.summary()), text(one.detail())));
    }
    if (stack.drifts()) {
      table(stack, stack.counting(), true);
    }
    if (!stack.findings().others().isEmpty() || stack.isUnapplied()) {
      line("<ul>");
      stack
          .findings()
          .others()
          .forEach(one -> line("<li>" + text(DriftWords.consequence(one)) + "</li>"));
      stack
          .findings()
          .unapplied()
          .forEach(one ->
              line(
                  "<li class=\"warn\">Not applied yet: "
                      + text(DriftWords.unapplied(one))
                      + "</li>"));
      line("</ul>");
    }
    if (!stack.known().isEmpty()) {
      line("<details><summary>%d that do not count</summary>".formatted(stack.known().size()));
      table(stack, stack.known(), false);
      line("</details>");
    }
    line("</section>");
  }

  private void table(StackDrift stack, List<Drifted> drifted, boolean counts) {
    line(
        "<table><thead><tr><th>Object</th><th>Class</th><th>Attribute</th><th>Recorded → found</th>"
            + "<th></th></tr></thead><tbody>");
    for (Drifted one : drifted) {
      for (DriftItem item : one.items()) {
        boolean whole = item.difference().path().steps().isEmpty();
        String remark =
            item.excuse() != null
                ? DriftWords.excuse(item.excuse())
                : counts ? String.join(" ", DriftWords.consequences(one)) : "";
        line(
            "<tr data-row=\"%s\"><td><code>%s</code></td><td class=\"%s\">%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(
                    text(stack.name()),
                    text(DriftWords.name(one)),
                    item.driftClass().matters() && item.excuse() == null ? "bad" : "soft",
                    DriftWords.word(item.driftClass()),
                    whole ? "" : "<code>" + text(item.difference().path().toString()) + "</code>",
                    whole ? "" : "<code>" + text(DriftWords.change(item)) + "</code>",
                    text(remark)));
      }
    }
    line("</tbody></table>");
  }

  private void acceptances(String title, List<Excuse.Accepted> entries) {
    if (entries.isEmpty()) {
      return;
    }
    line("<h2>" + text(title) + "</h2><ul>");
    entries.forEach(entry ->
        line(
            "<li data-row=\"\"><code>%s</code> (%s, %s: %s)</li>"
                .formatted(
                    text(DriftWords.accepted(entry)),
                    text(entry.owner()),
                    entry.expires(),
                    text(entry.reason()))));
    line("</ul>");
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}

package dev.groma.engine.render;

import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.StackDrift;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/// A drift report in the format that CI systems read: a suite for each stack, a case for each
/// object that drifted, and two for the stack as a whole.
public final class DriftJUnit {
  private final StringBuilder out = new StringBuilder();

  private DriftJUnit() {}

  /// The document.
  public static String render(DriftReport report) {
    DriftJUnit xml = new DriftJUnit();
    xml.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites name=\"drift\">\n");
    report.stacks().forEach(xml::suite);
    return xml.out.append("</testsuites>\n").toString();
  }

  private void suite(StackDrift stack) {
    List<Drifted> counting = stack.counting();
    long failures = counting.size() + (stack.isUnapplied() ? 1L : 0L);
    out.append("  <testsuite name=").append(JUnitXml.attribute(stack.name()));
    out.append(" tests=\"").append(stack.findings().drifted().size() + 2);
    out.append("\" skipped=\"").append(stack.known().size());
    out.append("\" failures=\"").append(failures);
    out.append("\" errors=\"").append(stack.failed() ? 1 : 0);
    out.append("\" time=\"").append(stack.elapsed().toMillis() / 1000.0).append("\">\n");
    List<String> errors =
        stack.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(d ->
                (d.address() == null ? "" : d.address() + ": ") + d.summary() + "\n" + d.detail())
            .toList();
    testcase(
        stack,
        "read",
        errors.isEmpty() ? "" : problem("error", "could not be looked at as a whole", errors));
    List<String> unapplied =
        stack.findings().unapplied().stream().map(DriftWords::unapplied).toList();
    testcase(
        stack,
        "configuration is applied",
        unapplied.isEmpty() ? "" : problem("failure", "configuration is not applied", unapplied));
    for (Drifted one : stack.findings().drifted()) {
      List<String> lines = one.items().stream().map(DriftJUnit::line).collect(Collectors.toList());
      String word = DriftWords.word(one.driftClass());
      if (counting.contains(one)) {
        lines.addAll(DriftWords.consequences(one));
        testcase(stack, DriftWords.name(one), problem("failure", word, lines));
      } else {
        testcase(stack, DriftWords.name(one), problem("skipped", word, lines));
      }
    }
    out.append("  </testsuite>\n");
  }

  private static String line(DriftItem item) {
    boolean whole = item.difference().path().steps().isEmpty();
    String change =
        whole
            ? DriftWords.word(item.driftClass())
            : item.difference().path() + ": " + DriftWords.change(item);
    return item.excuse() == null ? change : change + " [" + DriftWords.excuse(item.excuse()) + "]";
  }

  private static String problem(String kind, String message, List<String> lines) {
    return "\n      <%s message=%s>%s</%s>\n    "
        .formatted(
            kind, JUnitXml.attribute(message), JUnitXml.data(String.join("\n", lines)), kind);
  }

  private void testcase(StackDrift stack, String name, String outcome) {
    out.append("    <testcase name=").append(JUnitXml.attribute(name));
    out.append(" classname=").append(JUnitXml.attribute(stack.name()));
    out.append('>').append(outcome).append("</testcase>\n");
  }
}

package dev.groma.engine.render;

import dev.groma.engine.testing.TestResult;
import dev.groma.engine.testing.TestResult.Status;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Test results in the format that CI systems read: a suite for each file, a case for each run.
public final class JUnitXml {
  private final StringBuilder out = new StringBuilder();
  private final DiagnosticText text;

  private JUnitXml(DiagnosticText text) {
    this.text = text;
  }

  /// The document.
  ///
  /// @param results the results by file
  /// @param sources gives the texts of files by name
  public static String render(
      SortedMap<String, List<TestResult>> results, Function<String, @Nullable SourceText> sources) {
    JUnitXml xml = new JUnitXml(new DiagnosticText(sources, Style.PLAIN));
    xml.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites>\n");
    for (Map.Entry<String, List<TestResult>> file : results.entrySet()) {
      xml.suite(file.getKey(), file.getValue());
    }
    return xml.out.append("</testsuites>\n").toString();
  }

  private static long count(List<TestResult> results, Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  private void suite(String file, List<TestResult> results) {
    out.append("  <testsuite name=").append(attribute(file));
    out.append(" tests=\"").append(results.size());
    out.append("\" skipped=\"").append(count(results, Status.SKIP));
    out.append("\" failures=\"").append(count(results, Status.FAIL));
    out.append("\" errors=\"").append(count(results, Status.ERROR)).append("\">\n");
    String broken = "";
    for (TestResult result : results) {
      testcase(file, result, broken);
      broken = result.status() == Status.ERROR ? result.run().name() : broken;
    }
    out.append("  </testsuite>\n");
  }

  private void testcase(String file, TestResult result, String broken) {
    out.append("    <testcase name=").append(attribute(result.run().name()));
    out.append(" classname=").append(attribute(file));
    if (result.status() != Status.SKIP) {
      out.append(" time=\"").append(result.elapsed().toNanos() / 1e9).append('"');
      out.append(" timestamp=\"")
          .append(result.started().truncatedTo(ChronoUnit.SECONDS))
          .append('"');
    }
    out.append('>');
    switch (result.status()) {
      case PASS -> {}
      case SKIP -> skipped(broken);
      case FAIL -> problem("failure", failed(result), result.diagnostics());
      case ERROR -> problem("error", "Encountered an error", result.diagnostics());
    }
    out.append(result.status() == Status.PASS ? "" : "    ").append("</testcase>\n");
  }

  private static String failed(TestResult result) {
    List<Diagnostic> errors = result.diagnostics().stream().filter(Diagnostic::isError).toList();
    return errors.size()
        + " of "
        + result.run().asserts().size()
        + " assertions failed: "
        + String.join(", ", errors.stream().map(Diagnostic::detail).toList());
  }

  private void skipped(String broken) {
    String why =
        broken.isEmpty()
            ? "The tests were interrupted"
            : "Previous testcase \""
                + broken
                + "\" ended in error, which caused the remaining tests in the file to be skipped";
    out.append("\n      <skipped message=");
    out.append(
        attribute(
            broken.isEmpty()
                ? "Testcase skipped due to an interrupt"
                : "Testcase skipped due to a previous testcase error"));
    out.append('>').append(data(why)).append("</skipped>\n");
  }

  private void problem(String kind, String message, List<Diagnostic> diagnostics) {
    out.append("\n      <").append(kind).append(" message=").append(attribute(message)).append('>');
    out.append(data("\n" + text.render(diagnostics)));
    out.append("</").append(kind).append(">\n");
  }

  static String data(String text) {
    return "<![CDATA[" + permitted(text).replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }

  static String attribute(String text) {
    return '"'
        + permitted(text)
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&#34;")
            .replace("\n", "&#xA;")
        + '"';
  }

  /// `text` without the characters that XML cannot hold.
  private static String permitted(String text) {
    StringBuilder permitted = new StringBuilder();
    text.codePoints()
        .filter(c ->
            c == '\t'
                || c == '\n'
                || (c >= ' ' && c < 0xD800)
                || (c >= 0xE000 && c < 0xFFFE)
                || c > 0xFFFF)
        .forEach(permitted::appendCodePoint);
    return permitted.toString();
  }
}

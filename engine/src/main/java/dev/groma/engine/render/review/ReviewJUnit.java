package dev.groma.engine.render.review;

import dev.groma.engine.render.JUnitXml;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Finding.Kind;
import java.util.List;

/// Reviews in the format in which CI systems read test results: one suite for what stops the plan,
/// with a case for each gate, and one for each kind of findings. A finding fails when it is urgent;
/// others are there to be read.
final class ReviewJUnit {
  private final Words words;
  private final StringBuilder out = new StringBuilder();

  private ReviewJUnit(Words words) {
    this.words = words;
  }

  static String render(Review review, List<Gate> gates, Words words) {
    ReviewJUnit xml = new ReviewJUnit(words);
    xml.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites>\n");
    xml.gates(review, gates);
    for (Kind kind : Kind.values()) {
      List<Finding> found = review.findings().stream().filter(f -> f.kind() == kind).toList();
      if (!found.isEmpty()) {
        xml.findings(kind, found);
      }
    }
    return xml.out.append("</testsuites>\n").toString();
  }

  private void suite(String name, int tests, long failures) {
    out.append("  <testsuite name=").append(JUnitXml.attribute(name));
    out.append(" tests=\"").append(tests);
    out.append("\" failures=\"").append(failures);
    out.append("\" errors=\"0\" skipped=\"0\">\n");
  }

  private void testcase(String suite, String name) {
    out.append("    <testcase name=").append(JUnitXml.attribute(name));
    out.append(" classname=").append(JUnitXml.attribute(suite)).append('>');
  }

  private void gates(Review review, List<Gate> gates) {
    String suite = "review." + review.stack() + "." + review.workspace();
    long stopping = gates.stream().filter(gate -> gate.stops().test(review)).count();
    suite(suite, gates.size() + 1, stopping + (review.errored() ? 1 : 0));
    String verdict = String.join(", ", Verdict.counts(review, words));
    testcase(suite, "plan");
    if (review.errored()) {
      failure(words.text("errored"), verdict);
    } else {
      out.append("<system-out>").append(JUnitXml.data(verdict)).append("</system-out>");
    }
    out.append("</testcase>\n");
    for (Gate gate : gates) {
      testcase(suite, "fail-on " + gate.name());
      if (gate.stops().test(review)) {
        failure(gate.name(), verdict);
      }
      out.append("</testcase>\n");
    }
    out.append("  </testsuite>\n");
  }

  private void failure(String message, String text) {
    out.append("\n      <failure message=").append(JUnitXml.attribute(message)).append('>');
    out.append(JUnitXml.data(text)).append("</failure>\n    ");
  }

  private void findings(Kind kind, List<Finding> found) {
    String suite = words.text("kind." + ReviewJson.word(kind));
    suite(suite, found.size(), found.stream().filter(Verdict::isUrgent).count());
    for (Finding finding : found) {
      String subject = finding.subject() == null ? "" : " " + finding.subject();
      testcase(suite + "." + finding.rule(), finding.rule() + subject);
      String summary = words.of(finding.summary());
      String detail = summary + "\n" + words.of(finding.detail()) + "\n" + places(finding);
      if (Verdict.isUrgent(finding)) {
        failure(summary, detail);
      } else {
        out.append("<system-out>").append(JUnitXml.data(detail)).append("</system-out>");
      }
      out.append("</testcase>\n");
    }
    out.append("  </testsuite>\n");
  }

  private static String places(Finding finding) {
    return String.join("\n", finding.places().stream().map(Object::toString).toList());
  }
}

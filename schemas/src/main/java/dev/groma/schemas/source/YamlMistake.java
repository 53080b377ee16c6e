package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Says what is wrong with a text that is no YAML, and what to do about it.
final class YamlMistake {
  private YamlMistake() {}

  private record Explanation(String code, String summary, String detail) {}

  static Diagnostic of(MarkedYAMLException mistake, SourceText source, YamlReader.CharIndex index) {
    Mark problem = mistake.getProblemMark();
    Mark mark = problem != null ? problem : mistake.getContextMark();
    int at = mark == null ? 0 : index.of(mark);
    String message = String.valueOf(mistake.getProblem());
    Explanation found = explain(message, source, at);
    return Diagnostic.error("source.yaml." + found.code, found.summary, found.detail)
        .at(source.range(at, Math.min(at + 1, source.text().length())));
  }

  private static Explanation explain(String message, SourceText source, int at) {
    String text = source.text();
    if (indentsWithTab(text, at)) {
      return new Explanation(
          "tab",
          "Tab in indentation",
          "YAML does not permit tab characters in indentation. Replace them with blanks.");
    }
    if (message.contains("found unexpected end of stream")) {
      return new Explanation(
          "unterminated-string",
          "Unterminated string",
          "The closing quote of a string is missing.");
    }
    if (message.contains("mapping values are not allowed here")) {
      return new Explanation(
          "unexpected-colon",
          "Unexpected colon",
          "A mapping cannot begin here. Check the indentation of this line, or write text that"
              + " holds \": \" in quotes.");
    }
    if (message.contains("could not find expected ':'")) {
      return new Explanation(
          "missing-colon",
          "Missing colon",
          "A colon and a blank must follow each key, and a key must stand on one line.");
    }
    if (message.contains("expected ',' or")) {
      return new Explanation(
          "unclosed",
          "Missing comma or closing bracket",
          "The parts of a value in brackets are separated by commas, and its bracket must be"
              + " closed. Text that holds a bracket, brace or comma is written in quotes there.");
    }
    if (message.contains("expected <block end>")) {
      return new Explanation(
          "indentation",
          "Unexpected indentation",
          "This line does not fit the lines above it. The keys of a mapping, and the dashes of a"
              + " list, begin in the same column.");
    }
    if (message.contains("cannot start any token")) {
      String character = at < text.length() ? Character.toString(text.codePointAt(at)) : "";
      return new Explanation(
          "start-of-value",
          "Unexpected character",
          "A value cannot begin with \"" + character + "\". Write it in quotes.");
    }
    return new Explanation(
        "syntax",
        "Invalid YAML",
        "The text is not valid YAML: " + message.replaceAll("\\s+", " ").strip() + ".");
  }

  private static boolean indentsWithTab(String text, int at) {
    int lineStart = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    for (int i = lineStart; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        return true;
      }
      if (c != ' ' && c != '-') {
        return false;
      }
    }
    return false;
  }
}

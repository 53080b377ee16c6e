package dev.groma.engine.render;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a file that a diagnostic is about.
///
/// @param range the part that is marked
/// @param lines the lines it touches, the first few of them
/// @param complete whether these are all lines it touches
record Excerpt(SourceRange range, List<String> lines, boolean complete) {
  /// More lines than this say nothing more.
  private static final int MAX_LINES = 5;

  static @Nullable Excerpt of(SourceRange range, @Nullable SourceText source) {
    if (source == null || range.start().line() > source.lineCount()) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    int first = range.start().line();
    int last = Math.min(range.end().line(), source.lineCount());
    if (last > first && range.end().column() == 1) {
      last--;
    }
    for (int i = first; i <= last && lines.size() < MAX_LINES; i++) {
      lines.add(source.line(i));
    }
    return new Excerpt(range, lines, last - first < MAX_LINES);
  }

  /// The char index of the beginning of the mark in line `i`.
  int from(int i) {
    return i == 0 ? index(lines.getFirst(), range.start().column()) : indentation(lines.get(i));
  }

  /// The char index of the end of the mark in line `i`.
  int to(int i) {
    String line = lines.get(i);
    boolean isLast = range.start().line() + i == range.end().line();
    return isLast ? index(line, range.end().column()) : line.stripTrailing().length();
  }

  private static int index(String line, int column) {
    int points = Math.min(column - 1, line.codePointCount(0, line.length()));
    return line.offsetByCodePoints(0, points);
  }

  private static int indentation(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// The lines as one text.
  String code() {
    return String.join("\n", lines);
  }

  /// Where the mark begins in [#code], in bytes.
  int startOffset() {
    return bytes(lines.getFirst().substring(0, from(0)));
  }

  /// Where the mark ends in [#code], in bytes.
  int endOffset() {
    int end = 0;
    for (int i = 0; i < lines.size() - 1; i++) {
      end += bytes(lines.get(i)) + 1;
    }
    int last = lines.size() - 1;
    return Math.max(startOffset(), end + bytes(lines.get(last).substring(0, to(last))));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// What the place belongs to, as people write it: `resource "t" "n"`; null when it is not known.
  static @Nullable String context(Diagnostic diagnostic) {
    String address = diagnostic.address();
    if (address == null) {
      return null;
    }
    String plain = address.replaceAll("\\[(\"([^\"\\\\]|\\\\.)*\"|\\d+)]", "");
    String[] parts = plain.split("\\.", -1);
    int at = 0;
    while (at + 2 < parts.length && parts[at].equals("module")) {
      at += 2;
    }
    int left = parts.length - at;
    String first = parts[at];
    if (left == 3 && first.equals("data")) {
      return "data \"%s\" \"%s\"".formatted(parts[at + 1], parts[at + 2]);
    }
    if (left != 2) {
      return null;
    }
    String second = parts[at + 1];
    return switch (first) {
      case "var" -> "variable \"" + second + "\"";
      case "output", "module", "check", "provider" -> first + " \"" + second + "\"";
      case "local" -> "locals";
      default -> "resource \"%s\" \"%s\"".formatted(first, second);
    };
  }
}

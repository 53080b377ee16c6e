package dev.groma.engine.render;

import java.util.ArrayList;
import java.util.List;

/// How text for people is laid out.
///
/// @param colour with the colour sequences of terminals
/// @param width the number of columns that paragraphs are wrapped at; 0 for no wrapping
public record Style(boolean colour, int width) {
  /// Without colours, wrapped at 78 columns, as for a file or a pipe.
  public static final Style PLAIN = new Style(false, 78);

  private static final String RESET = "\u001b[0m";

  String bold(String text) {
    return paint("1", text);
  }

  String underline(String text) {
    return paint("4", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String green(String text) {
    return paint("32", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String cyan(String text) {
    return paint("36", text);
  }

  String gray(String text) {
    return paint("90", text);
  }

  private String paint(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }

  /// `paragraph` on lines of at most [#width] columns; single words may be longer. Lines that begin
  /// with a blank stay as they are.
  String wrap(String paragraph) {
    return String.join("\n", wrap(paragraph, width));
  }

  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (width <= 0 || line.startsWith(" ") || Columns.of(line) <= width) {
        lines.add(line);
      } else {
        wrapLine(line, width, lines);
      }
    }
    return lines;
  }

  private static void wrapLine(String line, int width, List<String> out) {
    StringBuilder current = new StringBuilder();
    int used = 0;
    for (String word : line.split(" ", -1)) {
      int needed = Columns.of(word);
      if (used > 0 && used + 1 + needed > width) {
        out.add(current.toString());
        current.setLength(0);
        used = 0;
      }
      if (used > 0) {
        current.append(' ');
        used++;
      }
      current.append(word);
      used += needed;
    }
    out.add(current.toString());
  }
}

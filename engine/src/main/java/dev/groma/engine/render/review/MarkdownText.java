package dev.groma.engine.render.review;

/// Texts of others inside Markdown: they are shown, and do nothing.
final class MarkdownText {
  private static final String SPECIAL = "\\`*_{}[]()#+-.!|~";
  private static final String CALLING = "@#!~%$&^*";
  private static final char NOTHING = '\u200b';

  private MarkdownText() {}

  /// `text` between backticks, on one line.
  static String code(String text) {
    String line = oneLine(text).strip();
    int longest = 0;
    int run = 0;
    for (int i = 0; i < line.length(); i++) {
      run = line.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    boolean padded = line.isEmpty() || line.startsWith("`") || line.endsWith("`");
    return fence + (padded ? " " + line + " " : line) + fence;
  }

  /// `text` as prose that is no markup, mentions nobody and refers to nothing. Line ends become
  /// blanks.
  static String prose(String text) {
    StringBuilder out = new StringBuilder();
    String line = oneLine(text);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> {
          if (SPECIAL.indexOf(c) >= 0 && !isHarmless(line, i)) {
            out.append('\\');
          }
          out.append(c);
        }
      }
      boolean calls = i + 1 < line.length() && Character.isLetterOrDigit(line.charAt(i + 1));
      if (calls && CALLING.indexOf(c) >= 0) {
        out.append(NOTHING);
      }
    }
    return out.toString()
        .replace("://", ":" + NOTHING + "//")
        .replace("www\\.", "www" + NOTHING + "\\.");
  }

  /// `text` inside an HTML element.
  static String html(String text) {
    return oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// A full stop or dash inside a sentence needs no escape; at its beginning it could make a list.
  private static boolean isHarmless(String line, int at) {
    char c = line.charAt(at);
    return switch (c) {
      case '.', '-', '+' -> at > 0 && !Character.isDigit(line.charAt(at - 1)) && !isFirst(line, at);
      case '_' -> isInside(line, at);
      case ']', '{', '}', '#' -> at > 0 && !isFirst(line, at);
      case '(', ')', '!' -> at > 0 && !isFirst(line, at) && !follows(line, at, ']');
      default -> false;
    };
  }

  private static boolean isInside(String line, int at) {
    return at > 0
        && at + 1 < line.length()
        && Character.isLetterOrDigit(line.charAt(at - 1))
        && Character.isLetterOrDigit(line.charAt(at + 1));
  }

  private static boolean isFirst(String line, int at) {
    return line.substring(0, at).isBlank();
  }

  private static boolean follows(String line, int at, char before) {
    return line.charAt(at - 1) == before;
  }

  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean shown =
              type != Character.CONTROL
                  && type != Character.FORMAT
                  && type != Character.LINE_SEPARATOR
                  && type != Character.PARAGRAPH_SEPARATOR;
          out.appendCodePoint(shown ? c : ' ');
        });
    return out.toString();
  }
}

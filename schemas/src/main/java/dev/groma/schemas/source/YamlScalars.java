package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Kind;
import dev.groma.schemas.source.Written.Scalar;
import dev.groma.schemas.source.Written.Style;
import java.util.regex.Pattern;

/// Chooses how a text is written in YAML.
final class YamlScalars {
  /// What other readers of YAML take for truth values, dates or numbers of base 60.
  private static final Pattern MISREAD =
      Pattern.compile(
          "(?i)y|n|yes|no|on|off|<<|=|[-+]?[0-9][0-9_,.:]*(e[-+]?[0-9]+)?|[0-9]{4}-[0-9].*"
              + "|[-+]?0[box][0-9a-f_]+");

  private static final Pattern FIRST = Pattern.compile("[\\p{L}\\p{N}_/.$(+^;~<=].*");

  private YamlScalars() {}

  /// `text` as a scalar: plain where nothing can misread it, as a block where it has several lines,
  /// otherwise in quotes.
  static Scalar text(String text) {
    if (isPlain(text)) {
      return new Scalar(Kind.TEXT, text, text, Style.PLAIN, "");
    }
    return isBlock(text) ? new Scalar(Kind.TEXT, text, block(text), Style.BLOCK, "") : quoted(text);
  }

  /// `text` on one line, in quotes.
  static Scalar quoted(String text) {
    boolean single =
        (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0)
            && text.indexOf('\'') < 0
            && text.codePoints().allMatch(JsonPrinter::isPrintable);
    return new Scalar(
        Kind.TEXT, text, single ? "'" + text + "'" : JsonPrinter.quoted(text), Style.QUOTED, "");
  }

  private static boolean isPlain(String text) {
    return FIRST.matcher(text).matches()
        && text.codePoints().allMatch(JsonPrinter::isPrintable)
        && CoreSchema.meaning(null, text) == CoreSchema.Meaning.TEXT
        && !MISREAD.matcher(text).matches()
        && !text.contains(": ")
        && !text.endsWith(":")
        && !text.contains(" #")
        && !text.startsWith("...")
        && !Character.isWhitespace(text.charAt(text.length() - 1));
  }

  /// True when `raw`, a plain scalar, is one in brackets, too.
  static boolean isPlainInFlow(String raw) {
    return raw.chars().noneMatch(c -> c == ',' || c == '[' || c == ']' || c == '{' || c == '}')
        && !raw.contains(": ")
        && !raw.endsWith(":");
  }

  private static boolean isBlock(String text) {
    return text.indexOf('\n') >= 0
        && !text.isBlank()
        && !text.startsWith("\n")
        && !Character.isWhitespace(text.charAt(0))
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || JsonPrinter.isPrintable(c))
        && text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
  }

  private static String block(String text) {
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String header = !text.endsWith("\n") ? "|-" : body.endsWith("\n") ? "|+" : "|";
    return header + "\n" + body;
  }
}

package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Part;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Prints JSON in the canonical layout: two spaces per level, one member or element per line.
final class JsonPrinter {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final StringBuilder out = new StringBuilder();

  private JsonPrinter() {}

  static String print(Written root) {
    JsonPrinter printer = new JsonPrinter();
    printer.value(root, "\n");
    return printer.out.append('\n').toString();
  }

  /// @param line a line break and the indentation of the line that the value begins on
  private void value(Written value, String line) {
    switch (value) {
      case Written.Alias alias -> value(alias.target(), line);
      case Written.Group group -> group(group, line);
      case Written.Scalar scalar ->
          out.append(
              switch (scalar.kind()) {
                case TEXT -> quoted(scalar.text());
                case NUMBER -> number(scalar.text());
                case TRUE -> "true";
                case FALSE -> "false";
                case NULL -> "null";
              });
    }
  }

  private void group(Written.Group group, String line) {
    out.append(group.isList() ? '[' : '{');
    String inner = line + "  ";
    boolean first = true;
    for (Part part : group.parts()) {
      out.append(first ? "" : ",").append(inner);
      if (!group.isList()) {
        out.append(quoted(part.name())).append(": ");
      }
      value(part.value(), inner);
      first = false;
    }
    out.append(first ? "" : line).append(group.isList() ? ']' : '}');
  }

  private static String number(String text) {
    BigDecimal number = NUMBER.matcher(text).matches() ? null : CoreSchema.number(text);
    return number == null ? text : number.toString();
  }

  /// `text` in double quotes, with no more escapes than are needed.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (isPrintable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /// True for what both notations take as it is. What lies beyond the basic plane is always so.
  static boolean isPrintable(int c) {
    return c > 0xFFFF
        || (c >= ' '
            && c < 0xFFFE
            && (c < 0x7F || c > 0x9F)
            && c != 0xFEFF
            && c != 0x2028
            && c != 0x2029
            && (c < 0xD800 || c > 0xDFFF));
  }
}

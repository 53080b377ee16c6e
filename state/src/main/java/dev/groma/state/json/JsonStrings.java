package dev.groma.state.json;

/// Writes JSON strings with the escapes that states are written with: besides what JSON asks for,
/// `<`, `>`, `&` and the line separators U+2028 and U+2029.
public final class JsonStrings {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonStrings() {}

  /// Appends `text` as a JSON string. A surrogate without its partner becomes U+FFFD.
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      out.append(text, from, i);
      escape(c, out);
      from = i + 1;
    }
    out.append(text, from, text.length()).append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' '
        && c != '"'
        && c != '\\'
        && c != '<'
        && c != '>'
        && c != '&'
        && c != '\u2028'
        && c != '\u2029'
        && !Character.isSurrogate(c);
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        if (Character.isSurrogate(c)) {
          out.append("\\ufffd");
        } else {
          out.append("\\u")
              .append(HEX[c >> 12])
              .append(HEX[(c >> 8) & 15])
              .append(HEX[(c >> 4) & 15])
              .append(HEX[c & 15]);
        }
      }
    }
  }
}

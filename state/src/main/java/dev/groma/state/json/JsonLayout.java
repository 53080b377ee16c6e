package dev.groma.state.json;

/// Lays compact JSON out over lines, two blanks per level, as state files are.
public final class JsonLayout {
  private JsonLayout() {}

  /// Appends `json`, a compact text whose first line begins at the level `depth`. Empty objects and
  /// arrays stay on one line.
  public static void indent(String json, int depth, StringBuilder out) {
    int level = depth;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      switch (c) {
        case '"' -> {
          int end = endOfString(json, i);
          out.append(json, i, end);
          i = end - 1;
        }
        case '{', '[' -> {
          out.append(c);
          if (json.charAt(i + 1) == c + 2) {
            out.append(json.charAt(++i));
          } else {
            newLine(++level, out);
          }
        }
        case '}', ']' -> {
          newLine(--level, out);
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          newLine(level, out);
        }
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
    }
  }

  private static int endOfString(String json, int start) {
    int i = start + 1;
    while (json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static void newLine(int level, StringBuilder out) {
    out.append('\n').repeat("  ", level);
  }
}

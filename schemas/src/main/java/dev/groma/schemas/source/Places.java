package dev.groma.schemas.source;

import dev.groma.schemas.diag.Position;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the characters of a string are written that is not written as it reads: with escapes,
/// folded lines or indentation.
///
/// The table is made when first asked for: most strings never are.
final class Places implements IntFunction<Position> {
  private final SourceText source;
  private final Supplier<int[]> make;
  private final AtomicReference<int @Nullable []> table = new AtomicReference<>();

  /// @param make gives, for each character of the string, its index in the text
  Places(SourceText source, Supplier<int[]> make) {
    this.source = source;
    this.make = make;
  }

  @Override
  public Position apply(int index) {
    int[] known = table.get();
    if (known == null) {
      known = make.get();
      table.set(known);
    }
    return source.position(known[Math.min(index, known.length - 1)]);
  }

  /// A growing table; one entry for each character of a string, and one for its end.
  private static final class Table {
    private int[] entries = new int[32];
    private int size;

    private void add(int rawIndex) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, size * 2);
      }
      entries[size++] = rawIndex;
    }

    private int[] toArray() {
      return Arrays.copyOf(entries, size);
    }
  }

  /// The places of a JSON string whose first character is at `from`.
  static int[] json(String text, int from) {
    Table table = new Table();
    char quote = text.charAt(from - 1);
    int at = from;
    while (text.charAt(at) != quote) {
      table.add(at);
      at += text.charAt(at) != '\\' ? 1 : text.charAt(at + 1) == 'u' ? 6 : 2;
    }
    table.add(at);
    return table.toArray();
  }

  /// The places of a YAML scalar in quotes, or none, that reads as `decoded` and is written from
  /// `from` to before `to`, quotes left out.
  ///
  /// @param quote the kind of quotes: `'`, `"`, or a blank for a plain scalar
  static int[] flow(String text, int from, int to, char quote, String decoded) {
    Table table = new Table();
    int at = from;
    while (at < to && table.size < decoded.length()) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at = yamlEscape(text, at, decoded, table);
      } else if (c == '\'' && quote == '\'') {
        table.add(at);
        at += 2;
      } else if (isBlankBeforeBreak(text, at, to)) {
        at = fold(text, at, to, table);
      } else {
        table.add(at++);
      }
    }
    while (table.size <= decoded.length()) {
      table.add(to);
    }
    return table.toArray();
  }

  private static boolean isBlankBeforeBreak(String text, int at, int to) {
    int i = at;
    while (i < to && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i < to && (text.charAt(i) == '\n' || text.charAt(i) == '\r');
  }

  /// Line breaks and the blanks round them: one break reads as a blank, each further one as itself.
  private static int fold(String text, int from, int to, Table table) {
    int breaks = 0;
    int at = from;
    for (; at < to && Character.isWhitespace(text.charAt(at)); at++) {
      if (text.charAt(at) == '\n') {
        breaks++;
        if (breaks > 1) {
          table.add(at);
        }
      }
    }
    if (breaks <= 1) {
      table.add(from);
    }
    return at;
  }

  private static int yamlEscape(String text, int at, String decoded, Table table) {
    char c = text.charAt(at + 1);
    if (c == '\n' || c == '\r') {
      // This line break reads as nothing, each further one as itself.
      int next = text.indexOf('\n', at) + 1;
      for (; next < text.length() && Character.isWhitespace(text.charAt(next)); next++) {
        if (text.charAt(next) == '\n') {
          table.add(next);
        }
      }
      return next;
    }
    table.add(at);
    if (c == 'U'
        && table.size < decoded.length()
        && Character.isLowSurrogate(decoded.charAt(table.size))) {
      table.add(at);
    }
    return at + (c == 'x' ? 4 : c == 'u' ? 6 : c == 'U' ? 10 : 2);
  }

  /// The places of a YAML block scalar (`|` or `>`) that reads as `decoded` and whose lines stand
  /// from `from` to before `to`.
  ///
  /// Every line, less the common indentation, stands in `decoded` as it is; only the characters
  /// between lines differ. So each line is looked for after skipping line breaks and blanks.
  static int[] block(String text, int from, int to, String decoded) {
    int[] table = new int[decoded.length() + 1];
    Arrays.fill(table, to);
    int indent = -1;
    int done = 0;
    int lineEnd;
    for (int line = from; line < to; line = lineEnd + 1) {
      int feed = text.indexOf('\n', line);
      lineEnd = feed < 0 || feed > to ? to : feed;
      int blanks = blanks(text, line, lineEnd);
      if (line + blanks >= lineEnd || text.charAt(line + blanks) == '\r') {
        continue;
      }
      if (indent < 0) {
        int content = blanks(decoded, lastBreakOfStart(decoded), decoded.length());
        indent = Math.max(0, blanks - content);
      }
      int start = line + Math.min(indent, blanks);
      int end = text.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
      int found = find(decoded, done, text.substring(start, end));
      if (found < 0) {
        return table;
      }
      Arrays.fill(table, done, found, start > from ? start : from);
      for (int i = 0; i < end - start; i++) {
        table[found + i] = start + i;
      }
      done = found + end - start;
      Arrays.fill(table, done, Math.min(done + 1, table.length), end);
      done = Math.min(done + 1, decoded.length());
    }
    return table;
  }

  private static int blanks(String text, int from, int to) {
    int count = 0;
    while (from + count < to && text.charAt(from + count) == ' ') {
      count++;
    }
    return count;
  }

  private static int lastBreakOfStart(String decoded) {
    int at = 0;
    while (at < decoded.length() && decoded.charAt(at) == '\n') {
      at++;
    }
    return at;
  }

  private static int find(String decoded, int from, String line) {
    int at = from;
    while (!decoded.startsWith(line, at)) {
      if (at >= decoded.length() || (decoded.charAt(at) != '\n' && decoded.charAt(at) != ' ')) {
        return -1;
      }
      at++;
    }
    return at;
  }
}

package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// Writes values as expressions of the configuration language in its native syntax, formatted as
/// the real program formats it: one attribute a line, the equals signs of neighbouring lines
/// aligned.
final class HclText {
  /// @param name the name of the attribute that the line begins with; empty when it begins none
  /// @param brackets how many more brackets the line opens than it closes
  private record Line(String name, String rest, int brackets) {
    boolean isWholeAttribute() {
      return !name.isEmpty() && brackets == 0;
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder rest = new StringBuilder();
  private String name = "";
  private int brackets;

  private HclText() {}

  /// `value`, which must be wholly known and unmarked, as an expression.
  static String expression(Value value) {
    HclText writer = new HclText();
    writer.write(value);
    writer.endLine();
    return writer.formatted();
  }

  /// `attributes` as definitions, one after another.
  static String definitions(SortedMap<String, Value> attributes) {
    HclText writer = new HclText();
    attributes.forEach((name, value) -> {
      writer.name = name;
      writer.write(value);
      writer.endLine();
    });
    return attributes.isEmpty() ? "" : writer.formatted() + "\n";
  }

  private void write(Value value) {
    switch (value) {
      case Value.Str s -> rest.append(quoted(s.text()));
      case Num n -> rest.append(n);
      case Value.Bool b -> rest.append(b.isTrue());
      case Value.Null _ -> rest.append("null");
      case Value.ListOf l -> sequence(l.elements());
      case Value.SetOf s -> sequence(s.elements());
      case Value.Tuple t -> sequence(t.elements());
      case Value.MapOf m -> mapping(m.entries());
      case Value.Obj o -> mapping(o.attributes());
      case Value.Unknown _, Value.Marked _ ->
          throw new IllegalArgumentException("cannot be written as an expression");
    }
  }

  private void sequence(List<Value> elements) {
    bracket('[');
    String separator = "";
    for (Value element : elements) {
      rest.append(separator);
      write(element);
      separator = ", ";
    }
    bracket(']');
  }

  private void mapping(SortedMap<String, Value> entries) {
    bracket('{');
    if (!entries.isEmpty()) {
      endLine();
    }
    entries.forEach((key, value) -> {
      name = Identifiers.isValid(key) ? key : quoted(key);
      write(value);
      endLine();
    });
    bracket('}');
  }

  private void bracket(char c) {
    rest.append(c);
    brackets += c == '[' || c == '{' ? 1 : -1;
  }

  private void endLine() {
    lines.add(new Line(name, rest.toString(), brackets));
    rest.setLength(0);
    name = "";
    brackets = 0;
  }

  private String formatted() {
    List<String> out = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      close(open, -line.brackets);
      out.add("  ".repeat(open.size()) + text(line, i));
      if (line.brackets > 0) {
        open.add(line.brackets);
      }
    }
    return String.join("\n", out);
  }

  /// Takes away `closed` brackets from the levels of indentation, each of which may hold several.
  private static void close(List<Integer> open, int closed) {
    int rest = closed;
    while (rest > 0 && !open.isEmpty()) {
      int last = open.removeLast();
      if (last > rest) {
        open.add(last - rest);
      }
      rest -= last;
    }
  }

  private String text(Line line, int index) {
    if (line.name.isEmpty()) {
      return line.rest;
    }
    int width = line.isWholeAttribute() ? width(index) : Graphemes.count(line.name);
    return line.name + " ".repeat(width - Graphemes.count(line.name)) + " = " + line.rest;
  }

  /// The width of the longest name among the lines around `index` that are whole attributes.
  private int width(int index) {
    int from = index;
    while (from > 0 && lines.get(from - 1).isWholeAttribute()) {
      from--;
    }
    int width = 0;
    for (int i = from; i < lines.size() && lines.get(i).isWholeAttribute(); i++) {
      width = Math.max(width, Graphemes.count(lines.get(i).name));
    }
    return width;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    int[] all = text.codePoints().toArray();
    for (int i = 0; i < all.length; i++) {
      int c = all[i];
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '$', '%' -> {
          out.appendCodePoint(c);
          if (i + 1 < all.length && all[i + 1] == '{') {
            out.appendCodePoint(c);
          }
        }
        default -> {
          if (isPrintable(c)) {
            out.appendCodePoint(c);
          } else {
            out.append(String.format(Locale.ROOT, c <= 0xFFFF ? "\\u%04x" : "\\U%08x", c));
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}

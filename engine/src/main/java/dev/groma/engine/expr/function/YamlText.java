package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;

/// Writes values as YAML text, as `yamlencode` does: strings in double quotes, folded after 80
/// columns, or as literal blocks when they have lines.
final class YamlText {
  private static final int WIDTH = 80;
  private static final int LONGEST_SIMPLE_KEY = 128;

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  /// `value`, which must be wholly known and unmarked, as a YAML document.
  static String encode(Value value) {
    YamlText writer = new YamlText();
    writer.write(value, 0, Place.DOCUMENT);
    writer.out.append('\n');
    if (!(value instanceof Value.Str) && !isCollection(value)) {
      writer.out.append("...\n");
    }
    return writer.out.toString();
  }

  /// Where a value is written: at the beginning of a document, after `-`, or after a key.
  private enum Place {
    DOCUMENT,
    ITEM,
    ENTRY
  }

  private static boolean isCollection(Value value) {
    return (Values.isSequence(value.type()) && !value.isNull())
        || value instanceof Value.MapOf
        || value instanceof Value.Obj;
  }

  private void write(Value value, int indent, Place place) {
    switch (value) {
      case Value.Str s -> string(s.text(), indent, place);
      case Num n -> scalar(n.toString(), place);
      case Value.Bool b -> scalar(String.valueOf(b.isTrue()), place);
      case Value.Null _ -> scalar("null", place);
      case Value.ListOf l -> sequence(l.elements(), indent, place);
      case Value.SetOf s -> sequence(s.elements(), indent, place);
      case Value.Tuple t -> sequence(t.elements(), indent, place);
      case Value.MapOf m -> mapping(m.entries(), indent, place);
      case Value.Obj o -> mapping(o.attributes(), indent, place);
      case Value.Unknown _, Value.Marked _ ->
          throw new IllegalArgumentException("cannot be written as YAML");
    }
  }

  private void scalar(String text, Place place) {
    out.append(place == Place.DOCUMENT ? "" : " ").append(text);
  }

  private void newLine(int indent) {
    out.append('\n').append(" ".repeat(indent));
  }

  private void sequence(Collection<Value> elements, int indent, Place place) {
    if (elements.isEmpty()) {
      scalar("[]", place);
      return;
    }
    // A sequence that is the value of a key is not indented further than the key.
    int own = place == Place.ENTRY ? indent - 2 : indent;
    boolean first = true;
    for (Value element : elements) {
      if (!first || place == Place.ENTRY) {
        newLine(own);
      } else if (place == Place.ITEM) {
        out.append(' ');
      }
      out.append('-');
      write(element, own + 2, Place.ITEM);
      first = false;
    }
  }

  private void mapping(SortedMap<String, Value> entries, int indent, Place place) {
    if (entries.isEmpty()) {
      scalar("{}", place);
      return;
    }
    boolean first = true;
    for (var entry : entries.entrySet()) {
      if (!first || place == Place.ENTRY) {
        newLine(indent);
      } else if (place == Place.ITEM) {
        out.append(' ');
      }
      key(entry.getKey(), indent);
      write(entry.getValue(), indent + 2, Place.ENTRY);
      first = false;
    }
  }

  private void key(String key, int indent) {
    if (key.indexOf('\n') >= 0 || key.length() > LONGEST_SIMPLE_KEY) {
      out.append('?');
      string(key, indent + 2, Place.ENTRY);
      newLine(indent);
      out.append(':');
    } else {
      quoted(key, indent, false);
      out.append(':');
    }
  }

  private void string(String text, int indent, Place place) {
    scalar("", place);
    if (text.indexOf('\n') >= 0 && isBlock(text)) {
      literal(text, place == Place.DOCUMENT ? 2 : indent);
    } else {
      quoted(text, place == Place.DOCUMENT ? 2 : indent, true);
    }
  }

  /// True when nothing in `text` would be lost in a literal block.
  private static boolean isBlock(String text) {
    return !text.endsWith(" ")
        && !text.contains(" \n")
        && text.codePoints().allMatch(c -> c == '\n' || isPlain(c));
  }

  private static boolean isPlain(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c < 0xD800 && c != 0x2028 && c != 0x2029)
        || (c >= 0xE000 && c < 0xFFFE && c != 0xFEFF);
  }

  private void literal(String text, int indent) {
    out.append('|');
    if (text.startsWith(" ") || text.startsWith("\n")) {
      out.append('2');
    }
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.length() == 1 || text.endsWith("\n\n")) {
      out.append('+');
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        out.append(" ".repeat(indent)).append(line);
      }
    }
  }

  private void quoted(String text, int indent, boolean folds) {
    out.append('"');
    int[] all = text.codePoints().toArray();
    boolean afterSpace = false;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != ' ') {
        appendEscaped(all[i]);
        afterSpace = false;
        continue;
      }
      boolean inside = i > 0 && i < all.length - 1;
      if (folds && !afterSpace && inside && column() > WIDTH) {
        newLine(indent);
        if (all[i + 1] == ' ') {
          out.append('\\');
        }
      } else {
        out.append(' ');
      }
      afterSpace = true;
    }
    out.append('"');
  }

  private int column() {
    int start = out.lastIndexOf("\n") + 1;
    return out.codePointCount(start, out.length());
  }

  private void appendEscaped(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0 -> out.append("\\0");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case 0x0B -> out.append("\\v");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      case 0x1B -> out.append("\\e");
      case 0x85 -> out.append("\\N");
      case 0x2028 -> out.append("\\L");
      case 0x2029 -> out.append("\\P");
      default -> {
        if (isPlain(c)) {
          out.appendCodePoint(c);
        } else {
          String form = c <= 0xFF ? "\\x%02X" : c <= 0xFFFF ? "\\u%04X" : "\\U%08X";
          out.append(String.format(Locale.ROOT, form, c));
        }
      }
    }
  }
}

package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Writes values as JSON text and reads them back, as `jsonencode` and `jsondecode` do.
///
/// 1. Written text has no white space, and `<`, `>`, `&` and the line separators of Unicode are
///    escaped, so that it can stand in HTML.
/// 2. Of repeated keys the last one counts when reading.
public final class JsonText {
  private static final int DEEPEST = 1000;

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  /// `value`, which must be wholly known and unmarked, as JSON.
  static String encode(Value value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Value value, StringBuilder out) {
    switch (value) {
      case Value.Str s -> writeString(s.text(), out);
      case Num n when n.isInfinite() ->
          throw new FunctionFailure("cannot serialize infinity as JSON");
      case Num n -> out.append(n);
      case Value.Bool b -> out.append(b.isTrue());
      case Value.Null _ -> out.append("null");
      case Value.ListOf l -> writeArray(l.elements(), out);
      case Value.SetOf s -> writeArray(s.elements(), out);
      case Value.Tuple t -> writeArray(t.elements(), out);
      case Value.MapOf m -> writeObject(m.entries(), out);
      case Value.Obj o -> writeObject(o.attributes(), out);
      case Value.Unknown _, Value.Marked _ ->
          throw new IllegalArgumentException("cannot be written as JSON");
    }
  }

  private static void writeArray(List<Value> elements, StringBuilder out) {
    char before = '[';
    for (Value element : elements) {
      out.append(before);
      write(element, out);
      before = ',';
    }
    out.append(elements.isEmpty() ? "[]" : "]");
  }

  private static void writeObject(SortedMap<String, Value> entries, StringBuilder out) {
    char before = '{';
    for (var entry : entries.entrySet()) {
      out.append(before);
      writeString(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      before = ',';
    }
    out.append(entries.isEmpty() ? "{}" : "}");
  }

  private static void writeString(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// The value that `text` stands for: objects for objects, tuples for arrays.
  public static Value decode(String text) {
    JsonText reader = new JsonText(text);
    Value value = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw new FunctionFailure("extraneous data after JSON object");
    }
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new FunctionFailure("EOF");
    }
    return text.charAt(at);
  }

  private FunctionFailure unexpected(String place) {
    return new FunctionFailure(
        "invalid character '" + Character.toString(text.codePointAt(at)) + "' " + place);
  }

  private Value value() {
    skipSpace();
    char c = peek();
    return switch (c) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> Value.of(string());
      case 't' -> word("true", Value.of(true));
      case 'f' -> word("false", Value.of(false));
      case 'n' -> word("null", Value.nullValue());
      default -> {
        if (c == '-' || (c >= '0' && c <= '9')) {
          yield number();
        }
        throw unexpected("looking for beginning of value");
      }
    };
  }

  private Value nested(Supplier<Value> part) {
    if (++depth > DEEPEST) {
      throw new FunctionFailure("nested more than " + DEEPEST + " levels deep");
    }
    at++;
    Value value = part.get();
    depth--;
    return value;
  }

  private Value word(String word, Value value) {
    if (word.startsWith(text.substring(at)) && !text.startsWith(word, at)) {
      throw new FunctionFailure("unexpected EOF");
    }
    if (!text.startsWith(word, at)) {
      throw unexpected("in literal " + word);
    }
    at += word.length();
    return value;
  }

  private Value object() {
    SortedMap<String, Value> entries = Values.sorted();
    skipSpace();
    if (peek() == '}') {
      at++;
      return new Value.Obj(entries);
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw unexpected("looking for beginning of object key string");
      }
      String key = ((Value.Str) Value.of(string())).text();
      skipSpace();
      if (peek() != ':') {
        throw unexpected("after object key");
      }
      at++;
      entries.put(key, value());
      if (endsAfterElement('}', "after object key:value pair")) {
        return new Value.Obj(entries);
      }
    }
  }

  private Value array() {
    List<Value> elements = new ArrayList<>();
    skipSpace();
    if (peek() == ']') {
      at++;
      return new Value.Tuple(elements);
    }
    while (true) {
      elements.add(value());
      if (endsAfterElement(']', "after array element")) {
        return new Value.Tuple(elements);
      }
    }
  }

  private boolean endsAfterElement(char end, String place) {
    skipSpace();
    char c = peek();
    if (c != ',' && c != end) {
      throw unexpected(place);
    }
    at++;
    return c == end;
  }

  private Value number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    digits(peek() == '0');
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits(false);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits(false);
    }
    return Num.parse(text.substring(start, at))
        .orElseThrow(() -> new FunctionFailure("number is out of range"));
  }

  private void digits(boolean single) {
    if (peek() < '0' || peek() > '9') {
      throw unexpected("in numeric literal");
    }
    at++;
    while (!single && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at);
      if (c < 0x20) {
        throw unexpected("in string literal");
      }
      at++;
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return withoutLoneSurrogates(out.toString());
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0 || peek() > 'f') {
            throw unexpected("in \\u hexadecimal character escape");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> {
        at--;
        throw unexpected("in string escape code");
      }
    };
  }

  private static String withoutLoneSurrogates(String text) {
    return text.codePoints()
        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

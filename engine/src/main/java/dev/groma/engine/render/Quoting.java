package dev.groma.engine.render;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Texts as the expression language writes them.
public final class Quoting {
  /// A longer text is not searched for JSON in it.
  private static final int MAX_JSON = 1_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Quoting() {}

  /// `text` between quotes, characters that cannot be seen escaped.
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (isVisible(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
              }
            }
          }
        });
    return out.append('"').toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /// `text` without control characters, for the lines of a text of several lines: they could drive
  /// the terminal.
  static String harmless(String text) {
    if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n')) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) && c != '\t' && c != '\n') {
            out.append("\\u%04x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /// `name` as the name of an attribute: quoted when it is no identifier.
  public static String name(String name) {
    boolean plain =
        !name.isEmpty()
            && Character.isUnicodeIdentifierStart(name.codePointAt(0))
            && name.codePoints().allMatch(c -> Character.isUnicodeIdentifierPart(c) || c == '-');
    return plain ? name : quote(name);
  }

  /// The object or array that `text` is the JSON of, or null when it is none.
  public static @Nullable Value json(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > MAX_JSON || !(trimmed.startsWith("{") || trimmed.startsWith("["))) {
      return null;
    }
    try {
      return value(MAPPER.readTree(trimmed));
    } catch (JacksonException _) {
      return null;
    }
  }

  private static Value value(JsonNode node) {
    if (node.isObject()) {
      SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
      node.properties().forEach(e -> parts.put(e.getKey(), value(e.getValue())));
      return new Value.Obj(parts);
    }
    if (node.isArray()) {
      List<Value> parts = new ArrayList<>();
      node.forEach(part -> parts.add(value(part)));
      return new Value.Tuple(parts);
    }
    if (node.isNumber()) {
      return Num.of(node.decimalValue());
    }
    return node.isString()
        ? Value.of(node.stringValue())
        : node.isBoolean() ? Value.of(node.booleanValue()) : Value.nullValue();
  }
}

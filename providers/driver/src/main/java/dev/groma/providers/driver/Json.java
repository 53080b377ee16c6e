package dev.groma.providers.driver;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as values: objects and tuples, which take any mixture of types.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// The value that `text` stands for, or nothing when it is no JSON.
  public static Optional<Value> parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Value value = value(parser);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Value value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield Value.object(fields);
      }
      case START_ARRAY -> {
        List<Value> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Value.Tuple(elements);
      }
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          Num.parse(parser.getString()).<Value>map(n -> n).orElse(Value.of(parser.getString()));
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          Value.nullOf(Type.DYNAMIC);
    };
  }

  /// `value` as JSON; parts that are null are written as `null`.
  public static String write(Value value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    }
    return out.toString();
  }

  private static void write(Value value, JsonGenerator out) {
    switch (value) {
      case Value.Str s -> out.writeString(s.text());
      case Num n -> {
        if (n.isInteger()) {
          out.writeNumber(n.toBigInteger());
        } else {
          out.writeNumber(n.toString());
        }
      }
      case Value.Bool b -> out.writeBoolean(b.isTrue());
      case Value.Null _ -> out.writeNull();
      case Value.ListOf l -> array(l.elements(), out);
      case Value.SetOf s -> array(s.elements(), out);
      case Value.Tuple t -> array(t.elements(), out);
      case Value.MapOf m -> object(m.entries(), out);
      case Value.Obj o -> object(o.attributes(), out);
      case Value.Unknown _, Value.Marked _ ->
          throw new IllegalArgumentException("an unknown or marked value cannot be sent");
    }
  }

  private static void array(List<Value> elements, JsonGenerator out) {
    out.writeStartArray();
    elements.forEach(element -> write(element, out));
    out.writeEndArray();
  }

  private static void object(Map<String, Value> fields, JsonGenerator out) {
    out.writeStartObject();
    fields.forEach((name, value) -> {
      out.writeName(name);
      write(value, out);
    });
    out.writeEndObject();
  }
}

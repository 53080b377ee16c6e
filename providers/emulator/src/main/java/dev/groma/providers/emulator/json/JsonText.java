package dev.groma.providers.emulator.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON text to values and back.
final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonText() {}

  static @Nullable Object read(String text) throws JsonSyntaxException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonSyntaxException("there is no JSON value");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonSyntaxException("there is more after the end of the JSON value");
      }
      return value;
    } catch (JacksonException broken) {
      var place = broken.getLocation();
      throw new JsonSyntaxException(
          "line %d, column %d: %s"
              .formatted(place.getLineNr(), place.getColumnNr(), broken.getOriginalMessage()));
    }
  }

  /// The object as compact text. The objects inside it are asked for theirs, which they remember.
  static String write(JsonObject object) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      object
          .members()
          .forEach((name, member) -> {
            generator.writeName(name);
            write(generator, member);
          });
      generator.writeEndObject();
    }
    return text.toString();
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token)
      throws JsonSyntaxException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonSyntaxException("unexpected " + token);
    };
  }

  private static JsonObject object(JsonParser parser) throws JsonSyntaxException {
    var members = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return new JsonObject(members);
  }

  private static List<@Nullable Object> array(JsonParser parser) throws JsonSyntaxException {
    var elements = new ArrayList<@Nullable Object>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      elements.add(value(parser, token));
      token = parser.nextToken();
    }
    return elements;
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case BigDecimal number -> generator.writeNumber(number);
      case JsonObject object -> generator.writeRawValue(object.toString());
      case List<?> list -> {
        generator.writeStartArray();
        list.forEach(element -> write(generator, element));
        generator.writeEndArray();
      }
      default -> throw new IllegalStateException("not a JSON value: " + value.getClass());
    }
  }
}

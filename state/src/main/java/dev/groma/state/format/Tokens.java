package dev.groma.state.format;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.json.JsonStrings;
import dev.groma.state.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// A JSON text read token by token. Each method is called at the first token of a value and leaves
/// the last one of it as the current one; what does not fit ends in a [Refusal] with its place.
final class Tokens {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(1_000_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final String text;
  private final String file;

  private Tokens(JsonParser parser, String text, String file) {
    this.parser = parser;
    this.text = text;
    this.file = file;
  }

  /// A place in the text: an offset in characters.
  record Place(long offset) {}

  static <T> T over(byte[] bytes, String file, Function<Tokens, T> reader) {
    try {
      return over(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          file,
          reader);
    } catch (CharacterCodingException _) {
      String readable = new String(bytes, StandardCharsets.UTF_8);
      throw new Refusal(
          corrupt(
              "The file is not UTF-8 text.", range(readable, file, readable.indexOf('\ufffd'))));
    }
  }

  static <T> T over(String text, String file, Function<Tokens, T> reader) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      Tokens tokens = new Tokens(parser, text, file);
      try {
        if (parser.nextToken() == null) {
          throw tokens.refuse("The file is empty.");
        }
        T result = reader.apply(tokens);
        if (parser.nextToken() != null) {
          throw tokens.refuse("There is more text after the end of the state.");
        }
        return result;
      } catch (JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        long offset = at == null ? text.length() : at.getCharOffset();
        throw new Refusal(
            corrupt(
                "The file is not valid JSON" + reason(e, offset, text), range(text, file, offset)));
      }
    }
  }

  /// Why a text is not JSON. It quotes no more than one character, as the text may hold secrets.
  private static String reason(JacksonException e, long offset, String text) {
    if (e instanceof StreamConstraintsException) {
      return ", or nested too deeply.";
    }
    if (offset >= text.stripTrailing().length()) {
      return ": it ends too early; a part of it is lost.";
    }
    int character = text.codePointAt((int) Math.max(0, offset));
    return ": '" + Character.toString(character) + "' cannot stand here.";
  }

  Place place() {
    return new Place(parser.currentTokenLocation().getCharOffset());
  }

  Refusal refuse(String detail) {
    return refuse(place(), detail);
  }

  Refusal refuse(Place place, String detail) {
    return new Refusal(corrupt(detail, range(text, file, place.offset)));
  }

  Refusal refuse(String code, String summary, String detail) {
    return new Refusal(
        Diagnostic.error(code, summary, detail).at(range(text, file, place().offset)));
  }

  private static Diagnostic corrupt(String detail, SourceRange at) {
    return Diagnostic.error(
            "state.corrupt",
            "Corrupt state file",
            detail
                + " Nothing was changed. Restore a good copy; where there is a file "
                + at.file()
                + ".backup, it is the one before the last change. Then plan with -refresh-only to"
                + " see what it lacks.")
        .at(at);
  }

  private static SourceRange range(String text, String file, long offset) {
    int end = (int) Math.max(0, Math.min(offset, text.length()));
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = text.codePointCount(lineStart, end) + 1;
    int bytes = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    Position at = new Position(line, column, bytes);
    return new SourceRange(file, at, at);
  }

  /// Visits the members of an object, each at the first token of its value.
  void object(Consumer<String> member) {
    require(JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      member.accept(name);
    }
  }

  /// Visits the elements of an array, each at its first token.
  void array(Runnable element) {
    require(JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.run();
    }
  }

  private void require(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw refuse("There must be " + what + " here.");
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isTrue() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case null, default -> throw refuse("There must be true or false here.");
    };
  }

  String text(String what) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw refuse("For " + what + " there must be a string here.");
    }
    return parser.getString();
  }

  long wholeNumber(String what, long max) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getString().length() < 19) {
      long number = Long.parseLong(parser.getString());
      if (number >= 0 && number <= max) {
        return number;
      }
    }
    throw refuse("For " + what + " there must be a whole number from 0 here.");
  }

  InstanceKey instanceKey() {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? new InstanceKey.Name(parser.getString())
        : new InstanceKey.Index((int) wholeNumber("a key", Integer.MAX_VALUE));
  }

  void skip() {
    parser.skipChildren();
  }

  /// The whole value as compact JSON, its numbers digit by digit.
  JsonText copy() {
    StringBuilder out = new StringBuilder();
    copy(out);
    return new JsonText(out.toString());
  }

  private void copy(StringBuilder out) {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        int start = out.append('{').length();
        object(name -> {
          out.append(out.length() == start ? "" : ",");
          JsonStrings.quote(name, out);
          copy(out.append(':'));
        });
        out.append('}');
      }
      case START_ARRAY -> {
        int start = out.append('[').length();
        array(() -> copy(out.append(out.length() == start ? "" : ",")));
        out.append(']');
      }
      case VALUE_STRING -> JsonStrings.quote(parser.getString(), out);
      case null, default -> out.append(parser.getString());
    }
  }
}

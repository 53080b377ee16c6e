package dev.groma.state.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTextTest {
  private static final Value OBJECT =
      Value.object(Map.of("b", Value.of("x"), "a", new Value.Tuple(List.of(Num.ONE))));

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(
            Value.of("a<\"\\\n\u0001\u2028é😀"),
            Type.STRING,
            "\"a\\u003c\\\"\\\\\\n\\u0001\\u2028é😀\""),
        Arguments.of(
            Num.parse("1e30").orElseThrow(), Type.NUMBER, "1000000000000000000000000000000"),
        Arguments.of(Num.parse("0.1").orElseThrow(), Type.NUMBER, "0.1"),
        Arguments.of(Value.of(true), Type.BOOL, "true"),
        Arguments.of(Value.nullOf(Type.STRING), Type.STRING, "null"),
        Arguments.of(Value.nullValue(), Type.DYNAMIC, "null"),
        Arguments.of(
            Value.nullOf(Type.STRING), Type.DYNAMIC, "{\"value\":null,\"type\":\"string\"}"),
        Arguments.of(OBJECT, OBJECT.type(), "{\"a\":[1],\"b\":\"x\"}"),
        Arguments.of(
            OBJECT,
            Type.DYNAMIC,
            "{\"value\":{\"a\":[1],\"b\":\"x\"},\"type\":[\"object\",{\"a\":[\"tuple\",[\"number\"]],"
                + "\"b\":\"string\"}]}"),
        Arguments.of(
            Value.set(Type.STRING, List.of(Value.of("b"), Value.of("a"))),
            Type.set(Type.STRING),
            "[\"a\",\"b\"]"),
        Arguments.of(
            new Value.Tuple(List.of(Value.nullValue(), Num.ONE)),
            Type.DYNAMIC,
            "{\"value\":[null,1],\"type\":[\"tuple\",[\"dynamic\",\"number\"]]}"),
        Arguments.of(
            new Value.ListOf(Type.STRING, List.of(Value.of("x"))),
            Type.list(Type.DYNAMIC),
            "[{\"value\":\"x\",\"type\":\"string\"}]"),
        Arguments.of(
            new Value.MapOf(Type.BOOL, new TreeMap<>(Map.of("k", Value.of(false)))),
            Type.map(Type.BOOL),
            "{\"k\":false}"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void isWrittenAsStatesHoldItAndReadBackTheSame(Value value, Type type, String json) {
    JsonText text = JsonText.encode(value, type);

    assertThat(text.text()).isEqualTo(json);
    assertThat(text.decode(type)).isEqualTo(value);
  }

  @Test
  void refusesWhatCannotBeStored() {
    assertThatThrownBy(() -> JsonText.encode(Value.unknown(Type.STRING), Type.STRING))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonText.encode(Value.of("x").mark(Mark.SENSITIVE), Type.STRING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void adaptsToTheSchemaOfToday() {
    Type today =
        Type.object(new TreeMap<>(Map.of("port", Type.NUMBER, "added", Type.list(Type.STRING))));

    assertThat(new JsonText("{\"port\":\"80\",\"dropped\":{}}").decode(today))
        .isEqualTo(
            Value.object(
                Map.of("port", Num.of(80), "added", Value.nullOf(Type.list(Type.STRING)))));
  }

  @Test
  void namesThePlaceThatDoesNotFitAndNotItsValue() {
    Type type = Type.object(new TreeMap<>(Map.of("a", Type.list(Type.NUMBER))));

    assertThatThrownBy(() -> new JsonText("{\"a\":[1,\"secret\"]}").decode(type))
        .isInstanceOfSatisfying(
            MismatchException.class,
            e -> {
              assertThat(e.path()).hasToString("a[1]");
              assertThat(e.reason()).isEqualTo("a number is required");
            });
  }

  @Test
  void showsNothingOfItsContent() {
    assertThat(new JsonText("{\"password\":\"hunter2\"}")).hasToString("(22 characters of JSON)");
  }
}

package dev.groma.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConversionTest {
  private static Value tuple(Object... elements) {
    return new Value.Tuple(List.of(elements).stream().map(ConversionTest::of).toList());
  }

  private static Value of(Object content) {
    return switch (content) {
      case Value v -> v;
      case Integer i -> Num.of(i);
      case Boolean b -> Value.of(b);
      default -> Value.of(content.toString());
    };
  }

  private static Value converted(Value value, Type type) {
    return Conversion.convert(value, type) instanceof Conversion.Converted(Value result)
        ? result
        : Value.of("failed: " + refusal(value, type));
  }

  private static String refusal(Value value, Type type) {
    return Conversion.convert(value, type) instanceof Conversion.Failed f ? f.message() : "none";
  }

  private static Type object(Map<String, Type> attributes, String... optional) {
    return new Type.ObjectType(new TreeMap<>(attributes), new TreeSet<>(Set.of(optional)));
  }

  @ParameterizedTest
  @CsvSource({
    "true, bool, true",
    "1, bool, true",
    "0, bool, false",
    "12.50, number, 12.5",
    "x, string, x",
  })
  void stringsConvertWhereNothingIsLost(String text, String type, String printed) {
    Type target =
        switch (type) {
          case "bool" -> Type.BOOL;
          case "number" -> Type.NUMBER;
          default -> Type.STRING;
        };
    Value result = converted(Value.of(text), target);
    assertThat(result.type()).isEqualTo(target);
    assertThat(converted(result, Type.STRING)).isEqualTo(Value.of(printed));
  }

  @Test
  void refusalsSayWhatIsWantedAndWhere() {
    assertThat(refusal(Value.of("x"), Type.NUMBER)).isEqualTo("a number is required");
    assertThat(refusal(Value.of("yes"), Type.BOOL)).isEqualTo("a bool is required");
    assertThat(refusal(Value.of("True"), Type.BOOL)).contains("use lowercase \"true\"");
    assertThat(refusal(Num.ONE, Type.BOOL)).isEqualTo("bool required");
    assertThat(refusal(tuple("a"), Type.STRING)).isEqualTo("string required");
    assertThat(refusal(tuple(tuple("a")), Type.list(Type.STRING)))
        .isEqualTo("element 0: string required");
    assertThat(refusal(Value.object(Map.of("a", tuple())), object(Map.of("a", Type.STRING))))
        .isEqualTo("attribute \"a\": string required");
    assertThat(refusal(Value.object(Map.of()), object(Map.of("a", Type.STRING))))
        .isEqualTo("attribute \"a\" is required");
    assertThat(refusal(tuple(1), Type.tuple(List.of()))).contains("tuple required");
    assertThat(refusal(Value.of("x"), object(Map.of()))).isEqualTo("object required");
  }

  @Test
  void sequencesConvertElementByElement() {
    assertThat(converted(tuple("a", 1, true), Type.list(Type.STRING)))
        .isEqualTo(
            new Value.ListOf(Type.STRING, List.of(Value.of("a"), Value.of("1"), Value.of("true"))));
    assertThat(converted(tuple(1, "1", 1), Type.set(Type.STRING)))
        .isEqualTo(new Value.SetOf(Type.STRING, List.of(Value.of("1"))));
    assertThat(converted(tuple("b", 1), Type.list(Type.DYNAMIC)).type())
        .isEqualTo(Type.list(Type.STRING));
    assertThat(converted(tuple(), Type.list(Type.DYNAMIC)).type())
        .isEqualTo(Type.list(Type.DYNAMIC));
  }

  @Test
  void objectsLoseAttributesAndGainOptionalOnes() {
    Value given = Value.object(Map.of("a", Num.ONE, "extra", Value.of("x")));
    Type type = object(Map.of("a", Type.STRING, "b", Type.list(Type.STRING)), "b");
    assertThat(converted(given, type))
        .isEqualTo(
            Value.object(Map.of("a", Value.of("1"), "b", Value.nullOf(Type.list(Type.STRING)))));
  }

  @Test
  void marksStay() {
    Value secret = Num.ONE.mark(Mark.SENSITIVE);
    assertThat(converted(secret, Type.STRING)).isEqualTo(Value.of("1").mark(Mark.SENSITIVE));
    assertThat(converted(tuple(secret, 2), Type.list(Type.STRING)).marks()).isEmpty();
    assertThat(converted(tuple(secret, 2), Type.set(Type.STRING)).marks())
        .containsExactly(Mark.SENSITIVE);
  }

  @Test
  void unknownAndNullConvertWhenTheirTypesDo() {
    Value known = new Value.Unknown(Type.NUMBER, Refinement.NOT_NULL);
    assertThat(converted(known, Type.STRING))
        .isEqualTo(new Value.Unknown(Type.STRING, Refinement.NOT_NULL));
    assertThat(converted(Value.nullValue(), Type.NUMBER)).isEqualTo(Value.nullOf(Type.NUMBER));
    assertThat(refusal(Value.unknown(Type.NUMBER), Type.BOOL)).isEqualTo("bool required");
    assertThat(refusal(Value.nullOf(Type.list(Type.STRING)), Type.STRING))
        .isEqualTo("string required");
  }

  @Test
  void setsKeepUnknownElementsApart() {
    Value unknown = Value.unknown(Type.STRING);
    assertThat(
            ((Value.SetOf) converted(tuple(unknown, unknown, "a", "a"), Type.set(Type.STRING)))
                .elements())
        .containsExactly(Value.of("a"), unknown, unknown);
  }

  @Test
  void convertingAgainChangesNothing() {
    long seed = 99;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Value value = value(random, 3);
      Type type = value(random, 2).type();
      if (Conversion.convert(value, type) instanceof Conversion.Converted(Value once)) {
        assertThat(Conversion.isPossible(value.type(), type)).as("seed %s", seed).isTrue();
        assertThat(Conversion.convert(once, type))
            .as("seed %s: %s to %s", seed, value, type.constraint())
            .isEqualTo(new Conversion.Converted(once));
      }
    }
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0 -> Value.of(random.nextInt(3));
      case 1 -> Value.of(random.nextBoolean() ? "1" : "x");
      case 2 -> Value.of(random.nextBoolean());
      case 3 -> Value.nullOf(Type.STRING);
      case 4 -> new Value.Tuple(List.of(value(random, depth - 1), value(random, depth - 1)));
      case 5 -> Value.object(Map.of("a", value(random, depth - 1)));
      case 6 -> {
        Value element = value(random, depth - 1);
        yield new Value.ListOf(element.type(), List.of(element));
      }
      default -> {
        Value element = value(random, depth - 1);
        yield Value.set(element.type(), List.of(element));
      }
    };
  }
}

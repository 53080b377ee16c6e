package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever way a string is written, what is wrong in an expression in it is found where it stands
/// in the file. Each text names a function that does not exist, `lenght`, exactly once.
final class PlacesTest {
  private static final String WRONG = "lenght";
  private static final long SEED = 20_261_127;

  static Stream<Arguments> texts() {
    return Stream.of(
        json("plain", "{\"a\": \"${lenght([])}\"}"),
        json("escapes before", "{\"a\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t ${lenght([])}\"}"),
        json("escapes inside", "{\"a\": \"${\\\"x\\\" == lenght(\\\"y\\\")}\"}"),
        json("escaped letters", "{\"a\": \"\\u00e9\\u6c49 ${lenght([])}\"}"),
        json("escaped pairs", "{\"a\": \"\\ud83d\\ude00${\\\"\\ud83d\\ude00\\\" == lenght([])}\"}"),
        json("many bytes", "{\"汉字\": \"é汉😀 ${lenght([])}\"}"),
        json("combining", "{\"a\": \"e\u0301\u0323 ${lenght([])}\"}"),
        json("a later line", "{\r\n  \"a\": [1,\n   \"😀\\n${1 +\\n lenght([])}\"]}"),
        json("a key", "{\"\\u0041${lenght([])}\": 1}"),
        json("a directive", "{\"a\": \"%{ if true }\\t${lenght([])}%{ endif }\"}"),
        json("a heredoc", "{\"a\": \"${upper(<<EOT\\né ${lenght([])}\\nEOT\\n)}\"}"),
        yaml("plain", "a: x ${lenght([])}\n"),
        yaml("plain over lines", "a: one\n  é two\n\n  three ${lenght([])}\n"),
        yaml("single quoted", "a: 'it''s ''é'' ${lenght([])}'\n"),
        yaml("single quoted over lines", "a: 'it''s\n\n   and\n  ${\"x\" == lenght([])}'\n"),
        yaml("double quoted", "a: \"\\x41\\u00e9\\U0001F600\\t\\\"${lenght([])}\"\n"),
        yaml("double quoted, folded", "a: \"one\n   two\\\n   \\ three\n\n  ${lenght([])}\"\n"),
        yaml("double quoted, named escapes", "a: \"\\a\\e\\0\\_\\N\\L\\P ${lenght([])}\"\n"),
        yaml("literal", "a: |\n  one\n  é ${lenght([])}\n"),
        yaml("literal, indented", "a: |2-\n    four\n\n   ${1 +\n  lenght([])}\n"),
        yaml("literal, kept", "a: |+\n  😀\n\n  ${lenght([])}\n\n"),
        yaml("folded", "a: >\n  one\n  two\n\n  é ${lenght([])}\n"),
        yaml("folded, more indented", "a: >-\n  one\n    two\n  three\n\n    ${lenght([])}\n"),
        yaml("folded, first blank", "a: >\n\n  one\n  ${lenght([])}\n"),
        yaml("folded, split", "a: >\n  ${1 +\n  lenght([])}\n"),
        yaml("in a flow", "a: {b: ['x', \"\\u00e9${lenght([])}\"]}\n"),
        yaml("a key", "\"\\x41${lenght([])}\": 1\n"),
        yaml("line ends of two characters", "a: >\r\n  one\r\n  ${lenght([])}\r\n"),
        yaml("a list of blocks", "a:\n- |\n  one\n- >\n  two\n  😀${lenght([])}\n"));
  }

  private static Arguments json(String name, String text) {
    return Arguments.of("JSON, " + name, Syntax.JSON, text);
  }

  private static Arguments yaml(String name, String text) {
    return Arguments.of("YAML, " + name, Syntax.YAML, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isWhereItStands(String name, Syntax syntax, String text) {
    check(syntax, text);
  }

  /// Strings of random characters, written by random escapes.
  @Test
  void isWhereItStandsWhateverIsBefore() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      check(Syntax.JSON, "{\"a\": \"" + noise(random, true) + "${" + WRONG + "(1)}\"}");
      check(Syntax.YAML, "k:\n- \"" + noise(random, false) + "${" + WRONG + "(1)}\"\n");
    }
  }

  private static String noise(Random random, boolean json) {
    String[] parts =
        json
            ? new String[] {"x", "é", "汉", "😀", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00"}
            : new String[] {
              "x",
              "é",
              "汉",
              "😀",
              "\\n",
              "\\\"",
              "\\\\",
              "\\u00e9",
              "\\U0001F600",
              "\\x7a",
              "\n   ",
              "\n\n  ",
              "\\\n  ",
              "z "
            };
    StringBuilder out = new StringBuilder("y");
    for (int i = random.nextInt(12); i > 0; i--) {
      out.append(parts[random.nextInt(parts.length)]);
    }
    return out.append('y').toString();
  }

  private static void check(Syntax syntax, String text) {
    Read read = SourceReader.read(new SourceText("f", text), syntax);
    assertThat(read.diagnostics()).as("seed %s: %s", SEED, text).isEmpty();
    Expression expression =
        ExpressionParser.template(Objects.requireNonNull(read.root(), text)).require();
    Evaluation evaluation =
        EvaluatorTest.EVALUATOR.evaluate(expression, (_, _, _, _) -> Value.unknown(Type.DYNAMIC));
    assertThat(evaluation.diagnostics()).as("seed %s: %s", SEED, text).hasSize(1);
    SourceRange found = evaluation.diagnostics().getFirst().subject();
    int at = text.indexOf(WRONG);
    assertThat(found)
        .as("seed %s: %s", SEED, text)
        .isEqualTo(new SourceRange("f", position(text, at), position(text, at + WRONG.length())));
  }

  private static Position position(String text, int index) {
    String before = text.substring(0, index);
    int start = before.lastIndexOf('\n') + 1;
    return new Position(
        1 + (int) before.chars().filter(c -> c == '\n').count(),
        1 + text.codePointCount(start, index),
        before.getBytes(StandardCharsets.UTF_8).length);
  }
}

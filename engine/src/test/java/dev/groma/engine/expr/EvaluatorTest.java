package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluatorTest {
  static final Evaluator EVALUATOR =
      new Evaluator(
          FunctionRegistry.standard(),
          new FunctionContext(
              Path.of("/"),
              Path.of("/"),
              Path.of("/"),
              Instant.EPOCH,
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
              new Random(1),
              (_, _, _) -> {
                throw new IllegalStateException("replaced by the evaluator");
              },
              true));

  private static final Value SECRET = Value.of("s3cret").mark(Mark.SENSITIVE);

  private static Evaluation evaluate(String text) {
    return evaluate(text, EvaluatorTest::local);
  }

  private static Evaluation evaluate(String text, Scope scope) {
    return EVALUATOR.evaluate(ExpressionParser.expression(text, "f").require(), scope);
  }

  private static Value value(String text) {
    Evaluation evaluation = evaluate(text);
    assertThat(evaluation.diagnostics()).as(text).isEmpty();
    return evaluation.value();
  }

  /// Local values: unknown ones `u`, `n`, `p` (begins with "pre-") and `list`, and sensitive ones.
  private static Value local(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (subject.toString()) {
      case "local.u" -> Value.unknown(Type.DYNAMIC);
      case "local.n" -> new Value.Unknown(Type.NUMBER, bounds(5, 9));
      case "local.p" -> new Value.Unknown(Type.STRING, Refinement.NOT_NULL.withPrefix("pre-"));
      case "local.list" -> Value.unknown(Type.list(Type.STRING));
      case "local.secret" -> SECRET;
      case "local.token" -> Value.of("t").mark(Mark.EPHEMERAL);
      case "local.object" -> Value.object(Map.of("a", SECRET, "b", Num.of(3)));
      default -> throw new IllegalStateException("unexpected " + subject);
    };
  }

  private static Refinement bounds(int least, int greatest) {
    return new Refinement(true, "", Num.of(least), Num.of(greatest), 0, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local.p != null ; true",
        "local.p == null ; false",
        "local.p == \"x\" ; false",
        "\"pre-${local.u}\" == \"other\" ; false",
        "local.n > 4 ; true",
        "local.n >= 5 ; true",
        "local.n < 5 ; false",
        "local.n == 10 ; false",
        "10 > local.n ; true",
        "(local.u ? 3 : 4) > 2 ; true",
        "(local.u ? \"ab\" : \"ac\") != null ; true",
        "local.u ? 1 : 1 ; 1",
        "local.u || true ; true",
        "false && local.u ; false",
        "[local.u] == [1, 2] ; false",
        "[local.u, 1] == [2, 3] ; false",
        "length([local.u]) ; 1",
        "try(local.p.x, 1) ; 1",
      })
  void isKnownInSpiteOfUnknownParts(String text, String expected) {
    assertThat(value(text)).isEqualTo(value(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local.n > 5 ; bool",
        "local.n + 1 ; number",
        "local.p == \"pre-x\" ; bool",
        "\"a${local.u}\" ; string",
        "[local.u] == [1] ; bool",
        "local.u ; dynamic",
        "local.u.x[0].y ; dynamic",
        "local.u[*] ; dynamic",
        "local.list[0] ; string",
        "local.list[*] ; list of string",
        "[for x in local.list : 1] ; dynamic",
        "{(local.p) = 1} ; dynamic",
        "try(local.u, 1) ; dynamic",
        "can(local.u) ; bool",
        "local.u ? 1 : \"a\" ; string",
        "\"%{ for x in local.list }x%{ endfor }\" ; string",
      })
  void isUnknownOfTheBestKnownType(String text, String type) {
    Value value = value(text);
    assertThat(value.isKnown()).as(text).isFalse();
    assertThat(value.type().friendlyName()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local.secret",
        "\"a${local.secret}\"",
        "local.secret == \"x\"",
        "!(local.secret == \"x\")",
        "local.secret == \"x\" ? 1 : 2",
        "true ? 1 : length(local.secret)",
        "false && local.secret == \"x\"",
        "[for x in [1] : x if local.secret != \"\"]",
        "{for x in [1] : local.secret => x}",
        "{(local.secret) = 1}",
        "{a = 1}[local.secret == \"\" ? \"a\" : \"a\"]",
        "\"%{ if local.secret == \"\" }a%{ endif }\"",
        "upper(local.secret)",
        "max([length(local.secret)]...)",
        "try(local.secret, 1)",
        "local.secret + 1",
        "local.secret.x",
        "[1][local.secret]",
        "[local.secret][*] == [1]",
        "one(toset([local.secret]))",
      })
  void keepsTheMark(String text) {
    assertThat(evaluate(text).value().has(Mark.SENSITIVE)).as(text).isTrue();
  }

  @Test
  void marksStayWithTheirParts() {
    assertThat(value("[local.secret, 1]").marks()).isEmpty();
    assertThat(value("local.object.b").marks()).isEmpty();
    assertThat(value("local.object.a").marks()).containsExactly(Mark.SENSITIVE);
    assertThat(value("\"${local.secret}${local.token}\"").marks())
        .containsExactlyInAnyOrder(Mark.SENSITIVE, Mark.EPHEMERAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "local.secret + 1 ; 1-13 ; local.secret has a sensitive value",
        "local.object.c ; 13-15 ; local.object has a sensitive value",
        "true ? local.object.c : 1 ; 20-22 ; local.object has a sensitive value",
        "upper(local.n, 1) ; 16-17 ; local.n is a number, known only after apply",
        "[for x in [\"v\"] : x + 1] ; 19-20 ; x is \"v\"",
        "[local.u, 5][2] ; 13-16 ; local.u will be known only after apply",
      })
  void errorsSayWhatTheValuesWere(String text, String columns, String statement) {
    Diagnostic diagnostic = evaluate(text).diagnostics().getFirst();
    SourceRange at = java.util.Objects.requireNonNull(diagnostic.subject());
    assertThat(at.start().column() + "-" + at.end().column()).isEqualTo(columns);
    assertThat(diagnostic.values())
        .extracting(v -> v.reference() + " " + v.statement())
        .containsExactly(statement);
    assertThat(diagnostic.toString()).doesNotContain("s3cret");
  }

  @Test
  void aMisspeltNameIsSuggested() {
    assertThat(evaluate("{size = 1}.sise").diagnostics().getFirst().detail())
        .endsWith("Did you mean \"size\"?");
    assertThat(evaluate("uper(\"a\")").diagnostics().getFirst().detail())
        .endsWith("Did you mean \"upper\"?");
  }

  @Test
  void theIndexBehindAResourceGoesToTheScope() {
    List<String> asked = new ArrayList<>();
    Scope scope =
        (subject, key, _, _) -> {
          asked.add(subject + "[" + key + "]");
          return switch (subject) {
            case Subject.CountIndex _ -> Num.of(1);
            case Subject.LocalValue _ -> Value.unknown(Type.NUMBER);
            case Subject.InputVariable _ -> Num.of(0).mark(Mark.SENSITIVE);
            default ->
                key == null
                    ? new Value.Tuple(List.of(Value.of("zero"), Value.of("one")))
                    : Value.of("by key");
          };
        };
    assertThat(evaluate("a.b[count.index]", scope).value()).isEqualTo(Value.of("by key"));
    assertThat(evaluate("a.b[var.i]", scope).value())
        .isEqualTo(Value.of("by key").mark(Mark.SENSITIVE));
    assertThat(evaluate("a.b[local.x]", scope).value().isKnown()).isFalse();
    assertThat(evaluate("a.b[*]", scope).value())
        .isEqualTo(new Value.Tuple(List.of(Value.of("zero"), Value.of("one"))));
    assertThat(evaluate("(a.b)[0]", scope).value()).isEqualTo(Value.of("by key"));
    assertThat(asked)
        .containsExactly(
            "count.index[null]",
            "a.b[1]",
            "var.i[null]",
            "a.b[0]",
            "local.x[null]",
            "a.b[null]",
            "a.b[null]",
            "a.b[0]");
  }

  @Test
  void onlyTheArmThatIsTakenCanFail() {
    assertThat(value("true ? 1 : tonumber(\"x\")")).isEqualTo(Num.ONE);
    assertThat(evaluate("local.u ? 1 : tonumber(\"x\")").failed()).isTrue();
    assertThat(value("true || tobool(\"x\")")).isEqualTo(Value.Bool.TRUE);
    assertThat(evaluate("local.u || tobool(\"x\")").failed()).isTrue();
  }

  @Test
  void anInfiniteNumberDoesNotLeaveAnExpression() {
    assertThat(evaluate("[1 / 0]").diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Infinite number");
    assertThat(value("1 / 0 > 5")).isEqualTo(Value.Bool.TRUE);
    assertThat(evaluate("1e999999 * 1e999999 * 1e999999 * 1e999999").failed()).isTrue();
  }

  @Test
  void deepValuesAreReportedRatherThanOverflowTheStack() {
    Value deep = Value.of("x");
    for (int i = 0; i < 100_000; i++) {
      deep = new Value.Tuple(List.of(deep));
    }
    Value given = deep;
    assertThat(evaluate("local.deep == [1]", (_, _, _, _) -> given).diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Value nested too deeply");
  }

  @Test
  void longExpressionsAreEvaluated() {
    assertThat(value("1" + " + 1".repeat(20_000))).isEqualTo(Num.of(20_001));
    assertThat(value("length([" + "1,".repeat(10_000) + "])")).isEqualTo(Num.of(10_000));
  }
}

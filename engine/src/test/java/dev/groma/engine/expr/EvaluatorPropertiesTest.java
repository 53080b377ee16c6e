package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Properties of random expressions over a few input variables.
final class EvaluatorPropertiesTest {
  private static final long SEED = 20_260_817;
  private static final int CASES = 4_000;

  private static final Map<String, Value> INPUTS =
      Map.of(
          "n",
          Num.of(3),
          "s",
          Value.of("pre-fix"),
          "b",
          Value.Bool.TRUE,
          "l",
          new Value.ListOf(Type.STRING, List.of(Value.of("a"), Value.of("b"))),
          // Begins with an accent, which changes the letter before it.
          "c",
          Value.of("\u0301c"),
          "m",
          new Value.MapOf(
              Type.STRING, new TreeMap<>(Map.of("a", Value.of("x"), "b", Value.of("pre-fix")))));

  /// Writes random expressions.
  private static final class Generator {
    private final Random random;

    Generator(long seed) {
      this.random = new Random(seed);
    }

    String expression(int depth) {
      if (depth == 0) {
        return pick(
            "var.n", "var.s", "var.b", "var.l", "var.c", "var.m", "1", "\"a\"", "true", "null",
            "[]", "{}");
      }
      String a = expression(depth - 1);
      String b = expression(random.nextInt(depth));
      String c = expression(random.nextInt(depth));
      return switch (random.nextInt(24)) {
        case 0 -> "(" + a + pick(" + ", " - ", " * ", " / ", " % ") + b + ")";
        case 1 -> "(" + a + pick(" < ", " <= ", " > ", " >= ") + b + ")";
        case 2 -> "(" + a + pick(" == ", " != ") + b + ")";
        case 3 -> "(" + a + pick(" && ", " || ") + b + ")";
        case 4 -> "(" + a + " ? " + b + " : " + c + ")";
        case 5 -> "[" + a + ", " + b + "]";
        case 6 -> "{a = " + a + ", b = " + b + "}";
        case 7 -> "{(" + a + ") = " + b + "}";
        case 8 -> "\"" + pick("x", "", "pre-", "x<") + "${" + a + "}y${" + b + "}\"";
        case 9 -> "[for k, v in " + a + " : " + pick("v", "k", "[v, " + b + "]") + "]";
        case 10 -> "[for v in " + a + " : v if " + b + "]";
        case 11 -> "{for v in " + a + " : v => " + b + "...}";
        case 12 -> "(" + a + ")[*]" + pick("", ".a", "[0]");
        case 13 -> "(" + a + ")" + pick("[0]", "[1]", ".a", "[\"b\"]", "[" + b + "]");
        case 14 -> "try(" + a + ", " + b + ")";
        case 15 -> pick("!", "-") + "(" + a + ")";
        case 16 ->
            pick("length", "upper", "tostring", "toset", "tolist", "jsonencode", "can")
                + "("
                + a
                + ")";
        case 17 ->
            "convert("
                + a
                + ", "
                + pick("string", "any", "list(string)", "object({a=any, b=optional(number)})")
                + ")";
        case 18 ->
            pick(
                    "sort",
                    "reverse",
                    "distinct",
                    "compact",
                    "keys",
                    "values",
                    "flatten",
                    "one",
                    "sum")
                + "("
                + a
                + ")";
        case 19 -> "length(" + a + pick(") > 0", ") >= 2", ") < 3", ") == 2", ") + 1");
        case 20 ->
            pick(
                    "setunion",
                    "setsubtract",
                    "setintersection",
                    "coalescelist",
                    "setproduct",
                    "chunklist")
                + "("
                + pick("", "", "toset(").transform(f -> f.isEmpty() ? a : f + a + ")")
                + ", "
                + b
                + ")";
        case 21 -> pick("max", "min") + "(" + a + ", " + b + pick("", ", var.n", ", -2") + ")";
        case 22 -> pick("abs", "signum", "ceil", "lower", "trimspace") + "(" + a + ")";
        case 23 ->
            pick(
                "join(\"-\", [\"p\", " + a + ", " + b + "])",
                "split(\"-\", " + a + ")",
                "format(\"x%s\", " + a + ")",
                "startswith(" + a + ", " + pick("\"x\"", "\"p\"", "\"pre-\"", "\"x\u00e9\"") + ")",
                "tolist(toset([" + a + ", " + b + "]))",
                "alltrue([" + a + ", " + b + "])",
                "index([" + a + ", 1], " + b + ")");
        default ->
            pick("concat", "merge", "coalesce", "contains", "startswith", "join")
                + "("
                + a
                + ", "
                + b
                + ")";
      };
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }

  private static Evaluation evaluate(String text, Map<String, Value> inputs) {
    Scope scope =
        (subject, _, _, _) ->
            inputs.getOrDefault(((Subject.InputVariable) subject).name(), Value.nullValue());
    return EvaluatorTest.EVALUATOR.evaluate(
        ExpressionParser.expression(text, "f").require(), scope);
  }

  private static Map<String, Value> with(String name, Value value) {
    Map<String, Value> changed = new java.util.HashMap<>(INPUTS);
    changed.put(name, value);
    return changed;
  }

  private static List<Value> unknowns(Value known) {
    Type type = known.type();
    return switch (known) {
      case Value.Str s ->
          List.of(
              Value.unknown(Type.DYNAMIC),
              Value.unknown(type),
              new Value.Unknown(
                  type,
                  Refinement.NOT_NULL.withPrefix(s.text().substring(0, s.text().length() - 1))));
      case Num n ->
          List.of(
              Value.unknown(type),
              new Value.Unknown(
                  type, new Refinement(true, "", Num.of(2), Num.of(4), 0, Integer.MAX_VALUE)));
      case Value.ListOf l ->
          List.of(
              Value.unknown(type),
              new Value.Unknown(type, new Refinement(true, "", null, null, 1, 2)),
              new Value.ListOf(
                  l.element(), List.of(Value.unknown(Type.STRING), Value.unknown(Type.STRING))),
              new Value.ListOf(l.element(), List.of(Value.unknown(Type.STRING), Value.of("b"))));
      case Value.MapOf m ->
          List.of(
              Value.unknown(type),
              new Value.Unknown(type, Refinement.NOT_NULL.withLength(1, 2)),
              known.mapParts(part -> Value.unknown(part.type())),
              new Value.MapOf(m.element(), m.entries())
                  .mapParts(part -> new Value.Unknown(part.type(), Refinement.NOT_NULL)));
      default -> List.of(Value.unknown(Type.DYNAMIC), Value.unknown(type));
    };
  }

  @Test
  void whatIsKnownInSpiteOfUnknownInputsStaysTrue() {
    Generator generator = new Generator(SEED);
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      String text = generator.expression(3);
      Evaluation known = evaluate(text, INPUTS);
      if (known.failed()) {
        continue;
      }
      for (String name : INPUTS.keySet()) {
        if (!text.contains("var." + name)) {
          continue;
        }
        for (Value unknown : unknowns(INPUTS.get(name))) {
          Evaluation early = evaluate(text, with(name, unknown));
          if (!early.failed()) {
            compared++;
            assertThat(couldBecome(early.value(), known.value()))
                .as(
                    "seed %s: %s with var.%s %s is %s, later %s",
                    SEED, text, name, unknown, early.value(), known.value())
                .isTrue();
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(CASES / 4);
  }

  /// True when `early` is `late`, but for unknown parts.
  private static boolean couldBecome(Value early, Value late) {
    return switch (early) {
      case Value.Unknown u -> matches(u, late);
      case Value.Tuple e -> late instanceof Value.Tuple l && all(e.elements(), l.elements());
      case Value.ListOf e -> late instanceof Value.ListOf l && all(e.elements(), l.elements());
      case Value.SetOf e ->
          late instanceof Value.SetOf l
              && (e.isWhollyKnown()
                  ? e.elements().equals(l.elements())
                  : l.elements().size() <= e.elements().size()
                      && l.elements()
                          .containsAll(
                              e.elements().stream().filter(Value::isWhollyKnown).toList()));
      case Value.MapOf e ->
          late instanceof Value.MapOf l
              && e.entries().keySet().equals(l.entries().keySet())
              && all(List.copyOf(e.entries().values()), List.copyOf(l.entries().values()));
      case Value.Obj e ->
          late instanceof Value.Obj l
              && e.attributes().keySet().equals(l.attributes().keySet())
              && all(List.copyOf(e.attributes().values()), List.copyOf(l.attributes().values()));
      case Value.Null _ -> late.isNull();
      // The type may still change where it depends on something unknown.
      case Value.Str _, Num _, Value.Bool _, Value.Marked _ ->
          Conversion.convert(early, late.type()).equals(new Conversion.Converted(late));
    };
  }

  private static boolean all(List<Value> early, List<Value> late) {
    if (early.size() != late.size()) {
      return false;
    }
    for (int i = 0; i < early.size(); i++) {
      if (!couldBecome(early.get(i), late.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Value.Unknown early, Value late) {
    Refinement about = early.refinement();
    return switch (late) {
      case Value.Null _ -> !about.notNull();
      case Value.Str s -> s.text().startsWith(about.prefix());
      case Num n ->
          (about.min() == null || n.compareTo(about.min()) >= 0)
              && (about.max() == null || n.compareTo(about.max()) <= 0);
      case Value.ListOf l -> within(l.elements().size(), about);
      case Value.SetOf s -> within(s.elements().size(), about);
      case Value.MapOf m -> within(m.entries().size(), about);
      default -> true;
    };
  }

  private static boolean within(int length, Refinement about) {
    return length >= about.minLength() && length <= about.maxLength();
  }

  @Test
  void marksAreNeverLost() {
    Generator generator = new Generator(SEED + 1);
    int depending = 0;
    for (int i = 0; i < CASES; i++) {
      String text = generator.expression(3);
      Evaluation plain = evaluate(text, INPUTS);
      for (String name : INPUTS.keySet()) {
        Value input = INPUTS.get(name);
        Evaluation other = evaluate(text, with(name, other(input)));
        if (plain.failed() || other.failed() || plain.value().equals(other.value())) {
          continue;
        }
        depending++;
        Evaluation marked = evaluate(text, with(name, input.mark(Mark.SENSITIVE)));
        assertThat(marked.value().marksDeep())
            .as("seed %s: %s with sensitive var.%s is %s", SEED + 1, text, name, marked.value())
            .contains(Mark.SENSITIVE);
        assertThat(marked.value().unmarkDeep()).as(text).isEqualTo(plain.value());
      }
    }
    assertThat(depending).isGreaterThan(CASES / 40);
  }

  private static Value other(Value value) {
    return switch (value) {
      case Num _ -> Num.of(7);
      case Value.Str _ -> Value.of("other");
      case Value.Bool _ -> Value.Bool.FALSE;
      default -> new Value.ListOf(Type.STRING, List.of(Value.of("c")));
    };
  }

  @Test
  void theFullyParenthesisedTextMeansTheSame() {
    Generator generator = new Generator(SEED + 2);
    for (int i = 0; i < CASES; i++) {
      String text = generator.expression(4);
      String notation = Notation.of(ExpressionParser.expression(text, "f").require());
      Evaluation given = evaluate(text, INPUTS);
      Evaluation again = evaluate(notation, INPUTS);
      assertThat(again.failed()).as("seed %s: %s", SEED + 2, text).isEqualTo(given.failed());
      assertThat(again.value()).as("seed %s: %s", SEED + 2, text).isEqualTo(given.value());
      assertThat(Notation.of(ExpressionParser.expression(notation, "f").require()))
          .as("seed %s: %s", SEED + 2, text)
          .isEqualTo(notation);
    }
  }
}

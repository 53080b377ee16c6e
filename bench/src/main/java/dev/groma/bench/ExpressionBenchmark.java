package dev.groma.bench;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of expressions: of one as people write them, and of long ones whose cost has to grow no
/// faster than their length.
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExpressionBenchmark {
  private static final String USUAL =
      "{for k, v in var.map : upper(k) => \"${v}-${length(var.map)}\" if v != \"\"}";

  /// How often the repeated part occurs; ten times as many have to take ten times as long.
  @Param({"1000", "10000"})
  public int size;

  private final dev.groma.engine.expr.Scope scope =
      (subject, _, _, _) ->
          switch (subject.toString()) {
            case "var.map" ->
                Value.object(Map.of("a", Value.of("x"), "b", Value.of(""), "c", Value.of("z")));
            case "local.unknown" -> Value.unknown(Type.STRING);
            default -> Num.of(1);
          };

  private final Evaluator evaluator =
      new Evaluator(
          FunctionRegistry.standard(),
          new FunctionContext(
              Path.of("."),
              Path.of("/"),
              Path.of("/"),
              Instant.EPOCH,
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
              new Random(1),
              (_, _, _) -> new FunctionResult.Failed(-1, "no templates"),
              true));

  private final Expression usual = ExpressionParser.expression(USUAL, "f").require();
  private String sumText = "";
  private String tupleText = "";
  private String templateText = "";
  private Expression sum = usual;
  private Expression tuple = usual;
  private Expression template = usual;
  private Expression loop = usual;
  private Expression unknowns = usual;
  private Expression lists = usual;

  /// Makes the long expressions.
  @Setup
  public void prepare() {
    sumText = repeated("var.a%d", " + ");
    tupleText = "[" + repeated("var.a%d.b[0]", ", ") + "]";
    templateText = "\"" + repeated("x${var.a%d}", "") + "\"";
    sum = ExpressionParser.expression(sumText, "f").require();
    tuple = ExpressionParser.expression("[" + repeated("var.a%d", ", ") + "]", "f").require();
    template = ExpressionParser.expression(templateText, "f").require();
    loop =
        ExpressionParser.expression("{for i in range(" + Math.min(size, 1024) + ") : i => i}", "f")
            .require();
    unknowns =
        ExpressionParser.expression("\"" + repeated("x${local.unknown}%d", "") + "\"", "f")
            .require();
    lists =
        ExpressionParser.expression("concat(" + repeated("[local.unknown, %d]", ", ") + ")", "f")
            .require();
  }

  private String repeated(String part, String separator) {
    return IntStream.range(0, size)
        .mapToObj(i -> part.formatted(i))
        .collect(Collectors.joining(separator));
  }

  /// An expression as people write them.
  @Benchmark
  public Expression parseUsual() {
    return ExpressionParser.expression(USUAL, "f").require();
  }

  /// An expression as people write them.
  @Benchmark
  public Evaluation evaluateUsual() {
    return evaluator.evaluate(usual, scope);
  }

  /// A sum of many references.
  @Benchmark
  public Expression parseSum() {
    return ExpressionParser.expression(sumText, "f").require();
  }

  /// A list of many references with steps.
  @Benchmark
  public Expression parseTuple() {
    return ExpressionParser.expression(tupleText, "f").require();
  }

  /// A template with many interpolations.
  @Benchmark
  public Expression parseTemplate() {
    return ExpressionParser.expression(templateText, "f").require();
  }

  /// A sum of many references.
  @Benchmark
  public Evaluation evaluateSum() {
    return evaluator.evaluate(sum, scope);
  }

  /// A list of many references.
  @Benchmark
  public Evaluation evaluateTuple() {
    return evaluator.evaluate(tuple, scope);
  }

  /// A template with many interpolations.
  @Benchmark
  public Evaluation evaluateTemplate() {
    return evaluator.evaluate(template, scope);
  }

  /// A template whose interpolations are not known yet.
  @Benchmark
  public Evaluation evaluateUnknowns() {
    return evaluator.evaluate(unknowns, scope);
  }

  /// A call with many arguments that hold unknown elements.
  @Benchmark
  public Evaluation evaluateLists() {
    return evaluator.evaluate(lists, scope);
  }

  /// A `for` over many elements.
  @Benchmark
  public Evaluation evaluateLoop() {
    return evaluator.evaluate(loop, scope);
  }

  /// The references of a list of many.
  @Benchmark
  public List<Reference> references() {
    return References.of(tuple);
  }

  /// The references of a sum of many.
  @Benchmark
  public List<Reference> referencesOfSum() {
    return References.of(sum);
  }
}

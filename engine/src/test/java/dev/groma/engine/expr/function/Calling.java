package dev.groma.engine.expr.function;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/// Calls functions by name or by the text of an expression.
final class Calling {
  private static final FunctionRegistry FUNCTIONS = FunctionRegistry.standard();

  private final FunctionContext context;

  private Calling(Path folder, boolean pure) {
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    context =
        new FunctionContext(
            Path.of("."),
            folder,
            Path.of("/home/user"),
            Instant.parse("2026-01-02T03:00:00Z"),
            Clock.fixed(now, ZoneOffset.UTC),
            new Random(7),
            (_, _, _) -> new FunctionResult.Failed(-1, "no templates here"),
            pure);
  }

  static Calling planning(Path folder) {
    return new Calling(folder, true);
  }

  static Calling applying(Path folder) {
    return new Calling(folder, false);
  }

  Value returned(String name, Value... arguments) {
    return switch (result(name, arguments)) {
      case FunctionResult.Returned r -> r.value();
      case FunctionResult.Failed f -> throw new AssertionError(f.toString());
    };
  }

  FunctionResult result(String name, Value... arguments) {
    return FUNCTIONS.find(name).orElseThrow().apply(List.of(arguments), context);
  }

  /// The value of an expression as JSON, or what is wrong with it.
  String evaluated(String expression) {
    Parsed<Expression> parsed = ExpressionParser.expression(expression, "test");
    if (parsed.value() == null) {
      return "! " + parsed.diagnostics().getFirst().detail();
    }
    Evaluation evaluation =
        new Evaluator(FUNCTIONS, context)
            .evaluate(parsed.value(), (_, _, _, _) -> Value.unknown(Type.DYNAMIC));
    return evaluation.failed()
        ? "! " + evaluation.diagnostics().getFirst().detail()
        : JsonText.encode(evaluation.value().unmarkDeep());
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.engine.expr.function.FunctionResult;
import java.nio.file.Path;
import java.time.Instant;

/// Makes the evaluators of the two phases.
public final class Evaluators {
  private Evaluators() {}

  /// Functions whose results differ from call to call are unknown.
  public static Evaluator planning(PlanRequest request) {
    return of(request.configuration().directory(), request.timestamp(), request.setting(), true);
  }

  /// All functions give results.
  public static Evaluator applying(Plan plan, PlanRequest.Setting setting) {
    return of(plan.configuration().directory(), plan.timestamp(), setting, false);
  }

  private static Evaluator of(
      Path directory, Instant timestamp, PlanRequest.Setting setting, boolean pure) {
    String home = setting.context().environment().apply("HOME");
    return new Evaluator(
        FunctionRegistry.standard(),
        new FunctionContext(
            directory,
            setting.workingDirectory(),
            Path.of(home == null ? "." : home),
            timestamp,
            setting.context().clock(),
            setting.context().random(),
            (_, name, _) -> new FunctionResult.Failed(-1, "cannot render " + name),
            pure));
  }
}

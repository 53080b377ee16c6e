package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.address.ProviderAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// Makes the evaluators of the two phases.
public final class Evaluators {
  private Evaluators() {}

  /// Functions whose results differ from call to call are unknown.
  public static Evaluator planning(PlanRequest request) {
    return of(request.configuration(), request.timestamp(), request.setting(), true);
  }

  /// All functions give results.
  public static Evaluator applying(Plan plan, PlanRequest.Setting setting) {
    return of(plan.configuration(), plan.timestamp(), setting, false);
  }

  /// All functions give results; the time of planning is now.
  public static Evaluator interactive(Configuration configuration, PlanRequest.Setting setting) {
    return of(configuration, setting.context().clock().instant(), setting, false);
  }

  /// All functions give results; there is no configuration, and paths start from the working
  /// directory.
  ///
  /// @param timestamp when the plan was made that is looked at
  public static Evaluator afterwards(Instant timestamp, ProviderContext context) {
    return of(
        Set.of(),
        context.workingDirectory(),
        timestamp,
        context,
        context.workingDirectory(),
        false);
  }

  /// All functions give results; nothing but `context` is there yet.
  static Evaluator early(Configuration configuration, ProviderContext context) {
    return of(configuration, context.clock().instant(), context, context.workingDirectory(), false);
  }

  private static Evaluator of(
      Configuration configuration, Instant timestamp, PlanRequest.Setting setting, boolean pure) {
    return of(configuration, timestamp, setting.context(), setting.workingDirectory(), pure);
  }

  private static Evaluator of(
      Configuration configuration,
      Instant timestamp,
      ProviderContext context,
      Path workingDirectory,
      boolean pure) {
    Set<String> builtIn = new TreeSet<>();
    configuration
        .root()
        .requiredProviders()
        .forEach((localName, required) -> {
          if (required.address().equals(ProviderAddress.BUILTIN)) {
            builtIn.add(localName);
          }
        });
    return of(builtIn, configuration.directory(), timestamp, context, workingDirectory, pure);
  }

  private static Evaluator of(
      Set<String> builtIn,
      Path directory,
      Instant timestamp,
      ProviderContext context,
      Path workingDirectory,
      boolean pure) {
    String home = context.environment().apply("HOME");
    return new Evaluator(
        FunctionRegistry.forModule(builtIn),
        new FunctionContext(
            directory,
            workingDirectory,
            Path.of(home == null ? "." : home),
            timestamp,
            context.clock(),
            context.random(),
            (_, name, _) -> new FunctionResult.Failed(-1, "cannot render " + name),
            pure));
  }
}

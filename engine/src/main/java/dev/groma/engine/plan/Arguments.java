package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What a call gives to the variables of a module.
public final class Arguments {
  private Arguments() {}

  /// The value of `variable` in the instance `module`, converted and marked; nothing after an
  /// error.
  ///
  /// @param scope the scope of the caller, with the repetition of the call
  public static Optional<Value> evaluate(
      Variable variable,
      ModuleCall call,
      ModuleAddress module,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    ModuleCall.Argument argument = call.arguments().get(variable.name());
    if (argument == null) {
      return Optional.ofNullable(variable.defaultValue()).map(value -> marked(variable, value));
    }
    Evaluation evaluation = evaluator.evaluate(argument.value(), scope);
    evaluation.diagnostics().forEach(diagnostics);
    if (evaluation.failed()) {
      return Optional.empty();
    }
    String name = module.prefix() + "var." + variable.name();
    Consumer<Diagnostic> report = d -> diagnostics.accept(d.at(argument.value().range()));
    if (evaluation.value().marksDeep().contains(Mark.EPHEMERAL) && !variable.ephemeral()) {
      report.accept(
          Diagnostic.error(
              "config.ephemeral-argument",
              "Ephemeral value not allowed",
              "This input variable is not declared as accepting ephemeral values, so it cannot be"
                  + " set to a result derived from an ephemeral value."));
      return Optional.empty();
    }
    return switch (variable.type().convert(evaluation.value())) {
      case Conversion.Converted c
          when c.value().unmark() instanceof Value.Null && !variable.nullable() -> {
        if (variable.defaultValue() == null) {
          report.accept(
              Diagnostic.error(
                  "variables.null",
                  "Required variable not set",
                  "The given value is not suitable for "
                      + name
                      + " defined at "
                      + variable.declaration()
                      + ": required variable may not be set to null."));
        }
        yield Optional.ofNullable(variable.defaultValue()).map(value -> marked(variable, value));
      }
      case Conversion.Converted c -> Optional.of(marked(variable, c.value()));
      case Conversion.Failed f -> {
        report.accept(
            Diagnostic.error(
                "variables.unsuitable",
                "Invalid value for input variable",
                "The given value is not suitable for "
                    + name
                    + " declared at "
                    + variable.declaration()
                    + ": "
                    + f.message()
                    + "."));
        yield Optional.empty();
      }
    };
  }

  /// What a variable is when its value could not be found.
  public static Value unknown(Variable variable) {
    Type type = variable.type().type().withoutOptional();
    return marked(variable, Value.unknown(type));
  }

  private static Value marked(Variable variable, Value value) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (variable.sensitive()) {
      marks.add(Mark.SENSITIVE);
    }
    if (variable.ephemeral()) {
      marks.add(Mark.EPHEMERAL);
    }
    return value.mark(marks);
  }
}

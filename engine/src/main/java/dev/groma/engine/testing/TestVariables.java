package dev.groma.engine.testing;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.Evaluators;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the values of variables in a run: those of the run go before those of the file, and those
/// before what the user gave.
///
/// Values of the file can refer to variables that the user gave; values of a run to both, and to
/// the outputs of runs before it.
final class TestVariables {
  private final TestFile file;
  private final Function<ModuleConfig, SortedMap<String, Value>> globals;
  private final Configuration tested;
  private final Map<String, Value> runs;
  private final Evaluator evaluator;

  TestVariables(
      TestFile file,
      Function<ModuleConfig, SortedMap<String, Value>> globals,
      Configuration tested,
      Map<String, Value> runs,
      PlanRequest.Setting setting) {
    this.file = file;
    this.globals = globals;
    this.tested = tested;
    this.runs = runs;
    this.evaluator = Evaluators.interactive(tested, setting);
  }

  /// The values of the variables of `module`.
  SortedMap<String, Value> of(
      TestFile.Run run, ModuleConfig module, Consumer<Diagnostic> diagnostics) {
    SortedMap<String, Value> known = new TreeMap<>(globals.apply(tested.root()));
    SortedMap<String, Value> given = new TreeMap<>();
    Scope first = scope(new TreeMap<>(known));
    file.variables()
        .forEach((name, expression) -> given.put(name, value(expression, first, diagnostics)));
    known.putAll(given);
    Scope second = scope(known);
    for (Map.Entry<String, Expression> entry : run.variables().entrySet()) {
      String name = entry.getKey();
      if (!module.variables().containsKey(name)) {
        diagnostics.accept(undeclared(name, entry.getValue()));
        continue;
      }
      given.put(name, value(entry.getValue(), second, diagnostics));
    }
    SortedMap<String, Value> all = new TreeMap<>(globals.apply(module));
    for (Variable variable : module.variables().values()) {
      Value value = given.get(variable.name());
      if (value != null) {
        all.put(variable.name(), fitting(variable, value, run, diagnostics));
      } else if (!all.containsKey(variable.name())) {
        diagnostics.accept(missing(variable));
      }
    }
    return all;
  }

  private static Diagnostic undeclared(String name, Expression expression) {
    return Diagnostic.warning(
            "test.undeclared",
            "Value for undeclared variable",
            "The module under test does not declare a variable named \""
                + name
                + "\", but it is declared in the run block.")
        .at(expression.range());
  }

  private static Diagnostic missing(Variable variable) {
    return Diagnostic.error(
            "variables.missing",
            "No value for required variable",
            "The module under test for this run has a required variable \""
                + variable.name()
                + "\" with no set value. Use a -var or -var-file command line argument or add this"
                + " variable into a \"variables\" block within the test file or run block.")
        .at(variable.declaration());
  }

  private Scope scope(Map<String, Value> variables) {
    Scope values =
        (subject, _, range, diagnostics) -> {
          @Nullable Value value =
              subject instanceof Subject.InputVariable(String name) ? variables.get(name) : null;
          if (value == null) {
            diagnostics.accept(
                Diagnostic.error(
                        "test.reference",
                        "Reference to unavailable value",
                        "The object "
                            + subject
                            + " is not known here. Values of variables can refer to variables that"
                            + " were given and to the outputs of earlier runs.")
                    .at(range));
          }
          return value == null ? Value.unknown(Type.DYNAMIC) : value;
        };
    return new TestScope(values, Map.of(), runs);
  }

  private Value value(Expression expression, Scope scope, Consumer<Diagnostic> diagnostics) {
    Evaluation evaluation = evaluator.evaluate(expression, scope);
    evaluation.diagnostics().forEach(diagnostics);
    return evaluation.value();
  }

  private static Value fitting(
      Variable variable, Value value, TestFile.Run run, Consumer<Diagnostic> diagnostics) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (variable.sensitive()) {
      marks.add(Mark.SENSITIVE);
    }
    if (variable.ephemeral()) {
      marks.add(Mark.EPHEMERAL);
    }
    @Nullable Value otherwise = variable.nullable() ? null : variable.defaultValue();
    return switch (variable.type().convert(value)) {
      case Conversion.Converted(Value fits) when fits.isNull() && otherwise != null ->
          otherwise.mark(marks);
      case Conversion.Converted(Value fits) -> fits.mark(marks);
      case Conversion.Failed failed -> {
        diagnostics.accept(
            Diagnostic.error(
                    "variables.unsuitable",
                    "Invalid value for input variable",
                    "The given value is not suitable for var."
                        + variable.name()
                        + ": "
                        + failed.reason()
                        + ".")
                .at(run.declaration()));
        yield Value.unknown(variable.type().type().withoutOptional());
      }
    };
  }
}

package dev.groma.engine.expr;

import dev.groma.engine.expr.function.FilesSeen;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;

/// Evaluates expressions.
///
/// 1. Whatever the user wrote, the result is a value and diagnostics, never an exception.
/// 2. A part that is unknown makes everything that depends on it unknown, and nothing else.
/// 3. Marks of every value that a result depends on are on the result.
public final class Evaluator {
  private final FunctionRegistry functions;
  private final FunctionContext context;

  /// An evaluator whose expressions may call `functions`. The renderer of `context` is replaced by
  /// one that calls the same functions.
  public Evaluator(FunctionRegistry functions, FunctionContext context) {
    this.functions = functions;
    this.context =
        new FunctionContext(
            context.baseDirectory(),
            context.workingDirectory(),
            context.homeDirectory(),
            context.planTimestamp(),
            context.clock(),
            context.random(),
            new TemplateFiles(this),
            context.pure(),
            context.seen());
  }

  /// What functions have seen of files up to now.
  public FilesSeen filesSeen() {
    return context.seen();
  }

  /// The functions that expressions can call.
  public FunctionRegistry functions() {
    return functions;
  }

  FunctionContext context() {
    return context;
  }

  /// What `expression` stands for in `scope`.
  public Evaluation evaluate(Expression expression, Scope scope) {
    return evaluate(new Run(this, scope, false), expression);
  }

  /// The same with `names` standing for the values that the text was parsed for, see
  /// [ExpressionParser#template(Node, Collection)].
  public Evaluation evaluate(Expression expression, Scope scope, Map<String, Value> names) {
    Run run = new Run(this, scope, false);
    names.forEach(run::bind);
    return evaluate(run, expression);
  }

  /// What the text of a template file stands for when its names are `variables`.
  Evaluation evaluateTemplate(Expression expression, Map<String, Value> variables) {
    Scope nothing = (_, _, _, _) -> Value.unknown(Type.DYNAMIC);
    Run run = new Run(this, nothing, true);
    variables.forEach(run::bind);
    return evaluate(run, expression);
  }

  private static Evaluation evaluate(Run run, Expression expression) {
    try {
      Value value = run.finite(expression);
      return new Evaluation(value, run.diagnostics());
    } catch (StackOverflowError _) {
      // Expressions are not nested deeply enough for this, but values can be: a chain of local
      // values, each of which holds the one before.
      Diagnostic tooDeep =
          Diagnostic.error(
                  "expr.nesting",
                  "Value nested too deeply",
                  "The value of this expression holds more levels of lists and objects inside each"
                      + " other than can be handled.")
              .at(expression.range());
      return new Evaluation(Value.unknown(Type.DYNAMIC), List.of(tooDeep));
    }
  }
}

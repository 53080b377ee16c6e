package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.LocalValue;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Evaluates what must be known before the state is read: it may refer to variables, local values,
/// `path` and `terraform.workspace` of the root module, and to nothing that is planned or recorded.
///
/// Serves one thread.
public final class EarlyValues implements Scope {
  private static final String CODE = "config.early-reference";

  private final Configuration configuration;
  private final SortedMap<String, Value> variables;
  private final String workspace;
  private final ProviderContext context;
  private final Evaluator evaluator;
  private final Map<String, Value> locals = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  /// @param variables the values of the root module's variables; unknown where there is none
  public EarlyValues(
      Configuration configuration,
      SortedMap<String, Value> variables,
      String workspace,
      ProviderContext context) {
    this.configuration = configuration;
    this.variables = variables;
    this.workspace = workspace;
    this.context = context;
    this.evaluator = Evaluators.early(configuration, context);
  }

  /// What `expression` stands for.
  public Evaluation evaluate(Expression expression) {
    return evaluator.evaluate(expression, this);
  }

  @Override
  public Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (subject) {
      case Subject.InputVariable(String name) -> {
        Value value = variables.get(name);
        yield value == null
            ? undeclared("input variable", name, variables.keySet(), range, diagnostics)
            : value;
      }
      case Subject.LocalValue(String name) -> local(name, range, diagnostics);
      case Subject.PathAttr(String name) ->
          Value.of(
              name.equals("cwd") ? context.workingDirectory().toString().replace('\\', '/') : ".");
      case Subject.TerraformAttr(String name) when name.equals("workspace") -> Value.of(workspace);
      case Subject.TerraformAttr _,
          Subject.Resource _,
          Subject.EphemeralResource _,
          Subject.ModuleCall _,
          Subject.EachAttr _,
          Subject.CountIndex _,
          Subject.Self _ ->
          refuse(
              "Reference not allowed here",
              "The value of "
                  + subject
                  + " is not known yet: this is evaluated before the state is read. Only input"
                  + " variables, local values, path.* and terraform.workspace can be used here.",
              range,
              diagnostics);
    };
  }

  private Value local(String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    LocalValue local = configuration.root().locals().get(name);
    if (local == null) {
      return undeclared(
          "local value", name, configuration.root().locals().keySet(), range, diagnostics);
    }
    Value known = locals.get(name);
    if (known != null) {
      return known;
    }
    if (open.contains(name)) {
      return refuse(
          "Cycle",
          "The local value \"" + name + "\" refers to itself.",
          local.declaration(),
          diagnostics);
    }
    open.push(name);
    Evaluation evaluation = evaluate(local.expression());
    open.pop();
    evaluation.diagnostics().forEach(diagnostics);
    locals.put(name, evaluation.value());
    return evaluation.value();
  }

  private static Value undeclared(
      String kind,
      String name,
      Collection<String> known,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    return refuse(
        "Reference to undeclared " + kind,
        "The root module declares no "
            + kind
            + " named \""
            + name
            + "\"."
            + Suggestion.didYouMean(name, known),
        range,
        diagnostics);
  }

  private static Value refuse(
      String summary, String detail, SourceRange range, Consumer<Diagnostic> diagnostics) {
    diagnostics.accept(Diagnostic.error(CODE, summary, detail).at(range));
    return Value.unknown(Type.DYNAMIC);
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ReferenceCheck;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.References;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.json.MismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions one by one against a configuration and the objects of its resources: those
/// that the state records, or those of a plan. Nothing is read from the clouds; a resource that has
/// no object is not known.
public final class ConsoleSession {
  /// What messages call the text that was entered.
  public static final String FILE = "<console-input>";

  private static final String TYPE = "type";

  private final ModuleScope.Surroundings surroundings;
  private final ModuleInstance root;
  private final Evaluator evaluator;

  private ConsoleSession(
      ModuleScope.Surroundings surroundings, ModuleInstance root, Evaluator evaluator) {
    this.surroundings = surroundings;
    this.root = root;
    this.evaluator = evaluator;
  }

  /// What was entered stands for.
  public sealed interface Answer {
    /// Nothing was entered.
    record Nothing() implements Answer {}

    /// The text can only be the beginning of something: more lines are wanted.
    record Incomplete() implements Answer {}

    /// The user wants to know what to do here.
    record Help() implements Answer {}

    /// The user wants to leave.
    record Exit() implements Answer {}

    /// The value of an expression.
    record Result(Value value) implements Answer {}

    /// The type of an expression, asked for with `type(...)`.
    record ResultType(Type type) implements Answer {}

    /// There is something wrong.
    ///
    /// @param source the text, for the excerpt
    /// @param diagnostics what is wrong with it
    record Failed(SourceText source, List<Diagnostic> diagnostics) implements Answer {
      /// Copies the list.
      public Failed {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }

  /// Makes a session.
  ///
  /// @param configuration the configuration
  /// @param compiled the same, read against the schemas of the providers
  /// @param variables the values of the root module's variables, converted and marked
  /// @param state what the state records
  /// @param setting what the session may use of the world; no provider is called
  /// @param diagnostics takes what is wrong with local values and recorded objects; expressions
  ///   that do not need them can be evaluated all the same
  public static ConsoleSession open(
      Configuration configuration,
      CompiledModule compiled,
      SortedMap<String, Value> variables,
      State state,
      PlanRequest.Setting setting,
      Consumer<Diagnostic> diagnostics) {
    return open(
        configuration,
        compiled,
        variables,
        objects(compiled, state, diagnostics),
        setting,
        diagnostics);
  }

  /// Makes a session in which the objects are those that `plan` leads to, as far as they are known.
  ///
  /// @param compiled its configuration, read against the schemas of the providers
  public static ConsoleSession open(
      Plan plan,
      CompiledModule compiled,
      PlanRequest.Setting setting,
      Consumer<Diagnostic> diagnostics) {
    Map<InstanceAddress, Value> objects = new TreeMap<>();
    for (Change change : plan.changes()) {
      if (change.deposed().isEmpty() && !change.after().isNull()) {
        objects.put(change.address(), change.after());
      }
    }
    return open(plan.configuration(), compiled, plan.variables(), objects, setting, diagnostics);
  }

  private static ConsoleSession open(
      Configuration configuration,
      CompiledModule compiled,
      SortedMap<String, Value> variables,
      Map<InstanceAddress, Value> objects,
      PlanRequest.Setting setting,
      Consumer<Diagnostic> diagnostics) {
    Evaluator evaluator = Evaluators.interactive(configuration, setting);
    ModuleScope.Surroundings surroundings =
        new ModuleScope.Surroundings(setting.workingDirectory(), setting.workspace());
    ModuleInstance root =
        ModuleValues.of(compiled, surroundings, variables, objects, evaluator, diagnostics);
    return new ConsoleSession(surroundings, root, evaluator);
  }

  private static Map<InstanceAddress, Value> objects(
      CompiledModule compiled, State state, Consumer<Diagnostic> diagnostics) {
    Map<InstanceAddress, Value> objects = new TreeMap<>();
    state
        .instances()
        .forEach((address, instance) -> {
          CompiledModule.CompiledResource resource = resource(compiled, address.resource());
          StateObject current = instance.current();
          if (resource != null && current != null) {
            try {
              Value value = current.value(resource.schema().block().impliedType());
              objects.put(address, resource.schema().block().markSensitive(value));
            } catch (MismatchException e) {
              diagnostics.accept(
                  Diagnostic.warning(
                          "state.object-mismatch",
                          "Recorded object does not fit its schema",
                          "What the state records of "
                              + address
                              + " cannot be used here: "
                              + e.getMessage()
                              + ".")
                      .about(address.toString()));
            }
          }
        });
    return objects;
  }

  private static CompiledModule.@Nullable CompiledResource resource(
      CompiledModule compiled, ResourceAddress address) {
    CompiledModule module = compiled;
    for (ModuleAddress.Step step : address.module().steps()) {
      CompiledModule called = module.children().get(step.name());
      if (called == null) {
        return null;
      }
      module = called;
    }
    return module.resources().get(address.local());
  }

  /// True when `text` can only be the beginning of something.
  public static boolean isIncomplete(String text) {
    return OpenBrackets.in(text);
  }

  /// What could stand in place of `word`, the beginning of a reference or of a function name, in
  /// order.
  public List<String> complete(String word) {
    return Completions.of(root.module(), evaluator.functions().names(), this::value).complete(word);
  }

  /// What `text`, one line or several, stands for.
  public Answer enter(String text) {
    return switch (text.strip()) {
      case "" -> new Answer.Nothing();
      case "help" -> new Answer.Help();
      case "exit" -> new Answer.Exit();
      default ->
          OpenBrackets.in(text) ? new Answer.Incomplete() : evaluate(text.replace("\\\n", "\n"));
    };
  }

  /// What `text` stands for, although it may be incomplete: there is no more.
  public Answer evaluate(String text) {
    Parsed<Expression> parsed = ExpressionParser.expression(text, FILE);
    Expression expression = parsed.value();
    if (expression == null) {
      return failed(text, parsed.diagnostics());
    }
    List<Diagnostic> found =
        new ArrayList<>(ReferenceCheck.check(root.module().tree(), expression));
    boolean asksType = isTypeCall(expression) && found.isEmpty();
    Expression asked =
        asksType ? ((Expression.Call) expression).arguments().getFirst() : expression;
    for (Expression.Call call : References.calls(asked)) {
      if (isTypeCall(call)) {
        found.add(
            Diagnostic.error(
                    "console.type",
                    "Invalid use of type function",
                    "The console-only \"type\" function cannot be used as part of an expression.")
                .at(call.range()));
      }
    }
    if (!found.isEmpty()) {
      return failed(text, found);
    }
    ModuleScope scope = new ModuleScope(surroundings, root, ModuleScope.Repetition.NONE, null);
    Evaluation evaluation = evaluator.evaluate(asked, scope);
    if (evaluation.failed()) {
      return failed(text, evaluation.diagnostics());
    }
    return asksType
        ? new Answer.ResultType(evaluation.value().type())
        : new Answer.Result(evaluation.value());
  }

  /// The value of `text`; unknown when it has none.
  private Value value(String text) {
    return evaluate(text) instanceof Answer.Result(Value value)
        ? value
        : Value.unknown(Type.DYNAMIC);
  }

  private static boolean isTypeCall(Expression expression) {
    return expression instanceof Expression.Call call
        && call.name().equals(TYPE)
        && call.arguments().size() == 1
        && !call.expand();
  }

  private static Answer failed(String text, List<Diagnostic> diagnostics) {
    return new Answer.Failed(new SourceText(FILE, text), diagnostics);
  }
}

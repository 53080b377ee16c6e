package dev.groma.engine.expr;

import dev.groma.engine.expr.function.Function;
import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.engine.expr.function.Parameter;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates function calls. `try` and `can` are special: they look at what is wrong with their
/// arguments.
final class Calls {
  private static final String CODE = "expr.call";
  private static final String CORE = "core::";
  private static final String PROVIDER = "provider::";
  private static final Value UNKNOWN = Value.unknown(Type.DYNAMIC);

  private record Argument(Value value, Expression from) {}

  /// The evaluation of an argument of `try` or `can`.
  ///
  /// @param evaluation the outcome
  /// @param mayStillWork it failed, but only as long as something is unknown
  private record Attempt(Evaluation evaluation, boolean mayStillWork) {}

  private final Run run;

  Calls(Run run) {
    this.run = run;
  }

  Value call(Expression.Call call) {
    Optional<Function> found = run.evaluator().functions().find(call.name());
    String plainName =
        call.name().startsWith(CORE) ? call.name().substring(CORE.length()) : call.name();
    if (found.isEmpty()) {
      return unknownFunction(call);
    }
    Function function = found.get();
    if (plainName.equals("try")) {
      return firstThatWorks(function, call);
    }
    if (plainName.equals("can")) {
      return works(function, call);
    }
    if (run.inTemplateFile()
        && (plainName.equals("templatefile") || plainName.equals("templatestring"))) {
      return failed(
          function,
          call,
          "cannot recursively call " + plainName + " from inside another template function");
    }
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    List<Argument> arguments = arguments(call, marks);
    if (arguments == null) {
      return UNKNOWN.mark(marks);
    }
    return checkCount(function, call, arguments)
        ? apply(function, call, arguments).mark(marks)
        : UNKNOWN;
  }

  private Value unknownFunction(Expression.Call call) {
    String name = call.name();
    if (!name.contains("::")) {
      run.report(
          CODE,
          "Call to unknown function",
          "There is no function named \""
              + name
              + "\"."
              + Suggestion.didYouMean(name, run.evaluator().functions().names()),
          call.nameRange(),
          call);
      return UNKNOWN;
    }
    String[] parts = name.split("::", -1);
    String function = parts[parts.length - 1];
    String detail;
    if (!name.startsWith(PROVIDER) || parts.length != 3) {
      detail =
          "The function namespace \""
              + parts[0]
              + "\" is not valid. Provider function calls must use the \"provider::\" namespace"
              + " prefix.";
    } else if (run.evaluator().functions().names().stream()
        .anyMatch(known -> known.startsWith(PROVIDER + parts[1] + "::"))) {
      detail =
          "The function \""
              + function
              + "\" is not available from the provider \""
              + parts[1]
              + "\"."
              + Suggestion.didYouMean(name, run.evaluator().functions().names());
    } else {
      detail =
          "There is no function named \""
              + name
              + "\". Ensure that provider name \""
              + parts[1]
              + "\" is declared in this module's required_providers block, and that this provider"
              + " offers a function named \""
              + function
              + "\".";
    }
    run.report(CODE, "Unknown provider function", detail, call.nameRange(), call);
    return UNKNOWN;
  }

  /// The arguments, the last one expanded; null when something is wrong or not known.
  private @Nullable List<Argument> arguments(Expression.Call call, Set<Mark> marks) {
    int errors = run.diagnostics().size();
    List<Argument> arguments = new ArrayList<>();
    int last = call.arguments().size() - 1;
    boolean expanded = true;
    for (int i = 0; i <= last; i++) {
      Expression from = call.arguments().get(i);
      Value value = run.value(from);
      if (i == last && call.expand()) {
        marks.addAll(value.marks());
        expanded = expand(value.unmark(), from, arguments);
      } else {
        arguments.add(new Argument(value, from));
      }
    }
    if (run.diagnostics().size() > errors || !expanded) {
      arguments.forEach(argument -> marks.addAll(argument.value().marksDeep()));
      return null;
    }
    return arguments;
  }

  private boolean expand(Value value, Expression from, List<Argument> arguments) {
    Type type = value.type();
    boolean sequence =
        type instanceof Type.TupleType
            || type instanceof Type.ListType
            || type instanceof Type.SetType;
    if (value instanceof Value.Null) {
      badExpansion("must not be null", from);
      return false;
    }
    if (!sequence) {
      if (!(type instanceof Type.Dynamic)) {
        badExpansion("must be of a tuple, list, or set type", from);
      }
      return false;
    }
    List<Loops.Element> elements = Loops.elements(value);
    if (elements == null) {
      return false;
    }
    elements.forEach(element -> arguments.add(new Argument(element.value(), from)));
    return true;
  }

  private void badExpansion(String wanted, Expression from) {
    run.report(
        CODE,
        "Invalid expanding argument value",
        "The expanding argument (indicated by ...) " + wanted + ".",
        from.range(),
        from);
  }

  private boolean checkCount(Function function, Expression.Call call, List<Argument> arguments) {
    int given = arguments.size();
    int required = function.requiredArguments();
    if (given < required) {
      Parameter missing = function.parameter(given);
      tooFew(function, call, required, function.variadic() != null, missing.name());
      return false;
    }
    if (given > required && function.variadic() == null) {
      tooMany(function, call, required, arguments.get(required).from());
      return false;
    }
    return true;
  }

  private void tooFew(
      Function function, Expression.Call call, int required, boolean atLeast, String missing) {
    refuse(
        function,
        call,
        "Not enough function arguments",
        "Function \""
            + call.name()
            + "\" expects"
            + (atLeast ? " at least " : " ")
            + required
            + " argument(s). Missing value for \""
            + missing
            + "\".",
        call,
        call);
  }

  private void tooMany(Function function, Expression.Call call, int required, Expression at) {
    refuse(
        function,
        call,
        "Too many function arguments",
        "Function \"" + call.name() + "\" expects only " + required + " argument(s).",
        at,
        call);
  }

  /// Reports that `function` does not take what `call` gives it.
  private void refuse(
      Function function,
      Expression.Call call,
      String summary,
      String detail,
      Expression at,
      Expression culprit) {
    Parameter variadic = function.variadic();
    run.report(
        Diagnostic.error(CODE, summary, detail)
            .at(at.range())
            .with(
                new Diagnostic.FunctionCall(
                    call.name(),
                    function.name(),
                    function.parameters().stream().map(Calls::parameter).toList(),
                    variadic == null ? null : parameter(variadic),
                    function.declaredType())),
        culprit);
  }

  private static Diagnostic.FunctionCall.Parameter parameter(Parameter parameter) {
    return new Diagnostic.FunctionCall.Parameter(parameter.name(), parameter.type());
  }

  private Value apply(Function function, Expression.Call call, List<Argument> arguments) {
    List<Value> values = new ArrayList<>(arguments.size());
    arguments.forEach(argument -> values.add(argument.value()));
    return switch (result(function, values)) {
      case FunctionResult.Returned(Value value) -> {
        run.noteInfinity(value.unmark(), call);
        yield value;
      }
      case FunctionResult.Failed(int position, String message) -> {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        values.forEach(value -> marks.addAll(value.marksDeep()));
        Value result =
            position < 0 || position >= arguments.size()
                ? failed(function, call, message)
                : badArgument(function, call, position, arguments.get(position).from(), message);
        yield result.mark(marks);
      }
    };
  }

  private FunctionResult result(Function function, List<Value> values) {
    try {
      return function.apply(values, run.evaluator().context());
    } catch (ArithmeticException infinite) {
      // The functions do not look out for infinite numbers.
      return new FunctionResult.Failed(-1, String.valueOf(infinite.getMessage()));
    }
  }

  private Value failed(Function function, Expression.Call call, String message) {
    refuse(
        function,
        call,
        "Error in function call",
        "Call to function \"" + call.name() + "\" failed: " + message + ".",
        call,
        call);
    return UNKNOWN;
  }

  private Value badArgument(
      Function function, Expression.Call call, int position, Expression from, String message) {
    refuse(
        function,
        call,
        "Invalid function argument",
        "Invalid value for \""
            + function.parameter(position).name()
            + "\" parameter: "
            + message
            + ".",
        from,
        from);
    return UNKNOWN;
  }

  private Attempt attempt(Expression argument) {
    Evaluation evaluation = run.attempt(argument);
    return new Attempt(evaluation, run.mayStillWork(evaluation));
  }

  private Value firstThatWorks(Function function, Expression.Call call) {
    List<Expression> arguments = call.arguments();
    if (arguments.isEmpty()) {
      return failed(function, call, "at least one argument is required");
    }
    StringBuilder reasons = new StringBuilder("no expression succeeded:\n");
    for (Expression argument : arguments) {
      Attempt tried = attempt(argument);
      Evaluation attempt = tried.evaluation();
      if (tried.mayStillWork()) {
        return UNKNOWN.mark(attempt.value().marksDeep());
      }
      if (!attempt.failed()) {
        return Dependencies.areKnown(argument, run)
            ? attempt.value()
            : UNKNOWN.mark(attempt.value().marksDeep());
      }
      for (Diagnostic diagnostic : attempt.diagnostics()) {
        reasons.append("- ").append(diagnostic.summary());
        SourceRange range = diagnostic.subject();
        if (range != null) {
          reasons.append(" (at ").append(range).append(")");
        }
        reasons.append("\n  ").append(diagnostic.detail()).append('\n');
      }
    }
    return failed(
        function,
        call,
        reasons.append("\nAt least one expression must produce a successful result").toString());
  }

  private Value works(Function function, Expression.Call call) {
    if (call.arguments().isEmpty()) {
      tooFew(function, call, 1, false, "expression");
      return UNKNOWN;
    }
    if (call.arguments().size() > 1) {
      tooMany(function, call, 1, call.arguments().get(1));
      return UNKNOWN;
    }
    Expression argument = call.arguments().getFirst();
    Attempt tried = attempt(argument);
    Value unknown = new Value.Unknown(Type.BOOL, Refinement.NOT_NULL);
    if (tried.evaluation().failed()) {
      return tried.mayStillWork() ? unknown : Value.Bool.FALSE;
    }
    return Dependencies.areKnown(argument, run) ? Value.Bool.TRUE : unknown;
  }
}

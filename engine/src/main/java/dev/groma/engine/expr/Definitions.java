package dev.groma.engine.expr;

import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads variable definitions in the native syntax: `name = expression`, one a line, in which
/// nothing can be referred to and no function be called.
final class Definitions {
  private static final String CODE = "expr.definition";

  private final Reading in;
  private final SortedMap<String, Expression> definitions = new TreeMap<>(CodePointOrder.INSTANCE);
  private final Map<String, SourceRange> names = new HashMap<>();

  private Definitions(Reading in) {
    this.in = in;
  }

  static FunctionResult decode(String text, String fileName, Evaluator evaluator) {
    SourceText source = new SourceText(fileName, text);
    Reading in = new Reading(text, source::range, true);
    Definitions reader = new Definitions(in);
    try {
      in.withNewlines(true, reader::readAll);
    } catch (Reading.Failure _) {
      // It is among the diagnostics.
    }
    if (!in.diagnostics().isEmpty()) {
      return failed("invalid tfvars syntax: " + TemplateFiles.message(in.diagnostics().getFirst()));
    }
    SortedMap<String, Value> values = new TreeMap<>(CodePointOrder.INSTANCE);
    for (var definition : reader.definitions.entrySet()) {
      String problem = evaluate(definition.getKey(), definition.getValue(), evaluator, values);
      if (problem != null) {
        return failed(
            "invalid expression for variable \"" + definition.getKey() + "\": " + problem);
      }
    }
    return new FunctionResult.Returned(new Value.Obj(values));
  }

  private static FunctionResult failed(String message) {
    return new FunctionResult.Failed(-1, message);
  }

  /// Adds the value of `expression` to `values`; says what is wrong when it has none.
  private static @Nullable String evaluate(
      String name, Expression expression, Evaluator evaluator, SortedMap<String, Value> values) {
    String problem = variableOrCall(expression);
    if (problem != null) {
      return problem;
    }
    Evaluation evaluation =
        evaluator.evaluate(expression, (_, _, _, _) -> Value.unknown(Type.DYNAMIC));
    values.put(name, evaluation.value());
    return evaluation.failed() ? TemplateFiles.message(evaluation.diagnostics().getFirst()) : null;
  }

  private static @Nullable String variableOrCall(Expression expression) {
    TemplateFiles.MissingNames names = new TemplateFiles.MissingNames(Collections.emptySortedMap());
    names.visit(expression);
    Expression.Variable variable = names.first();
    if (variable != null) {
      return TemplateFiles.place(variable.range())
          + ": Variables not allowed; Variables may not be used here.";
    }
    Calls calls = new Calls();
    calls.visit(expression);
    return calls.first == null
        ? null
        : TemplateFiles.place(calls.first.range())
            + ": Function calls not allowed; Functions may not be called here.";
  }

  private static final class Calls extends Visitor {
    private Expression.@Nullable Call first;

    @Override
    void call(Expression.Call call) {
      first = first == null ? call : first;
    }
  }

  private boolean readAll() {
    while (!in.nextIs(Token.Kind.END)) {
      if (!in.skip(Token.Kind.NEWLINE)) {
        readOne();
      }
    }
    return true;
  }

  private void readOne() {
    Token name = in.read();
    if (name.kind() == Token.Kind.QUOTE) {
      throw in.fail(
          CODE, "Invalid argument name", "Argument names must not be quoted.", in.range(name));
    }
    if (name.kind() != Token.Kind.IDENTIFIER) {
      throw in.unexpected(
          name,
          CODE,
          "Argument or block definition required",
          "An argument or block definition is required here.");
    }
    if (!in.skip(Token.Kind.ASSIGN)) {
      throw in.fail(
          CODE,
          "Argument definition required",
          "An equals sign and a value must follow the name \"" + in.textOf(name) + "\".",
          in.range(name));
    }
    Expression value = new ExpressionReader(in).expression();
    Token end = in.peek();
    if (end.kind() != Token.Kind.NEWLINE && end.kind() != Token.Kind.END) {
      throw in.fail(
          CODE,
          "Missing newline after argument",
          "An argument definition must end with a newline.",
          in.range(end));
    }
    define(in.textOf(name), in.range(name), value);
  }

  private void define(String name, SourceRange range, Expression value) {
    SourceRange first = names.putIfAbsent(name, range);
    if (first != null) {
      throw in.fail(
          CODE,
          "Attribute redefined",
          "The argument \""
              + name
              + "\" was already set at "
              + TemplateFiles.place(first)
              + ". Each argument may be set only once.",
          range);
    }
    definitions.put(name, value);
  }
}

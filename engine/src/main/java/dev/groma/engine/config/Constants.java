package dev.groma.engine.config;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Operator;
import dev.groma.engine.expr.Parsed;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions that may hold constants only: values of variables from the command line
/// and defaults in type constraints.
final class Constants {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private Constants() {}

  /// The value of an expression written without `${}`.
  static Evaluation evaluate(StringNode text) {
    Constants constants = new Constants();
    Parsed<Expression> parsed = ExpressionParser.expression(text);
    boolean onlyNames = parsed.diagnostics().stream().allMatch(Constants::isAboutName);
    for (Diagnostic d : parsed.diagnostics()) {
      if (onlyNames) {
        constants.diagnostics.add(notAllowed(d.subject()));
      } else if (!isAboutName(d)) {
        constants.diagnostics.add(d);
      }
    }
    Expression expression = parsed.value();
    Value value = expression == null ? Value.unknown(Type.DYNAMIC) : constants.value(expression);
    return new Evaluation(value, constants.diagnostics);
  }

  /// True for the error about a word alone, which would be a reference if there were more of it.
  private static boolean isAboutName(Diagnostic diagnostic) {
    return diagnostic.summary().equals("Invalid reference");
  }

  private Value value(Expression expression) {
    return switch (expression) {
      case Expression.Written written -> value(written.meaning());
      case Expression.Literal literal -> literal.value();
      case Expression.TupleOf tuple ->
          new Value.Tuple(tuple.elements().stream().map(this::value).toList());
      case Expression.ObjectOf object -> object(object);
      case Expression.Unary(Operator operator, Expression operand, SourceRange range)
          when operator == Operator.NEGATE ->
          value(operand) instanceof Num n
              ? n.negate()
              : refuse(range, "Calculations not allowed", "Calculations may not be used here.");
      case Expression.Template template -> template(template);
      case Expression.Root root -> variable(root.range());
      case Expression.Variable variable -> variable(variable.range());
      case Expression.Access access -> value(access.of());
      case Expression.Call call ->
          refuse(
              call.nameRange(), "Function calls not allowed", "Functions may not be called here.");
      case Expression.Join _,
          Expression.Conditional _,
          Expression.Unary _,
          Expression.Binary _,
          Expression.For _ ->
          refuse(
              expression.range(),
              "Calculations not allowed",
              "Only constant values may be used here.");
    };
  }

  private Value template(Expression.Template template) {
    StringBuilder text = new StringBuilder();
    for (Expression part : template.parts()) {
      if (Conversion.convert(value(part), Type.STRING)
          instanceof Conversion.Converted(Value.Str(String constant))) {
        text.append(constant);
      }
    }
    return Value.of(text.toString());
  }

  private Value object(Expression.ObjectOf object) {
    SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Expression.Item item : object.items()) {
      Value key = value(item.key());
      Value value = value(item.value());
      if (Conversion.convert(key, Type.STRING)
          instanceof Conversion.Converted(Value.Str(String name))) {
        attributes.put(name, value);
      }
    }
    return new Value.Obj(attributes);
  }

  private Value variable(SourceRange range) {
    diagnostics.add(notAllowed(range));
    return Value.unknown(Type.DYNAMIC);
  }

  private static Diagnostic notAllowed(@Nullable SourceRange range) {
    return Diagnostic.error(
            "config.constant-required",
            "Variables not allowed",
            "Variables may not be used here. Write text in double quotes.")
        .at(range);
  }

  private Value refuse(SourceRange range, String summary, String detail) {
    diagnostics.add(Diagnostic.error("config.constant-required", summary, detail).at(range));
    return Value.unknown(Type.DYNAMIC);
  }
}

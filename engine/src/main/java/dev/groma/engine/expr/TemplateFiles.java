package dev.groma.engine.expr;

import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.engine.expr.function.TemplateRenderer;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Renders templates with the expressions of this package.
final class TemplateFiles implements TemplateRenderer {
  private final Evaluator evaluator;

  TemplateFiles(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public FunctionResult render(
      String template, String filename, SortedMap<String, Value> variables) {
    Parsed<Expression> parsed = ExpressionParser.templateFile(template, filename);
    Expression expression = parsed.value();
    if (expression == null) {
      return failed(parsed.diagnostics());
    }
    FunctionResult missing = missingVariable(expression, variables);
    if (missing != null) {
      return missing;
    }
    Evaluation evaluation = evaluator.evaluateTemplate(expression, variables);
    return evaluation.failed()
        ? failed(evaluation.diagnostics())
        : new FunctionResult.Returned(evaluation.value());
  }

  @Override
  public FunctionResult definitions(String text, String filename) {
    return Definitions.decode(text, filename, evaluator);
  }

  private static FunctionResult failed(List<Diagnostic> diagnostics) {
    return new FunctionResult.Failed(-1, message(diagnostics.getFirst()));
  }

  /// `diagnostic` in one line, its place first.
  static String message(Diagnostic diagnostic) {
    String place = diagnostic.subject() == null ? "" : place(diagnostic.subject()) + ": ";
    return place + diagnostic.summary() + "; " + diagnostic.detail();
  }

  /// `file:line,column-column` or, over several lines, `file:line,column-line,column`.
  static String place(SourceRange range) {
    String end =
        range.start().line() == range.end().line()
            ? String.valueOf(range.end().column())
            : range.end().line() + "," + range.end().column();
    return range.file() + ":" + range.start().line() + "," + range.start().column() + "-" + end;
  }

  private static @Nullable FunctionResult missingVariable(
      Expression expression, SortedMap<String, Value> variables) {
    MissingNames missing = new MissingNames(variables);
    missing.visit(expression);
    Expression.Variable first = missing.first;
    return first == null
        ? null
        : new FunctionResult.Failed(
            1,
            "vars map does not contain key \""
                + first.name()
                + "\", referenced at "
                + place(first.range()));
  }

  /// Finds the first name that is neither a variable nor bound in the expression itself.
  static final class MissingNames extends Visitor {
    private final SortedMap<String, Value> variables;
    private final Deque<String> inner = new ArrayDeque<>();
    private Expression.@Nullable Variable first;

    MissingNames(SortedMap<String, Value> variables) {
      this.variables = variables;
    }

    Expression.@Nullable Variable first() {
      return first;
    }

    @Override
    void variable(Expression.Variable variable, List<Step> steps) {
      if (first == null
          && !variables.containsKey(variable.name())
          && !inner.contains(variable.name())) {
        first = variable;
      }
    }

    @Override
    void enter(Expression.For loop) {
      inner.push(loop.valueName());
      if (loop.keyName() != null) {
        inner.push(loop.keyName());
      }
    }

    @Override
    void leave(Expression.For loop) {
      inner.pop();
      if (loop.keyName() != null) {
        inner.pop();
      }
    }
  }
}

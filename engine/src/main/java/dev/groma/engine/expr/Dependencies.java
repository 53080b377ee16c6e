package dev.groma.engine.expr;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Tells whether everything that an expression is made from is known.
final class Dependencies extends Visitor {
  private final Run run;
  private final Deque<String> inner = new ArrayDeque<>();
  private boolean known = true;

  private Dependencies(Run run) {
    this.run = run;
  }

  /// True when everything that `expression` refers to, as far as constant steps lead, is wholly
  /// known or cannot be found at all.
  static boolean areKnown(Expression expression, Run run) {
    Dependencies dependencies = new Dependencies(run);
    dependencies.visit(expression);
    return dependencies.known;
  }

  @Override
  void root(Expression.Root root, List<Step> steps) {
    check(root, steps);
  }

  @Override
  void variable(Expression.Variable variable, List<Step> steps) {
    if (!inner.contains(variable.name())) {
      check(variable, steps);
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

  private void check(Expression of, List<Step> steps) {
    List<Step> constant = constantPrefix(steps);
    Expression whole = constant.isEmpty() ? of : new Expression.Access(of, constant, of.range());
    Evaluation evaluation = run.attempt(whole);
    known &= evaluation.failed() || evaluation.value().isWhollyKnown();
  }

  /// The steps up to the first that is not constant.
  static List<Step> constantPrefix(List<Step> steps) {
    int end = 0;
    while (end < steps.size() && isConstant(steps.get(end))) {
      end++;
    }
    return steps.subList(0, end);
  }

  private static boolean isConstant(Step step) {
    return switch (step) {
      case Step.Attribute _ -> true;
      case Step.Index i -> i.key() instanceof Expression.Literal;
      case Step.Splat _ -> false;
    };
  }
}

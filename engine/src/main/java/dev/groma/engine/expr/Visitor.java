package dev.groma.engine.expr;

import java.util.List;

/// Walks through an expression, depth first, in the order it is written.
abstract class Visitor {
  /// Called for every root with the steps behind it, before their indexes are visited.
  void root(Expression.Root root, List<Step> steps) {}

  /// Called for every variable with the steps behind it, before their indexes are visited.
  void variable(Expression.Variable variable, List<Step> steps) {}

  /// Called for every function call, before its arguments are visited.
  void call(Expression.Call call) {}

  /// Called when the names of `loop` come into effect.
  void enter(Expression.For loop) {}

  /// Called when the names of `loop` are no longer in effect.
  void leave(Expression.For loop) {}

  final void visit(Expression expression) {
    switch (expression) {
      case Expression.Written w -> visit(w.meaning());
      case Expression.Literal _ -> {}
      case Expression.Template t -> t.parts().forEach(this::visit);
      case Expression.Join j -> visit(j.parts());
      case Expression.TupleOf t -> t.elements().forEach(this::visit);
      case Expression.ObjectOf o ->
          o.items()
              .forEach(item -> {
                visit(item.key());
                visit(item.value());
              });
      case Expression.Root r -> root(r, List.of());
      case Expression.Variable v -> variable(v, List.of());
      case Expression.Access a -> visitAccess(a);
      case Expression.Call c -> {
        call(c);
        c.arguments().forEach(this::visit);
      }
      case Expression.Conditional c -> {
        visit(c.condition());
        visit(c.yes());
        visit(c.no());
      }
      case Expression.Unary u -> visit(u.operand());
      case Expression.Binary b -> {
        visit(b.first());
        b.rest().forEach(term -> visit(term.operand()));
      }
      case Expression.For f -> visitFor(f);
    }
  }

  private void visitAccess(Expression.Access access) {
    switch (access.of()) {
      case Expression.Root r -> root(r, access.steps());
      case Expression.Variable v -> variable(v, access.steps());
      default -> visit(access.of());
    }
    visitSteps(access.steps());
  }

  final void visitSteps(List<Step> steps) {
    for (Step step : steps) {
      switch (step) {
        case Step.Attribute _ -> {}
        case Step.Index i -> visit(i.key());
        case Step.Splat s -> visitSteps(s.each());
      }
    }
  }

  private void visitFor(Expression.For loop) {
    visit(loop.collection());
    enter(loop);
    if (loop.key() != null) {
      visit(loop.key());
    }
    visit(loop.value());
    if (loop.condition() != null) {
      visit(loop.condition());
    }
    leave(loop);
  }
}

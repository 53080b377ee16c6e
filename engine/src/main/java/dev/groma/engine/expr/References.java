package dev.groma.engine.expr;

import java.util.ArrayList;
import java.util.List;

/// Finds out, without evaluating it, what an expression depends on.
public final class References {
  private References() {}

  /// Every place in `expression` that names an object of the module, in the order they are written;
  /// an object that is named twice is listed twice. Names bound by `for` are none of them. The
  /// references inside an index follow the reference that the index belongs to.
  public static List<Reference> of(Expression expression) {
    Collector collector = new Collector();
    collector.visit(expression);
    return collector.found;
  }

  /// The same for a reference, itself the first, as `replace_triggered_by` holds them.
  public static List<Reference> of(Reference reference) {
    Collector collector = new Collector();
    collector.found.add(reference);
    collector.visitSteps(reference.remaining());
    return collector.found;
  }

  /// Every function call in `expression`, outer calls before inner ones.
  public static List<Expression.Call> calls(Expression expression) {
    List<Expression.Call> calls = new ArrayList<>();
    new Visitor() {
      @Override
      void call(Expression.Call call) {
        calls.add(call);
      }
    }.visit(expression);
    return calls;
  }

  private static final class Collector extends Visitor {
    private final List<Reference> found = new ArrayList<>();

    @Override
    void root(Expression.Root root, List<Step> steps) {
      found.add(
          new Reference(
              root.subject(),
              steps,
              steps.isEmpty() ? root.range() : root.range().to(steps.getLast().range())));
    }
  }
}

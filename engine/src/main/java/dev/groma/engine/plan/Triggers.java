package dev.groma.engine.plan;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Decides whether `replace_triggered_by` asks for a replacement.
final class Triggers {
  private final PlanRun run;

  Triggers(PlanRun run) {
    this.run = run;
  }

  /// What `resource` names in `replace_triggered_by` and is about to change.
  List<Change.Cause> fire(
      CompiledResource resource, ModuleScope scope, Consumer<Diagnostic> report) {
    List<Change.Cause> fired = new ArrayList<>();
    for (Expression expression : resource.block().lifecycle().replaceTriggeredBy()) {
      for (Reference reference : References.of(expression)) {
        if (reference.subject() instanceof Subject.Resource named
            && fires(named, reference.remaining(), scope, report)) {
          fired.add(
              new Change.Cause(
                  Change.Cause.Kind.TRIGGER,
                  expression.range(),
                  List.of(scope.module().resource(named).toString())));
        }
      }
    }
    return fired;
  }

  private boolean fires(
      Subject.Resource named, List<Step> steps, ModuleScope scope, Consumer<Diagnostic> report) {
    ResourceAddress address = scope.module().resource(named);
    boolean single =
        scope
            .module()
            .results()
            .resource(address.local())
            .map(r -> r.repetition() == ResourceResults.Repetition.SINGLE)
            .orElse(true);
    if (single) {
      return fires(address, InstanceKey.none(), steps);
    }
    if (steps.isEmpty()) {
      return run.isChanging(address);
    }
    if (!(steps.getFirst() instanceof Step.Index(Expression key, _))) {
      return run.isChanging(address);
    }
    Evaluation evaluation = run.evaluator.evaluate(key, scope);
    evaluation.diagnostics().forEach(report);
    InstanceKey instance =
        switch (evaluation.value().unmark()) {
          case Num n when n.isInt() -> new InstanceKey.Index(n.toInt());
          case Value.Str(String name) -> new InstanceKey.Name(name);
          default -> InstanceKey.none();
        };
    return fires(address, instance, steps.subList(1, steps.size()));
  }

  private boolean fires(ResourceAddress address, InstanceKey key, List<Step> steps) {
    return run.change(address.instance(key))
        .filter(change -> change.action() != Action.NO_OP)
        .filter(change -> {
          if (steps.isEmpty()) {
            return true;
          }
          Path path = pathOf(steps);
          return !path.find(change.before().unmarkDeep())
              .equals(path.find(change.after().unmarkDeep()));
        })
        .isPresent();
  }

  /// The constant beginning of `steps`.
  private static Path pathOf(List<Step> steps) {
    Path path = Path.ROOT;
    for (Step step : steps) {
      switch (step) {
        case Step.Attribute(String name, _) -> path = path.attribute(name);
        case Step.Index(Expression.Literal(Value.Str(String key), _), _) -> path = path.key(key);
        case Step.Index(Expression.Literal(Num n, _), _) when n.isInt() && n.signum() >= 0 ->
            path = path.index(n.toInt());
        case Step.Index _, Step.Splat _ -> {
          return path;
        }
      }
    }
    return path;
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plans calls of modules: which instances there are, the values of their variables and outputs.
final class CallPlanner {
  private final PlanRun run;
  private final Set<ModuleAddress> recorded = new TreeSet<>();

  CallPlanner(PlanRun run) {
    this.run = run;
    run.request
        .state()
        .instances()
        .keySet()
        .forEach(address -> recorded.add(address.resource().module()));
  }

  /// Finds the instances of a called module. False when that failed.
  boolean expand(ModuleGraph.CallNode node) {
    List<ModuleInstance> instances = new ArrayList<>();
    boolean good = true;
    for (ModuleInstance caller : run.modules(node.path())) {
      good &= expand(caller, node.call(), instances);
    }
    run.modules(node.called(), instances);
    return good;
  }

  private boolean expand(ModuleInstance caller, ModuleCall call, List<ModuleInstance> instances) {
    ModuleScope scope = run.scope(caller);
    boolean destroy = run.request.options().mode() == Mode.DESTROY;
    Consumer<Diagnostic> report =
        destroy ? _ -> {} : run.deferring(caller.name("module." + call.name()));
    Optional<Expander.Expansion> expansion = Expander.expand(call, scope, run.evaluator, report);
    if (expansion.isEmpty() && !destroy) {
      return false;
    }
    Set<Dependency> on = new LinkedHashSet<>(caller.inherited());
    on.addAll(scope.seen());
    on.addAll(caller.named(call.dependsOn()));
    String name = caller.expansionName(call.name());
    run.value(name, on);
    Set<Dependency> inherited = on.isEmpty() ? Set.of() : Set.of(new Dependency.OnValue(name));
    Map<InstanceKey, ModuleScope.Repetition> all = new TreeMap<>();
    if (destroy) {
      all.putAll(recorded(caller, call));
    }
    expansion.ifPresent(e -> {
      caller.results().openCall(call.name(), e.repetition());
      all.putAll(e.instances());
    });
    all.values()
        .forEach(repetition -> instances.add(caller.child(call.name(), repetition, inherited)));
    return true;
  }

  /// The instances of which there are objects: what is destroyed may be there no longer by the
  /// configuration.
  private Map<InstanceKey, ModuleScope.Repetition> recorded(
      ModuleInstance caller, ModuleCall call) {
    Map<InstanceKey, ModuleScope.Repetition> all = new TreeMap<>();
    int depth = caller.address().steps().size();
    for (ModuleAddress module : recorded) {
      if (module.steps().size() > depth
          && caller.address().contains(module)
          && module.steps().get(depth).name().equals(call.name())) {
        InstanceKey key = module.steps().get(depth).key();
        all.put(key, new ModuleScope.Repetition(key, Value.unknown(Type.DYNAMIC)));
      }
    }
    return all;
  }

  /// Evaluates a variable in every instance of its module and holds it against its validations.
  boolean variable(ModuleGraph.VariableNode node) {
    boolean good = true;
    for (ModuleInstance module : run.modules(node.path())) {
      good &= variable(node.variable(), node.call(), module);
    }
    return good;
  }

  private boolean variable(Variable variable, @Nullable ModuleCall call, ModuleInstance module) {
    if (call != null && module.caller() != null) {
      ModuleScope scope = run.scope(module.caller(), module.repetition());
      Optional<Value> value =
          Arguments.evaluate(variable, call, module.address(), scope, run.evaluator, run::report);
      if (value.isEmpty()) {
        return false;
      }
      Set<Dependency> on = new LinkedHashSet<>(module.inherited());
      on.addAll(scope.seen());
      run.value(module.name("var." + variable.name()), on);
      module.results().putVariable(variable.name(), value.get());
    }
    Checks.Recorder recorder =
        variable.validations().isEmpty()
            ? Checks.Recorder.NONE
            : run.recorder(Checks.Kind.VARIABLE, module, "var." + variable.name());
    return VariableRules.check(variable, run.scope(module), run.evaluator, recorder, run::report);
  }

  /// Evaluates an output value of a called module.
  boolean output(Output output, ModuleInstance module) {
    ModuleScope scope = run.scope(module);
    String name = module.name("output." + output.name());
    if (!Conditions.check(
        output.preconditions(),
        scope,
        run.evaluator,
        "Module output value precondition failed",
        name,
        output.preconditions().isEmpty()
            ? Checks.Recorder.NONE
            : run.recorder(Checks.Kind.OUTPUT, module, "output." + output.name()),
        run::report)) {
      return false;
    }
    Evaluation evaluation = run.evaluator.evaluate(output.value(), scope);
    evaluation.diagnostics().forEach(run::report);
    Set<Dependency> on = new LinkedHashSet<>(module.inherited());
    on.addAll(scope.seen());
    on.addAll(module.named(output.dependsOn()));
    run.value(name, on);
    module.results().putOutput(output.name(), evaluation.value());
    return !evaluation.failed() && OutputRules.checkInner(output, evaluation.value(), run::report);
  }

  /// Says what everything in the instances of a call comes down to, for `depends_on`.
  void close(ModuleGraph.CloseNode node) {
    for (ModuleInstance caller : run.modules(node.path())) {
      Set<Dependency> all = new LinkedHashSet<>();
      ModuleAddress called = node.path().child(node.call(), InstanceKey.none());
      for (ModuleInstance module : run.modules(called)) {
        if (module.address().parent().equals(caller.address())) {
          addAll(module, all);
        }
      }
      run.value(caller.name("module." + node.call()), all);
    }
  }

  private static void addAll(ModuleInstance module, Set<Dependency> all) {
    module
        .module()
        .resources()
        .values()
        .forEach(r ->
            all.add(
                r.block().mode() == ResourceMode.EPHEMERAL
                    ? new Dependency.OnValue(module.name(r.block().localAddress()))
                    : new Dependency.OnResource(r.block().address(module.address()))));
    module
        .module()
        .module()
        .outputs()
        .keySet()
        .forEach(name -> all.add(new Dependency.OnValue(module.name("output." + name))));
    module
        .module()
        .children()
        .keySet()
        .forEach(name -> all.add(new Dependency.OnValue(module.name("module." + name))));
  }
}

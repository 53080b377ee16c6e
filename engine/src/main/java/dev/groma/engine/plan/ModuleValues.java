package dev.groma.engine.plan;

import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Works out what expressions can refer to when the objects of the resources are known beforehand,
/// without looking at anything outside: variables, local values and outputs of all modules.
final class ModuleValues {
  private final ModuleScope.Surroundings surroundings;
  private final Map<InstanceAddress, Value> objects;
  private final Evaluator evaluator;
  private final Consumer<Diagnostic> diagnostics;
  private final Map<ModuleAddress, List<ModuleInstance>> byPath = new HashMap<>();

  private ModuleValues(
      ModuleScope.Surroundings surroundings,
      Map<InstanceAddress, Value> objects,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    this.surroundings = surroundings;
    this.objects = objects;
    this.evaluator = evaluator;
    this.diagnostics = diagnostics;
  }

  /// The root module after a walk in which nothing happens.
  ///
  /// @param objects the objects of resources; a resource that has none is not known yet
  /// @param diagnostics takes what is wrong with the values on the way
  static ModuleInstance of(
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      SortedMap<String, Value> variables,
      Map<InstanceAddress, Value> objects,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    ModuleValues values = new ModuleValues(surroundings, objects, evaluator, diagnostics);
    ModuleInstance root = ModuleInstance.root(compiled, new Results(variables));
    values.enter(root);
    for (ModuleGraph.Node node : ModuleGraph.of(compiled, State.EMPTY, _ -> {}).ordered()) {
      for (ModuleInstance module : values.byPath.getOrDefault(node.path(), List.of())) {
        values.visit(node, module);
      }
    }
    return root;
  }

  private void enter(ModuleInstance module) {
    byPath.computeIfAbsent(module.address().withoutKeys(), _ -> new ArrayList<>()).add(module);
    objects.forEach((address, object) -> {
      String name = address.resource().local();
      CompiledModule.CompiledResource resource = module.module().resources().get(name);
      if (resource != null && address.resource().module().equals(module.address())) {
        module
            .results()
            .open(name, CompiledModule.repetitionOf(resource))
            .put(address.key(), object);
      }
    });
  }

  private void visit(ModuleGraph.Node node, ModuleInstance module) {
    switch (node) {
      case ModuleGraph.VariableNode(_, Variable variable, ModuleCall call) ->
          variable(variable, call, module);
      case ModuleGraph.LocalNode(_, LocalValue local) ->
          module.results().putLocal(local.name(), value(local.expression(), module));
      case ModuleGraph.OutputNode(_, Output output) -> {
        if (module.caller() != null) {
          module.results().putOutput(output.name(), value(output.value(), module));
        }
      }
      case ModuleGraph.CallNode(_, ModuleCall call) -> expand(call, module);
      case ModuleGraph.CloseNode _,
          ModuleGraph.ProviderNode _,
          ModuleGraph.ResourceNode _,
          ModuleGraph.OrphanNode _ -> {}
    }
  }

  private void variable(Variable variable, @Nullable ModuleCall call, ModuleInstance module) {
    ModuleInstance caller = module.caller();
    if (call != null && caller != null) {
      ModuleScope scope = new ModuleScope(surroundings, caller, module.repetition(), null);
      Value value =
          Arguments.evaluate(variable, call, module.address(), scope, evaluator, diagnostics)
              .orElseGet(() -> Arguments.unknown(variable));
      module.results().putVariable(variable.name(), value);
    }
  }

  private void expand(ModuleCall call, ModuleInstance caller) {
    Expander.expand(call, scope(caller), evaluator, diagnostics)
        .ifPresent(expansion -> {
          caller.results().openCall(call.name(), expansion.repetition());
          expansion
              .instances()
              .values()
              .forEach(repetition -> enter(caller.child(call.name(), repetition, Set.of())));
        });
  }

  private Value value(Expression expression, ModuleInstance module) {
    Evaluation evaluation = evaluator.evaluate(expression, scope(module));
    evaluation.diagnostics().forEach(diagnostics);
    return evaluation.value();
  }

  private ModuleScope scope(ModuleInstance module) {
    return new ModuleScope(surroundings, module, ModuleScope.Repetition.NONE, null);
  }
}

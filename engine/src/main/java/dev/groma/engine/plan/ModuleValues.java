package dev.groma.engine.plan;

import dev.groma.engine.config.LocalValue;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Works out what the expressions of a module can refer to when the objects of its resources are
/// known beforehand, without looking at anything outside.
final class ModuleValues {
  private ModuleValues() {}

  /// The root module after a walk in which nothing happens; called modules are not known.
  ///
  /// @param objects the objects of resources; a resource that has none is not known yet
  /// @param diagnostics takes what is wrong with local values
  static ModuleInstance of(
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      SortedMap<String, Value> variables,
      Map<InstanceAddress, Value> objects,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Results results = new Results(variables);
    ModuleInstance root = ModuleInstance.root(compiled, results);
    objects.forEach((address, object) -> {
      String name = address.resource().local();
      CompiledModule.CompiledResource resource = compiled.resources().get(name);
      if (resource != null && address.resource().module().equals(ModuleAddress.ROOT)) {
        results.open(name, CompiledModule.repetitionOf(resource)).put(address.key(), object);
      }
    });
    for (ModuleGraph.Node node : ModuleGraph.of(compiled, State.EMPTY, _ -> {}).ordered()) {
      if (node instanceof ModuleGraph.LocalNode(ModuleAddress path, LocalValue local)
          && path.isRoot()) {
        ModuleScope scope = new ModuleScope(surroundings, root, ModuleScope.Repetition.NONE, null);
        Evaluation evaluation = evaluator.evaluate(local.expression(), scope);
        evaluation.diagnostics().forEach(diagnostics);
        results.putLocal(local.name(), evaluation.value());
      }
    }
    return root;
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.LocalValue;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Works out what the expressions of a module can refer to when the objects of its resources are
/// known beforehand, without looking at anything outside.
final class ModuleValues {
  private ModuleValues() {}

  /// The results of a walk in which nothing happens.
  ///
  /// @param objects the objects of resources; a resource that has none is not known yet
  /// @param diagnostics takes what is wrong with local values
  static Results of(
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      SortedMap<String, Value> variables,
      Map<InstanceAddress, Value> objects,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Results results = new Results(variables);
    objects.forEach((address, object) -> {
      String name = address.resource().local();
      CompiledModule.CompiledResource resource = compiled.resources().get(name);
      if (resource != null && address.resource().module().equals(ModuleAddress.ROOT)) {
        results.open(name, CompiledModule.repetitionOf(resource)).put(address.key(), object);
      }
    });
    for (String name : compiled.localsInOrder()) {
      LocalValue local = compiled.module().locals().get(name);
      if (local != null) {
        ModuleScope scope =
            new ModuleScope(surroundings, results, ModuleScope.Repetition.NONE, null);
        Evaluation evaluation = evaluator.evaluate(local.expression(), scope);
        evaluation.diagnostics().forEach(diagnostics);
        results.putLocal(name, evaluation.value());
      }
    }
    return results;
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Finds what made the attributes of an object change: the place where the new value is written,
/// and which of the objects referred to there change too.
final class Causes {
  private Causes() {}

  static List<Change.Cause> of(
      CompiledResource resource, Value before, Value after, ModuleInstance module, PlanRun run) {
    if (!(before.unmark() instanceof Value.Obj old) || !(after.unmark() instanceof Value.Obj now)) {
      return List.of();
    }
    List<Change.Cause> causes = new ArrayList<>();
    now.attributes()
        .forEach((name, value) -> {
          Path path = Path.of(name);
          if (resource.body().isSet(name) && !value.equals(old.attributes().get(name))) {
            causes.add(
                new Change.Cause(
                    path,
                    resource.body().rangeOf(path),
                    upstream(resource.body().references(name), module, run)));
          }
        });
    return causes;
  }

  private static List<String> upstream(
      List<Reference> references, ModuleInstance module, PlanRun run) {
    TreeSet<String> names = new TreeSet<>();
    for (Reference reference : references) {
      switch (reference.subject()) {
        case Subject.Resource named -> {
          ResourceAddress address = module.resource(named);
          if (run.isChanging(address)) {
            names.add(address.toString());
          }
        }
        case Subject.InputVariable _, Subject.LocalValue _ ->
            names.add(module.name(reference.subject().toString()));
        default -> {}
      }
    }
    return List.copyOf(names);
  }
}

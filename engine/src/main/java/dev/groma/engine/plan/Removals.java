package dev.groma.engine.plan;

import dev.groma.engine.config.Endpoint;
import dev.groma.engine.config.Refactoring;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The `removed` blocks: which objects are forgotten instead of destroyed.
final class Removals {
  private final Set<ResourceAddress> resources = new HashSet<>();
  private final Set<ModuleAddress> modules = new HashSet<>();
  private final Map<ResourceAddress, SourceRange> resourcePlaces = new HashMap<>();
  private final Map<ModuleAddress, SourceRange> modulePlaces = new HashMap<>();

  private Removals() {}

  /// The block that says that `address` is not in the configuration any more.
  List<Change.Cause> causes(InstanceAddress address) {
    ResourceAddress resource = address.resource().withoutKeys();
    SourceRange place = resourcePlaces.get(resource);
    for (ModuleAddress m = resource.module(); place == null && !m.isRoot(); m = m.parent()) {
      place = modulePlaces.get(m);
    }
    return place == null
        ? List.of()
        : List.of(new Change.Cause(Change.Cause.Kind.REMOVED, place, List.of()));
  }

  /// The blocks of a configuration. One for something that is still declared is an error.
  static Removals of(CompiledModule compiled, Consumer<Diagnostic> diagnostics) {
    Removals all = new Removals();
    for (CompiledModule module : compiled.all()) {
      for (Refactoring one : module.module().refactorings()) {
        if (one instanceof Refactoring.Removed removed) {
          all.add(compiled, module.path(), removed, diagnostics);
        }
      }
    }
    return all;
  }

  private void add(
      CompiledModule compiled,
      ModuleAddress path,
      Refactoring.Removed removed,
      Consumer<Diagnostic> diagnostics) {
    List<ModuleAddress.Step> steps = new ArrayList<>(path.steps());
    boolean declared;
    String kind;
    switch (removed.from()) {
      case Endpoint.OfModule(ModuleAddress from) -> {
        steps.addAll(from.steps());
        ModuleAddress module = new ModuleAddress(steps).withoutKeys();
        declared = compiled.find(module).isPresent();
        kind = "Removed module still exists";
        modulePlaces.put(module, removed.declaration());
        if (!removed.destroy()) {
          modules.add(module);
        }
      }
      case Endpoint.OfResource(InstanceAddress from) -> {
        steps.addAll(from.resource().module().steps());
        ResourceAddress resource =
            new ResourceAddress(
                new ModuleAddress(steps).withoutKeys(),
                from.resource().mode(),
                from.resource().type(),
                from.resource().name());
        declared = compiled.resource(resource).isPresent();
        kind = "Removed resource still exists";
        resourcePlaces.put(resource, removed.declaration());
        if (!removed.destroy()) {
          resources.add(resource);
        }
      }
    }
    if (declared) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.removed-exists",
                  kind,
                  "This statement declares that "
                      + path.prefix()
                      + removed.from()
                      + " was removed, but it is still declared in configuration.")
              .at(removed.declaration()));
    }
  }

  /// What is done with an object at `address` for which there is no configuration.
  Action actionFor(InstanceAddress address) {
    ResourceAddress resource = address.resource().withoutKeys();
    ModuleAddress module = resource.module();
    boolean forget = resources.contains(resource);
    while (!forget && !module.isRoot() && !modules.isEmpty()) {
      forget = modules.contains(module);
      module = module.parent();
    }
    return forget ? Action.FORGET : Action.DELETE;
  }

  /// Says what will be forgotten.
  void warn(List<Change> changes, Consumer<Diagnostic> diagnostics) {
    List<String> forgotten =
        changes.stream()
            .filter(change -> change.action().forgets())
            .map(change -> " - " + change.address())
            .toList();
    if (!forgotten.isEmpty()) {
      diagnostics.accept(
          Diagnostic.warning(
              "plan.forgotten",
              "Some objects will no longer be managed by Groma",
              "If you apply this plan, Groma will discard its tracking information for the"
                  + " following objects, but it will not delete them:\n"
                  + String.join("\n", forgotten)
                  + "\n\n"
                  + "After applying this plan, Groma will no longer manage these objects. You will"
                  + " need to import them into Groma to manage them again."));
    }
  }
}

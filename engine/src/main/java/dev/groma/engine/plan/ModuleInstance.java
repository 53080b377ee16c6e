package dev.groma.engine.plan;

import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One instance of a module in a run.
///
/// @param address the calls that lead to it
/// @param module its blocks
/// @param results what is known in it
/// @param repetition what `count.index` and `each` stand for in its call
/// @param caller the instance that calls it, or null for the root module
/// @param inherited what everything in it depends on: what decides that it is there, and what its
///   call names in `depends_on`
public record ModuleInstance(
    ModuleAddress address,
    CompiledModule module,
    Results results,
    ModuleScope.Repetition repetition,
    @Nullable ModuleInstance caller,
    Set<Dependency> inherited) {
  /// Copies the set.
  public ModuleInstance {
    inherited = Set.copyOf(inherited);
  }

  /// The root module, in which `results` are known.
  public static ModuleInstance root(CompiledModule module, Results results) {
    return new ModuleInstance(
        ModuleAddress.ROOT, module, results, ModuleScope.Repetition.NONE, null, Set.of());
  }

  /// An instance of the module that the call `name` leads to.
  public ModuleInstance child(
      String name, ModuleScope.Repetition repetition, Set<Dependency> inherited) {
    ModuleAddress inner = address.child(name, repetition.key());
    CompiledModule called = module.children().get(name);
    if (called == null) {
      throw new IllegalArgumentException("no module " + inner);
    }
    Results.Call inside = results.openCall(name, CompiledModule.repetitionOf(repetition.key()));
    return new ModuleInstance(
        inner, called, inside.openInstance(repetition.key()), repetition, this, inherited);
  }

  /// The name of the value `local`, such as `local.a`, that is unique in the configuration.
  public String name(String local) {
    return address.prefix() + local;
  }

  /// The name of what decides which instances of the call `name` there are.
  public String expansionName(String name) {
    return name("module." + name + " (expand)");
  }

  /// What the `depends_on` entries `references`, written in this module, stand for.
  public Set<Dependency> named(Collection<Reference> references) {
    Set<Dependency> all = new LinkedHashSet<>();
    for (Reference reference : references) {
      switch (reference.subject()) {
        case Subject.Resource r -> all.add(new Dependency.OnResource(resource(r)));
        case Subject.LocalValue _, Subject.ModuleCall _, Subject.EphemeralResource _ ->
            all.add(new Dependency.OnValue(name(reference.subject().toString())));
        case Subject.InputVariable _ -> {
          if (caller != null) {
            all.add(new Dependency.OnValue(name(reference.subject().toString())));
          }
        }
        case Subject.EachAttr _,
            Subject.CountIndex _,
            Subject.PathAttr _,
            Subject.TerraformAttr _,
            Subject.Self _ -> {}
      }
    }
    return all;
  }

  /// The address of what `subject` means here.
  public ResourceAddress resource(Subject.Resource subject) {
    return new ResourceAddress(address, subject.mode(), subject.type(), subject.name());
  }

  /// The key of this instance among those of its call.
  public InstanceKey key() {
    return repetition.key();
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.Change.Cause;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Finds what made an object, an attribute of one or an output value change: the place that says
/// so, and which of the objects, variables and local values referred to there are behind it.
final class Causes {
  private final PlanRun run;
  private final Set<ResourceAddress> recorded = new HashSet<>();
  private final Set<ModuleAddress> modules = new HashSet<>();

  Causes(PlanRun run) {
    this.run = run;
    for (InstanceAddress address : run.request.state().instances().keySet()) {
      if (recorded.add(address.resource())) {
        recorded.add(address.resource().withoutKeys());
        ModuleAddress module = address.resource().module();
        while (modules.add(module) && !module.isRoot()) {
          modules.add(module.withoutKeys());
          module = module.parent();
        }
      }
    }
  }

  /// Why the attributes of an object change that stays or is replaced.
  List<Cause> ofUpdate(
      CompiledResource resource, Value before, Value after, ModuleInstance module) {
    return ofAttributes(resource, before, after, module, (was, is) -> !is.equals(was));
  }

  /// Why data is read only during apply: what is not known yet.
  List<Cause> ofRead(CompiledResource resource, Value after, ModuleInstance module) {
    return ofAttributes(resource, Value.Obj.EMPTY, after, module, (_, is) -> !is.isWhollyKnown());
  }

  private List<Cause> ofAttributes(
      CompiledResource resource,
      Value before,
      Value after,
      ModuleInstance module,
      BiPredicate<@Nullable Value, Value> counts) {
    if (!(before.unmark() instanceof Value.Obj old) || !(after.unmark() instanceof Value.Obj now)) {
      return List.of();
    }
    List<Cause> causes = new ArrayList<>();
    now.attributes()
        .forEach((name, value) -> {
          Path path = Path.of(name);
          if (resource.body().isSet(name) && counts.test(old.attributes().get(name), value)) {
            causes.add(
                new Cause(
                    path,
                    resource.body().rangeOf(path),
                    upstream(resource.body().references(name), module)));
          }
        });
    return causes;
  }

  /// Why an object is made where there is none.
  List<Cause> ofCreate(CompiledResource resource, InstanceAddress address, ModuleInstance module) {
    ResourceBlock block = resource.block();
    Instance known = run.request.state().instances().get(address);
    if (known != null && known.current() != null) {
      return List.of(new Cause(Cause.Kind.GONE, block.declaration(), List.of()));
    }
    for (ModuleInstance m = module; m.caller() != null; m = m.caller()) {
      if (!modules.contains(m.address()) && modules.contains(m.address().withoutKeys())) {
        return List.of(ofCall(m.caller(), m.address()));
      }
    }
    return List.of(
        recorded.contains(resource.address())
            ? ofRepetition(block, module)
            : new Cause(Cause.Kind.BLOCK, block.declaration(), List.of()));
  }

  /// What decides which instances of `block` there are.
  Cause ofRepetition(ResourceBlock block, ModuleInstance module) {
    Expression enabled = block.lifecycle().enabled();
    return enabled != null
        ? cause(Cause.Kind.ENABLED, enabled, module)
        : ofRepetition(block.count(), block.forEach(), block.declaration(), module);
  }

  /// What decides that the module instance `address`, or one of those that call it, is not there.
  /// Nothing when no call of it is configured.
  List<Cause> ofMissing(ModuleAddress address) {
    for (ModuleAddress inner = address; !inner.isRoot(); inner = inner.parent()) {
      ModuleInstance caller = run.module(inner.parent()).orElse(null);
      if (caller != null) {
        return caller.module().module().calls().containsKey(inner.last().name())
            ? List.of(ofCall(caller, inner))
            : List.of();
      }
    }
    return List.of();
  }

  private Cause ofCall(ModuleInstance caller, ModuleAddress called) {
    ModuleCall call = caller.module().module().calls().get(called.last().name());
    if (call == null) {
      throw new IllegalStateException("no call of " + called);
    }
    return ofRepetition(call.count(), call.forEach(), call.declaration(), caller);
  }

  private Cause ofRepetition(
      @Nullable Expression count,
      @Nullable Expression forEach,
      SourceRange declaration,
      ModuleInstance module) {
    return count != null
        ? cause(Cause.Kind.COUNT, count, module)
        : forEach != null
            ? cause(Cause.Kind.FOR_EACH, forEach, module)
            : new Cause(Cause.Kind.BLOCK, declaration, List.of());
  }

  /// Why the value of `output` changes.
  Cause of(Output output, ModuleInstance module) {
    return cause(Cause.Kind.VALUE, output.value(), module);
  }

  private Cause cause(Cause.Kind kind, Expression expression, ModuleInstance module) {
    return new Cause(kind, expression.range(), upstream(References.of(expression), module));
  }

  private List<String> upstream(Collection<Reference> references, ModuleInstance module) {
    TreeSet<String> names = new TreeSet<>();
    for (Reference reference : references) {
      switch (reference.subject()) {
        case Subject.Resource named -> {
          ResourceAddress address = module.resource(named);
          if (run.isChanging(address)) {
            names.add(address.toString());
          }
        }
        case Subject.ModuleCall(String name) -> {
          if (run.isChangingIn(module.address(), name)) {
            names.add(module.name(reference.subject().toString()));
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

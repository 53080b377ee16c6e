package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the attributes that what changes in a plan and the outputs of called modules are made
/// from, directly or through local values, variables and outputs. They are found by what is
/// written.
public final class RelevantAttributes {
  /// An attribute.
  ///
  /// @param resource the address of a resource or of an instance of it
  /// @param attribute the way to it; empty for the whole object
  public record Attribute(String resource, Path attribute) {}

  private record Use(ModuleAddress module, Reference reference) {}

  private final Plan plan;
  private final SortedMap<String, Attribute> found = new TreeMap<>();
  private final Map<String, List<ModuleAddress>> calls = new HashMap<>();
  private final Set<String> followed = new HashSet<>();
  private final ArrayDeque<Use> open = new ArrayDeque<>();

  private RelevantAttributes(Plan plan) {
    this.plan = plan;
    for (ModuleAddress module : plan.modules().keySet()) {
      if (!module.isRoot()) {
        calls
            .computeIfAbsent(
                module.parent().prefix() + module.last().name(), _ -> new ArrayList<>())
            .add(module);
      }
    }
  }

  /// The attributes that `plan` depends on, sorted.
  public static List<Attribute> of(Plan plan) {
    RelevantAttributes relevant = new RelevantAttributes(plan);
    for (Change change : plan.changes()) {
      if (change.action() != Action.NO_OP) {
        relevant.use(change);
      }
    }
    for (OutputChange output : plan.outputs()) {
      if (output.action() != Action.NO_OP) {
        relevant.output(ModuleAddress.ROOT, output.name());
      }
    }
    for (ModuleAddress module : plan.modules().keySet()) {
      if (!module.isRoot() && plan.complete()) {
        plan.compiled()
            .find(module)
            .ifPresent(
                m -> m.module().outputs().keySet().forEach(name -> relevant.output(module, name)));
      }
    }
    relevant.follow();
    return List.copyOf(relevant.found.values());
  }

  private void use(Change change) {
    ModuleAddress module = change.address().resource().module();
    Optional<CompiledResource> block = plan.compiled().resource(change.address().resource());
    if (block.isEmpty() || !followed.add(change.address().resource().toString())) {
      return;
    }
    CompiledResource resource = block.get();
    use(module, resource.body().references());
    use(module, resource.block().forEach());
  }

  private void use(ModuleAddress module, Collection<Reference> references) {
    references.forEach(reference -> open.add(new Use(module, reference)));
  }

  private void use(ModuleAddress module, @Nullable Expression expression) {
    if (expression != null) {
      use(module, References.of(expression));
    }
  }

  private void output(ModuleAddress module, String name) {
    plan.compiled()
        .find(module)
        .map(m -> m.module().outputs().get(name))
        .filter(_ -> followed.add(module.prefix() + "output." + name))
        .ifPresent(output -> use(module, output.value()));
  }

  private void follow() {
    while (!open.isEmpty()) {
      Use use = open.poll();
      switch (use.reference.subject()) {
        case Subject.Resource resource -> add(use, resource);
        case Subject.LocalValue(String name) -> local(use.module, name);
        case Subject.InputVariable(String name) -> variable(use.module, name);
        case Subject.ModuleCall(String name) -> called(use, name);
        default -> {}
      }
    }
  }

  private void add(Use use, Subject.Resource resource) {
    List<Step> steps = use.reference.remaining();
    String address = use.module.prefix() + resource;
    int next = 0;
    if (!steps.isEmpty() && steps.getFirst() instanceof Step.Index(Expression key, _)) {
      Optional<InstanceKey> known = key(key);
      if (known.isEmpty()) {
        // Any instance may be meant.
        found.putIfAbsent(address + " " + Path.ROOT, new Attribute(address, Path.ROOT));
        return;
      }
      address += known.get();
      next = 1;
    }
    Path path = Path.ROOT;
    for (Step step : steps.subList(next, steps.size())) {
      if (step instanceof Step.Attribute(String name, _)) {
        path = path.attribute(name);
      } else if (step instanceof Step.Index(Expression key, _)
          && key instanceof Expression.Literal literal) {
        switch (literal.value()) {
          case Num n when n.isInt() -> path = path.index(n.toInt());
          case Value.Str(String name) -> path = path.key(name);
          default -> {
            return;
          }
        }
      } else {
        break;
      }
    }
    found.putIfAbsent(address + " " + path, new Attribute(address, path));
  }

  private static Optional<InstanceKey> key(Expression key) {
    return key instanceof Expression.Literal literal
        ? switch (literal.value()) {
          case Value.Str(String name) -> Optional.of(new InstanceKey.Name(name));
          case Num n when n.isInt() && n.signum() >= 0 ->
              Optional.of(new InstanceKey.Index(n.toInt()));
          default -> Optional.empty();
        }
        : Optional.empty();
  }

  private void local(ModuleAddress module, String name) {
    plan.compiled()
        .find(module)
        .map(m -> m.module().locals().get(name))
        .filter(_ -> followed.add(module.prefix() + "local." + name))
        .ifPresent(local -> use(module, local.expression()));
  }

  private void variable(ModuleAddress module, String name) {
    if (module.isRoot() || !followed.add(module.prefix() + "var." + name)) {
      return;
    }
    plan.compiled()
        .find(module.parent())
        .map(m -> m.module().calls().get(module.last().name()))
        .map(call -> call.arguments().get(name))
        .map(ModuleCall.Argument::value)
        .ifPresent(value -> use(module.parent(), value));
  }

  private void called(Use use, String name) {
    List<Step> steps = use.reference.remaining();
    Optional<InstanceKey> key = Optional.empty();
    int next = 0;
    if (!steps.isEmpty() && steps.getFirst() instanceof Step.Index(Expression k, _)) {
      key = key(k);
      next = 1;
    }
    for (ModuleAddress module : calls.getOrDefault(use.module.prefix() + name, List.of())) {
      boolean meant = key.isEmpty() || module.last().key().equals(key.get());
      if (meant && next < steps.size() && steps.get(next) instanceof Step.Attribute(String o, _)) {
        output(module, o);
      } else if (meant) {
        plan.compiled()
            .find(module)
            .ifPresent(m -> m.module().outputs().keySet().forEach(o -> output(module, o)));
      }
    }
  }
}

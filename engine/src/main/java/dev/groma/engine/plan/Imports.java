package dev.groma.engine.plan;

import dev.groma.engine.config.Refactoring;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The `import` blocks of the root module, and the instances that they are for.
final class Imports {
  private final Map<ResourceAddress, List<Refactoring.Import>> blocks = new HashMap<>();
  private final Map<InstanceAddress, Wanted> wanted = new ConcurrentSkipListMap<>();

  private Imports() {}

  /// What one instance is taken over by.
  ///
  /// @param block the block
  /// @param repetition what `each` stands for in it
  record Wanted(Refactoring.Import block, ModuleScope.Repetition repetition) {}

  /// The blocks of a configuration. Those that cannot be for anything are errors.
  static Imports of(CompiledModule root, Consumer<Diagnostic> diagnostics) {
    Imports all = new Imports();
    for (CompiledModule module : root.all()) {
      for (Refactoring one : module.module().refactorings()) {
        if (!(one instanceof Refactoring.Import block)) {
          continue;
        }
        ResourceAddress resource = block.to().resource();
        if (!module.path().isRoot()) {
          diagnostics.accept(
              Diagnostic.error(
                      "config.import-in-module",
                      "Invalid import configuration",
                      "An import block was detected in "
                          + module.path()
                          + ". Import blocks are only allowed in the root module.")
                  .at(block.declaration()));
        } else if (root.resource(resource).isEmpty()) {
          diagnostics.accept(unconfigured(resource, block));
        } else {
          all.blocks.computeIfAbsent(resource, _ -> new ArrayList<>()).add(block);
        }
      }
    }
    return all;
  }

  /// Finds out which instances of `resource`, a resource of the configuration, are taken over.
  /// False after an error.
  boolean expand(ResourceAddress resource, PlanRun run) {
    boolean good = true;
    for (Refactoring.Import block : blocks.getOrDefault(resource, List.of())) {
      good &= expand(block, run);
    }
    return good;
  }

  private boolean expand(Refactoring.Import block, PlanRun run) {
    if (block.forEach() == null) {
      return add(block, ModuleScope.Repetition.NONE, run);
    }
    Optional<Expander.Expansion> expansion =
        Expander.expandOverAny(
            block.forEach(),
            scope(ModuleScope.Repetition.NONE, run),
            run.evaluator,
            d -> run.report(d));
    boolean good = expansion.isPresent();
    for (ModuleScope.Repetition one :
        expansion.map(e -> e.instances().values()).orElse(List.of())) {
      good &= add(block, one, run);
    }
    return good;
  }

  private static ModuleScope scope(ModuleScope.Repetition repetition, PlanRun run) {
    ModuleInstance root = run.module(ModuleAddress.ROOT).orElseThrow();
    return run.scope(root, repetition);
  }

  private boolean add(Refactoring.Import block, ModuleScope.Repetition repetition, PlanRun run) {
    ModuleScope scope = scope(repetition, run);
    Optional<InstanceAddress> to = block.to().instance(key -> key(key, scope, run));
    if (to.isEmpty()) {
      return false;
    }
    Wanted first = wanted.putIfAbsent(to.get(), new Wanted(block, repetition));
    if (first != null) {
      run.report(
          Diagnostic.error(
                  "config.duplicate-import",
                  "Duplicate import configuration for \"" + to.get() + "\"",
                  "An import block for the resource \""
                      + to.get()
                      + "\" was already declared at "
                      + first.block.declaration()
                      + ". A resource can have only one import block.")
              .at(block.declaration()));
    }
    return first == null;
  }

  private static Optional<InstanceKey> key(Expression key, ModuleScope scope, PlanRun run) {
    Evaluation evaluation = run.evaluator.evaluate(key, scope);
    evaluation.diagnostics().forEach(run::report);
    if (evaluation.failed()) {
      return Optional.empty();
    }
    InstanceKey found =
        switch (evaluation.value()) {
          case Num n when n.isInt() && n.signum() >= 0 -> new InstanceKey.Index(n.toInt());
          case Value.Str(String name) -> new InstanceKey.Name(name);
          default -> null;
        };
    if (found == null) {
      run.report(
          Diagnostic.error(
                  "config.invalid-import",
                  "Invalid import \"to\" expression",
                  "The key of an instance is a whole number or a string, known while planning and"
                      + " neither sensitive nor ephemeral.")
              .at(key.range()));
    }
    return Optional.ofNullable(found);
  }

  /// What takes `address` over, if something does.
  Optional<Wanted> find(InstanceAddress address) {
    return Optional.ofNullable(wanted.get(address));
  }

  /// Reports the blocks whose instance is not there.
  ///
  /// @param looksAt which instances the plan looks at
  void reportMissing(PlanRun run, Predicate<InstanceAddress> looksAt) {
    wanted.forEach((address, one) -> {
      if (looksAt.test(address) && run.change(address).isEmpty()) {
        run.report(missing(address.toString(), one.block));
      }
    });
  }

  private static Diagnostic unconfigured(ResourceAddress resource, Refactoring.Import block) {
    boolean canBeWritten =
        resource.module().isRoot() && block.forEach() == null && block.to().key() == null;
    return canBeWritten
        ? Diagnostic.error(
                "config.import-target",
                "Configuration for import target does not exist",
                "The configuration for the given import target "
                    + resource
                    + " does not exist. If you wish to automatically generate config for this"
                    + " resource, use the -generate-config-out option within groma plan. Otherwise,"
                    + " make sure the target resource exists within your configuration. For"
                    + " example:\n\n  groma plan -generate-config-out=generated.tf.yaml")
            .at(block.declaration())
        : missing(resource.toString(), block);
  }

  private static Diagnostic missing(String target, Refactoring.Import block) {
    return Diagnostic.error(
            "config.import-target",
            "Configuration for import target does not exist",
            "The configuration for the given import "
                + target
                + " does not exist. All target instances must have an associated configuration to"
                + " be imported.")
        .at(block.declaration());
  }

  /// The id that `block` asks for; nothing after an error.
  static Optional<String> id(Wanted one, PlanRun run) {
    Refactoring.Import block = one.block;
    ModuleScope scope = scope(one.repetition, run);
    Evaluation evaluation = run.evaluator.evaluate(block.id(), scope);
    evaluation.diagnostics().forEach(run::report);
    if (evaluation.failed()) {
      return Optional.empty();
    }
    Value value = evaluation.value().unmarkDeep();
    String wrong =
        switch (Conversion.convert(value, Type.STRING)) {
          case Conversion.Converted _ when evaluation.value().has(Mark.EPHEMERAL) ->
              "The import ID cannot be derived from an ephemeral value.";
          case Conversion.Converted(Value.Null _) -> "The import ID cannot be null.";
          case Conversion.Converted(Value.Unknown _) ->
              "The import block \"id\" argument depends on resource attributes that cannot be"
                  + " determined until apply, so Groma cannot plan to import this resource.";
          case Conversion.Converted(Value.Str(String id)) ->
              id.isEmpty()
                  ? "The import ID value evaluates to an empty string, please provide a non-empty"
                      + " value."
                  : "";
          case Conversion.Converted _, Conversion.Failed _ ->
              "The import ID value is unsuitable: a string is required.";
        };
    if (!wrong.isEmpty()) {
      run.report(
          Diagnostic.error("config.invalid-import-id", "Invalid import id argument", wrong)
              .at(block.id().range()));
      return Optional.empty();
    }
    return Conversion.convert(value, Type.STRING)
            instanceof Conversion.Converted(Value.Str(String id))
        ? Optional.of(id)
        : Optional.empty();
  }
}

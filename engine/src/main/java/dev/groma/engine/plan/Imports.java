package dev.groma.engine.plan;

import dev.groma.engine.config.Refactoring;
import dev.groma.engine.expr.Evaluation;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The `import` blocks of the root module.
final class Imports {
  private Imports() {}

  /// The blocks by the instance they are for. Two for the same are an error.
  static Map<InstanceAddress, Refactoring.Import> of(
      CompiledModule root, Consumer<Diagnostic> diagnostics) {
    Map<InstanceAddress, Refactoring.Import> all = new TreeMap<>();
    for (CompiledModule module : root.all()) {
      for (Refactoring one : module.module().refactorings()) {
        if (!(one instanceof Refactoring.Import block)) {
          continue;
        }
        if (!module.path().isRoot()) {
          diagnostics.accept(
              Diagnostic.error(
                      "config.import-in-module",
                      "Invalid import configuration",
                      "An import block was detected in "
                          + module.path()
                          + ". Import blocks are only allowed in the root module.")
                  .at(block.declaration()));
        }
        add(root, block, all, diagnostics);
      }
    }
    return all;
  }

  private static void add(
      CompiledModule root,
      Refactoring.Import block,
      Map<InstanceAddress, Refactoring.Import> all,
      Consumer<Diagnostic> diagnostics) {
    Refactoring.Import first = all.putIfAbsent(block.to(), block);
    if (first != null) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.duplicate-import",
                  "Duplicate import configuration for \"" + block.to() + "\"",
                  "An import block for the resource \""
                      + block.to()
                      + "\" was already declared at "
                      + first.declaration()
                      + ". A resource can have only one import block.")
              .at(block.declaration()));
    }
    if (root.resource(block.to().resource()).isEmpty()) {
      diagnostics.accept(missing(block));
    }
  }

  /// What to say of a block whose instance is not configured.
  static Diagnostic missing(Refactoring.Import block) {
    return Diagnostic.error(
            "config.import-target",
            "Configuration for import target does not exist",
            "The configuration for the given import "
                + block.to()
                + " does not exist. All target instances must have an associated configuration to be"
                + " imported.")
        .at(block.declaration());
  }

  /// The id that `block` asks for; nothing after an error.
  static Optional<String> id(Refactoring.Import block, PlanRun run) {
    ModuleScope scope = run.module(ModuleAddress.ROOT).map(run::scope).orElseThrow();
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

package dev.groma.engine.plan;

import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The values that an apply computes from others: variables and outputs of called modules, local
/// values, provider configurations. Each is evaluated once before the first step, as far as that is
/// possible, and again when the plan says that what it refers to is done.
public final class LiveValues {
  private final ModuleScope.Surroundings surroundings;
  private final Evaluator evaluator;
  private final Checks checks;
  private final Map<ModuleAddress, ModuleInstance> modules = new HashMap<>();
  private final Map<ModuleAddress, ModuleScope.Repetition> repetitions = new ConcurrentHashMap<>();
  private final Map<String, Evaluated> byName = new HashMap<>();

  /// Configures a provider from what is known now.
  @FunctionalInterface
  public interface Configurer {
    /// True when that went well.
    boolean configure(
        CompiledProvider provider, ModuleScope scope, Consumer<Diagnostic> diagnostics);
  }

  /// Opens an ephemeral resource from what is known now.
  @FunctionalInterface
  public interface Opener {
    /// True when that went well.
    boolean open(
        CompiledModule.CompiledResource resource,
        ModuleScope scope,
        Consumer<Diagnostic> diagnostics);
  }

  /// The values of `plan`.
  ///
  /// @param checks takes the outcomes of conditions
  public LiveValues(
      Plan plan,
      CompiledModule compiled,
      ModuleScope.Surroundings surroundings,
      Evaluator evaluator,
      Checks checks) {
    this.checks = checks;
    this.surroundings = surroundings;
    this.evaluator = evaluator;
    ModuleInstance root = ModuleInstance.root(compiled, new Results(plan.variables()));
    modules.put(ModuleAddress.ROOT, root);
    plan.modules()
        .forEach((address, repetition) -> {
          if (!address.isRoot()) {
            ModuleInstance caller = modules.get(address.parent());
            if (caller != null) {
              modules.put(address, caller.child(address.last().name(), repetition, Set.of()));
            }
          }
        });
  }

  /// The root module.
  public ModuleInstance root() {
    return require(ModuleAddress.ROOT);
  }

  /// The module instance `address`, if the configuration has it.
  public Optional<ModuleInstance> find(ModuleAddress address) {
    return Optional.ofNullable(modules.get(address));
  }

  /// The module instance `address`.
  public ModuleInstance require(ModuleAddress address) {
    return find(address).orElseThrow(() -> new IllegalStateException("no module " + address));
  }

  /// Evaluates everything once, in an order in which each value comes after what it refers to, and
  /// remembers under which names to do it again. What fails now is no error: it may be known later.
  public void seed(Configurer configurer, Opener opener) {
    ModuleGraph graph = ModuleGraph.of(root().module(), State.EMPTY, _ -> {});
    for (ModuleGraph.Node node : graph.ordered()) {
      switch (node) {
        case ModuleGraph.VariableNode(ModuleAddress path, Variable variable, ModuleCall call) -> {
          if (call != null) {
            every(path, "var." + variable.name(), (m, d) -> variable(m, variable, call, d));
          }
        }
        case ModuleGraph.LocalNode(ModuleAddress path, LocalValue local) ->
            every(path, "local." + local.name(), (m, _) -> local(m, local));
        case ModuleGraph.OutputNode(ModuleAddress path, Output output) -> {
          if (!path.isRoot()) {
            every(path, "output." + output.name(), (m, d) -> output(m, output, d));
          }
        }
        case ModuleGraph.CallNode(ModuleAddress path, ModuleCall call) ->
            every(path, "module." + call.name() + " (expand)", (m, d) -> expand(m, call, d));
        case ModuleGraph.ProviderNode(CompiledProvider provider) ->
            byName(
                CompiledModule.nameOf(provider),
                found ->
                    modules(node.path()).stream()
                        .allMatch(m -> configurer.configure(provider, scope(m), found)));
        case ModuleGraph.ResourceNode(CompiledModule.CompiledResource resource) -> {
          if (resource.block().mode() == ResourceMode.EPHEMERAL) {
            every(
                resource.path(),
                resource.block().localAddress(),
                (m, d) -> opener.open(resource, scope(m), d));
          }
        }
        case ModuleGraph.CloseNode _, ModuleGraph.OrphanNode _, ModuleGraph.CheckNode _ -> {}
      }
    }
  }

  /// Evaluates the value `name` again. False when that failed.
  public boolean refresh(String name, Consumer<Diagnostic> diagnostics) {
    Evaluated evaluation = byName.get(name);
    return evaluation == null || evaluation.evaluate(diagnostics);
  }

  private interface Evaluated {
    boolean evaluate(Consumer<Diagnostic> diagnostics);
  }

  private interface Step {
    boolean evaluate(ModuleInstance module, Consumer<Diagnostic> diagnostics);
  }

  private List<ModuleInstance> modules(ModuleAddress path) {
    return byPath.computeIfAbsent(
        path,
        p -> modules.values().stream().filter(m -> m.address().withoutKeys().equals(p)).toList());
  }

  private final Map<ModuleAddress, List<ModuleInstance>> byPath = new HashMap<>();

  private void every(ModuleAddress path, String local, Step step) {
    for (ModuleInstance module : modules(path)) {
      byName(module.name(local), found -> step.evaluate(module, found));
    }
  }

  private void byName(String name, Evaluated evaluation) {
    byName.put(name, evaluation);
    evaluation.evaluate(_ -> {});
  }

  private Checks.Recorder recorder(
      Checks.Kind kind, ModuleInstance module, String local, boolean none) {
    return none
        ? Checks.Recorder.NONE
        : checks.of(kind, module.address().withoutKeys().prefix() + local, module.name(local));
  }

  private ModuleScope scope(ModuleInstance module) {
    return new ModuleScope(surroundings, module, ModuleScope.Repetition.NONE, null);
  }

  private boolean expand(ModuleInstance caller, ModuleCall call, Consumer<Diagnostic> diagnostics) {
    Expander.expand(call, scope(caller), evaluator, diagnostics)
        .ifPresent(expansion -> {
          caller.results().openCall(call.name(), expansion.repetition());
          expansion
              .instances()
              .forEach((key, repetition) ->
                  repetitions.put(caller.address().child(call.name(), key), repetition));
        });
    return true;
  }

  private boolean variable(
      ModuleInstance module, Variable variable, ModuleCall call, Consumer<Diagnostic> diagnostics) {
    ModuleInstance caller = module.caller();
    if (caller == null) {
      return true;
    }
    ModuleScope.Repetition repetition =
        repetitions.getOrDefault(module.address(), module.repetition());
    ModuleScope scope = new ModuleScope(surroundings, caller, repetition, null);
    Optional<Value> value =
        Arguments.evaluate(variable, call, module.address(), scope, evaluator, diagnostics);
    module
        .results()
        .putVariable(variable.name(), value.orElseGet(() -> Arguments.unknown(variable)));
    return value.isPresent()
        && VariableRules.check(
            variable,
            scope(module),
            evaluator,
            recorder(
                Checks.Kind.VARIABLE,
                module,
                "var." + variable.name(),
                variable.validations().isEmpty()),
            diagnostics);
  }

  private boolean local(ModuleInstance module, LocalValue local) {
    Evaluation evaluation = evaluator.evaluate(local.expression(), scope(module));
    module.results().putLocal(local.name(), evaluation.value());
    return true;
  }

  private boolean output(ModuleInstance module, Output output, Consumer<Diagnostic> diagnostics) {
    Evaluation evaluation = evaluator.evaluate(output.value(), scope(module));
    evaluation.diagnostics().forEach(diagnostics);
    module.results().putOutput(output.name(), evaluation.value());
    List<Diagnostic> found = new ArrayList<>();
    boolean holds =
        Conditions.check(
            output.preconditions(),
            scope(module),
            evaluator,
            "Module output value precondition failed",
            module.name("output." + output.name()),
            recorder(
                Checks.Kind.OUTPUT,
                module,
                "output." + output.name(),
                output.preconditions().isEmpty()),
            found::add);
    found.forEach(diagnostics);
    return holds && !evaluation.failed();
  }
}

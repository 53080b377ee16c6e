package dev.groma.engine.plan;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.CompiledModule.ProviderKey;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds the provider configuration of an instance where a provider block has `for_each`.
public final class ProviderKeys {
  private ProviderKeys() {}

  /// The provider configuration of the instance of `resource` that `scope` is about; nothing after
  /// an error.
  public static Optional<ProviderConfigAddress> resolve(
      CompiledResource resource,
      ModuleScope scope,
      Evaluator evaluator,
      ProviderPool pool,
      Consumer<Diagnostic> diagnostics) {
    ProviderKey key = resource.providerKey();
    if (key == null) {
      return Optional.of(resource.provider());
    }
    ModuleInstance module = scope.module();
    ModuleScope.Repetition repetition = scope.repetition();
    while (!module.address().withoutKeys().equals(key.path()) && module.caller() != null) {
      repetition = module.repetition();
      module = module.caller();
    }
    ModuleScope where = scope.in(module, repetition);
    Evaluation evaluation = evaluator.evaluate(key.key(), where);
    evaluation.diagnostics().forEach(diagnostics);
    if (evaluation.failed()) {
      return Optional.empty();
    }
    InstanceKey found =
        switch (evaluation.value()) {
          case Value.Str(String name) -> new InstanceKey.Name(name);
          case Num n when n.isInt() && n.signum() >= 0 -> new InstanceKey.Index(n.toInt());
          default -> InstanceKey.none();
        };
    ProviderConfigAddress base = resource.provider();
    ProviderConfigAddress address =
        new ProviderConfigAddress(base.module(), base.provider(), base.alias() + found);
    if (found instanceof InstanceKey.None || !pool.isConfigured(address)) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.provider-instance",
                  "Unknown provider instance",
                  (found instanceof InstanceKey.None
                          ? "The key of a provider configuration must be a string that is known"
                              + " while planning and neither sensitive nor ephemeral."
                          : "There is no provider configuration "
                              + address
                              + ": the \"for_each\" of its block has no such key.")
                      + " Use a key that is there.")
              .at(key.key().range()));
      return Optional.empty();
    }
    return Optional.of(address);
  }

  /// What to say where the provider configuration of what is recorded is gone.
  static Diagnostic removed(Instance instance, ProviderConfigAddress wanted) {
    return Diagnostic.error(
        "config.provider-not-declared",
        "Provider configuration not present",
        "The state holds objects of "
            + instance.provider()
            + ", but the configuration has no "
            + wanted
            + " any more, so they can be neither read nor destroyed. Put the \"provider\" block"
            + " back, apply, and remove it only when the objects are gone.");
  }
}

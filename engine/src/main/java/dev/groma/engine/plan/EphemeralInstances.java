package dev.groma.engine.plan;

import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens all instances of an ephemeral block and publishes what they are. While planning and while
/// applying it is the same.
public final class EphemeralInstances {
  private EphemeralInstances() {}

  /// Opens one instance.
  @FunctionalInterface
  public interface Opener {
    /// The object, marked; nothing after an error, which was reported.
    Optional<Value> open(ModuleScope instance, ProviderConfigAddress provider);
  }

  /// True when all instances could be opened.
  ///
  /// @param scope the scope of the module instance
  /// @param seen takes what was referred to
  public static boolean open(
      CompiledResource resource,
      ModuleScope scope,
      Evaluator evaluator,
      ProviderResolver providers,
      Opener opener,
      Collection<Dependency> seen,
      Consumer<Diagnostic> diagnostics) {
    Optional<Expander.Expansion> expansion =
        Expander.expand(resource.block(), scope, evaluator, diagnostics);
    seen.addAll(scope.seen());
    if (expansion.isEmpty()) {
      return false;
    }
    ResourceResults results =
        scope
            .module()
            .results()
            .open(resource.block().localAddress(), expansion.get().repetition());
    boolean good = true;
    for (ModuleScope.Repetition one : expansion.get().instances().values()) {
      ModuleScope instance = scope.in(scope.module(), one);
      Optional<Value> value =
          providers.resolve(instance).flatMap(provider -> opener.open(instance, provider));
      seen.addAll(instance.seen());
      good &= value.isPresent();
      results.put(
          one.key(),
          value.orElseGet(
              () -> Value.unknown(resource.schema().block().impliedType()).mark(Mark.EPHEMERAL)));
    }
    return good;
  }

  /// Finds the provider configuration of an instance.
  @FunctionalInterface
  public interface ProviderResolver {
    /// The provider configuration; nothing after an error, which was reported.
    Optional<ProviderConfigAddress> resolve(ModuleScope instance);
  }
}

package dev.groma.engine.plan;

import dev.groma.engine.change.Proposal;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Evaluates the configurations of providers.
public final class ProviderConfiguration {
  private ProviderConfiguration() {}

  /// The configuration of `provider`, unmarked, with defaults.
  public static Value evaluate(
      CompiledProvider provider,
      Scope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Block block = provider.schema().block();
    Value value =
        provider.body() == null
            ? empty(block)
            : provider.body().evaluateUnstored(scope, evaluator, diagnostics);
    return Proposal.withDefaults(block, value.unmarkDeep());
  }

  /// Takes one of the configurations of a provider block.
  @FunctionalInterface
  public interface Taker {
    /// True when the configuration could be used.
    boolean take(ProviderConfigAddress address, Value configuration);
  }

  /// Evaluates all configurations of `provider`: one, or one for each element of its `for_each`.
  ///
  /// @param seen takes what was referred to
  /// @return true when all went well
  public static boolean each(
      CompiledProvider provider,
      ModuleScope scope,
      Evaluator evaluator,
      Taker taker,
      Collection<Dependency> seen,
      Consumer<Diagnostic> diagnostics) {
    if (provider.block() == null || provider.block().forEach() == null) {
      return one(provider, provider.address(), scope, evaluator, taker, diagnostics);
    }
    Optional<Expander.Expansion> expansion =
        Expander.expandOver(provider.block().forEach(), scope, evaluator, diagnostics);
    boolean good = expansion.isPresent();
    for (ModuleScope.Repetition one :
        expansion.map(e -> e.instances().values()).orElse(List.of())) {
      ModuleScope inside = scope.in(scope.module(), one);
      ProviderConfigAddress address = provider.instance(one.key());
      good &= one(provider, address, inside, evaluator, taker, diagnostics);
      seen.addAll(inside.seen());
    }
    return good;
  }

  private static boolean one(
      CompiledProvider provider,
      ProviderConfigAddress address,
      ModuleScope scope,
      Evaluator evaluator,
      Taker taker,
      Consumer<Diagnostic> diagnostics) {
    List<Diagnostic> found = new ArrayList<>();
    Value configuration = evaluate(provider, scope, evaluator, found::add);
    found.forEach(diagnostics);
    return !Diagnostic.hasErrors(found) && taker.take(address, configuration);
  }

  /// The configuration in which nothing is set.
  public static Value empty(ProviderRegistry registry, ProviderConfigAddress address) {
    return registry
        .find(address.provider())
        .map(f -> registry.schema(f.address()).provider().block())
        .map(block -> Proposal.withDefaults(block, empty(block)))
        .orElse(Value.Obj.EMPTY);
  }

  private static Value empty(Block block) {
    SortedMap<String, Value> values = new TreeMap<>(CodePointOrder.INSTANCE);
    block
        .attributes()
        .forEach((name, attribute) -> values.put(name, Value.nullOf(attribute.type())));
    block.blocks().forEach((name, nested) -> values.put(name, empty(nested)));
    return new Value.Obj(values);
  }

  private static Value empty(NestedBlock nested) {
    Type.ObjectType type = nested.block().impliedType();
    return switch (nested.nesting()) {
      case SINGLE -> Value.nullOf(type);
      case GROUP -> empty(nested.block());
      case LIST ->
          nested.block().hasDynamic()
              ? new Value.Tuple(List.of())
              : new Value.ListOf(type, List.of());
      case SET -> new Value.SetOf(type, List.of());
      case MAP ->
          nested.block().hasDynamic() ? Value.Obj.EMPTY : new Value.MapOf(type, new TreeMap<>());
    };
  }
}

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
import java.util.List;
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
            : provider.body().evaluate(scope, evaluator, diagnostics);
    return Proposal.withDefaults(block, value.unmarkDeep());
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

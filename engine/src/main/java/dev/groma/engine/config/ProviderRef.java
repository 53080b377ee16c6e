package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;
import org.jspecify.annotations.Nullable;

/// The provider configuration that a resource uses.
///
/// @param localName the local name of the provider
/// @param alias the alias of the configuration, or null for the default one
/// @param instance the key of one of the configurations that `for_each` makes, or null
/// @param range the `provider` argument, or the block where the resource type implies it
/// @param isImplied true when there is no `provider` argument
public record ProviderRef(
    String localName,
    @Nullable String alias,
    @Nullable Expression instance,
    SourceRange range,
    boolean isImplied) {
  /// The key in [ModuleConfig#providers]: `name` or `name.alias`.
  public String key() {
    return alias == null ? localName : localName + "." + alias;
  }

  @Override
  public String toString() {
    return key();
  }
}

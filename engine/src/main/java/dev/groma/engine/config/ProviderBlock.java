package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A provider configuration.
///
/// @param localName the local name of the provider
/// @param alias its alias, or null for the default configuration
/// @param forEach the configurations by key, each of which `each` stands for in the body; null for
///   one
/// @param body the arguments for the provider, without those above and `version`
/// @param declaration the beginning of its block
public record ProviderBlock(
    String localName,
    @Nullable String alias,
    @Nullable Expression forEach,
    ObjectNode body,
    SourceRange declaration) {
  /// The key in [ModuleConfig#providers]: `name` or `name.alias`.
  public String key() {
    return alias == null ? localName : localName + "." + alias;
  }
}

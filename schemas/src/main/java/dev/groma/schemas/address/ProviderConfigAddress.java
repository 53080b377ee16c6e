package dev.groma.schemas.address;

import java.util.Comparator;

/// One configuration of a provider.
///
/// @param module the module instance whose `provider` block it is
/// @param provider the provider
/// @param alias its alias, empty for the default configuration
public record ProviderConfigAddress(ModuleAddress module, ProviderAddress provider, String alias)
    implements Comparable<ProviderConfigAddress> {
  /// The default configuration of `provider` in the root module.
  public static ProviderConfigAddress root(ProviderAddress provider) {
    return new ProviderConfigAddress(ModuleAddress.ROOT, provider, "");
  }

  @Override
  public int compareTo(ProviderConfigAddress other) {
    return Comparator.comparing(ProviderConfigAddress::toString).compare(this, other);
  }

  /// The form that state files use: `module.a.provider["host/ns/type"].alias`.
  @Override
  public String toString() {
    return module.prefix()
        + "provider[\""
        + provider
        + "\"]"
        + (alias.isEmpty() ? "" : "." + alias);
  }
}

package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;

/// What references to provider configurations may look like.
public final class ProviderRules {
  private ProviderRules() {}

  /// What is wrong with a reference that names an instance where there are none, or none where
  /// there are several.
  public static Diagnostic instance(ProviderRef ref, ProviderBlock block) {
    return block.forEach() == null
        ? Diagnostic.error(
            "config.provider-instance",
            "Unexpected provider instance key",
            "The provider configuration "
                + ref
                + " has no \"for_each\", so there is one of it only. Take the key away.")
        : Diagnostic.error(
            "config.provider-instance",
            "Missing provider instance key",
            "The provider configuration "
                + ref
                + " has \"for_each\", so there are several of it. Say which one, such as "
                + ref
                + "[each.key].");
  }
}

package dev.groma.providers.spi;

import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.value.Value;
import java.util.Set;

/// A provider before it is configured; found by [java.util.ServiceLoader].
///
/// A factory is cheap to make: schemas are loaded when they are first asked for.
public interface ProviderFactory {
  /// The address that states written by Groma name it by.
  ProviderAddress address();

  /// Other source addresses that mean this provider, such as that of the vendor's own one.
  Set<ProviderAddress> aliases();

  /// What it can be configured with and which types it has.
  ProviderSchema schema();

  /// Checks a provider configuration, of the type that [#schema] implies; parts may be unknown.
  /// Must not do I/O.
  Diagnostics validate(Value configuration);

  /// Makes the provider ready for use. Parts of the configuration may be unknown while planning;
  /// the provider then fails only the calls that need them.
  ConfigureResult configure(Value configuration, ProviderContext context);

  /// The outcome of [#configure].
  ///
  /// @param provider what the calls go to; unusable when the diagnostics hold an error
  /// @param diagnostics what the user should know
  record ConfigureResult(Provider provider, Diagnostics diagnostics) {}
}

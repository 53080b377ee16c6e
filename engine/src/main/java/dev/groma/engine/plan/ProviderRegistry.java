package dev.groma.engine.plan;

import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The providers that are built in.
public final class ProviderRegistry {
  private final SortedMap<ProviderAddress, ProviderFactory> byAddress = new TreeMap<>();
  private final Map<ProviderAddress, ProviderSchema> schemas = new ConcurrentHashMap<>();

  /// A registry of `factories`, each under its address and its aliases.
  public ProviderRegistry(Collection<ProviderFactory> factories) {
    for (ProviderFactory factory : factories) {
      byAddress.put(factory.address(), factory);
      factory.aliases().forEach(alias -> byAddress.put(alias, factory));
    }
  }

  /// The provider that `address` means.
  public Optional<ProviderFactory> find(ProviderAddress address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /// The provider that a configuration means by `localName` when it does not say where it comes
  /// from: the one of that type, whoever publishes it.
  public Optional<ProviderFactory> findByType(String localName) {
    return byAddress.entrySet().stream()
        .filter(e -> e.getKey().type().equals(localName))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// The schema of the provider that `address` means, loaded once.
  ///
  /// @throws IllegalArgumentException when there is none
  public ProviderSchema schema(ProviderAddress address) {
    ProviderFactory factory =
        find(address).orElseThrow(() -> new IllegalArgumentException("no provider " + address));
    return schemas.computeIfAbsent(factory.address(), _ -> factory.schema());
  }

  /// The addresses of all providers, without aliases.
  public Collection<ProviderAddress> addresses() {
    return byAddress.values().stream().map(ProviderFactory::address).distinct().sorted().toList();
  }
}

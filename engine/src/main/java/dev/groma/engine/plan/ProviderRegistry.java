package dev.groma.engine.plan;

import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The providers that are built in.
public final class ProviderRegistry {
  private final SortedMap<ProviderAddress, ProviderFactory> byAddress;
  private final Map<ProviderAddress, ProviderSchema> schemas;
  private final Adapter adapter;

  /// Makes a configured provider of a factory, so that another one can stand in front of the real
  /// one.
  @FunctionalInterface
  public interface Adapter {
    /// The real one.
    Adapter NONE = (_, real, configuration, context) -> real.configure(configuration, context);

    /// Configures the provider `address`.
    ///
    /// @param real what makes the real one
    ProviderFactory.ConfigureResult configure(
        ProviderConfigAddress address,
        ProviderFactory real,
        Value configuration,
        ProviderContext context);
  }

  /// A registry of `factories`, each under its address and its aliases.
  public ProviderRegistry(Collection<ProviderFactory> factories) {
    this(new TreeMap<>(), new ConcurrentHashMap<>(), Adapter.NONE);
    for (ProviderFactory factory : factories) {
      byAddress.put(factory.address(), factory);
      factory.aliases().forEach(alias -> byAddress.put(alias, factory));
    }
  }

  private ProviderRegistry(
      SortedMap<ProviderAddress, ProviderFactory> byAddress,
      Map<ProviderAddress, ProviderSchema> schemas,
      Adapter adapter) {
    this.byAddress = byAddress;
    this.schemas = schemas;
    this.adapter = adapter;
  }

  /// The same providers, configured by `other`.
  public ProviderRegistry adapted(Adapter other) {
    return new ProviderRegistry(byAddress, schemas, other);
  }

  /// The provider `address`, configured; nothing when it is not built in.
  Optional<ProviderFactory.ConfigureResult> configure(
      ProviderConfigAddress address, Value configuration, ProviderContext context) {
    return find(address.provider())
        .map(factory -> adapter.configure(address, factory, configuration, context));
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

package dev.groma.engine.plan;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.value.Value;
import java.util.Set;

/// A provider of tests, which is its own factory and the handler of its types. It takes any
/// configuration.
public interface TestProvider extends ProviderFactory, Provider, ResourceHandler {
  @Override
  default Set<ProviderAddress> aliases() {
    return Set.of();
  }

  @Override
  default Diagnostics validate(Value configuration) {
    return Diagnostics.NONE;
  }

  @Override
  default ConfigureResult configure(Value configuration, ProviderContext context) {
    return new ConfigureResult(this, Diagnostics.NONE);
  }

  @Override
  default ResourceHandler resource(String type) {
    return this;
  }

  @Override
  default DataSourceHandler dataSource(String type) {
    throw new IllegalArgumentException("no data source type " + type);
  }

  @Override
  default void stop() {}

  @Override
  default void close() {}
}

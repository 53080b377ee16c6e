package dev.groma.cli;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.EphemeralHandler;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.Collection;

/// Providers that check and plan as the real ones do, and call nobody: whatever would be read is
/// unknown.
final class OfflineProviders {
  private OfflineProviders() {}

  /// A registry of `factories`, offline.
  static ProviderRegistry of(Collection<ProviderFactory> factories) {
    return new ProviderRegistry(factories)
        .adapted((_, real, configuration, context) -> configure(real, configuration, context));
  }

  /// The real provider is configured with nothing known, so that it cannot call anybody.
  private static ProviderFactory.ConfigureResult configure(
      ProviderFactory real, Value configuration, ProviderContext context) {
    ProviderSchema schema = real.schema();
    Value unknown = Value.unknown(schema.provider().block().impliedType());
    Provider provider = real.configure(unknown, context).provider();
    return new ProviderFactory.ConfigureResult(
        new OfflineProvider(provider, schema), real.validate(configuration));
  }

  private record OfflineProvider(Provider real, ProviderSchema schema) implements Provider {
    @Override
    public ResourceHandler resource(String type) {
      return real.resource(type);
    }

    @Override
    public DataSourceHandler dataSource(String type) {
      Schema known = schema.dataSources().get(type);
      if (known == null) {
        throw new IllegalArgumentException("no data source " + type);
      }
      return new OfflineDataSource(real.dataSource(type), known);
    }

    @Override
    public EphemeralHandler ephemeral(String type) {
      Schema known = schema.ephemeralResources().get(type);
      if (known == null) {
        throw new IllegalArgumentException("no ephemeral resource " + type);
      }
      return new OfflineEphemeral(real.ephemeral(type), known);
    }

    @Override
    public void stop() {
      real.stop();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record OfflineEphemeral(EphemeralHandler real, Schema schema)
      implements EphemeralHandler {
    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public OpenResult open(Value configuration, CallContext context) {
      Value unknown = Value.unknown(schema.block().impliedType());
      return new OpenResult(unknown, "", null, Diagnostics.NONE);
    }
  }

  private record OfflineDataSource(DataSourceHandler real, Schema schema)
      implements DataSourceHandler {
    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public ReadResult read(Value configuration, CallContext context) {
      return new ReadResult(Value.unknown(schema.block().impliedType()), Diagnostics.NONE);
    }
  }
}

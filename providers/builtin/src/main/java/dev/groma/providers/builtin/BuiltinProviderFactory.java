package dev.groma.providers.builtin;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.Set;

/// The provider `terraform.io/builtin/terraform`, with the resource `terraform_data` and the data
/// source `terraform_remote_state`. It needs no configuration.
public final class BuiltinProviderFactory implements ProviderFactory {
  private static final ProviderSchema SCHEMA =
      ProviderSchema.of(
          new Schema(0, Block.EMPTY),
          Map.of(TerraformData.TYPE, TerraformData.SCHEMA),
          Map.of(RemoteState.TYPE, RemoteState.SCHEMA));

  /// Called by [java.util.ServiceLoader].
  public BuiltinProviderFactory() {}

  @Override
  public ProviderAddress address() {
    return ProviderAddress.BUILTIN;
  }

  @Override
  public Set<ProviderAddress> aliases() {
    return Set.of();
  }

  @Override
  public ProviderSchema schema() {
    return SCHEMA;
  }

  @Override
  public Diagnostics validate(Value configuration) {
    return Diagnostics.NONE;
  }

  @Override
  public ConfigureResult configure(Value configuration, ProviderContext context) {
    return new ConfigureResult(new Configured(context), Diagnostics.NONE);
  }

  private static final class Configured implements Provider {
    private final TerraformData data;

    private final ProviderContext context;

    private Configured(ProviderContext context) {
      this.context = context;
      data = new TerraformData(context.random());
    }

    @Override
    public ResourceHandler resource(String type) {
      if (!type.equals(TerraformData.TYPE)) {
        throw new IllegalArgumentException("no resource type " + type);
      }
      return data;
    }

    @Override
    public DataSourceHandler dataSource(String type) {
      if (!type.equals(RemoteState.TYPE)) {
        throw new IllegalArgumentException("no data source type " + type);
      }
      return new RemoteState(context);
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}

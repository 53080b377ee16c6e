package dev.groma.engine.testing;

import dev.groma.engine.config.TestFile;
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
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Providers of which some, or some objects of which, are not asked: what they would answer is made
/// up. Rules are checked and changes planned by the real ones all the same.
final class MockProviders {
  private final Map<ProviderAddress, TestFile.Mock> mocks;
  private final List<TestFile.Substitute> overrides;
  private final MockValues values;

  private MockProviders(
      Map<ProviderAddress, TestFile.Mock> mocks,
      List<TestFile.Substitute> overrides,
      RandomGenerator random) {
    this.mocks = mocks;
    this.overrides = overrides;
    this.values = new MockValues(random);
  }

  /// The providers of `real`, those of `mocks` mocked.
  ///
  /// @param overrides objects that are not asked for; of two about the same, the last one counts
  static ProviderRegistry of(
      ProviderRegistry real,
      Map<ProviderAddress, TestFile.Mock> mocks,
      List<TestFile.Substitute> overrides,
      RandomGenerator random) {
    if (mocks.isEmpty() && overrides.isEmpty()) {
      return real;
    }
    MockProviders all = new MockProviders(mocks, overrides, random);
    List<ProviderFactory> factories = new ArrayList<>();
    for (ProviderAddress address : real.addresses()) {
      real.find(address).ifPresent(factory -> factories.add(all.new Factory(factory)));
    }
    return new ProviderRegistry(factories);
  }

  /// The values that stand for the computed ones of an object; nothing when it is real.
  private Optional<Value.Obj> values(
      String address,
      TestFile.Substitute.Kind kind,
      String type,
      @Nullable SortedMap<String, Value> defaults) {
    for (TestFile.Substitute override : overrides.reversed()) {
      if (override.kind() == kind && Targets.covers(override.target(), address)) {
        return Optional.of(override.values());
      }
    }
    if (defaults == null) {
      return Optional.empty();
    }
    return Optional.of(defaults.get(type) instanceof Value.Obj object ? object : Value.Obj.EMPTY);
  }

  private final class Factory implements ProviderFactory {
    private final ProviderFactory real;

    private Factory(ProviderFactory real) {
      this.real = real;
    }

    @Override
    public ProviderAddress address() {
      return real.address();
    }

    @Override
    public Set<ProviderAddress> aliases() {
      return real.aliases();
    }

    @Override
    public ProviderSchema schema() {
      return real.schema();
    }

    @Override
    public Diagnostics validate(Value configuration) {
      return mocks.containsKey(real.address()) ? Diagnostics.NONE : real.validate(configuration);
    }

    /// A mocked provider is configured with nothing known, so that it cannot call anybody.
    @Override
    public ConfigureResult configure(Value configuration, ProviderContext context) {
      ProviderSchema schema = real.schema();
      TestFile.Mock mock = mocks.get(real.address());
      Value used =
          mock == null ? configuration : Value.unknown(schema.provider().block().impliedType());
      ConfigureResult result = real.configure(used, context);
      return new ConfigureResult(
          new Mocked(result.provider(), schema, mock),
          mock == null ? result.diagnostics() : Diagnostics.NONE);
    }
  }

  private final class Mocked implements Provider {
    private final Provider real;
    private final ProviderSchema schema;
    private final TestFile.@Nullable Mock mock;

    private Mocked(Provider real, ProviderSchema schema, TestFile.@Nullable Mock mock) {
      this.real = real;
      this.schema = schema;
      this.mock = mock;
    }

    @Override
    public ResourceHandler resource(String type) {
      Schema known = schema.resources().get(type);
      ResourceHandler handler = real.resource(type);
      return known == null ? handler : new MockedResource(handler, type, known, mock);
    }

    @Override
    public DataSourceHandler dataSource(String type) {
      Schema known = schema.dataSources().get(type);
      DataSourceHandler handler = real.dataSource(type);
      return known == null ? handler : new MockedData(handler, type, known, mock);
    }

    @Override
    public EphemeralHandler ephemeral(String type) {
      return real.ephemeral(type);
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

  private final class MockedResource implements ResourceHandler {
    private final ResourceHandler real;
    private final String type;
    private final Schema schema;
    private final TestFile.@Nullable Mock mock;

    private MockedResource(
        ResourceHandler real, String type, Schema schema, TestFile.@Nullable Mock mock) {
      this.real = real;
      this.type = type;
      this.schema = schema;
      this.mock = mock;
    }

    private Optional<Value.Obj> given(CallContext context) {
      return values(
          context.address(),
          TestFile.Substitute.Kind.RESOURCE,
          type,
          mock == null ? null : mock.resources());
    }

    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public ResourceHandler.ReadResult read(ReadRequest request, CallContext context) {
      return given(context).isPresent()
          ? new ResourceHandler.ReadResult(request.prior(), request.priv(), Diagnostics.NONE)
          : real.read(request, context);
    }

    @Override
    public PlanResult plan(PlanRequest request) {
      return real.plan(request);
    }

    @Override
    public ApplyResult apply(ApplyRequest request, CallContext context) {
      Optional<Value.Obj> given = given(context);
      if (given.isEmpty()) {
        return real.apply(request, context);
      }
      Value made = values.complete(request.planned(), schema.block(), given.get());
      return new ApplyResult(made, request.priv(), Diagnostics.NONE);
    }
  }

  private final class MockedData implements DataSourceHandler {
    private final DataSourceHandler real;
    private final String type;
    private final Schema schema;
    private final TestFile.@Nullable Mock mock;

    private MockedData(
        DataSourceHandler real, String type, Schema schema, TestFile.@Nullable Mock mock) {
      this.real = real;
      this.type = type;
      this.schema = schema;
      this.mock = mock;
    }

    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public DataSourceHandler.ReadResult read(Value configuration, CallContext context) {
      Optional<Value.Obj> given =
          values(
              context.address(),
              TestFile.Substitute.Kind.DATA,
              type,
              mock == null ? null : mock.data());
      return given.isEmpty()
          ? real.read(configuration, context)
          : new DataSourceHandler.ReadResult(
              values.read(configuration, schema.block(), given.get()), Diagnostics.NONE);
    }
  }
}

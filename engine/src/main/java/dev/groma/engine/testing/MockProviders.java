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
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Providers of which some, or some objects of which, are not asked: what they would answer is made
/// up. Rules are checked and changes planned by the real ones all the same.
final class MockProviders {
  private final Map<ProviderConfigAddress, TestFile.Mock> mocks;
  private final List<TestFile.Substitute> overrides;
  private final MockValues values;

  private MockProviders(
      Map<ProviderConfigAddress, TestFile.Mock> mocks,
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
      Map<ProviderConfigAddress, TestFile.Mock> mocks,
      List<TestFile.Substitute> overrides,
      RandomGenerator random) {
    if (mocks.isEmpty() && overrides.isEmpty()) {
      return real;
    }
    return real.adapted(new MockProviders(mocks, overrides, random)::configure);
  }

  /// The values that stand for the computed ones of an object; nothing when it is real.
  private Optional<TestFile.Given> given(
      String address,
      TestFile.Substitute.Kind kind,
      String type,
      @Nullable SortedMap<String, TestFile.Given> defaults) {
    for (TestFile.Substitute override : overrides.reversed()) {
      if (override.kind() == kind && Targets.covers(override.target(), address)) {
        return Optional.of(override.given());
      }
    }
    if (defaults == null) {
      return Optional.empty();
    }
    return Optional.of(defaults.getOrDefault(type, TestFile.Given.NONE));
  }

  /// A mocked provider is configured with nothing known, so that it cannot call anybody.
  private ProviderFactory.ConfigureResult configure(
      ProviderConfigAddress address,
      ProviderFactory real,
      Value configuration,
      ProviderContext context) {
    ProviderSchema schema = real.schema();
    int key = address.alias().indexOf('[');
    String alias = key < 0 ? address.alias() : address.alias().substring(0, key);
    TestFile.Mock mock =
        mocks.get(new ProviderConfigAddress(address.module(), real.address(), alias));
    Value used =
        mock == null ? configuration : Value.unknown(schema.provider().block().impliedType());
    ProviderFactory.ConfigureResult result = real.configure(used, context);
    return new ProviderFactory.ConfigureResult(
        new Mocked(result.provider(), schema, mock),
        mock == null ? result.diagnostics() : Diagnostics.NONE);
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
      Schema known = schema.ephemeralResources().get(type);
      EphemeralHandler handler = real.ephemeral(type);
      return known == null || mock == null ? handler : new MockedEphemeral(handler, known);
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

    private Optional<TestFile.Given> given(String address) {
      return MockProviders.this.given(
          address, TestFile.Substitute.Kind.RESOURCE, type, mock == null ? null : mock.resources());
    }

    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public ResourceHandler.ReadResult read(ReadRequest request, CallContext context) {
      return given(context.address()).isPresent()
          ? new ResourceHandler.ReadResult(request.prior(), request.priv(), Diagnostics.NONE)
          : real.read(request, context);
    }

    @Override
    public PlanResult plan(PlanRequest request) {
      PlanResult planned = real.plan(request);
      Value object = planned.planned();
      return given(request.address())
          .filter(given -> given.whilePlanning())
          .flatMap(given ->
              Optional.ofNullable(object)
                  .map(value ->
                      new PlanResult(
                          values.known(value, schema.block(), given.values()),
                          planned.requiresReplace(),
                          planned.priv(),
                          planned.diagnostics())))
          .orElse(planned);
    }

    @Override
    public ApplyResult apply(ApplyRequest request, CallContext context) {
      Optional<TestFile.Given> given = given(context.address());
      if (given.isEmpty()) {
        return real.apply(request, context);
      }
      Value made = values.complete(request.planned(), schema.block(), given.get().values());
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
      Optional<TestFile.Given> given =
          MockProviders.this.given(
              context.address(),
              TestFile.Substitute.Kind.DATA,
              type,
              mock == null ? null : mock.data());
      return given.isEmpty()
          ? real.read(configuration, context)
          : new DataSourceHandler.ReadResult(
              values.read(configuration, schema.block(), given.get().values()), Diagnostics.NONE);
    }
  }

  private final class MockedEphemeral implements EphemeralHandler {
    private final EphemeralHandler real;
    private final Schema schema;

    private MockedEphemeral(EphemeralHandler real, Schema schema) {
      this.real = real;
      this.schema = schema;
    }

    @Override
    public Diagnostics validate(Value configuration) {
      return real.validate(configuration);
    }

    @Override
    public OpenResult open(Value configuration, CallContext context) {
      return new OpenResult(
          values.read(configuration, schema.block(), Value.Obj.EMPTY), "", null, Diagnostics.NONE);
    }
  }
}

package dev.groma.testkit;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A cloud on this machine, with a provider that calls it. Both live by one clock, which only
/// waiting moves on, so that nothing really waits.
///
/// The emulator has to be on the class path.
public abstract class LocalCloud implements AutoCloseable {
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = new StandingClock();
  private final String name;
  private final CloudEmulator.Running running;
  private final ProviderFactory factory;
  private final Provider provider;

  /// The cloud `name`.
  ///
  /// @param maker makes the factory, given what lets time pass
  /// @param seed what exists beforehand, or null
  /// @param faults what goes wrong on purpose
  protected LocalCloud(
      String name,
      Function<Consumer<Duration>, ProviderFactory> maker,
      @Nullable Path seed,
      List<String> faults) {
    this.name = name;
    this.factory = maker.apply(this::pass);
    this.running =
        ServiceLoader.load(CloudEmulator.class)
            .findFirst()
            .orElseThrow()
            .start(
                new CloudEmulator.Options(
                    0,
                    null,
                    null,
                    seed,
                    null,
                    Duration.ofSeconds(5),
                    faults,
                    clock,
                    new Random(7)));
    this.provider = provider(Map.of());
  }

  /// A `provider` block with these arguments.
  public final Value configuration(Map<String, ? extends Value> arguments) {
    return Lifecycle.complete(factory.schema().provider().block(), Value.object(arguments));
  }

  /// What a provider is configured with besides its block.
  public final ProviderContext context(Map<String, String> environment) {
    String url = Objects.requireNonNull(running.endpoints().get(name));
    return new ProviderContext(
        environment::get,
        clock,
        new Random(8),
        new TreeMap<>(
            Map.of(
                name, new ProviderContext.Endpoint(url, running.accessKey(), running.secretKey()))),
        "test",
        Path.of("."));
  }

  /// A provider with these arguments and that environment.
  public final ProviderFactory.ConfigureResult configure(
      Map<String, ? extends Value> arguments, Map<String, String> environment) {
    return factory.configure(configuration(arguments), context(environment));
  }

  /// A provider with these arguments, which must be right.
  public final Provider provider(Map<String, ? extends Value> arguments) {
    ProviderFactory.ConfigureResult result = configure(arguments, Map.of());
    if (result.diagnostics().hasErrors()) {
      throw new AssertionError(result.diagnostics());
    }
    return result.provider();
  }

  /// A provider without arguments.
  public final Provider provider() {
    return provider;
  }

  /// The schema of a resource type.
  public final Schema schema(String type) {
    return Objects.requireNonNull(factory.schema().resources().get(type));
  }

  /// The schema of a data source type.
  public final Schema dataSchema(String type) {
    return Objects.requireNonNull(factory.schema().dataSources().get(type));
  }

  /// Lets time pass.
  public final void pass(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  @Override
  public final void close() {
    provider.close();
    running.close();
  }

  private final class StandingClock extends Clock implements InstantSource {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return time.get();
    }
  }
}

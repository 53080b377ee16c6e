package dev.groma.providers.alicloud;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.emulator.LocalClouds;
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
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// Alibaba's cloud on this machine, with a provider that calls it. Both live by one clock, which
/// only sleeping moves on, so that nothing really waits.
final class LocalAlicloud implements AutoCloseable {
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = new StandingClock();
  private final CloudEmulator.Running running;
  private final AlicloudFactory factory = new AlicloudFactory(this::sleep);
  private final Provider provider;

  LocalAlicloud() {
    this(Duration.ofSeconds(5), List.of());
  }

  /// A cloud whose changes of state take `latency`.
  LocalAlicloud(Duration latency, List<String> faults) {
    running =
        new LocalClouds()
            .start(
                new CloudEmulator.Options(
                    0, null, null, null, null, latency, faults, clock, new Random(7)));
    provider = provider(Map.of());
  }

  /// A provider that is configured with these arguments.
  Provider provider(Map<String, String> arguments) {
    ProviderFactory.ConfigureResult result =
        factory.configure(configuration(arguments), context(Map.of()));
    if (result.diagnostics().hasErrors()) {
      throw new AssertionError(result.diagnostics());
    }
    return result.provider();
  }

  ProviderContext context(Map<String, String> environment) {
    String url = java.util.Objects.requireNonNull(running.endpoints().get("alicloud"));
    return new ProviderContext(
        environment::get,
        clock,
        new Random(8),
        new TreeMap<>(
            Map.of(
                "alicloud",
                new ProviderContext.Endpoint(url, running.accessKey(), running.secretKey()))),
        "test",
        Path.of("."));
  }

  /// Where the cloud is.
  String url() {
    return java.util.Objects.requireNonNull(running.endpoints().get("alicloud"));
  }

  /// A context without the emulator in it: what is configured has to lead there.
  ProviderContext bare(Map<String, String> environment) {
    return new ProviderContext(
        environment::get, clock, new Random(9), new TreeMap<>(), "test", Path.of("."));
  }

  /// The keys that the cloud takes.
  Map<String, String> keys() {
    return Map.of("access_key", running.accessKey(), "secret_key", running.secretKey());
  }

  static Value configuration(Map<String, String> arguments) {
    Map<String, Value> all = new TreeMap<>();
    CloudSettings.schema(AlicloudFactory.PROFILE)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    arguments.forEach((name, text) -> all.put(name, Value.of(text)));
    return Value.object(all);
  }

  /// A provider under the name of Apsara Stack.
  Provider stack() {
    return new ApsaraStackFactory(this::sleep)
        .configure(configuration(Map.of("region", "cn-hangzhou")), context(Map.of()))
        .provider();
  }

  Schema stackSchema(String type) {
    return java.util.Objects.requireNonNull(
        new ApsaraStackFactory().schema().resources().get(type));
  }

  Provider provider() {
    return provider;
  }

  Schema schema(String type) {
    return java.util.Objects.requireNonNull(factory.schema().resources().get(type));
  }

  Schema dataSchema(String type) {
    return java.util.Objects.requireNonNull(factory.schema().dataSources().get(type));
  }

  void sleep(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  @Override
  public void close() {
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

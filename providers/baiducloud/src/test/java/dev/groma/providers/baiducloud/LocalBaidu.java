package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.emulator.LocalClouds;
import dev.groma.providers.spi.CloudEmulator;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Baidu's cloud on this machine, with a provider that calls it. Both live by one clock, which only
/// sleeping moves on, so that nothing really waits.
final class LocalBaidu implements AutoCloseable {
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = new StandingClock();
  private final CloudEmulator.Running running;
  private final BaiduCloudFactory factory = new BaiduCloudFactory(this::sleep);
  private final Provider provider;

  LocalBaidu() {
    this(List.of());
  }

  LocalBaidu(List<String> faults) {
    this(null, faults);
  }

  LocalBaidu(@Nullable Path seed, List<String> faults) {
    running =
        new LocalClouds()
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
    provider = configure(Map.of()).provider();
  }

  ProviderFactory.ConfigureResult configure(Map<String, String> environment) {
    String url = Objects.requireNonNull(running.endpoints().get("baiducloud"));
    ProviderContext context =
        new ProviderContext(
            environment::get,
            clock,
            new Random(8),
            new TreeMap<>(
                Map.of(
                    "baiducloud",
                    new ProviderContext.Endpoint(url, running.accessKey(), running.secretKey()))),
            "test",
            Path.of("."));
    return factory.configure(configuration(Map.of()), context);
  }

  static Value configuration(Map<String, String> arguments) {
    Map<String, Value> all = new TreeMap<>();
    CloudSettings.schema(BaiduCloudFactory.PROFILE)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    arguments.forEach((name, text) -> all.put(name, Value.of(text)));
    return Value.object(all);
  }

  BaiduCloudFactory factory() {
    return factory;
  }

  Provider provider() {
    return provider;
  }

  void pass(Duration duration) {
    sleep(duration);
  }

  private void sleep(Duration duration) {
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

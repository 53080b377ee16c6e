package dev.groma.providers.huaweicloud;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Huawei Cloud on this machine, with a provider that calls it. Both live by one clock, which only
/// sleeping moves on, so that nothing really waits.
final class LocalHuawei implements AutoCloseable {
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = new StandingClock();
  private final CloudEmulator.Running running;
  private final HuaweiCloudFactory factory = new HuaweiCloudFactory(this::sleep);
  private final Provider provider;
  private final List<Provider> others = new ArrayList<>();

  LocalHuawei() {
    this(null, List.of());
  }

  LocalHuawei(@Nullable Path seed, List<String> faults) {
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
    provider = provider(Map.of());
  }

  /// A provider that is configured with these arguments.
  Provider provider(Map<String, String> arguments) {
    Map<String, Value> values = new TreeMap<>();
    arguments.forEach((name, text) -> values.put(name, Value.of(text)));
    return configured(values);
  }

  /// A provider that is configured with these arguments, of any type.
  Provider configured(Map<String, Value> arguments) {
    ProviderFactory.ConfigureResult result =
        factory.configure(configuration(arguments), context(Map.of()));
    if (result.diagnostics().hasErrors()) {
      throw new AssertionError(result.diagnostics());
    }
    others.add(result.provider());
    return result.provider();
  }

  /// The key that the cloud takes; it is the name of an IAM user and an account, too.
  String accessKey() {
    return running.accessKey();
  }

  /// Its secret, which is the password, too.
  String secretKey() {
    return running.secretKey();
  }

  /// Where the cloud is.
  String url() {
    return Objects.requireNonNull(running.endpoints().get("huaweicloud"));
  }

  HuaweiCloudFactory factory() {
    return factory;
  }

  Instant now() {
    return time.get();
  }

  ProviderContext context(Map<String, String> environment) {
    String url = Objects.requireNonNull(running.endpoints().get("huaweicloud"));
    return new ProviderContext(
        environment::get,
        clock,
        new Random(8),
        new TreeMap<>(
            Map.of(
                "huaweicloud",
                new ProviderContext.Endpoint(url, running.accessKey(), running.secretKey()))),
        "test",
        Path.of("."));
  }

  static Value configuration(Map<String, Value> arguments) {
    Map<String, Value> all = new TreeMap<>();
    CloudSettings.schema(HuaweiCloudFactory.PROFILE)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.putAll(arguments);
    return Value.object(all);
  }

  Provider provider() {
    return provider;
  }

  Schema schema(String type) {
    return Objects.requireNonNull(factory.schema().resources().get(type));
  }

  Schema dataSchema(String type) {
    return Objects.requireNonNull(factory.schema().dataSources().get(type));
  }

  void sleep(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  @Override
  public void close() {
    others.forEach(Provider::close);
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

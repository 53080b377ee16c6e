package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.spi.CloudEmulator;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCloudsTest {
  private static CloudEmulator found() {
    return ServiceLoader.load(CloudEmulator.class).findFirst().orElseThrow();
  }

  private static CloudEmulator.Options options(
      @Nullable String key, @Nullable Path seed, String... faults) {
    return new CloudEmulator.Options(
        0,
        key,
        key,
        seed,
        null,
        Duration.ZERO,
        List.of(faults),
        Clock.systemUTC(),
        new SplittableRandom(1));
  }

  @Test
  void theServiceIsFoundAndRuns() {
    try (var running = found().start(options("k", null))) {
      assertThat(running.endpoints())
          .containsOnlyKeys("alicloud", "baiducloud", "huaweicloud", "ksyun");
      assertThat(running.regions())
          .containsOnlyKeys("alicloud", "baiducloud", "huaweicloud", "ksyun");
      assertThat(running.accessKey() + running.secretKey()).isEqualTo("kk");
    }
    try (var running = found().start(options(null, null))) {
      assertThat(running.accessKey()).hasSize(32);
    }
  }

  @Test
  void mistakesAndFailuresAreToldApart(@TempDir Path folder) {
    assertThatThrownBy(() -> found().start(options(null, null, "x")).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The fault \"x\"");
    assertThatThrownBy(() -> found().start(options(null, folder)).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("-seed-file");
  }
}

package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// How long the tenth of ten requests at once has to wait.
  private static Duration tenth(Pace pace, Instant now) {
    Duration last = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      last = pace.next(now);
    }
    return last;
  }

  @Test
  void itStartsFastHalvesWhenTheServiceComplainsAndRecovers() {
    Pace pace = new Pace(100);
    assertThat(tenth(pace, NOW)).isEqualTo(Duration.ofMillis(90));
    pace.slower();
    pace.slower();
    Instant later = NOW.plusSeconds(60);
    assertThat(tenth(pace, later)).isEqualTo(Duration.ofMillis(360));
    for (int i = 0; i < 100; i++) {
      pace.faster();
    }
    assertThat(tenth(pace, later.plusSeconds(60))).isEqualTo(Duration.ofMillis(90));
  }

  @Test
  void aClockThatIsSetBackMakesNobodyWaitForTheTimeThatItShowed() {
    Pace pace = new Pace(100);
    assertThat(tenth(pace, NOW.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofMillis(90));
    assertThat(pace.next(NOW)).isEqualTo(Duration.ofMillis(100));
    assertThat(pace.next(NOW)).isEqualTo(Duration.ofMillis(110));
  }

  @Test
  void itNeverStops() {
    Pace pace = new Pace(1);
    for (int i = 0; i < 50; i++) {
      pace.slower();
    }
    assertThat(tenth(pace, NOW)).isEqualTo(Duration.ofSeconds(36));
  }
}

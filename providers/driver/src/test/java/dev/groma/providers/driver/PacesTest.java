package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What calls by one account shares.
final class PacesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whoeverCallsAHostWaitsForTheOthers() {
    Paces paces = new Paces();
    assertThat(paces.of("a", 10).next(NOW)).isZero();
    assertThat(paces.of("a", 10).next(NOW)).isEqualTo(Duration.ofMillis(100));
    assertThat(paces.of("b", 10).next(NOW)).isZero();
  }

  @Test
  void theLeastRateHolds() {
    Paces paces = new Paces();
    paces.of("a", 100).next(NOW);
    paces.of("a", 2).next(NOW);
    assertThat(paces.of("a", 100).next(NOW)).isEqualTo(Duration.ofMillis(510));
    paces.of("a", 100).faster();
    paces.of("a", 100).next(NOW);
    assertThat(paces.of("a", 100).next(NOW.plusSeconds(10))).isZero();
    assertThat(paces.of("a", 100).next(NOW.plusSeconds(10))).isEqualTo(Duration.ofMillis(500));
  }
}

package dev.groma.providers.driver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// How far the clock of a service is ahead of the one of this machine, as far as that is known.
final class Skew {
  private static final Duration TOLERABLE = Duration.ofMinutes(1);

  private final AtomicReference<Duration> correction = new AtomicReference<>(Duration.ZERO);

  /// What is to be added to the time of this machine.
  Duration correction() {
    return correction.get();
  }

  /// Learns from the header `Date` of an answer. Gives what is to be added when that is new: the
  /// clocks differ by more than a minute, corrected as it was.
  Optional<Duration> learn(String date, Instant now) {
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration off = Duration.between(now, theirs);
      if (off.minus(correction.get()).abs().compareTo(TOLERABLE) < 0) {
        return Optional.empty();
      }
      correction.set(off);
      return Optional.of(off);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}

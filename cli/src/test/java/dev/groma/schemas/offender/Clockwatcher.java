package dev.groma.schemas.offender;

import java.time.Instant;

/// Reads the default clock.
public final class Clockwatcher {
  public Instant look() {
    return Instant.now();
  }
}

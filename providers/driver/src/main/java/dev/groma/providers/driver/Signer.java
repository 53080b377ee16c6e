package dev.groma.providers.driver;

import java.time.Instant;
import java.util.Optional;

/// Proves who sends a request.
public interface Signer {
  /// `request` with what proves it at the time `now`. Called anew for every attempt.
  Request sign(Request request, Instant now);

  /// What has to be fetched before a request can be signed at `now`; nothing while what is there is
  /// good. Asked before every attempt.
  default Optional<Errand> errand(Instant now) {
    return Optional.empty();
  }

  /// Forgets what an errand fetched, because the service denies it at `now`; false when another
  /// errand would bring nothing better.
  default boolean forget(Instant now) {
    return false;
  }
}

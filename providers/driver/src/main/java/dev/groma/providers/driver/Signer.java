package dev.groma.providers.driver;

import java.time.Instant;

/// Proves who sends a request.
public interface Signer {
  /// `request` with what proves it at the time `now`. Called anew for every attempt.
  Request sign(Request request, Instant now);
}

package dev.groma.providers.driver;

import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way to a cloud, or the reason why there is none yet.
///
/// @param session what to call with; null while the configuration of the provider is not known
/// @param missing what to say to a call then
/// @param hooks what specs cannot say, by type
record Access(@Nullable Session session, Diagnostics missing, Map<String, Hook> hooks) {
  static Access to(Session session, Map<String, Hook> hooks) {
    return new Access(session, Diagnostics.NONE, hooks);
  }

  static Access none(Diagnostic why, Map<String, Hook> hooks) {
    return new Access(null, Diagnostics.of(why), hooks);
  }

  SortedMap<String, Value> context() {
    return session == null ? new TreeMap<>() : session.context();
  }

  /// What the spec of `type` cannot say.
  Hook hook(String type) {
    return hooks.getOrDefault(type, Hook.NONE);
  }

  /// The time, where it is known.
  Optional<Instant> now() {
    return Optional.ofNullable(session).map(known -> known.timing().now());
  }
}

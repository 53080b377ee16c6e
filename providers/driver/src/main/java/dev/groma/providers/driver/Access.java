package dev.groma.providers.driver;

import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way to a cloud, or the reason why there is none yet.
///
/// @param session what to call with; null while the configuration of the provider is not known
/// @param missing what to say to a call then
record Access(@Nullable Session session, Diagnostics missing) {
  static Access to(Session session) {
    return new Access(session, Diagnostics.NONE);
  }

  static Access none(Diagnostic why) {
    return new Access(null, Diagnostics.of(why));
  }

  SortedMap<String, Value> context() {
    return session == null ? new TreeMap<>() : session.context();
  }
}

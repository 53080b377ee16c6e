package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/// One data source type of a configured provider.
public interface DataSourceHandler {
  /// Checks a configuration; parts may be unknown. Must not do I/O.
  Diagnostics validate(Value configuration);

  /// Reads. The configuration is wholly known.
  ReadResult read(Value configuration, CallContext context);

  /// The outcome of [#read].
  ///
  /// @param value the configuration with everything computed filled in; null when the diagnostics
  ///   hold an error
  /// @param diagnostics what the user should know
  record ReadResult(@Nullable Value value, Diagnostics diagnostics) {}
}

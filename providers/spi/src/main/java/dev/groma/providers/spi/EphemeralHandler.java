package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One ephemeral resource type of a configured provider: something that is opened for the time of a
/// run, such as a token or a tunnel, and of which nothing is recorded.
///
/// Each phase of a run opens its own: planning one and apply another. Values carry no marks.
public interface EphemeralHandler {
  /// Checks a configuration; parts may be unknown. Must not do I/O.
  Diagnostics validate(Value configuration);

  /// Opens the object that a configuration, wholly known, describes.
  OpenResult open(Value configuration, CallContext context);

  /// Keeps an open object usable beyond the time that [OpenResult#renewAt] named.
  ///
  /// @param priv what [#open] or the last renewal asked to remember
  default RenewResult renew(String priv, CallContext context) {
    return new RenewResult(priv, null, Diagnostics.NONE);
  }

  /// Gives an open object up.
  ///
  /// @param priv what [#open] or the last renewal asked to remember
  default Diagnostics close(String priv, CallContext context) {
    return Diagnostics.NONE;
  }

  /// What [#open] answers.
  ///
  /// @param value the object; Java null when there are errors
  /// @param priv what to give to [#renew] and [#close]
  /// @param renewAt when it has to be renewed, or null when it need not be
  /// @param diagnostics what the user should know
  record OpenResult(
      @Nullable Value value, String priv, @Nullable Instant renewAt, Diagnostics diagnostics) {}

  /// What [#renew] answers.
  ///
  /// @param priv what to give to the next call
  /// @param renewAt when it has to be renewed again, or null
  /// @param diagnostics what the user should know
  record RenewResult(String priv, @Nullable Instant renewAt, Diagnostics diagnostics) {}
}

package dev.groma.state.crypto;

import dev.groma.schemas.diag.Diagnostic;
import java.util.Optional;
import java.util.function.Consumer;

/// Knows how the states of other configurations are encrypted that this one reads.
@FunctionalInterface
public interface RemoteEncryption {
  /// How the state is encrypted that the data source at `address` reads; nothing after an error,
  /// which `diagnostics` takes. May be called by several threads.
  Optional<Encryption> of(String address, Consumer<Diagnostic> diagnostics);
}

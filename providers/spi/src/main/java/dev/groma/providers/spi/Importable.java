package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import java.util.Optional;

/// The capability to take over an object that exists already.
public interface Importable {
  /// The object with the import id `id`, as far as it is known without reading:
  /// [ResourceHandler#read] fills in the rest. `value` is Java null when the id has not the right
  /// form.
  ResourceHandler.ReadResult importState(String id, CallContext context);

  /// The import id of `object`, an object of this type; nothing when a part of it is missing.
  Optional<String> importId(Value object);
}

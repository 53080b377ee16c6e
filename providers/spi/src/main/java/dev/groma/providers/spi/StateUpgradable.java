package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;

/// The capability to bring an object stored by an older version of the schema into the current
/// shape.
public interface StateUpgradable {
  /// The object `stored`, written when the schema had `version`, in today's shape. `stored` is an
  /// object with the attributes of that time.
  ResourceHandler.ReadResult upgrade(int version, Value stored);
}

package dev.groma.providers.emulator.cloud;

import java.util.Optional;

/// The keys that requests may be signed with.
@FunctionalInterface
public interface Keys {
  /// The key with this access key, expired or not.
  Optional<Key> find(String accessKey);
}

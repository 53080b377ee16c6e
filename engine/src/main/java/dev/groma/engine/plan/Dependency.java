package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;

/// Something that was looked at while an expression was evaluated.
public sealed interface Dependency {
  /// One instance.
  record OnInstance(InstanceAddress address) implements Dependency {}

  /// A resource with all its instances.
  record OnResource(ResourceAddress address) implements Dependency {}

  /// A value that is computed from others, by a name that is unique in the configuration:
  /// `local.a`, `provider.x`.
  record OnValue(String name) implements Dependency {}
}

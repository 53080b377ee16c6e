package dev.groma.engine.render;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import org.jspecify.annotations.Nullable;

/// The schemas of resource types, by which the objects of a state are read.
@FunctionalInterface
public interface Schemas {
  /// The schema of `type`, or null when the provider or the type is not known; then objects are shown as far as they
  /// can be read without.
  @Nullable Schema find(ProviderAddress provider, ResourceMode mode, String type);

  /// The schemas of the providers in `registry`.
  static Schemas of(ProviderRegistry registry) {
    return (provider, mode, type) -> {
      if (registry.find(provider).isEmpty()) {
        return null;
      }
      ProviderSchema schema = registry.schema(provider);
      return switch (mode) {
        case MANAGED -> schema.resources().get(type);
        case DATA -> schema.dataSources().get(type);
      };
    };
  }

  /// `object` with its sensitive parts marked, those that its schema says too.
  default Value marked(InstanceAddress address, Instance instance, StateObject object) {
    Schema schema = find(instance, address);
    return schema == null
        ? object.untyped()
        : schema.block().markSensitive(object.value(schema.block().impliedType()));
  }

  /// The schema of the objects of `instance`, or null when it is not known or they were stored by an older version of it.
  default @Nullable Schema find(Instance instance, InstanceAddress address) {
    return find(
        instance.provider().provider(), address.resource().mode(), address.resource().type());
  }
}

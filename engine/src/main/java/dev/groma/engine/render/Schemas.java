package dev.groma.engine.render;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import dev.groma.state.json.MismatchException;
import org.jspecify.annotations.Nullable;

/// The schemas of resource types, by which the objects of a state are read.
@FunctionalInterface
public interface Schemas {
  /// The schema of `type`, or null when the provider or the type is not known.
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
        case EPHEMERAL -> schema.ephemeralResources().get(type);
      };
    };
  }

  /// `object` with its sensitive parts marked, those that its schema says too. Where it cannot be
  /// read by a schema nobody knows what in it is secret, so all of it is marked.
  default Value marked(InstanceAddress address, Instance instance, StateObject object) {
    Schema schema = find(instance, address);
    if (schema != null) {
      try {
        return schema.block().markSensitive(object.value(schema.block().impliedType()));
      } catch (MismatchException _) {
        // Stored for an older version of the schema.
      }
    }
    return object.untyped().mark(Mark.SENSITIVE);
  }

  /// The schema of the objects of `instance`, or null when it is not known.
  default @Nullable Schema find(Instance instance, InstanceAddress address) {
    return find(
        instance.provider().provider(), address.resource().mode(), address.resource().type());
  }
}

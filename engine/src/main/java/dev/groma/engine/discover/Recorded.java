package dev.groma.engine.discover;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.List;

/// An object that a state records, or that a configuration is about to import.
///
/// @param origin where that is: the name of a state or of a directory
/// @param address its address there
/// @param type its type without the name of the provider, since several providers may call one
///   cloud
/// @param attributes its attributes; a null value when only `id` is known
/// @param id the import id, where it is known; empty otherwise
public record Recorded(
    String origin, InstanceAddress address, String type, Value attributes, String id) {
  /// The objects of `state`, deposed ones too.
  public static List<Recorded> of(State state, String origin) {
    List<Recorded> all = new ArrayList<>();
    state
        .instances()
        .forEach((address, instance) -> {
          if (address.resource().mode() == ResourceMode.MANAGED) {
            objects(instance)
                .forEach(object ->
                    all.add(
                        new Recorded(
                            origin,
                            address,
                            kind(address.resource().type()),
                            object.attributes().decodeUntyped(),
                            "")));
          }
        });
    return all;
  }

  private static List<StateObject> objects(Instance instance) {
    List<StateObject> all = new ArrayList<>(instance.deposed().values());
    if (instance.current() != null) {
      all.add(instance.current());
    }
    return all;
  }

  /// `type` without the name of the provider.
  public static String kind(String type) {
    return type.substring(type.indexOf('_') + 1);
  }
}

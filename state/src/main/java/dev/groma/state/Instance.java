package dev.groma.state;

import dev.groma.schemas.address.ProviderConfigAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is recorded of one resource instance.
///
/// @param provider the provider configuration that its objects belong to
/// @param current the object that the address stands for, or null when only deposed ones are left
/// @param deposed objects that were replaced and are not deleted yet, by their key of eight
///   hexadecimal digits
public record Instance(
    ProviderConfigAddress provider,
    @Nullable StateObject current,
    SortedMap<String, StateObject> deposed) {
  /// Copies the map.
  public Instance {
    deposed =
        deposed.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(deposed));
  }

  /// An instance with the object `current` alone.
  public static Instance of(ProviderConfigAddress provider, StateObject current) {
    return new Instance(provider, current, Collections.emptySortedMap());
  }

  /// True when no object is left, so that the address need not be recorded.
  public boolean isEmpty() {
    return current == null && deposed.isEmpty();
  }

  /// This instance with the object `other` as the current one, or with none.
  public Instance withCurrent(@Nullable StateObject other) {
    return new Instance(provider, other, deposed);
  }

  /// This instance with the deposed object `key`, or without it when `object` is null.
  public Instance withDeposed(String key, @Nullable StateObject object) {
    SortedMap<String, StateObject> changed = new TreeMap<>(deposed);
    if (object == null) {
      changed.remove(key);
    } else {
      changed.put(key, object);
    }
    return new Instance(provider, current, changed);
  }

  /// This instance with its current object made a deposed one.
  ///
  /// @throws IllegalStateException when there is no current object
  public Instance depose(String key) {
    if (current == null) {
      throw new IllegalStateException("no current object to depose");
    }
    return withDeposed(key, current).withCurrent(null);
  }
}

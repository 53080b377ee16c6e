package dev.groma.providers.spi;

import dev.groma.schemas.schema.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a provider can be configured with and which types it has.
///
/// @param provider the arguments of a `provider` block
/// @param resources managed resource types by name
/// @param dataSources data source types by name
/// @param ephemeralResources ephemeral resource types by name
public record ProviderSchema(
    Schema provider,
    SortedMap<String, Schema> resources,
    SortedMap<String, Schema> dataSources,
    SortedMap<String, Schema> ephemeralResources) {
  /// Copies the maps.
  public ProviderSchema {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    dataSources = Collections.unmodifiableSortedMap(new TreeMap<>(dataSources));
    ephemeralResources = Collections.unmodifiableSortedMap(new TreeMap<>(ephemeralResources));
  }

  /// A schema of these parts.
  public static ProviderSchema of(
      Schema provider, Map<String, Schema> resources, Map<String, Schema> dataSources) {
    return new ProviderSchema(
        provider, new TreeMap<>(resources), new TreeMap<>(dataSources), new TreeMap<>());
  }

  /// The same with the ephemeral resource types `types`.
  public ProviderSchema withEphemeral(Map<String, Schema> types) {
    return new ProviderSchema(provider, resources, dataSources, new TreeMap<>(types));
  }
}

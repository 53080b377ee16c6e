package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cloud, ready to be called: what [SpecProvider] needs besides the specs.
///
/// @param title what messages call it
/// @param endpoints where each service is, by the `service` of the specs
/// @param signer signs the requests
/// @param errors what its errors mean
/// @param context what specs may refer to, by names such as `provider.region`
/// @param userAgent the header `User-Agent`
/// @param proxy the HTTP proxy, or null
public record Cloud(
    String title,
    SortedMap<String, URI> endpoints,
    Signer signer,
    ErrorTable errors,
    SortedMap<String, Value> context,
    String userAgent,
    @Nullable URI proxy) {
  /// Copies the maps.
  public Cloud {
    endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
    context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
  }

  /// Its title: the rest may hold secrets.
  @Override
  public String toString() {
    return title;
  }
}

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
/// @param services how each service is called, by the `service` of the specs
/// @param signer signs the requests
/// @param errors what its errors mean
/// @param context what specs may refer to, by names such as `provider.region`
/// @param userAgent the header `User-Agent`
/// @param trialParameter the parameter that has a call checked without its effect, or null
/// @param network how its services are reached
public record Cloud(
    String title,
    SortedMap<String, Service> services,
    Signer signer,
    ErrorTable errors,
    SortedMap<String, Value> context,
    String userAgent,
    @Nullable String trialParameter,
    Network network) {
  /// A service of a cloud.
  ///
  /// @param endpoint where it is
  /// @param parameters what every call of an action has, such as `Version`
  public record Service(URI endpoint, SortedMap<String, String> parameters) {
    /// Copies the map.
    public Service {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
  }

  /// Copies the maps.
  public Cloud {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
  }

  /// Its title: the rest may hold secrets.
  @Override
  public String toString() {
    return title;
  }
}

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
  /// @param endpoint where it is; its path is that of every action
  /// @param parameters what every call of an action has, such as `Version`
  /// @param headers what every call has, by name in lower case
  /// @param instanceHeader the header that names the object which a call is about, by the first
  ///   attribute of its identity; null for none
  /// @param posts true when every action is a POST
  public record Service(
      URI endpoint,
      SortedMap<String, String> parameters,
      SortedMap<String, String> headers,
      @Nullable String instanceHeader,
      boolean posts) {
    /// Copies the maps.
    public Service {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
      headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /// A service that is called as the specs say.
    public Service(URI endpoint, SortedMap<String, String> parameters) {
      this(endpoint, parameters, Collections.emptySortedMap(), null, false);
    }

    /// The path of every action.
    String actionPath() {
      String path = endpoint.getRawPath();
      return path == null || path.isEmpty() ? "/" : path;
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

package dev.groma.providers.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a provider may use of the world.
///
/// @param environment the value of an environment variable, or null
/// @param clock the time
/// @param random for ids, nonces and jitter
/// @param endpoints where each cloud is instead of its usual place, by provider type; the emulator
///   sets them
/// @param version the version of Groma, for the user agent
/// @param workingDirectory what relative paths in configurations start from
/// @param services what providers that are built in may ask for besides, by its type
public record ProviderContext(
    UnaryOperator<@Nullable String> environment,
    Clock clock,
    RandomGenerator random,
    SortedMap<String, Endpoint> endpoints,
    String version,
    Path workingDirectory,
    Map<Class<?>, Object> services) {
  /// Copies the map.
  public ProviderContext {
    services = Map.copyOf(services);
  }

  /// A context without services.
  public ProviderContext(
      UnaryOperator<@Nullable String> environment,
      Clock clock,
      RandomGenerator random,
      SortedMap<String, Endpoint> endpoints,
      String version,
      Path workingDirectory) {
    this(environment, clock, random, endpoints, version, workingDirectory, Map.of());
  }

  /// The same with a service.
  public <T> ProviderContext with(Class<T> type, T service) {
    Map<Class<?>, Object> more = new HashMap<>(services);
    more.put(type, service);
    return new ProviderContext(
        environment, clock, random, endpoints, version, workingDirectory, more);
  }

  /// The service of this type, if there is one.
  public <T> Optional<T> service(Class<T> type) {
    return Optional.ofNullable(services.get(type)).map(type::cast);
  }

  /// A place that answers for a cloud, with the keys that it takes.
  ///
  /// @param url the base URL
  /// @param accessKey the access key to use when the configuration and the environment have none
  /// @param secretKey its secret
  public record Endpoint(String url, String accessKey, String secretKey) {
    @Override
    public String toString() {
      return url;
    }
  }

  /// The value of the first of the environment variables `names` that is set and not empty.
  public Optional<String> variable(String... names) {
    for (String name : names) {
      String value = environment.apply(name);
      if (value != null && !value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}

package dev.groma.providers.driver;

import dev.groma.schemas.address.ProviderAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What tells one cloud from another, as data. A [CloudFactory] makes a provider of it.
///
/// @param name the local name of the provider, such as `baiducloud`
/// @param title what messages call the cloud
/// @param address the address that states written by Groma name it by
/// @param aliases other addresses that mean it
/// @param variables the beginning of its environment variables, such as `BAIDUCLOUD`
/// @param tokenArgument the argument that takes the token of temporary credentials
/// @param service the service that all its specs name
/// @param regions the host of the service in each region that is documented
/// @param defaultRegion the region when none is configured
/// @param anyRegion the host in other regions, with `%s` where the region goes; null when there are
///   none
/// @param parameters what every call of an action has
/// @param trialParameter the parameter that has a call checked without its effect, or null
/// @param signatures the signatures that it takes by name, the usual one first; none where the
///   dialect knows the only one
/// @param files the specs, beside the factory
/// @param dialect what is special about it
public record CloudProfile(
    String name,
    String title,
    ProviderAddress address,
    Set<ProviderAddress> aliases,
    String variables,
    String tokenArgument,
    String service,
    SortedMap<String, String> regions,
    String defaultRegion,
    @Nullable String anyRegion,
    SortedMap<String, String> parameters,
    @Nullable String trialParameter,
    Map<String, Signing> signatures,
    List<String> files,
    Dialect dialect) {
  /// Makes the signer of a configured provider.
  public interface Signing {
    /// A signer with these credentials, for calls to `region`.
    Signer signer(Credentials credentials, String region);
  }

  /// A cloud about which nothing is special.
  public CloudProfile(
      String name,
      String title,
      ProviderAddress address,
      Set<ProviderAddress> aliases,
      String variables,
      String tokenArgument,
      String service,
      SortedMap<String, String> regions,
      String defaultRegion,
      @Nullable String anyRegion,
      SortedMap<String, String> parameters,
      @Nullable String trialParameter,
      Map<String, Signing> signatures,
      List<String> files) {
    this(
        name,
        title,
        address,
        aliases,
        variables,
        tokenArgument,
        service,
        regions,
        defaultRegion,
        anyRegion,
        parameters,
        trialParameter,
        signatures,
        files,
        Dialect.PLAIN);
  }

  /// Copies the collections; the order of the signatures counts.
  public CloudProfile {
    aliases = Set.copyOf(aliases);
    regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    signatures = Collections.unmodifiableMap(new LinkedHashMap<>(signatures));
    files = List.copyOf(files);
  }

  /// What the emulator calls it.
  String emulatedAs() {
    return dialect.emulatedAs().orElse(name);
  }

  /// An environment variable of this cloud, such as `BAIDUCLOUD_REGION` for `REGION`.
  String variable(String what) {
    return variables + "_" + what;
  }
}

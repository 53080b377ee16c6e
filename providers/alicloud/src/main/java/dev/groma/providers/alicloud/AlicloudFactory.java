package dev.groma.providers.alicloud;

import dev.groma.providers.driver.CloudFactory;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.Timing;
import dev.groma.schemas.address.ProviderAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The provider `alicloud`, before it is configured: Alibaba Cloud, and Apsara Stack where its
/// endpoint is configured.
public final class AlicloudFactory extends CloudFactory {
  private static final String HOST = "vpc.%s.aliyuncs.com";

  static final List<String> FILES =
      List.of(
          "resources/vpn_gateway.yaml",
          "resources/vpn_customer_gateway.yaml",
          "resources/vpn_connection.yaml",
          "resources/vpn_route_entry.yaml",
          "resources/vpn_pbr_route_entry.yaml",
          "resources/ssl_vpn_server.yaml",
          "resources/ssl_vpn_client_cert.yaml",
          "resources/vpn_regions.yaml",
          "resources/vpn_gateways.yaml",
          "resources/vpn_customer_gateways.yaml",
          "resources/vpn_connections.yaml",
          "resources/vpn_connection_config.yaml",
          "resources/vpn_route_entries.yaml",
          "resources/vpn_pbr_route_entries.yaml",
          "resources/ssl_vpn_servers.yaml",
          "resources/ssl_vpn_server_logs.yaml",
          "resources/ssl_vpn_client_certs.yaml");

  static final CloudProfile PROFILE =
      profile(
          "alicloud",
          "Alibaba Cloud",
          "ALICLOUD",
          hosts(),
          Optional.of(HOST),
          "cn-hangzhou",
          Optional.of(URI.create("https://sts.aliyuncs.com")));

  static CloudProfile profile(
      String name,
      String title,
      String variables,
      SortedMap<String, String> regions,
      Optional<String> anyRegion,
      String defaultRegion,
      Optional<URI> sts) {
    return new CloudProfile(
        name,
        title,
        new ProviderAddress(ProviderAddress.DEFAULT_HOST, "aliyun", name),
        Set.of(
            ProviderAddress.implied(name),
            new ProviderAddress(ProviderAddress.DEFAULT_HOST, "groma", name)),
        variables,
        "security_token",
        "vpc",
        regions,
        defaultRegion,
        anyRegion.orElse(null),
        new TreeMap<>(Map.of("Version", "2016-04-28")),
        null,
        Map.of(),
        FILES,
        new AlibabaDialect(sts));
  }

  /// Some of the regions of the public cloud; the host of any other is made alike.
  private static SortedMap<String, String> hosts() {
    SortedMap<String, String> hosts = new TreeMap<>();
    for (String region :
        List.of("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-qingdao")) {
      hosts.put(region, HOST.formatted(region));
    }
    return hosts;
  }

  /// The factory for real use.
  public AlicloudFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  AlicloudFactory(Timing.Sleeper sleeper) {
    super(PROFILE, sleeper);
  }
}

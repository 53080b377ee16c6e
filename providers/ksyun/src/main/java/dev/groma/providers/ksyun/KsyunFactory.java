package dev.groma.providers.ksyun;

import dev.groma.providers.driver.CloudFactory;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.Timing;
import dev.groma.schemas.address.ProviderAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The provider for Kingsoft Cloud, before it is configured.
public final class KsyunFactory extends CloudFactory {
  private static final String HOST = "vpc.%s.api.ksyun.com";
  private static final List<String> REGIONS =
      List.of(
          "cn-beijing-6",
          "cn-shanghai-2",
          "cn-shanghai-3",
          "cn-guangzhou-1",
          "cn-hongkong-2",
          "ap-singapore-1",
          "eu-east-1");

  static final CloudProfile PROFILE =
      new CloudProfile(
          "ksyun",
          "Kingsoft Cloud",
          new ProviderAddress(ProviderAddress.DEFAULT_HOST, "kingsoftcloud", "ksyun"),
          Set.of(
              ProviderAddress.implied("ksyun"),
              new ProviderAddress(ProviderAddress.DEFAULT_HOST, "groma", "ksyun")),
          "KSYUN",
          "security_token",
          "vpc",
          hosts(),
          "cn-beijing-6",
          HOST,
          new TreeMap<>(Map.of("Version", "2016-03-04")),
          "DryRun",
          signatures(),
          List.of(
              "resources/vpc_peering_connection.yaml",
              "resources/vpc_peering_connection_accepter.yaml",
              "resources/vpn_gateway.yaml",
              "resources/vpn_customer_gateway.yaml",
              "resources/vpn_tunnel.yaml",
              "resources/vpc_peering_connections.yaml",
              "resources/vpn_gateways.yaml",
              "resources/vpn_customer_gateways.yaml",
              "resources/vpn_tunnels.yaml"));

  private static SortedMap<String, String> hosts() {
    SortedMap<String, String> hosts = new TreeMap<>();
    REGIONS.forEach(region -> hosts.put(region, HOST.formatted(region)));
    return hosts;
  }

  private static Map<String, CloudProfile.Signing> signatures() {
    Map<String, CloudProfile.Signing> all = new LinkedHashMap<>();
    all.put("v4", (credentials, region) -> new AwsV4(credentials, region, "vpc"));
    all.put("v1", (credentials, region) -> new Simplified(credentials, region, "vpc"));
    return all;
  }

  /// The factory for real use.
  public KsyunFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  KsyunFactory(Timing.Sleeper sleeper) {
    super(PROFILE, sleeper);
  }
}

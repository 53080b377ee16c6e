package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.CloudFactory;
import dev.groma.providers.driver.CloudProfile;
import dev.groma.providers.driver.Hook;
import dev.groma.providers.driver.Timing;
import dev.groma.schemas.address.ProviderAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The provider for Huawei Cloud, before it is configured.
public final class HuaweiCloudFactory extends CloudFactory {
  private static final String HOST = "vpn.%s.myhuaweicloud.com";
  private static final List<String> REGIONS =
      List.of(
          "cn-north-1",
          "cn-north-4",
          "cn-north-9",
          "cn-east-2",
          "cn-east-3",
          "cn-south-1",
          "cn-southwest-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3");

  static final CloudProfile PROFILE =
      new CloudProfile(
          "huaweicloud",
          "Huawei Cloud",
          new ProviderAddress(ProviderAddress.DEFAULT_HOST, "huaweicloud", "huaweicloud"),
          Set.of(
              ProviderAddress.implied("huaweicloud"),
              new ProviderAddress(ProviderAddress.DEFAULT_HOST, "groma", "huaweicloud")),
          "HW",
          "security_token",
          "vpn",
          hosts(),
          "cn-north-4",
          HOST,
          new TreeMap<>(),
          null,
          Map.of("SDK-HMAC-SHA256", (credentials, _) -> new SdkHmac(credentials)),
          List.of(
              "resources/vpn_gateway.yaml",
              "resources/vpn_customer_gateway.yaml",
              "resources/vpn_connection.yaml",
              "resources/vpn_connection_health_check.yaml",
              "resources/vpn_gateways.yaml",
              "resources/vpn_customer_gateways.yaml",
              "resources/vpn_connections.yaml",
              "resources/vpn_connection_health_checks.yaml",
              "resources/vpn_gateway_availability_zones.yaml",
              "resources/vpn_quotas.yaml",
              "resources/vpn_gateway_certificate.yaml",
              "resources/vpn_tags.yaml",
              "resources/vpn_resource_tags.yaml",
              "resources/vpn_resource_instances.yaml",
              "resources/vpn_resource_instances_count.yaml",
              "resources/identity_projects.yaml"),
          new HuaweiDialect());

  private static SortedMap<String, String> hosts() {
    SortedMap<String, String> hosts = new TreeMap<>();
    REGIONS.forEach(region -> hosts.put(region, HOST.formatted(region)));
    return hosts;
  }

  /// The factory for real use.
  public HuaweiCloudFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  HuaweiCloudFactory(Timing.Sleeper sleeper) {
    super(PROFILE, sleeper);
  }

  @Override
  protected Map<String, Hook> hooks() {
    return Map.of(
        "huaweicloud_vpn_gateway", new GatewayHook(),
        "huaweicloud_vpn_customer_gateway", new CustomerGatewayHook(),
        "huaweicloud_vpn_connection", new ConnectionHook(),
        "huaweicloud_vpn_gateway_availability_zones", new ZonesHook());
  }
}

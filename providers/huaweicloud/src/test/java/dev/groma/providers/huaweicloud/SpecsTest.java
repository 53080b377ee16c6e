package dev.groma.providers.huaweicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.SpecFiles;
import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.spi.ProviderFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SpecsTest {
  private static final ErrorTable ERRORS =
      new SpecFiles(HuaweiCloudFactory.class).errors("errors.yaml");

  @Test
  void theProviderIsFoundWithAllItsTypes() {
    assertThat(ServiceLoader.load(ProviderFactory.class))
        .filteredOn(HuaweiCloudFactory.class::isInstance)
        .singleElement()
        .satisfies(factory -> {
          assertThat(factory.address())
              .hasToString("registry.terraform.io/huaweicloud/huaweicloud");
          assertThat(factory.schema().resources())
              .containsOnlyKeys(
                  "huaweicloud_vpn_gateway",
                  "huaweicloud_vpn_customer_gateway",
                  "huaweicloud_vpn_connection",
                  "huaweicloud_vpn_connection_health_check");
          assertThat(factory.schema().dataSources())
              .containsOnlyKeys(
                  "huaweicloud_vpn_gateways",
                  "huaweicloud_vpn_customer_gateways",
                  "huaweicloud_vpn_connections",
                  "huaweicloud_vpn_connection_health_checks",
                  "huaweicloud_vpn_gateway_availability_zones",
                  "huaweicloud_vpn_quotas",
                  "huaweicloud_vpn_gateway_certificate",
                  "huaweicloud_vpn_tags",
                  "huaweicloud_vpn_resource_tags",
                  "huaweicloud_vpn_resource_instances",
                  "huaweicloud_vpn_resource_instances_count",
                  "huaweicloud_identity_projects");
        });
  }

  @Test
  void everyCodeOfTheReferenceIsExplained() {
    for (String code :
        List.of("VPN.0001", "VPN.0002", "VPN.0003", "VPN.0004", "VPN.0030", "VPN.1318")) {
      assertThat(ERRORS.find(400, code)).as(code).isPresent();
    }
    assertThat(ERRORS.entries().values())
        .allSatisfy(entry -> {
          assertThat(entry.explanation().english()).endsWith(".");
          assertThat(entry.explanation().chinese()).endsWith("。");
        });
  }

  @Test
  void oneCodeMeansTwoThingsByItsStatus() {
    assertThat(ERRORS.find(403, "VPN.0003").orElseThrow().errorClass())
        .isEqualTo(ErrorClass.DENIED);
    assertThat(ERRORS.find(409, "VPN.0003").orElseThrow().errorClass()).isEqualTo(ErrorClass.BUSY);
    assertThat(ERRORS.find(400, "VPN.0030").orElseThrow().errorClass()).isEqualTo(ErrorClass.BUSY);
    assertThat(ERRORS.find(429, "APIGW.0308").orElseThrow().errorClass())
        .isEqualTo(ErrorClass.THROTTLED);
  }
}

package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.SpecFiles;
import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.spi.ProviderFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SpecsTest {
  @Test
  void theProviderIsFoundWithAllItsTypes() {
    assertThat(ServiceLoader.load(ProviderFactory.class))
        .filteredOn(KsyunFactory.class::isInstance)
        .singleElement()
        .satisfies(factory -> {
          assertThat(factory.address()).hasToString("registry.terraform.io/kingsoftcloud/ksyun");
          assertThat(factory.schema().resources())
              .containsOnlyKeys(
                  "ksyun_vpc_peering_connection",
                  "ksyun_vpc_peering_connection_accepter",
                  "ksyun_vpn_gateway",
                  "ksyun_vpn_customer_gateway",
                  "ksyun_vpn_tunnel");
          assertThat(factory.schema().dataSources())
              .containsOnlyKeys(
                  "ksyun_vpc_peering_connections",
                  "ksyun_vpn_gateways",
                  "ksyun_vpn_customer_gateways",
                  "ksyun_vpn_tunnels");
        });
  }

  @Test
  void everyCodeOfTheDocumentsIsExplained() {
    ErrorTable table = new SpecFiles(KsyunFactory.class).errors("errors.yaml");
    String documented =
        """
        MissingAuthenticationToken SignatureDoesNotMatch SignedCookiesNotMatch InvalidClientTokenId
        AccessDenied IncompleteSignature ServiceUnavailable DryRunOperation NoSuchEntity
        LimitExceeded InvalidParameterValue InvalidMethod MissingParameter InvalidQueryParamete
        InvalidQueryParameter ServiceTimeout\
        """;
    assertThat(table.entries().keySet())
        .contains(documented.split("\\s+"))
        .contains("Missing Authentication Token", "Invalid ClientTokenId");
    assertThat(table.entries().values())
        .allSatisfy(entry -> {
          assertThat(entry.explanation().english()).endsWith(".");
          assertThat(entry.explanation().chinese()).endsWith("。");
        });
  }
}

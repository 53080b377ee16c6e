package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.SpecFiles;
import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.schema.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SpecsTest {
  private static final List<String> RESOURCES =
      List.of(
          "ssl_vpn_client_cert",
          "ssl_vpn_server",
          "vpn_connection",
          "vpn_customer_gateway",
          "vpn_gateway",
          "vpn_pbr_route_entry",
          "vpn_route_entry");
  private static final List<String> DATA =
      List.of(
          "ssl_vpn_client_certs",
          "ssl_vpn_server_logs",
          "ssl_vpn_servers",
          "vpn_connection_config",
          "vpn_connections",
          "vpn_customer_gateways",
          "vpn_gateways",
          "vpn_pbr_route_entries",
          "vpn_regions",
          "vpn_route_entries");

  @Test
  void bothProvidersAreFoundWithAllTypes() {
    List<ProviderFactory> found =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f instanceof AlicloudFactory || f instanceof ApsaraStackFactory)
            .toList();
    assertThat(found).hasSize(2);
    for (ProviderFactory factory : found) {
      String name = factory.address().type();
      assertThat(factory.address().toString()).isEqualTo("registry.terraform.io/aliyun/" + name);
      assertThat(factory.schema().resources().keySet())
          .containsExactlyElementsOf(RESOURCES.stream().map(t -> name + "_" + t).toList());
      assertThat(factory.schema().dataSources().keySet())
          .containsExactlyElementsOf(DATA.stream().map(t -> name + "_" + t).toList());
    }
    assertThat(found)
        .extracting(factory -> factory.address().type())
        .containsExactlyInAnyOrder("alicloud", "alibabacloudstack");
  }

  @Test
  void everyCodeOfTheGuideHasItsClassAndIsExplained() {
    ErrorTable table = new SpecFiles(AlicloudFactory.class).errors("errors.yaml");
    String guide =
        """
        Forbidden.SubUser Forbbiden.SubUser Forbidden InvalidVpnGatewayInstanceId.NotFound
        InvalidVpnGatewayInstancelId.NotFound ForbiddenRelease VpnGateway.Configuring
        InvalidIpAddress.AlreadyExist InvalidIpAddress.WrongFormat InvalidName InvalidDescription
        Resource.QuotaFull InvalidCustomerGatewayInstanceId.NotFound VpnGateway.FinancialLocked
        InvalidVpnConnectionAlreadyExists InvalidVpnConnectionInstanceId.NotFound InvalidParameter
        InvalidParameter.RoleArn InvalidParameter.RoleSessionName InvalidParameter.DurationSeconds
        InvalidParameter.PolicyGrammar InvalidParameter.PolicySize NoPermission EntityNotExist.Role\
        """;
    assertThat(table.entries().keySet()).containsAll(Arrays.asList(guide.split("\\s+")));
    assertThat(table.entries().values())
        .allSatisfy(entry -> {
          assertThat(entry.explanation().english()).endsWith(".");
          assertThat(entry.explanation().chinese()).endsWith("。");
        });
    Map.of(
            "VpnGateway.Configuring", ErrorClass.BUSY,
            "VpnGateway.FinancialLocked", ErrorClass.CONFLICT,
            "ForbiddenRelease", ErrorClass.CONFLICT,
            "Resource.QuotaFull", ErrorClass.CONFLICT,
            "Forbbiden.SubUser", ErrorClass.DENIED,
            "Throttling.User", ErrorClass.THROTTLED)
        .forEach((code, expected) ->
            assertThat(table.find(400, code).orElseThrow().errorClass())
                .as(code)
                .isEqualTo(expected));
    assertThat(
            table.find(400, "InvalidIpAddress.AlreadyExist").orElseThrow().explanation().english())
        .contains("groma import");
  }

  @Test
  void whatAChangeDoesToTrafficIsTold() {
    var resources = new AlicloudFactory().schema().resources();
    var connection = the(resources, "alicloud_vpn_connection").block();
    assertThat(the(connection.attributes(), "local_subnet").effect())
        .isEqualTo(Effect.RENEGOTIATES);
    assertThat(the(connection.attributes(), "vpn_gateway_id").effect()).isEqualTo(Effect.REPLACES);
    assertThat(the(connection.attributes(), "vpn_connection_name").effect()).isEqualTo(Effect.NONE);
    var psk = the(the(connection.blocks(), "ike_config").block().attributes(), "psk");
    assertThat(psk.effect()).isEqualTo(Effect.RENEGOTIATES);
    assertThat(psk.sensitive()).isTrue();
    assertThat(the(resources, "alicloud_ssl_vpn_client_cert").block().attributes())
        .allSatisfy((name, attribute) ->
            assertThat(attribute.sensitive())
                .as(name)
                .isEqualTo(name.startsWith("ca_") || name.startsWith("client_")));
  }

  private static <T> T the(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}

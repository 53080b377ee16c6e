package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What changes do to traffic, for the real types.
final class RiskTest {

  private static final String OFFICE =
      """
      provider:
        alicloud: {region: cn-hangzhou}
      resource:
        alicloud_vpn_gateway:
          main: {vpc_id: vpc-1, bandwidth: 10, enable_ipsec: true}
        alicloud_vpn_customer_gateway:
          office: {ip_address: 203.0.113.7}
        alicloud_vpn_connection:
          office:
            vpn_gateway_id: ${alicloud_vpn_gateway.main.id}
            customer_gateway_id: ${alicloud_vpn_customer_gateway.office.id}
            local_subnet: [10.0.0.0/24]
            remote_subnet: [192.168.0.0/24]
            ike_config: {psk: Only-a-test}
      """;

  @Test
  void aReplacedGatewayTakesItsTunnelsDown() throws Exception {
    try (Offline offline = new Offline()) {
      offline.apply(OFFICE);
      Plan plan = offline.planned(OFFICE.replace("bandwidth: 10", "bandwidth: 20"));
      List<Finding> found = Findings.of(plan);
      assertThat(found).extracting(Finding::rule).contains("risk.gateway-down", "risk.new-address");
      Finding gateway = found.getFirst();
      assertThat(gateway.level()).isEqualTo(Finding.Level.HIGH);
      assertThat(gateway.detail().english())
          .isEqualTo(
              "alicloud_vpn_gateway.main is deleted and made anew because of bandwidth. It carries"
                  + " alicloud_vpn_connection.office. What it carries is down from the deletion"
                  + " until the new alicloud_vpn_gateway.main and what is on it are ready, at most"
                  + " 45m. The order makes this avoidable: with create_before_destroy in the"
                  + " lifecycle of alicloud_vpn_gateway.main the new one is there first, where the"
                  + " cloud allows two at once.");
      assertThat(gateway.addresses())
          .extracting(Object::toString)
          .containsExactly("alicloud_vpn_gateway.main", "alicloud_vpn_connection.office");
      assertThat(found)
          .as("told with the gateway")
          .noneMatch(f -> f.rule().equals("risk.tunnel-down"));
    }
  }
}

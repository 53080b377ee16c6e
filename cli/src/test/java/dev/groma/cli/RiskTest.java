package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final String TWO_WAYS =
      """
      provider:
        huaweicloud: {region: cn-north-4}
        ksyun: {region: cn-beijing-6}
        baiducloud: {region: bj}
      resource:
        huaweicloud_vpn_gateway:
          hub:
            vpc_id: vpc-h
            local_subnets: [192.168.0.0/24]
            connect_subnet: subnet-h
            availability_zones: [one, two]
            eip1: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: one}]
            eip2: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: two}]
        huaweicloud_vpn_customer_gateway:
          first: {id_value: 203.0.113.7}
          second: {id_value: 203.0.113.8}
          third: {id_value: 203.0.113.9}
        huaweicloud_vpn_connection:
          first:
            gateway_id: ${huaweicloud_vpn_gateway.hub.id}
            gateway_ip: ${huaweicloud_vpn_gateway.hub.eip1[0].id}
            customer_gateway_id: ${huaweicloud_vpn_customer_gateway.first.id}
            peer_subnets: [10.1.0.0/16]
            psk: First-key
          second:
            gateway_id: ${huaweicloud_vpn_gateway.hub.id}
            gateway_ip: ${huaweicloud_vpn_gateway.hub.eip2[0].id}
            customer_gateway_id: ${huaweicloud_vpn_customer_gateway.second.id}
            peer_subnets: [10.1.0.0/16]
            psk: Second-key
        ksyun_vpn_gateway:
          k: {vpc_id: vpc-k, band_width: 10, charge_type: Daily}
        ksyun_vpn_customer_gateway:
          k: {customer_gateway_name: k, customer_gateway_address: 203.0.113.20}
        ksyun_vpn_tunnel:
          k:
            type: Ipsec
            vpn_gateway_id: ${ksyun_vpn_gateway.k.id}
            customer_gateway_id: ${ksyun_vpn_customer_gateway.k.id}
            pre_shared_key: Third-key
        baiducloud_peer_conn:
          b:
            local_vpc_id: vpc-1
            peer_vpc_id: vpc-2
            peer_region: gz
            bandwidth_in_mbps: 10
            billing: {payment_timing: Postpaid}
      """;

  /// A change: what is written instead of what, the rule, its level, and what is said.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          first.id} | third.id} | risk.tunnel-down | LOW | Traffic can take huaweicloud_vpn_connection.second meanwhile
          pre_shared_key: Third-key | pre_shared_key: Fourth-key | risk.tunnel-down | HIGH | until the new ksyun_vpn_tunnel.k is ready, at most 25m
          203.0.113.20 | 203.0.113.21 | risk.peer-down | MEDIUM | It carries ksyun_vpn_tunnel.k.
          psk: First-key | psk: Other-key | risk.other-end | MEDIUM | The other end of huaweicloud_vpn_connection.first is not managed here
          psk: First-key | psk: Other-key | risk.renegotiation | LOW | The new psk of huaweicloud_vpn_connection.first
          peer_vpc_id: vpc-2 | peer_vpc_id: vpc-3 | risk.peering-down | HIGH | create_before_destroy in the lifecycle of baiducloud_peer_conn.b
          peer_region: gz | peer_region: gz, lifecycle: {create_before_destroy: true} | none | LOW | -
          """)
  void changesAreFoundWithTheirReach(
      String written, String instead, String rule, Finding.Level level, String said)
      throws Exception {
    try (Offline offline = new Offline()) {
      offline.apply(TWO_WAYS);
      List<Finding> found =
          Findings.of(offline.planned(TWO_WAYS.replace(written, instead.replace(", lifecycle", "\n      lifecycle"))));
      if (rule.equals("none")) {
        assertThat(found).isEmpty();
        return;
      }
      Finding one =
          found.stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow(() -> new AssertionError(found));
      assertThat(one.level()).isEqualTo(level);
      assertThat(one.detail().english()).contains(said);
      assertThat(one.detail().chinese()).isNotEmpty();
      assertThat(one.places()).isNotEmpty();
      assertThat(found.toString()).doesNotContain("-key");
    }
  }

  @Test
  void whatGoesWithAGatewayIsToldOnce() throws Exception {
    try (Offline offline = new Offline()) {
      offline.apply(TWO_WAYS);
      String nothing = TWO_WAYS.substring(0, TWO_WAYS.indexOf("resource:"));
      List<Finding> found = Findings.of(offline.planned(nothing));
      assertThat(found)
          .extracting(f -> f.rule() + " " + f.subject())
          .containsExactlyInAnyOrder(
              "risk.gateway-down huaweicloud_vpn_gateway.hub",
              "risk.gateway-down ksyun_vpn_gateway.k",
              "risk.peering-down baiducloud_peer_conn.b");
      assertThat(found).allMatch(f -> f.level() == Finding.Level.HIGH);
      assertThat(Findings.of(offline.planned(nothing), new RuleSet(List.of("risk.gateway*"))))
          .extracting(Finding::rule)
          .containsExactly("risk.peering-down");
    }
  }

  @Test
  void theBlockTimeoutsAndTheOrderCount() throws Exception {
    try (Offline offline = new Offline()) {
      String patient = OFFICE.replace("enable_ipsec: true", "enable_ipsec: true, timeouts: {delete: 90s, create: 3m}");
      offline.apply(patient);
      String wider = patient.replace("bandwidth: 10", "bandwidth: 20");
      assertThat(Findings.of(offline.planned(wider)).getFirst().detail().english())
          .contains("at most 1470s");
      Finding first =
          Findings.of(
                  offline.planned(
                      wider.replace("timeouts:", "lifecycle: {create_before_destroy: true}, timeouts:")))
              .getFirst();
      assertThat(first.level()).isEqualTo(Finding.Level.MEDIUM);
      assertThat(first.detail().english()).contains("the new one first", "when it moves over");
    }
  }
}

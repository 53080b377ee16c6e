package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.PlanResult;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Links through modules and provider configurations, and networks of more than two.
final class NetworksTest {
  private static final String SETTINGS =
      """
      provider:
        alicloud:
          - {region: cn-hangzhou}
          - {alias: north, region: cn-beijing}
        huaweicloud: {region: cn-north-4}
        ksyun: {region: cn-beijing-6}
      """;

  private static final String SIDE =
      """
      terraform: {required_providers: {alicloud: {source: aliyun/alicloud}}}
      variable: {peer: {type: string}, key: {type: string}, local: {type: string}, remote: {type: string}, group: {type: string}}
      resource:
        alicloud_vpn_gateway:
          this: {vpc_id: vpc-of-it, bandwidth: 10, enable_ipsec: true}
        alicloud_vpn_customer_gateway:
          this: {ip_address: "${var.peer}"}
        alicloud_vpn_connection:
          this:
            count: 1
            vpn_gateway_id: ${alicloud_vpn_gateway.this.id}
            customer_gateway_id: ${alicloud_vpn_customer_gateway.this.id}
            local_subnet: ["${var.local}"]
            remote_subnet: ["${var.remote}"]
            auto_config_route: true
            ike_config: {psk: "${var.key}", ike_pfs: "${var.group}"}
            ipsec_config: {}
      output: {address: {value: "${alicloud_vpn_gateway.this.internet_ip}"}}
      """;

  private static final String BOTH =
      """
      locals: {key: One-key-for-both}
      module:
        south: {source: ./side, peer: "${module.north.address}", key: "${local.key}", local: 10.0.0.0/24, remote: 10.1.0.0/24, group: group2}
        north: {source: ./side, providers: {alicloud: alicloud.north}, peer: "${module.south.address}", key: "${local.key}", local: 10.1.0.0/24, remote: 10.0.0.0/24, group: group2}
      """;

  @Test
  void linksAreFoundThroughModulesAndAliases() throws Exception {
    try (Offline offline = new Offline()) {
      offline.write("side/main.tf.yaml", SIDE.replace("vpc-of-it", "\"vpc-of-${var.local}\""));
      assertThat(links(offline.plan(SETTINGS, BOTH))).isEmpty();
      List<Diagnostic> found =
          links(offline.plan(SETTINGS, BOTH.replaceFirst("group: group2", "group: group5")));
      assertThat(found).extracting(Diagnostic::code).containsExactly("link.ike-group");
      assertThat(found.getFirst().detail())
          .contains(
              "module.north.alicloud_vpn_connection.this[0]",
              "module.south.alicloud_vpn_connection.this[0]",
              "side/main.tf.yaml:");
      offline.apply(SETTINGS, BOTH);
      assertThat(links(offline.plan(SETTINGS, BOTH.replaceFirst("group2", "group5"))))
          .extracting(Diagnostic::code)
          .contains("link.ike-group");
    }
  }

  private static final String HUB =
      """
      resource:
        huaweicloud_vpn_gateway:
          hub:
            vpc_id: vpc-hub
            local_subnets: [172.16.0.0/24]
            connect_subnet: subnet-h
            availability_zones: [one, two]
            eip1: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: one}]
            eip2: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: two}]
      """;

  private static String spoke(String name, String range) {
    return """
    resource:
      huaweicloud_vpn_customer_gateway:
        NAME: {id_value: "${alicloud_vpn_gateway.NAME.internet_ip}"}
      huaweicloud_vpn_connection:
        NAME:
          gateway_id: ${huaweicloud_vpn_gateway.hub.id}
          gateway_ip: ${huaweicloud_vpn_gateway.hub.eip1[0].id}
          customer_gateway_id: ${huaweicloud_vpn_customer_gateway.NAME.id}
          peer_subnets: [RANGE]
          psk: One-key-for-both
          ikepolicy: [{ike_version: v2, encryption_algorithm: aes-256, authentication_algorithm: sha1, dh_group: group14}]
          ipsecpolicy: [{encryption_algorithm: aes-256, authentication_algorithm: sha1, pfs: group14}]
      alicloud_vpn_gateway:
        NAME: {vpc_id: vpc-NAME, bandwidth: 10, enable_ipsec: true}
      alicloud_vpn_customer_gateway:
        NAME: {ip_address: "${huaweicloud_vpn_gateway.hub.eip1[0].ip_address}"}
      alicloud_vpn_connection:
        NAME:
          vpn_gateway_id: ${alicloud_vpn_gateway.NAME.id}
          customer_gateway_id: ${alicloud_vpn_customer_gateway.NAME.id}
          local_subnet: [RANGE]
          remote_subnet: [172.16.0.0/24]
          auto_config_route: true
          ike_config: {psk: One-key-for-both, ike_version: ikev2, ike_enc_alg: aes256, ike_pfs: group14}
          ipsec_config: {ipsec_enc_alg: aes256, ipsec_pfs: group14, ipsec_lifetime: 3600}
    """
        .replace("NAME", name)
        .replace("RANGE", range);
  }

  @Test
  void networksThatAreJoinedByWayOfOthersDoNotOverlap() throws Exception {
    try (Offline offline = new Offline()) {
      assertThat(
              links(
                  offline.plan(
                      SETTINGS, HUB, spoke("one", "10.1.0.0/24"), spoke("two", "10.2.0.0/24"))))
          .isEmpty();
      List<Diagnostic> found =
          links(
              offline.plan(
                  SETTINGS, HUB, spoke("one", "10.1.0.0/24"), spoke("two", "10.1.0.0/16")));
      assertThat(found).extracting(Diagnostic::code).containsExactly("link.networks-overlap");
      assertThat(found.getFirst().detail())
          .contains("10.1.0.0/24 and 10.1.0.0/16", "alicloud_vpn_connection.one", "connection.two");
      assertThat(found.getFirst().isError()).isFalse();
    }
  }

  private static final String PEERINGS =
      """
      resource:
        ksyun_vpc_peering_connection:
          one: {vpc_id: 00000000-0000-0000-0000-00000000000a, peer_vpc_id: 00000000-0000-0000-0000-00000000000b}
          two: {vpc_id: 00000000-0000-0000-0000-00000000000b, peer_vpc_id: 00000000-0000-0000-0000-00000000000c}
      """;

  /// What a cloud tells of the networks that a peering joins counts as soon as it is known.
  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.2.0.0/16, ''",
    "10.1.0.0/16, 10.0.128.0/17, 10.0.0.0/16 and 10.0.128.0/17",
    "10.0.128.0/17, 10.2.0.0/16, both ends of ksyun_vpc_peering_connection.one",
  })
  void networksThatPeeringsJoinDoNotOverlap(String b, String c, String said) throws Exception {
    try (Offline offline = new Offline()) {
      assertThat(links(offline.plan(SETTINGS, PEERINGS))).as("nothing is known yet").isEmpty();
      String peering = "ksyun_vpc_peering_connection.";
      offline.tell(peering + "one.requester_cidr_block", "10.0.0.0/16");
      offline.tell(peering + "one.accepter_cidr_block", b);
      offline.tell(peering + "two.requester_cidr_block", b);
      offline.tell(peering + "two.accepter_cidr_block", c);
      offline.apply(SETTINGS, PEERINGS);
      List<Diagnostic> found = links(offline.plan(SETTINGS, PEERINGS));
      if (said.isEmpty()) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).extracting(Diagnostic::code).containsExactly("link.networks-overlap");
        assertThat(found.getFirst().detail()).contains(said);
        assertThat(found.getFirst().isError()).isFalse();
      }
    }
  }

  @Test
  void twoWaysToOneOfficeAreNoOverlap() throws Exception {
    String office =
        """
        resource:
          huaweicloud_vpn_customer_gateway:
            NAME: {id_value: ADDRESS}
          huaweicloud_vpn_connection:
            NAME:
              gateway_id: ${huaweicloud_vpn_gateway.hub.id}
              gateway_ip: ${huaweicloud_vpn_gateway.hub.EIP[0].id}
              customer_gateway_id: ${huaweicloud_vpn_customer_gateway.NAME.id}
              peer_subnets: [10.1.0.0/16]
              psk: KEY-of-it
        """;
    try (Offline offline = new Offline()) {
      assertThat(
              links(
                  offline.plan(
                      SETTINGS,
                      HUB,
                      office
                          .replace("NAME", "a")
                          .replace("ADDRESS", "203.0.113.1")
                          .replace("EIP", "eip1"),
                      office
                          .replace("NAME", "b")
                          .replace("ADDRESS", "203.0.113.2")
                          .replace("EIP", "eip2"))))
          .isEmpty();
    }
  }

  @Test
  void aTunnelWithoutOneBackAndTwoPeerings() throws Exception {
    try (Offline offline = new Offline()) {
      String lonely = spoke("one", "10.1.0.0/24");
      lonely = lonely.substring(0, lonely.indexOf("  alicloud_vpn_customer_gateway:"));
      List<Diagnostic> found = links(offline.plan(SETTINGS, HUB, lonely));
      assertThat(found).extracting(Diagnostic::code).containsExactly("link.no-way-back");
      assertThat(found.getFirst().detail())
          .contains(
              "huaweicloud_vpn_connection.one leads to alicloud_vpn_gateway.one, which has no"
                  + " tunnel");
    }
    try (Offline offline = new Offline()) {
      String twice =
          """
          resource:
            ksyun_vpc_peering_connection:
              there: {vpc_id: vpc-1, peer_vpc_id: vpc-2}
              back: {vpc_id: vpc-2, peer_vpc_id: vpc-1}
              other: {vpc_id: vpc-2, peer_vpc_id: vpc-3}
          """;
      List<Diagnostic> found = links(offline.plan(SETTINGS, twice));
      assertThat(found).extracting(Diagnostic::code).containsExactly("link.peered-twice");
      assertThat(found.getFirst().detail()).contains("connection.back", "connection.there");
    }
  }

  @Test
  void networksAtBothEndsDoNotOverlap() throws Exception {
    LinkEnd[] ends = LinkEnd.pair("alicloud", "alicloud");
    ends[1] = ends[1].with("local", "[10.0.0.0/25]").with("remote", "[192.168.9.0/24]");
    assertThat(found(ends)).contains("link.overlap", "link.subnets");
  }

  @Test
  void neighboursByBgpKnowEachOther() throws Exception {
    LinkEnd[] ends = LinkEnd.pair("huaweicloud", "huaweicloud");
    ends[0] = inside(ends[0], "65001", "65002", "169.254.1.1", "169.254.1.2");
    ends[1] = inside(ends[1], "65002", "65001", "169.254.1.2", "169.254.1.1");
    assertThat(found(ends)).isEmpty();
    assertThat(found(inside(ends[0], "65001", "65009", "169.254.1.1", "169.254.1.2"), ends[1]))
        .containsExactly("link.asn");
    assertThat(found(inside(ends[0], "65001", "65002", "169.254.1.5", "169.254.1.6"), ends[1]))
        .containsExactly("link.inner-address", "link.inner-address");
    assertThat(
            found(
                inside(ends[0], "65002", "65002", "169.254.1.1", "169.254.1.2"),
                inside(ends[1], "65002", "65002", "169.254.1.2", "169.254.1.1")))
        .containsExactly("link.asn");
  }

  private static LinkEnd inside(LinkEnd end, String asn, String peer, String here, String there) {
    return end.with("asn", asn)
        .with("peerasn", ", asn: " + peer)
        .with(
            "type",
            "bgp\n      tunnel_local_address: %s/30\n      tunnel_peer_address: %s/30"
                .formatted(here, there));
  }

  private static List<String> found(LinkEnd... ends) throws Exception {
    try (Offline offline = new Offline()) {
      PlanResult result = offline.plan(SETTINGS, ends[0].text(), ends[1].text());
      assertThat(result.diagnostics()).noneMatch(d -> d.isError() && !d.code().startsWith("link."));
      return links(result).stream().map(Diagnostic::code).toList();
    }
  }

  private static List<Diagnostic> links(PlanResult result) {
    return result.diagnostics().stream().filter(d -> d.code().startsWith("link.")).toList();
  }
}

package dev.groma.cli;

import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.render.review.Review;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A network of 500 objects, and a change of 60 of them: a gateway is replaced with its ten tunnels
/// and their routes, 33 tunnels get another lifetime, one another key, two peerings go and three
/// come.
final class LargeNetwork {
  static final String KEY = "Large-Secret-One-7319";
  static final String OTHER_KEY = "Large-Secret-Two-8260";

  private LargeNetwork() {}

  private static String configuration(boolean changed) {
    List<String> links = new ArrayList<>();
    List<String> renewed = new ArrayList<>();
    for (int gateway = 1; gateway <= 15; gateway++) {
      for (int link = 1; link <= 10; link++) {
        String key = "g%02d-%02d".formatted(gateway, link);
        links.add(key);
        if (changed && gateway > 6 && renewed.size() < 33) {
          renewed.add(key);
        }
      }
    }
    return """
    locals:
      key: ${sensitive("%s")}
      other: ${sensitive("%s")}
      gateways: '${toset([for n in range(1, 16) : format("g%%02d", n)])}'
      links: ${toset(split(" ", "%s"))}
      renewed: ${split(" ", "%s")}
    provider:
      alicloud: {region: cn-qingdao-env66-d01, access_key: a, secret_key: b}
      ksyun: {region: cn-beijing-6, access_key: a, secret_key: b}
    resource:
      alicloud_vpn_gateway:
        site:
          for_each: ${local.gateways}
          vpc_id: vpc-bp1ub1yt9cvakoe1jexmp
          bandwidth: '${each.key == "g03" ? %d : 10}'
          vpn_gateway_name: ${each.key}
          enable_ipsec: true
      alicloud_vpn_customer_gateway:
        branch:
          for_each: ${local.links}
          ip_address: '${format("203.0.%%d.%%d", parseint(substr(each.key, 1, 2), 10), parseint(substr(each.key, 4, 2), 10))}'
          customer_gateway_name: ${each.key}
      alicloud_vpn_connection:
        branch:
          for_each: ${local.links}
          vpn_gateway_id: ${alicloud_vpn_gateway.site[substr(each.key, 0, 3)].id}
          customer_gateway_id: ${alicloud_vpn_customer_gateway.branch[each.key].id}
          vpn_connection_name: ${each.key}
          local_subnet: [10.0.0.0/16]
          remote_subnet: ['${format("172.%%d.%%d.0/24", 16 + parseint(substr(each.key, 1, 2), 10), parseint(substr(each.key, 4, 2), 10))}']
          ike_config:
            psk: '${each.key == "g15-10" ? local.other : local.key}'
            ike_version: ikev2
            ike_enc_alg: aes256
            ike_auth_alg: sha1
            ike_pfs: group14
            ike_lifetime: '${contains(local.renewed, each.key) ? 28800 : 86400}'
          ipsec_config:
            ipsec_enc_alg: aes256
            ipsec_auth_alg: sha1
            ipsec_pfs: group14
            ipsec_lifetime: 86400
      alicloud_vpn_route_entry:
        branch:
          for_each: ${local.links}
          vpn_gateway_id: ${alicloud_vpn_gateway.site[substr(each.key, 0, 3)].id}
          next_hop: ${alicloud_vpn_connection.branch[each.key].id}
          route_dest: '${format("172.%%d.%%d.0/24", 16 + parseint(substr(each.key, 1, 2), 10), parseint(substr(each.key, 4, 2), 10))}'
          weight: 100
          publish_vpc: true
      ksyun_vpc_peering_connection:
        partner:
          for_each: '${toset([for n in range(%d, %d) : format("p%%02d", n)])}'
          vpc_id: 4e8d1f11-264a-468b-ae37-09b465477415
          peer_vpc_id: '${format("5a20f696-8d5d-4ec0-a403-e71e006896%%s", substr(each.key, 1, 2))}'
          peering_name: ${each.key}
    output:
      addresses:
        value: '${{for k, g in alicloud_vpn_gateway.site : k => g.internet_ip}}'
    """
        .formatted(
            KEY,
            changed ? OTHER_KEY : KEY,
            String.join(" ", links),
            String.join(" ", renewed),
            changed ? 20 : 10,
            changed ? 3 : 1,
            changed ? 39 : 36);
  }

  /// What was planned for the change.
  static PlanResult planned() throws IOException, InterruptedException {
    try (Offline offline = new Offline()) {
      offline.apply(configuration(false));
      return offline.plan(configuration(true));
    }
  }

  /// The review of what was planned.
  static Review review(PlanResult planned) {
    return Reviewed.of(planned, RuleSet.ALL, List.of(), "networks/branches", "prod");
  }
}

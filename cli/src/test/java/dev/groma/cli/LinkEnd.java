package dev.groma.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// One end of a link in one of the clouds, as a file of a configuration.
///
/// @param cloud `alicloud`, `huaweicloud` or `ksyun`
/// @param name the name of its resources
/// @param values what its parameters are, in the words of the cloud
record LinkEnd(String cloud, String name, Map<String, String> values) {
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "alicloud",
          """
          resource:
            alicloud_vpn_gateway:
              NAME: {vpc_id: vpc-NAME, bandwidth: 10, enable_ipsec: true}
            alicloud_vpn_customer_gateway:
              NAME: {ip_address: "<<peer>>"}
            alicloud_vpn_connection:
              NAME:
                vpn_gateway_id: ${alicloud_vpn_gateway.NAME.id}
                customer_gateway_id: ${alicloud_vpn_customer_gateway.NAME.id}
                local_subnet: <<local>>
                remote_subnet: <<remote>>
                auto_config_route: true
                ike_config: {<<psk>>, ike_version: <<version>>, ike_mode: <<mode>>, ike_enc_alg: <<enc>>, ike_auth_alg: <<int>>, ike_pfs: <<group>>, ike_lifetime: <<life>><<ids>>}
                ipsec_config: {ipsec_enc_alg: <<espenc>>, ipsec_auth_alg: <<espint>>, ipsec_pfs: <<espgroup>>, ipsec_lifetime: <<esplife>>}
          """,
          "huaweicloud",
          """
          resource:
            huaweicloud_vpn_gateway:
              NAME:
                vpc_id: vpc-NAME
                local_subnets: <<local>>
                connect_subnet: f5741286-1a2b-48df-9a86-2c82bd9ee114
                availability_zones: [one, two]
                asn: <<asn>>
                eip1: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: one}]
                eip2: [{type: 5_bgp, bandwidth_size: 10, bandwidth_name: two}]
            huaweicloud_vpn_customer_gateway:
              NAME: {id_value: "<<peer>>"<<peerasn>>}
            huaweicloud_vpn_connection:
              NAME:
                gateway_id: ${huaweicloud_vpn_gateway.NAME.id}
                gateway_ip: ${huaweicloud_vpn_gateway.NAME.eip1[0].id}
                customer_gateway_id: ${huaweicloud_vpn_customer_gateway.NAME.id}
                vpn_type: <<type>>
                peer_subnets: <<remote>>
                <<psk>>
                ikepolicy: [{ike_version: <<version>>, encryption_algorithm: <<enc>>, authentication_algorithm: <<int>>, lifetime_seconds: <<life>><<group>><<ids>>}]
                ipsecpolicy: [{encryption_algorithm: <<espenc>>, authentication_algorithm: <<espint>>, pfs: <<espgroup>>, lifetime_seconds: <<esplife>>}]
          """,
          "ksyun",
          """
          resource:
            ksyun_vpn_gateway:
              NAME: {vpc_id: vpc-NAME, band_width: 10, charge_type: Daily}
            ksyun_vpn_customer_gateway:
              NAME: {customer_gateway_name: NAME, customer_gateway_address: "<<peer>>"}
            ksyun_vpn_tunnel:
              NAME:
                vpn_gateway_id: ${ksyun_vpn_gateway.NAME.id}
                customer_gateway_id: ${ksyun_vpn_customer_gateway.NAME.id}
                type: <<type>>
                <<psk>>
                ike_encry_algorithm: <<enc>>
                ike_authen_algorithm: <<int>>
                ike_dh_group: <<group>>
                ipsec_encry_algorithm: <<espenc>>
                ipsec_authen_algorithm: <<espint>>
                ipsec_lifetime_second: <<esplife>>
          """);

  /// An end of `cloud` whose parameters all clouds can have: IKE version 1, AES-256, SHA-1, group
  /// 5.
  static LinkEnd of(String cloud, String name) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("asn", "64512");
    values.put("peerasn", "");
    values.put("ids", "");
    values.put("life", "86400");
    values.put("esplife", "3600");
    values.put("mode", "main");
    switch (cloud) {
      case "alicloud" -> {
        values.putAll(
            Map.of(
                "version",
                "ikev1",
                "enc",
                "aes256",
                "int",
                "sha1",
                "group",
                "group5",
                "espenc",
                "aes256",
                "espint",
                "sha1",
                "espgroup",
                "group5",
                "psk",
                "psk: One-key-for-both"));
      }
      case "huaweicloud" -> {
        values.putAll(
            Map.of(
                "version",
                "v1",
                "enc",
                "aes-256",
                "int",
                "sha1",
                "group",
                ", dh_group: group5",
                "espenc",
                "aes-256",
                "espint",
                "sha1",
                "espgroup",
                "group5",
                "psk",
                "psk: One-key-for-both",
                "type",
                "static"));
      }
      default -> {
        values.putAll(
            Map.of(
                "enc",
                "aes-cbc-256",
                "int",
                "sha",
                "group",
                "5",
                "espenc",
                "aes-cbc-256",
                "espint",
                "esp-sha-hmac",
                "psk",
                "pre_shared_key: One-key-for-both",
                "type",
                "Ipsec"));
      }
    }
    return new LinkEnd(cloud, name, values);
  }

  /// The same with another parameter.
  LinkEnd with(String parameter, String value) {
    if (!values.containsKey(parameter)) {
      throw new IllegalArgumentException(cloud + " has no parameter " + parameter);
    }
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(parameter, value);
    return new LinkEnd(cloud, name, changed);
  }

  /// The same with networks at both ends, and the address that it leads to.
  LinkEnd to(String peer, String local, String remote) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put("peer", peer);
    changed.put("local", local);
    changed.put("remote", remote);
    return new LinkEnd(cloud, name, changed);
  }

  /// The expression of its public address.
  String address() {
    return switch (cloud) {
      case "alicloud" -> "${alicloud_vpn_gateway." + name + ".internet_ip}";
      case "huaweicloud" -> "${huaweicloud_vpn_gateway." + name + ".eip1[0].ip_address}";
      default -> "${ksyun_vpn_gateway." + name + ".gateway_address}";
    };
  }

  /// The file.
  String text() {
    String text = Objects.requireNonNull(TEMPLATES.get(cloud), cloud).replace("NAME", name);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("<<" + value.getKey() + ">>", value.getValue());
    }
    return text;
  }

  /// Two ends that lead to each other.
  static LinkEnd[] pair(String one, String other) {
    LinkEnd a = of(one, "a");
    LinkEnd b = of(other, "b");
    String left = "[10.0.0.0/24, 10.0.1.0/24]";
    String right = "[192.168.0.0/24]";
    return new LinkEnd[] {a.to(b.address(), left, right), b.to(a.address(), right, left)};
  }
}

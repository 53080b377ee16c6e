package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules and states of VPN connections and their monitors.
class HuaweiConnectionTest {
  private static final String INVALID = "400 VPN.0001: invalid request: ";
  private static final String NOT_READY =
      "409 VPN.0003: resource (type=CONNECTION, ID=%s) is not ready, currently %s";

  private EmulatedCloud cloud;
  private HuaweiClient client;
  private String gateway;
  private String customer;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = HuaweiClient.of(cloud);
    gateway = client.gateway("{}");
    customer = client.customer("203.0.113.9");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer create(String changes) throws Exception {
    return client.connect(HuaweiClient.connection(gateway, HuaweiClient.EIP_1, customer), changes);
  }

  private String made(String changes) throws Exception {
    String id = HuaweiClient.id(create(changes), "vpn_connection");
    client.settle();
    return id;
  }

  private Answer update(String id, String changes) throws Exception {
    return client.call(
        "PUT", "/v5/{}/vpn-connection/" + id, "{\"vpn_connection\": %s}".formatted(changes));
  }

  private Answer delete(String id) throws Exception {
    return client.call("DELETE", "/v5/{}/vpn-connection/" + id, "");
  }

  private String status(String id) throws Exception {
    return client.status("vpn-connection", "vpn_connection", id);
  }

  private void put(String kind, String id, String patch) throws Exception {
    Answer answer =
        client.send("PUT", "/_emulator/objects/%s/%s".formatted(kind, id), patch, Map.of());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private JsonObject policy(String id, String name) throws Exception {
    return client.showConnection(id).object(name).orElseThrow();
  }

  // ---- states ----

  @Test
  void aConnectionIsDownWhenItIsMade() throws Exception {
    Answer answer = create("{}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(HuaweiClient.thing(answer, "vpn_connection").names())
        .doesNotContain("status", "psk");
    String id = HuaweiClient.id(answer, "vpn_connection");
    assertThat(status(id)).isEqualTo("PENDING_CREATE");
    assertThat(HuaweiClient.told(update(id, "{\"name\": \"n\"}")))
        .isEqualTo(NOT_READY.formatted(id, "CREATING"));
    client.settle();
    assertThat(status(id)).isEqualTo("DOWN");
    put("vpn-connection", id, "{\"status\": \"ACTIVE\"}");
    assertThat(update(id, "{\"name\": \"n\"}").status()).isEqualTo(200);
    assertThat(status(id)).isEqualTo("PENDING_UPDATE");
    assertThat(HuaweiClient.told(delete(id))).isEqualTo(NOT_READY.formatted(id, "UPDATING"));
    client.settle();
    assertThat(status(id)).isEqualTo("ACTIVE");
    assertThat(delete(id).status()).isEqualTo(204);
    assertThat(status(id)).isEqualTo("PENDING_DELETE");
    assertThat(HuaweiClient.told(delete(id))).isEqualTo(NOT_READY.formatted(id, "DELETING"));
    client.settle();
    assertThat(status(id)).isEqualTo("404 VPN.0004");
    assertThat(HuaweiClient.outcome(delete(id))).isEqualTo("404 VPN.0004");
  }

  @Test
  void aFrozenConnectionStandsStill() throws Exception {
    String id = made("{}");
    put("vpn-connection", id, "{\"status\": \"FREEZED\"}");
    assertThat(HuaweiClient.told(update(id, "{\"name\": \"n\"}")))
        .isEqualTo(INVALID + "ILLEGAL not allowed update vpnConnection");
    assertThat(HuaweiClient.told(delete(id)))
        .isEqualTo(INVALID + "ILLEGAL not allowed delete vpnConnection");
  }

  @Test
  void theGatewayMustBeReady() throws Exception {
    String young =
        HuaweiClient.id(
            client.call(
                "POST",
                "/v5/{}/vpn-gateways",
                HuaweiClient.changed(
                    HuaweiClient.GATEWAY,
                    "{\"network_type\": \"private\", \"eip1\": null, \"eip2\": null}")),
            "vpn_gateway");
    assertThat(HuaweiClient.told(create("{\"vgw_id\": \"%s\"}".formatted(young))))
        .isEqualTo(
            "409 VPN.0003: resource (type=GATEWAY, ID=%s) is not ready, currently CREATING"
                .formatted(young));
  }

  @Test
  void theKeyIsKeptButNotShown() throws Exception {
    String id = made("{\"psk\": \"Secret-key-1\"}");
    assertThat(client.call("GET", "/v5/{}/vpn-connection/" + id, "").text()).doesNotContain("psk");
    assertThat(cloud.emulator.inspect())
        .contains("\"psk\":\"sha256:")
        .doesNotContain("Secret-key-1");
    String before = cloud.emulator.inspect();
    update(id, "{\"psk\": \"Secret-key-2\"}");
    assertThat(cloud.emulator.inspect()).isNotEqualTo(before).doesNotContain("Secret-key-2");
  }

  // ---- rules ----

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name": "a b"}                                 | name can have letters, digits, Chinese characters, _, - and . only
          {"peer_subnet": ["10.0.0.0/8"]}                 | peer_subnet of vpn_connection is not known
          {"vgw_id": null}                                | vgw_id is required
          {"vgw_ip": null}                                | vgw_ip is required
          {"cgw_id": null}                                | cgw_id is required
          {"vgw_id": "x"}                                 | vgw_id must be a UUID of 36 characters
          {"vgw_id": "08e7e927-demo-a8df-va86-26a6394021eb"} | vgw_id 08e7e927-demo-a8df-va86-26a6394021eb does not exist
          {"cgw_id": "08e7e927-demo-a8df-va86-26a6394021eb"} | cgw_id 08e7e927-demo-a8df-va86-26a6394021eb does not exist
          {"style": "STATIC"}                             | style must be one of policy, static, bgp, policy-template
          {"style": "policy-template"}                    | 201
          {"style": "bgp"}                                | 201
          {"style": "bgp", "enable_nqa": true}            | enable_nqa cannot be given when style is not static
          {"style": "policy", "enable_nqa": false}        | enable_nqa cannot be given when style is not static
          {"enable_nqa": true}                            | 201
          {"peer_subnets": null}                          | peer_subnets is required
          {"peer_subnets": []}                            | peer_subnets is required
          {"peer_subnets": ["x"]}                         | peer_subnets: x is not an IPv4 range such as 192.168.52.0/24
          {"peer_subnets": ["100.100.0.0/16"]}            | peer_subnets: 100.100.0.0/16 is reserved
          {"peer_subnets": ["214.1.0.0/16"]}              | peer_subnets: 214.1.0.0/16 is reserved
          {"peer_subnets": ["100.128.0.0/16"]}            | 201
          {"psk": null}                                   | psk is required when the flavor of the gateway is not GM
          {"psk": "Abc#123"}                              | psk must have 8 to 128 characters of three kinds of upper case, lower case, digits and ~!@#$%^()-_+={ },./:;
          {"psk": "abcdefgh1"}                            | psk must have 8 to 128 characters of three kinds of upper case, lower case, digits and ~!@#$%^()-_+={ },./:;
          {"psk": "Abcdefgh1*"}                           | psk must have 8 to 128 characters of three kinds of upper case, lower case, digits and ~!@#$%^()-_+={ },./:;
          {"psk": "Abcdefg1"}                             | 201
          {"ha_role": "slave"}                            | ha_role must be master at this vgw_ip
          {"ha_role": "main"}                             | ha_role must be one of master, slave
          {"tunnel_local_address": "169.254.76.1"}        | tunnel_local_address must be an address with the mask 30, such as 169.254.76.1/30
          {"tunnel_local_address": "169.254.76.1/29"}     | tunnel_local_address must be an address with the mask 30, such as 169.254.76.1/30
          {"tunnel_local_address": "10.0.0.1/30"}         | tunnel_local_address must be in 169.254.0.0/16 and not in 169.254.195.0/24
          {"tunnel_peer_address": "169.254.195.1/30"}     | tunnel_peer_address must be in 169.254.0.0/16 and not in 169.254.195.0/24
          {"tunnel_local_address": "169.254.76.0/30"}     | tunnel_local_address must be the address of a host
          {"tunnel_local_address": "169.254.76.3/30"}     | tunnel_local_address must be the address of a host
          {"tunnel_local_address": "169.254.76.1/30", "tunnel_peer_address": "169.254.76.1/30"} | tunnel_local_address and tunnel_peer_address must be the two hosts of one /30
          {"tunnel_local_address": "169.254.76.1/30", "tunnel_peer_address": "169.254.76.6/30"} | tunnel_local_address and tunnel_peer_address must be the two hosts of one /30
          {"tunnel_local_address": "169.254.76.2/30", "tunnel_peer_address": "169.254.76.1/30"} | 201
          {"policy_rules": [{"source": "10.0.0.0/24"}]}   | policy_rules cannot be given when style is not policy
          {"style": "policy", "policy_rules": [{"source": "x"}]} | source must be an IPv4 range such as 10.0.0.0/24
          {"style": "policy", "policy_rules": [{"source": "10.0.0.0/24"}, {"source": "10.0.0.0/24"}]} | source must differ between rules
          {"style": "policy", "policy_rules": [{"rule_index": 51}]} | rule_index must be a whole number from 0 to 50
          {"style": "policy", "policy_rules": [{"rule_index": 1}, {"rule_index": 1}]} | rule_index must differ between rules
          {"style": "policy", "policy_rules": [{}, {}, {}, {}, {}, {}]} | policy_rules can have 5 entries at most
          {"style": "policy", "policy_rules": [{"destination": ["x"]}]} | destination: x is not an IPv4 range such as 192.168.52.0/24
          {"ikepolicy": {"pfs": "group14"}}               | pfs of ikepolicy is not known
          {"ikepolicy": {"ike_version": "v3"}}            | ike_version must be one of v1, v2
          {"ikepolicy": {"phase1_negotiation_mode": "main"}} | phase1_negotiation_mode cannot be given when ike_version is v2
          {"ikepolicy": {"ike_version": "v1", "phase1_negotiation_mode": "quick"}} | phase1_negotiation_mode must be one of main, aggressive
          {"ikepolicy": {"authentication_algorithm": "sm3"}} | authentication_algorithm must be one of sha2-512, sha2-384, sha2-256, sha1, md5
          {"ikepolicy": {"encryption_algorithm": "des"}}  | encryption_algorithm must be one of aes-256-gcm-16, aes-128-gcm-16, aes-256, aes-192, aes-128, 3des
          {"ikepolicy": {"dh_group": "disable"}}          | dh_group must be one of group1, group2, group5, group14, group15, group16, group19, group20, group21
          {"ikepolicy": {"authentication_method": "digital-envelope-v2"}} | authentication_method must be one of pre-share
          {"ikepolicy": {"lifetime_seconds": 59}}         | lifetime_seconds must be a whole number from 60 to 604800
          {"ikepolicy": {"lifetime_seconds": 604801}}     | lifetime_seconds must be a whole number from 60 to 604800
          {"ikepolicy": {"local_id_type": "any"}}         | local_id_type must be one of ip, fqdn
          {"ikepolicy": {"local_id_type": "fqdn"}}        | local_id is required when local_id_type is fqdn
          {"ikepolicy": {"local_id_type": "ip", "local_id": "name"}} | local_id is the address itself when local_id_type is ip
          {"ikepolicy": {"peer_id_type": "fqdn", "peer_id": "a?b"}} | peer_id can have letters, digits and special characters but & < > [ ] \\ ? and blanks
          {"ikepolicy": {"dpd": {"timeout": 1}}}          | timeout must be a whole number from 2 to 60
          {"ikepolicy": {"dpd": {"interval": 3601}}}      | interval must be a whole number from 10 to 3600
          {"ikepolicy": {"dpd": {"msg": "hash"}}}         | msg must be one of seq-hash-notify, seq-notify-hash
          {"ipsecpolicy": {"pfs": "group3"}}              | pfs must be one of group1, group2, group5, group14, group15, group16, group19, group20, group21, disable
          {"ipsecpolicy": {"pfs": "disable"}}             | 201
          {"ipsecpolicy": {"transform_protocol": "ah"}}   | transform_protocol must be one of esp
          {"ipsecpolicy": {"encapsulation_mode": "transport"}} | encapsulation_mode must be one of tunnel
          {"ipsecpolicy": {"lifetime_seconds": 29}}       | lifetime_seconds must be a whole number from 30 to 604800
          {"ipsecpolicy": {"lifetime_seconds": 30}}       | 201
          """)
  void aCreateIsChecked(String changes, String outcome) throws Exception {
    assertThat(HuaweiClient.told(create(changes)).replace(INVALID, "")).isEqualTo(outcome);
  }

  @Test
  void theAddressIsOneOfTheGateways() throws Exception {
    String other = "cff40e5e-demo-a8df-va86-7366077bf097";
    assertThat(HuaweiClient.told(create("{\"vgw_ip\": \"%s\"}".formatted(other))))
        .isEqualTo(INVALID + "vgw_ip must be the id of an EIP of vpn gateway " + gateway);
    assertThat(create("{\"vgw_ip\": \"%s\"}".formatted(HuaweiClient.EIP_2)).status())
        .isEqualTo(201);
  }

  @Test
  void numbersOfEntriesAreLimited() throws Exception {
    String subnets = "\"10.0.0.0/8\",".repeat(51).replaceAll(",$", "");
    assertThat(HuaweiClient.told(create("{\"peer_subnets\": [%s]}".formatted(subnets))))
        .endsWith("peer_subnets can have 50 entries at most");
    assertThat(
            HuaweiClient.told(
                create(
                    "{\"style\": \"policy\", \"policy_rules\": [{\"destination\": [%s]}]}"
                        .formatted(subnets))))
        .endsWith("destination can have 50 entries at most");
  }

  @Test
  void anActiveStandbyGatewayHasRoles() throws Exception {
    gateway =
        client.gateway(
            """
            {"ha_mode": "active-standby", "network_type": "private", "eip1": null, "eip2": null,
             "access_private_ip_1": "10.0.0.4", "access_private_ip_2": "10.0.0.5"}
            """);
    String first = "{\"vgw_ip\": \"10.0.0.4\", \"ha_role\": %s}";
    String second = "{\"vgw_ip\": \"10.0.0.5\", \"ha_role\": %s}";
    assertThat(HuaweiClient.told(create(first.formatted("\"slave\""))))
        .endsWith("ha_role must be master at this vgw_ip");
    assertThat(HuaweiClient.told(create(second.formatted("null"))))
        .endsWith("ha_role must be slave at this vgw_ip");
    String id = made(second.formatted("\"slave\""));
    assertThat(client.showConnection(id).text("ha_role")).contains("slave");
    assertThat(policy(id, "ikepolicy").text("local_id")).contains("10.0.0.5");
    assertThat(create(first.formatted("null")).status()).isEqualTo(201);
    assertThat(HuaweiClient.told(create("{\"vgw_ip\": \"10.0.0.6\"}")))
        .endsWith("vgw_ip must be an access private ip of vpn gateway " + gateway);
  }

  @Test
  void routersLearnTheirSubnets() throws Exception {
    gateway =
        client.gateway(
            """
            {"attachment_type": "er", "local_subnets": null, "network_type": "private",
             "eip1": null, "eip2": null, "access_private_ip_1": "10.0.0.4",
             "access_private_ip_2": "10.0.0.5"}
            """);
    String changes = "{\"vgw_ip\": \"10.0.0.4\", \"style\": \"%s\", \"peer_subnets\": %s}";
    for (String style : List.of("policy", "bgp")) {
      assertThat(HuaweiClient.told(create(changes.formatted(style, "[\"10.0.0.0/8\"]"))))
          .endsWith(
              "peer_subnets cannot be given when attachment_type is er and style is policy or bgp");
      assertThat(create(changes.formatted(style, "null")).status()).isEqualTo(201);
    }
    assertThat(HuaweiClient.told(create(changes.formatted("static", "null"))))
        .endsWith("peer_subnets is required");
  }

  // ---- answers ----

  @Test
  void whatIsNotSaidIsTheDefault() throws Exception {
    String id = made("{}");
    JsonObject connection = client.showConnection(id);
    assertThat(connection.text("name").orElse("")).matches("vpn-[0-9a-f]{4}");
    assertThat(connection.text("style")).contains("STATIC");
    assertThat(connection.flag("enable_nqa")).contains(false);
    assertThat(connection.text("ha_role")).contains("master");
    assertThat(connection.text("tunnel_local_address").orElse(""))
        .matches("169\\.254\\.[0-9]+\\.[0-9]+/30");
    String here =
        client
            .showGateway(gateway)
            .object("eip1")
            .flatMap(eip -> eip.text("ip_address"))
            .orElse("");
    assertThat(policy(id, "ikepolicy").toString())
        .isEqualTo(
            """
            {"ike_version":"v2","authentication_algorithm":"sha2-256",\
            "encryption_algorithm":"aes-128","dh_group":"group15",\
            "authentication_method":"pre-share","lifetime_seconds":86400,"local_id_type":"ip",\
            "peer_id_type":"ip","dpd":{"timeout":15,"interval":30,"msg":"seq-hash-notify"},\
            "local_id":"%s","peer_id":"203.0.113.9"}\
            """
                .formatted(here));
    assertThat(policy(id, "ipsecpolicy").toString())
        .isEqualTo(
            """
            {"authentication_algorithm":"sha2-256","encryption_algorithm":"aes-128",\
            "pfs":"group15","transform_protocol":"esp","lifetime_seconds":3600,\
            "encapsulation_mode":"tunnel"}\
            """);
  }

  @Test
  void oneEndOfATunnelGivesTheOther() throws Exception {
    String id = made("{\"tunnel_peer_address\": \"169.254.76.6/30\"}");
    assertThat(client.showConnection(id).text("tunnel_local_address")).contains("169.254.76.5/30");
  }

  @Test
  void rulesAreNumberedByTheirDestinations() throws Exception {
    String id =
        made(
            """
            {"style": "policy", "policy_rules": [
              {"source": "10.2.0.0/24", "destination": ["192.168.2.0/24"]},
              {"rule_index": 7, "source": "10.1.0.0/24",
               "destination": ["192.168.0.0/24", "192.168.1.0/24"]}]}
            """);
    assertThat(client.showConnection(id).objects("policy_rules").toString())
        .isEqualTo(
            """
            [{"rule_index":1,"source":"10.1.0.0/24",\
            "destination":["192.168.0.0/24","192.168.1.0/24"]}, \
            {"rule_index":3,"source":"10.2.0.0/24","destination":["192.168.2.0/24"]}]\
            """);
  }

  @Test
  void aGatewayCountsItsConnections() throws Exception {
    made("{}");
    made("{\"vgw_ip\": \"%s\"}".formatted(HuaweiClient.EIP_2));
    made("{\"cgw_id\": \"%s\"}".formatted(client.customer("203.0.113.10")));
    JsonObject shown = client.showGateway(gateway);
    assertThat(shown.integer("used_connection_number")).contains(3);
    assertThat(shown.integer("used_connection_group")).contains(2);
  }

  // ---- updates ----

  @Test
  void anUpdateChangesWhatItNames() throws Exception {
    String id =
        made(
            """
            {"ikepolicy": {"ike_version": "v1", "phase1_negotiation_mode": "aggressive",
                           "encryption_algorithm": "aes-256", "dpd": {"timeout": 20}},
             "ipsecpolicy": {"pfs": "group14", "encryption_algorithm": "aes-256"}}
            """);
    update(id, "{\"peer_subnets\": [\"192.168.1.0/24\"]}");
    client.settle();
    assertThat(client.showConnection(id).texts("peer_subnets")).containsExactly("192.168.1.0/24");
    assertThat(policy(id, "ikepolicy").text("phase1_negotiation_mode")).contains("aggressive");
    assertThat(policy(id, "ipsecpolicy").text("pfs")).contains("group14");
    update(
        id,
        "{\"ikepolicy\": {\"ike_version\": \"v1\", \"lifetime_seconds\": 3600},"
            + " \"ipsecpolicy\": {\"lifetime_seconds\": 7200}}");
    client.settle();
    JsonObject ike = policy(id, "ikepolicy");
    assertThat(ike.text("phase1_negotiation_mode")).contains("aggressive");
    assertThat(ike.text("encryption_algorithm")).contains("aes-256");
    assertThat(ike.integer("lifetime_seconds")).contains(3600);
    assertThat(ike.object("dpd").flatMap(dpd -> dpd.integer("timeout"))).contains(20);
    assertThat(policy(id, "ipsecpolicy").text("encryption_algorithm")).contains("aes-256");
    assertThat(policy(id, "ipsecpolicy").text("pfs"))
        .as("table 4-139 has a default for what an update leaves out")
        .contains("group15");
    update(id, "{\"ikepolicy\": {\"phase1_negotiation_mode\": \"main\", \"dpd\": {}}}");
    client.settle();
    ike = policy(id, "ikepolicy");
    assertThat(ike.text("ike_version")).as("its default").contains("v2");
    assertThat(ike.names()).as("ignored under v2").doesNotContain("phase1_negotiation_mode");
    assertThat(ike.object("dpd").flatMap(dpd -> dpd.integer("timeout"))).contains(15);
  }

  @Test
  void identitiesChangeWithTheirTypes() throws Exception {
    String id = made("{\"ikepolicy\": {\"local_id\": \"here\", \"peer_id\": \"there\"}}");
    assertThat(policy(id, "ikepolicy").text("local_id_type")).contains("fqdn");
    assertThat(policy(id, "ikepolicy").text("peer_id")).contains("there");
    update(id, "{\"ikepolicy\": {\"peer_id_type\": \"ip\"}}");
    client.settle();
    assertThat(policy(id, "ikepolicy").text("local_id")).contains("here");
    assertThat(policy(id, "ikepolicy").text("peer_id")).contains("203.0.113.9");
    String other = client.customer("203.0.113.10");
    update(id, "{\"cgw_id\": \"%s\"}".formatted(other));
    client.settle();
    assertThat(policy(id, "ikepolicy").text("peer_id")).contains("203.0.113.10");
    assertThat(client.call("DELETE", "/v5/{}/customer-gateways/" + customer, "").status())
        .isEqualTo(204);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"vgw_id": "x"}                                   | vgw_id of vpn_connection is not known
          {"enable_nqa": true}                              | enable_nqa of vpn_connection is not known
          {"style": "bgp"}                                  | style of vpn_connection is not known
          {"cgw_id": "x"}                                   | cgw_id must be a UUID of 36 characters
          {"peer_subnets": []}                              | peer_subnets is required
          {"peer_subnets": ["100.64.0.0/10"]}               | peer_subnets: 100.64.0.0/10 is reserved
          {"psk": "short"}                                  | psk must have 8 to 128 characters of three kinds of upper case, lower case, digits and ~!@#$%^()-_+={ },./:;
          {"policy_rules": []}                              | policy_rules cannot be given when style is not policy
          {"ikepolicy": {"authentication_method": "pre-share"}} | authentication_method cannot be changed
          {"ikepolicy": {"dh_group": "group3"}}             | dh_group must be one of group1, group2, group5, group14, group15, group16, group19, group20, group21
          {"tunnel_local_address": "169.254.195.1/30"}      | tunnel_local_address must be in 169.254.0.0/16 and not in 169.254.195.0/24
          """)
  void anUpdateIsChecked(String changes, String outcome) throws Exception {
    assertThat(HuaweiClient.told(update(made("{}"), changes))).isEqualTo(INVALID + outcome);
  }

  // ---- lists ----

  @Test
  void connectionsAreListedInPages() throws Exception {
    String first = made("{}");
    String second = made("{\"vgw_ip\": \"%s\"}".formatted(HuaweiClient.EIP_2));
    String third = made("{}");
    String all = "/v5/{}/vpn-connection";
    assertThat(ids(all)).containsExactly(third, second, first);
    assertThat(ids(all + "?vgw_ip=" + HuaweiClient.EIP_2)).containsExactly(second);
    assertThat(ids(all + "?vgw_id=" + gateway)).hasSize(3);
    assertThat(ids(all + "?vgw_id=other")).isEmpty();
    assertThat(ids(all + "?enterprise_project_id=0")).hasSize(3);
    assertThat(ids(all + "?enterprise_project_id=1")).isEmpty();
    JsonObject page = client.call("GET", all + "?limit=2&vgw_id=" + gateway, "").json();
    assertThat(page.integer("total_count")).contains(3);
    String marker =
        page.object("page_info").flatMap(info -> info.text("next_marker")).orElseThrow();
    assertThat(page.object("page_info").flatMap(info -> info.integer("current_count"))).contains(2);
    assertThat(ids(all + "?limit=2&marker=" + marker)).containsExactly(first);
    assertThat(HuaweiClient.told(client.call("GET", all + "?limit=201", "")))
        .endsWith("limit must be a whole number from 0 to 200");
    assertThat(HuaweiClient.told(client.call("GET", all + "?marker=" + marker, "")))
        .endsWith("marker must be used together with limit");
    assertThat(HuaweiClient.told(client.call("GET", all + "?limit=1&marker=x", "")))
        .endsWith("marker must be what an earlier answer gave");
  }

  private List<String> ids(String path) throws Exception {
    return client.call("GET", path, "").json().objects("vpn_connections").stream()
        .map(one -> one.text("id").orElseThrow())
        .toList();
  }

  // ---- monitors ----

  private Answer monitor(String connection) throws Exception {
    return client.call(
        "POST",
        "/v5/{}/connection-monitors",
        "{\"connection_monitor\": {\"vpn_connection_id\": \"%s\"}}".formatted(connection));
  }

  @Test
  void aConnectionHasAMonitor() throws Exception {
    String young = HuaweiClient.id(create("{}"), "vpn_connection");
    assertThat(HuaweiClient.told(monitor(young))).isEqualTo(NOT_READY.formatted(young, "CREATING"));
    client.settle();
    Answer answer = monitor(young);
    assertThat(answer.status()).isEqualTo(201);
    JsonObject made = HuaweiClient.thing(answer, "connection_monitor");
    assertThat(made.names())
        .containsExactly(
            "id", "vpn_connection_id", "type", "source_ip", "destination_ip", "proto_type");
    assertThat(made.text("destination_ip")).contains("203.0.113.9");
    assertThat(made.text("source_ip")).isEqualTo(policy(young, "ikepolicy").text("local_id"));
    String id = made.text("id").orElseThrow();
    assertThat(client.status("connection-monitors", "connection_monitor", id))
        .isEqualTo("PENDING_CREATE");
    assertThat(HuaweiClient.told(monitor(young)))
        .isEqualTo(INVALID + "vpn connection %s has connection monitor".formatted(young));
    String path = "/v5/{}/connection-monitors/" + id;
    assertThat(HuaweiClient.outcome(client.call("DELETE", path, ""))).isEqualTo("409 VPN.0003");
    client.settle();
    assertThat(client.status("connection-monitors", "connection_monitor", id)).isEqualTo("ACTIVE");
    assertThat(client.showConnection(young).text("connection_monitor_id")).contains(id);
    assertThat(client.call("DELETE", path, "").status()).isEqualTo(204);
    assertThat(client.status("connection-monitors", "connection_monitor", id))
        .isEqualTo("PENDING_DELETE");
    client.settle();
    assertThat(HuaweiClient.outcome(client.call("GET", path, ""))).isEqualTo("404 VPN.0004");
    assertThat(client.showConnection(young).text("connection_monitor_id"))
        .isEqualTo(Optional.empty());
  }

  @Test
  void monitorsAreListedAndGoWithTheirConnections() throws Exception {
    String first = made("{}");
    String second = made("{\"vgw_ip\": \"%s\"}".formatted(HuaweiClient.EIP_2));
    monitor(first);
    monitor(second);
    client.settle();
    String all = "/v5/{}/connection-monitors";
    assertThat(monitors(all)).containsExactly(second, first);
    assertThat(monitors(all + "?vpn_connection_id=" + first)).containsExactly(first);
    assertThat(monitors(all + "?enterprise_project_id=0")).hasSize(2);
    assertThat(monitors(all + "?enterprise_project_id=1")).isEmpty();
    delete(first);
    client.settle();
    assertThat(monitors(all)).containsExactly(second);
    assertThat(HuaweiClient.told(monitor(first)))
        .isEqualTo(INVALID + "vpn_connection_id %s does not exist".formatted(first));
    assertThat(HuaweiClient.told(client.call("POST", all, "{\"connection_monitor\": {}}")))
        .isEqualTo(INVALID + "vpn_connection_id is required");
  }

  private List<String> monitors(String path) throws Exception {
    return client.call("GET", path, "").json().objects("connection_monitors").stream()
        .map(one -> one.text("vpn_connection_id").orElseThrow())
        .toList();
  }
}

package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules and states of VPN gateways and their EIPs.
class HuaweiGatewayTest {
  private static final String ALL = "/v5/{}/vpn-gateways";
  private static final String PRIVATE =
      "{\"network_type\": \"private\", \"eip1\": null, \"eip2\": null}";
  private static final String NEW_EIPS =
      """
      {"eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 100, "bandwidth_name": "bw"},
       "eip2": {"id": null, "type": "5_bgp", "bandwidth_size": 300}}
      """;

  private EmulatedCloud cloud;
  private HuaweiClient client;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = HuaweiClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer create(String changes) throws Exception {
    return client.call("POST", ALL, HuaweiClient.changed(HuaweiClient.GATEWAY, changes));
  }

  private Answer update(String id, String body) throws Exception {
    return client.call("PUT", ALL + "/" + id, "{\"vpn_gateway\": %s}".formatted(body));
  }

  private String status(String id) throws Exception {
    return client.status("vpn-gateways", "vpn_gateway", id);
  }

  private void put(String id, String patch) throws Exception {
    Answer answer = client.send("PUT", "/_emulator/objects/vpn-gateway/" + id, patch, Map.of());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static String eip(JsonObject gateway, String slot) {
    return gateway.object(slot).flatMap(eip -> eip.text("id")).orElse("none");
  }

  // ---- states ----

  @Test
  void aGatewayIsMadeChangedAndDeletedInTime() throws Exception {
    Answer made = create("{}");
    assertThat(made.status()).isEqualTo(201);
    String id = HuaweiClient.id(made, "vpn_gateway");
    assertThat(status(id)).isEqualTo("PENDING_CREATE");
    assertThat(client.showGateway(id).names()).doesNotContain("eip1", "created_at");
    assertThat(HuaweiClient.told(update(id, "{\"name\": \"n\"}")))
        .isEqualTo(
            "409 VPN.0003: resource (type=GATEWAY, ID=%s) is not ready, currently CREATING"
                .formatted(id));
    client.settle();
    assertThat(status(id)).isEqualTo("ACTIVE");
    assertThat(client.showGateway(id).text("created_at")).contains("2026-01-31T16:30:00.000Z");
    Answer changed = update(id, "{\"name\": \"n\", \"local_subnets\": [\"10.0.0.0/8\"]}");
    assertThat(HuaweiClient.thing(changed, "vpn_gateway").text("name")).contains("n");
    assertThat(status(id)).isEqualTo("PENDING_UPDATE");
    assertThat(HuaweiClient.told(client.call("DELETE", ALL + "/" + id, "")))
        .endsWith("is not ready, currently UPDATING");
    client.settle();
    assertThat(client.showGateway(id).texts("local_subnets")).containsExactly("10.0.0.0/8");
    Answer deleted = client.call("DELETE", ALL + "/" + id, "");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(deleted.headers()).containsKey("x-request-id");
    assertThat(status(id)).isEqualTo("PENDING_DELETE");
    assertThat(HuaweiClient.told(client.call("DELETE", ALL + "/" + id, "")))
        .endsWith("is not ready, currently DELETING");
    client.settle();
    Answer gone = client.call("GET", ALL + "/" + id, "");
    assertThat(HuaweiClient.told(gone)).isEqualTo("404 VPN.0004: resource not found");
    assertThat(gone.json().names()).containsExactly("code", "message");
    assertThat(HuaweiClient.outcome(client.call("DELETE", ALL + "/" + id, "")))
        .isEqualTo("404 VPN.0004");
  }

  @Test
  void aFrozenGatewayStandsStill() throws Exception {
    String id = client.gateway("{}");
    put(id, "{\"status\": \"FREEZED\"}");
    assertThat(status(id)).isEqualTo("FREEZED");
    assertThat(HuaweiClient.told(update(id, "{\"name\": \"n\"}")))
        .isEqualTo("400 VPN.0001: invalid request: ILLEGAL not allowed update vpnGateway");
    assertThat(HuaweiClient.told(client.call("DELETE", ALL + "/" + id, "")))
        .isEqualTo("400 VPN.0001: invalid request: ILLEGAL not allowed delete vpnGateway");
    String connection =
        HuaweiClient.connection(id, HuaweiClient.EIP_1, client.customer("203.0.113.9"));
    assertThat(HuaweiClient.told(client.connect(connection, "{}")))
        .isEqualTo("400 VPN.0001: invalid request: ILLEGAL not allowed create vpnConnection");
  }

  @Test
  void aFaultyGatewayCanOnlyBeDeleted() throws Exception {
    String id = client.gateway("{}");
    put(id, "{\"status\": \"FAULT\"}");
    assertThat(HuaweiClient.told(update(id, "{\"name\": \"n\"}")))
        .endsWith("is not ready, currently FAULT");
    assertThat(client.call("DELETE", ALL + "/" + id, "").status()).isEqualTo(204);
  }

  @Test
  void aStateMustBeADocumentedOne() throws Exception {
    String id = client.gateway("{}");
    Answer answer =
        client.send(
            "PUT", "/_emulator/objects/vpn-gateway/" + id, "{\"status\": \"DOWN\"}", Map.of());
    assertThat(answer.text()).contains("a vpn-gateway cannot be \\\"DOWN\\\"");
  }

  // ---- rules of create ----

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name": ""}                                  | name must have 1 to 64 characters
          {"name": "a b"}                               | name can have letters, digits, Chinese characters, _, - and . only
          {"name": "网关_1.a-b"}                         | 201
          {"colour": "red"}                             | colour of vpn_gateway is not known
          {"network_type": "secret"}                    | network_type must be one of public, private
          {"attachment_type": "x"}                      | attachment_type must be one of vpc, er
          {"vpc_id": null}                              | vpc_id is required when attachment_type is vpc
          {"vpc_id": "vpc"}                             | vpc_id must be a UUID of 36 characters
          {"local_subnets": null}                       | local_subnets is required when attachment_type is vpc
          {"local_subnets": []}                         | local_subnets must have an entry
          {"local_subnets": ["10.0.0.0"]}               | local_subnets: 10.0.0.0 is not an IPv4 range such as 192.168.52.0/24
          {"local_subnets": "10.0.0.0/8"}               | "local_subnets" must be an array of strings
          {"connect_subnet": null}                      | connect_subnet is required when attachment_type is vpc
          {"er_id": "0cf79a3f-demo-a8df-va86-d7ace626b0fa"} | er_id cannot be given when attachment_type is vpc
          {"attachment_type": "er"}                     | local_subnets cannot be given when attachment_type is er
          {"attachment_type": "er", "local_subnets": null} | 201
          {"attachment_type": "er", "local_subnets": null, "vpc_id": null} | vpc_id and er_id cannot both be empty
          {"bgp_asn": 0}                                | bgp_asn must be a whole number from 1 to 4294967295
          {"bgp_asn": 4294967296}                       | bgp_asn must be a whole number from 1 to 4294967295
          {"bgp_asn": 4294967295}                       | 201
          {"bgp_asn": "1"}                              | bgp_asn must be a whole number from 1 to 4294967295
          {"flavor": "Basic"}                           | flavor must be one of Professional1, Professional2, GM
          {"ha_mode": "active"}                         | ha_mode must be one of active-active, active-standby
          {"availability_zone_ids": ["cn-north-4a"]}    | availability_zone_ids must be 2 of cn-north-4a, cn-north-4b, cn-north-4c
          {"availability_zone_ids": ["cn-north-4a", "cn-north-4a"]} | availability_zone_ids must be 2 of cn-north-4a, cn-north-4b, cn-north-4c
          {"availability_zone_ids": ["cn-north-4a", "mars"]} | availability_zone_ids must be 2 of cn-north-4a, cn-north-4b, cn-north-4c
          {"availability_zone_ids": ["cn-north-4c", "cn-north-4a"]} | 201
          {"enterprise_project_id": "1"}                | enterprise_project_id must be a UUID of 36 characters
          {"eip1": null}                                | eip1 is required
          {"eip2": {"id": "x"}}                         | the id of an EIP must be a UUID of 36 characters
          {"eip2": {"id": "8ff5d6b5-demo-a8df-va86-b9d598033153"}} | eip1 and eip2 must be different EIPs
          {"eip1": {"type": "5_bgp"}}                   | type cannot be given when id of eip1 is given
          {"eip1": {"id": null, "bandwidth_size": 5}}   | type is required when eip1 is a new EIP
          {"eip1": {"id": null, "type": "5_bgp"}}       | bandwidth_size is required when eip1 is a new EIP
          {"eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 301}} | bandwidth_size must be a whole number from 1 to 300
          {"flavor": "Professional2", "eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 1001}} | bandwidth_size must be a whole number from 1 to 1000
          {"flavor": "GM", "eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 501}} | bandwidth_size must be a whole number from 1 to 500
          {"eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 5, "bandwidth_name": "a b"}} | bandwidth_name can have letters, digits, Chinese characters, _, - and . only
          {"network_type": "private"}                   | eip1 cannot be given when network_type is private
          {"access_private_ip_1": "10.0.0.4"}           | access_private_ip_1 cannot be given when network_type is public
          {"tags": [{"key": "a"}]}                      | value is required
          {"tags": [{"value": "a"}]}                    | key is required
          {"tags": [{"key": "a", "value": ""}, {"key": "a", "value": "b"}]} | the key a of tags is given twice
          {"tags": [{"key": "a*", "value": "b"}]}       | key of tags can have letters, digits, blanks and _.:=+-@ only
          {"tags": [{"key": "a b_.:=+-@ñ中", "value": ""}]} | 201
          """)
  void aCreateIsChecked(String changes, String outcome) throws Exception {
    assertThat(HuaweiClient.told(create(changes)).replace("400 VPN.0001: invalid request: ", ""))
        .isEqualTo(outcome);
  }

  @Test
  void numbersOfEntriesAreLimited() throws Exception {
    String subnets = "\"10.0.0.0/8\",".repeat(50);
    assertThat(create("{\"local_subnets\": [%s]}".formatted(subnets.replaceAll(",$", ""))).status())
        .isEqualTo(201);
    assertThat(
            HuaweiClient.told(create("{\"local_subnets\": [%s\"10.0.0.0/8\"]}".formatted(subnets))))
        .endsWith("local_subnets can have 50 entries at most");
    String tags = "{\"key\": \"k\", \"value\": \"v\"},".repeat(21).replaceAll(",$", "");
    assertThat(HuaweiClient.told(create("{\"tags\": [%s]}".formatted(tags))))
        .endsWith("tags can have 20 entries at most");
  }

  @Test
  void aBodyMustBeWhatItShouldBe() throws Exception {
    assertThat(HuaweiClient.told(client.call("POST", ALL, "{")))
        .startsWith("400 VPN.0001: invalid request: the body is not JSON: line 1");
    assertThat(HuaweiClient.told(client.call("POST", ALL, "")))
        .isEqualTo("400 VPN.0001: invalid request: vpn_gateway is required");
    assertThat(HuaweiClient.told(client.call("POST", ALL, "[]")))
        .isEqualTo("400 VPN.0001: invalid request: expected a JSON object");
  }

  @Test
  void whatIsNotSaidIsTheDefault() throws Exception {
    JsonObject gateway = client.showGateway(client.gateway("{}"));
    assertThat(gateway.text("name").orElse("")).matches("vpngw-[0-9a-f]{4}");
    assertThat(gateway.text("network_type")).contains("public");
    assertThat(gateway.text("attachment_type")).contains("vpc");
    assertThat(gateway.text("flavor")).contains("Professional1");
    assertThat(gateway.text("ha_mode")).contains("active-active");
    assertThat(gateway.integer("bgp_asn")).contains(64512);
    assertThat(gateway.text("enterprise_project_id")).contains("0");
    assertThat(gateway.text("access_vpc_id")).contains(HuaweiClient.VPC);
    assertThat(gateway.text("access_subnet_id")).contains(HuaweiClient.SUBNET);
    assertThat(gateway.texts("availability_zone_ids"))
        .containsExactly("cn-north-4a", "cn-north-4b");
    assertThat(gateway.texts("supported_flavors"))
        .containsExactly("Professional1", "Professional2");
    assertThat(gateway.integer("connection_number")).contains(200);
    assertThat(gateway.names()).doesNotContain("tags", "er_id", "access_private_ip_1");
  }

  @Test
  void zonesAreShownEarlyWhenTheyWereAskedFor() throws Exception {
    String asked = "{\"availability_zone_ids\": [\"cn-north-4b\", \"cn-north-4c\"]}";
    String id = HuaweiClient.id(create(asked), "vpn_gateway");
    assertThat(client.showGateway(id).texts("availability_zone_ids"))
        .containsExactly("cn-north-4b", "cn-north-4c");
    assertThat(client.showGateway(HuaweiClient.id(create(PRIVATE), "vpn_gateway")).names())
        .doesNotContain("availability_zone_ids");
  }

  @Test
  void aGatewayOfARouterHasNoVpcOfItsOwn() throws Exception {
    JsonObject gateway =
        client.showGateway(
            client.gateway(
                """
                {"attachment_type": "er", "local_subnets": null, "vpc_id": null,
                 "connect_subnet": null, "er_id": "c62fad0d-demo-a8df-va86-e06c4c351b9f",
                 "access_vpc_id": "91a74241-demo-a8df-va86-9b5f98c66c8c",
                 "access_subnet_id": "f5741286-demo-a8df-va86-2c82bd9ee114"}
                """));
    assertThat(gateway.names()).contains("er_id").doesNotContain("vpc_id", "local_subnets");
    assertThat(gateway.text("access_vpc_id")).contains("91a74241-demo-a8df-va86-9b5f98c66c8c");
  }

  // ---- private addresses ----

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "10.0.0.4, , access_private_ip_1 and access_private_ip_2 must be given together",
    "10.0.0.4, 10.0.0.4, access_private_ip_1 and access_private_ip_2 must differ",
    "10.0.0.4, ten, access_private_ip_2 must be an IPv4 address",
    "10.0.0.4, 10.0.0.5, 201",
  })
  void privateAddressesComeInPairs(String first, String second, String outcome) throws Exception {
    JsonObject changes =
        JsonObject.parse(PRIVATE)
            .with("access_private_ip_1", first)
            .with("access_private_ip_2", second);
    Answer answer = create(changes.toString());
    assertThat(HuaweiClient.told(answer)).endsWith(outcome);
    if (answer.status() == 201) {
      JsonObject gateway = client.showGateway(HuaweiClient.id(answer, "vpn_gateway"));
      assertThat(gateway.text("access_private_ip_1")).contains(first);
      assertThat(gateway.names()).doesNotContain("eip1", "eip2");
    }
  }

  // ---- EIPs ----

  @Test
  void newEipsAreMadeAndDieWithTheirGateway() throws Exception {
    String id = client.gateway(NEW_EIPS);
    JsonObject first = client.showGateway(id).object("eip1").orElseThrow();
    assertThat(first.names())
        .containsExactly(
            "id",
            "ip_version",
            "type",
            "ip_address",
            "charge_mode",
            "bandwidth_size",
            "bandwidth_name");
    assertThat(first.text("bandwidth_name")).contains("bw");
    assertThat(
            client
                .showGateway(id)
                .object("eip2")
                .flatMap(eip -> eip.text("bandwidth_name"))
                .orElse(""))
        .matches("vpngw-bandwidth-[0-9a-f]{4}");
    client.call("DELETE", ALL + "/" + id, "");
    client.settle();
    client.call("GET", ALL, "");
    assertThat(cloud.emulator.inspect()).contains("\"vpn-gateway\":{}");
    String eip = "/v3/{}/eip/publicips/" + first.text("id").orElseThrow();
    assertThat(HuaweiClient.told(client.call("POST", eip + "/disassociate-instance", "")))
        .endsWith("the EIP is not bound to an instance");
  }

  @Test
  void anEipHasOneGateway() throws Exception {
    client.gateway("{}");
    assertThat(HuaweiClient.told(create("{}")))
        .endsWith("the EIP %s is bound to an instance".formatted(HuaweiClient.EIP_1));
  }

  @Test
  void anEipIsReboundAfterTheOldOneIsUnbound() throws Exception {
    String id = client.gateway("{}");
    String other = "cff40e5e-demo-a8df-va86-7366077bf097";
    String body = "{\"eip_id_1\": \"%s\"}".formatted(other);
    assertThat(HuaweiClient.told(update(id, body)))
        .endsWith("eip1 of the gateway must be unbound before another one is bound");
    String eip = "/v3/{}/eip/publicips/" + HuaweiClient.EIP_1;
    JsonObject bound = HuaweiClient.thing(client.call("GET", eip, ""), "publicip");
    assertThat(bound.text("associate_instance_id")).contains(id);
    Answer unbound = client.call("POST", eip + "/disassociate-instance", "");
    assertThat(HuaweiClient.thing(unbound, "publicip").text("status")).contains("DOWN");
    assertThat(client.showGateway(id).names()).doesNotContain("eip1");
    assertThat(update(id, body).status()).isEqualTo(200);
    client.settle();
    assertThat(eip(client.showGateway(id), "eip1")).isEqualTo(other);
    assertThat(eip(client.showGateway(id), "eip2")).isEqualTo(HuaweiClient.EIP_2);
    client.call("DELETE", ALL + "/" + id, "");
    client.settle();
    assertThat(HuaweiClient.thing(client.call("GET", eip, ""), "publicip").text("status"))
        .as("what was unbound in time is still there")
        .contains("DOWN");
  }

  @Test
  void anEipInUseStays() throws Exception {
    String id = client.gateway("{}");
    String connection =
        HuaweiClient.connection(id, HuaweiClient.EIP_1, client.customer("203.0.113.9"));
    client.connect(connection, "{}");
    String eip = "/v3/{}/eip/publicips/%s/disassociate-instance".formatted(HuaweiClient.EIP_1);
    assertThat(HuaweiClient.told(client.call("POST", eip, "")))
        .endsWith("the EIP %s has connection".formatted(HuaweiClient.EIP_1));
    client.settle();
    assertThat(HuaweiClient.told(client.call("DELETE", ALL + "/" + id, "")))
        .isEqualTo("400 VPN.0001: invalid request: vpn gateway %s has connection".formatted(id));
  }

  // ---- changes ----

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}      | {"name": "a b"}           | name can have letters, digits, Chinese characters, _, - and . only
          {}      | {"flavor": "GM"}          | flavor of vpn_gateway is not known
          {}      | {"local_subnets": []}     | local_subnets must have an entry
          {}      | {"eip_id_1": "x"}         | eip_id_1 must be a UUID of 36 characters
          private | {"eip_id_1": "8ff5d6b5-demo-a8df-va86-b9d598033153"} | eip_id_1 cannot be given when network_type is private
          er      | {"local_subnets": ["10.0.0.0/8"]} | local_subnets cannot be given when attachment_type is er
          er      | {"name": "n"}             | 200
          """)
  void anUpdateIsChecked(String kind, String body, String outcome) throws Exception {
    String changes =
        switch (kind) {
          case "private" -> PRIVATE;
          case "er" -> "{\"attachment_type\": \"er\", \"local_subnets\": null}";
          default -> "{}";
        };
    assertThat(HuaweiClient.told(update(client.gateway(changes), body))).endsWith(outcome);
  }

  @Test
  void theSpecificationIsChanged() throws Exception {
    String id = client.gateway(NEW_EIPS);
    String path = ALL + "/" + id + "/update-specification";
    String body = "{\"vpn_gateway\": {\"flavor\": \"%s\"}}";
    Answer answer = client.call("POST", path, body.formatted("Professional2"));
    assertThat(HuaweiClient.thing(answer, "vpn_gateway").text("flavor")).contains("Professional2");
    assertThat(HuaweiClient.outcome(client.call("POST", path, body.formatted("Professional1"))))
        .isEqualTo("409 VPN.0003");
    client.settle();
    assertThat(client.call("POST", path, body.formatted("Professional1")).status()).isEqualTo(200);
    client.settle();
    assertThat(HuaweiClient.told(client.call("POST", path, body.formatted("Basic"))))
        .endsWith("flavor must be one of Professional1, Professional2");
    assertThat(HuaweiClient.told(client.call("POST", path, "{\"vpn_gateway\": {}}")))
        .endsWith("flavor is required");
  }

  @Test
  void aSmallerSpecificationMustHoldTheBandwidth() throws Exception {
    String id =
        client.gateway(
            """
            {"flavor": "Professional2",
             "eip1": {"id": null, "type": "5_bgp", "bandwidth_size": 301}}
            """);
    assertThat(
            HuaweiClient.told(
                client.call(
                    "POST",
                    ALL + "/" + id + "/update-specification",
                    "{\"vpn_gateway\": {\"flavor\": \"Professional1\"}}")))
        .endsWith("eip1 has more bandwidth than Professional1 allows: 301");
  }

  // ---- lists ----

  @Test
  void gatewaysAreListedByEnterpriseProject() throws Exception {
    String project = "7354dda9-demo-a8df-va86-a6b08fb92043";
    String mine =
        client.gateway(JsonObject.parse(PRIVATE).with("enterprise_project_id", project).toString());
    String other = client.gateway("{}");
    assertThat(ids(ALL)).containsExactly(other, mine);
    assertThat(ids(ALL + "?enterprise_project_id=" + project)).containsExactly(mine);
    assertThat(ids(ALL + "?enterprise_project_id=0&enterprise_project_id=" + project))
        .containsExactly(other, mine);
  }

  private List<String> ids(String path) throws Exception {
    return client.call("GET", path, "").json().objects("vpn_gateways").stream()
        .map(one -> one.text("id").orElseThrow())
        .toList();
  }

  @Test
  void zonesAreListedByFlavor() throws Exception {
    JsonObject zones =
        HuaweiClient.thing(
            client.call("GET", ALL + "/availability-zones", ""), "availability_zones");
    assertThat(zones.toString())
        .isEqualTo(
            """
            {"professional1":{"vpc":["cn-north-4a","cn-north-4b","cn-north-4c"],\
            "er":["cn-north-4a","cn-north-4b"]},\
            "professional2":{"vpc":["cn-north-4a","cn-north-4b","cn-north-4c"],\
            "er":["cn-north-4a","cn-north-4b"]},\
            "gm":{"vpc":["cn-north-4a","cn-north-4b"],"er":["cn-north-4a"]}}\
            """);
  }
}

package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.cloud.SetupException;
import dev.groma.providers.emulator.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Customer gateways, and what is common to all things: tags, quotas, what the seed file sets, and
/// what goes wrong on purpose.
class HuaweiCommonTest {
  private static final String CUSTOMERS = "/v5/{}/customer-gateways";
  private static final String INVALID = "400 VPN.0001: invalid request: ";

  @TempDir Path folder;
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

  private void restart(String seed) throws Exception {
    cloud.close();
    Path file = Files.writeString(folder.resolve("seed.json"), seed);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(file));
    client = HuaweiClient.of(cloud);
  }

  private Answer customer(String body) throws Exception {
    return client.call("POST", CUSTOMERS, "{\"customer_gateway\": %s}".formatted(body));
  }

  // ---- customer gateways ----

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id_value": "203.0.113.9"}                     | 201
          {"id_value": "203.0.113.9", "bgp_asn": 65000}   | 201
          {}                                              | id_value is required
          {"id_value": "203.0.113"}                       | id_value must be an IPv4 address when id_type is ip
          {"id_value": "203.0.113.256"}                   | id_value must be an IPv4 address when id_type is ip
          {"id_type": "name", "id_value": "x"}            | id_type must be one of ip, fqdn
          {"id_type": "fqdn", "id_value": "vpn.Example-1.com"} | 201
          {"id_type": "fqdn", "id_value": "a b"}          | id_value can have letters, digits and special characters but & < > [ ] \\ ? and blanks
          {"id_type": "fqdn", "id_value": "a&b"}          | id_value can have letters, digits and special characters but & < > [ ] \\ ? and blanks
          {"id_type": "fqdn", "id_value": "x", "bgp_asn": 1} | bgp_asn cannot be given when id_type is fqdn
          {"id_value": "203.0.113.9", "bgp_asn": 0}       | bgp_asn must be a whole number from 1 to 4294967295
          {"id_value": "203.0.113.9", "name": "a/b"}      | name can have letters, digits, Chinese characters, _, - and . only
          {"id_value": "203.0.113.9", "ip": "x"}          | ip of customer_gateway is not known
          """)
  void aCustomerGatewayIsChecked(String body, String outcome) throws Exception {
    assertThat(HuaweiClient.told(customer(body)).replace(INVALID, "")).isEqualTo(outcome);
  }

  @Test
  void aCustomerGatewayIsThereAtOnce() throws Exception {
    String id = client.customer("203.0.113.9");
    String path = CUSTOMERS + "/" + id;
    JsonObject shown = HuaweiClient.thing(client.call("GET", path, ""), "customer_gateway");
    assertThat(shown.names())
        .containsExactly("id", "name", "id_type", "id_value", "created_at", "updated_at");
    assertThat(shown.text("name").orElse("")).matches("cgw-[0-9a-f]{4}");
    client.settle();
    String body = "{\"customer_gateway\": {\"name\": \"n\"}}";
    JsonObject changed = HuaweiClient.thing(client.call("PUT", path, body), "customer_gateway");
    assertThat(changed.text("name")).contains("n");
    assertThat(changed.text("updated_at")).contains("2026-01-31T16:30:01.000Z");
    body = "{\"customer_gateway\": {\"id_value\": \"203.0.113.10\"}}";
    assertThat(HuaweiClient.told(client.call("PUT", path, body)))
        .endsWith("id_value of customer_gateway is not known");
    assertThat(client.call("DELETE", path, "").status()).isEqualTo(204);
    assertThat(HuaweiClient.outcome(client.call("GET", path, ""))).isEqualTo("404 VPN.0004");
    assertThat(HuaweiClient.outcome(client.call("DELETE", path, ""))).isEqualTo("404 VPN.0004");
  }

  @Test
  void aCustomerGatewayInUseStays() throws Exception {
    String id = client.customer("203.0.113.9");
    String gateway = client.gateway("{}");
    client.connect(HuaweiClient.connection(gateway, HuaweiClient.EIP_1, id), "{}");
    assertThat(HuaweiClient.told(client.call("DELETE", CUSTOMERS + "/" + id, "")))
        .isEqualTo(INVALID + "customer gateway %s has connection".formatted(id));
  }

  @Test
  void pagesLoseNothingThatWasMadeInOneMoment() throws Exception {
    for (int i = 1; i <= 5; i++) {
      client.customer("203.0.113." + i);
    }
    String path = CUSTOMERS + "?limit=2";
    var seen = new ArrayList<String>();
    int count = 2;
    while (count == 2) {
      JsonObject page = client.call("GET", path, "").json();
      page.objects("customer_gateways").forEach(one -> seen.add(one.text("id_value").orElse("")));
      JsonObject info = page.object("page_info").orElseThrow();
      count = info.integer("current_count").orElseThrow();
      path = CUSTOMERS + "?limit=2&marker=" + info.text("next_marker").orElse("");
    }
    assertThat(seen)
        .containsExactly("203.0.113.5", "203.0.113.4", "203.0.113.3", "203.0.113.2", "203.0.113.1");
    JsonObject nothing = client.call("GET", CUSTOMERS + "?limit=0", "").json();
    assertThat(nothing.objects("customer_gateways")).isEmpty();
    assertThat(nothing.integer("total_count")).contains(5);
    assertThat(nothing.object("page_info").orElseThrow().toString())
        .isEqualTo("{\"current_count\":0}");
  }

  // ---- tags ----

  private static String tagged(String name, String address, String tags) {
    return "{\"name\": \"%s\", \"id_value\": \"%s\", \"tags\": %s}".formatted(name, address, tags);
  }

  @Test
  void tagsOfAThingAreAddedAndTaken() throws Exception {
    String id =
        HuaweiClient.id(
            customer(tagged("n", "203.0.113.9", "[{\"key\": \"a\", \"value\": \"1\"}]")),
            "customer_gateway");
    String tags = "/v5/{}/customer-gateway/" + id + "/tags";
    Answer added =
        client.call(
            "POST",
            tags + "/create",
            "{\"tags\": [{\"key\": \"a\", \"value\": \"2\"}, {\"key\": \"b\"}]}");
    assertThat(added.status()).isEqualTo(204);
    assertThat(added.text()).isEmpty();
    assertThat(client.call("GET", tags, "").text())
        .isEqualTo("{\"tags\":[{\"key\":\"a\",\"value\":\"2\"},{\"key\":\"b\",\"value\":\"\"}]}");
    String taken =
        "{\"tags\": [{\"key\": \"a\", \"value\": \"1\"}, {\"key\": \"b\"}, {\"key\": \"c\"}]}";
    assertThat(client.call("POST", tags + "/delete", taken).status()).isEqualTo(204);
    assertThat(client.call("GET", tags, "").text())
        .isEqualTo("{\"tags\":[{\"key\":\"a\",\"value\":\"2\"}]}");
    JsonObject shown =
        HuaweiClient.thing(client.call("GET", CUSTOMERS + "/" + id, ""), "customer_gateway");
    assertThat(shown.objects("tags")).hasSize(1);
  }

  @Test
  void aThingHasTwentyTags() throws Exception {
    String id = client.customer("203.0.113.9");
    String path = "/v5/{}/customer-gateway/" + id + "/tags/create";
    var twenty = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      twenty.append(i == 0 ? "" : ",").append("{\"key\": \"k%d\", \"value\": \"\"}".formatted(i));
    }
    assertThat(client.call("POST", path, "{\"tags\": [%s]}".formatted(twenty)).status())
        .isEqualTo(204);
    assertThat(HuaweiClient.told(client.call("POST", path, "{\"tags\": [{\"key\": \"more\"}]}")))
        .isEqualTo(INVALID + "a resource can have 20 tags at most");
    assertThat(HuaweiClient.told(client.call("POST", path, "{}")))
        .isEqualTo(INVALID + "tags is required");
    assertThat(HuaweiClient.outcome(client.call("GET", "/v5/{}/vpn-gateway/x/tags", "")))
        .isEqualTo("404 VPN.0004");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                 | two web one
          {"without_any_tag": true, "tags": [{"key": "env", "values": []}]}  | two
          {"without_any_tag": "false"}                                       | two web one
          {"tags": [{"key": "env", "values": []}]}                           | web one
          {"tags": [{"key": "env", "values": ["test"]}]}                     | one
          {"tags": [{"key": "env", "values": ["test", "prod"]}]}             | web one
          {"tags": [{"key": "env", "values": []}, {"key": "team", "values": ["a"]}]} | web
          {"matches": [{"key": "resource_name", "value": "o"}]}              | two one
          {"tags": [{"key": "env", "values": []}], "matches": [{"key": "resource_name", "value": "o"}]} | one
          """)
  void thingsAreFoundByTags(String body, String names) throws Exception {
    customer(tagged("one", "203.0.113.1", "[{\"key\": \"env\", \"value\": \"test\"}]"));
    customer(
        tagged(
            "web",
            "203.0.113.2",
            "[{\"key\": \"env\", \"value\": \"prod\"}, {\"key\": \"team\", \"value\": \"a\"}]"));
    customer(tagged("two", "203.0.113.3", "[]"));
    String instances = "/v5/{}/customer-gateway/resource-instances";
    JsonObject found = client.call("POST", instances + "/filter", body).json();
    assertThat(names(found)).isEqualTo(names);
    int count = names.split(" ", -1).length;
    assertThat(found.integer("total_count")).contains(count);
    assertThat(client.call("POST", instances + "/count", body).text())
        .isEqualTo("{\"total_count\":%d}".formatted(count));
    if (count == 3) {
      JsonObject middle = client.call("POST", instances + "/filter?limit=1&offset=1", body).json();
      assertThat(names(middle)).isEqualTo("web");
      assertThat(middle.integer("total_count")).contains(3);
      assertThat(client.call("GET", "/v5/{}/customer-gateway/tags", "").text())
          .isEqualTo(
              """
              {"tags":[{"key":"env","values":["prod","test"]},{"key":"team","values":["a"]}]}\
              """);
    }
  }

  private static String names(JsonObject found) {
    return String.join(
        " ",
        found.objects("resources").stream()
            .map(one -> one.text("resource_name").orElse("?"))
            .toList());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit=0    | {}                                            | limit must be a whole number from 1 to 1000
          limit=1001 | {}                                            | limit must be a whole number from 1 to 1000
          offset=-1  | {}                                            | offset must be a whole number from 0 to 2147483647
          limit=1    | {"without_any_tag": 1}                        | without_any_tag must be true or false
          limit=1    | {"tags": [{"key": "a"}]}                      | values is required
          limit=1    | {"tags": [{"values": []}]}                    | key is required
          limit=1    | {"matches": [{"key": "name", "value": "x"}]}  | key must be one of resource_name
          limit=1    | {"matches": [{"key": "resource_name"}]}       | value is required
          limit=1    | {"not_tags": []}                              | not_tags of the body is not known
          """)
  void aFilterIsChecked(String query, String body, String outcome) throws Exception {
    String path = "/v5/{}/vpn-gateway/resource-instances/filter?" + query;
    assertThat(HuaweiClient.told(client.call("POST", path, body))).isEqualTo(INVALID + outcome);
  }

  // ---- quotas and the seed file ----

  @Test
  void quotasAreShown() throws Exception {
    client.customer("203.0.113.9");
    assertThat(
            client
                .call("GET", "/v5/{}/vpn/quotas", "")
                .json()
                .object("quotas")
                .orElseThrow()
                .toString())
        .isEqualTo(
            """
            {"resources":[{"type":"customer_gateway","quota":100,"used":1},\
            {"type":"vpn_connection","quota":500,"used":0},\
            {"type":"vpn_gateway","quota":50,"used":0}]}\
            """);
  }

  @Test
  void quotasAreKept() throws Exception {
    restart(
        """
        {"accounts": [{"id": "d", "access_key": "AK", "secret_key": "SK"}],
         "clouds": {"huaweicloud": {"settings": {"connections_per_gateway": 1,
           "quotas": {"vpn_gateway": 1, "customer_gateway": 1, "vpn_connection": 9}}}}}
        """);
    String gateway = client.gateway("{}");
    assertThat(
            HuaweiClient.told(
                client.call(
                    "POST",
                    "/v5/{}/vpn-gateways",
                    HuaweiClient.changed(
                        HuaweiClient.GATEWAY,
                        "{\"network_type\": \"private\", \"eip1\": null, \"eip2\": null}"))))
        .isEqualTo(INVALID + "the quota of vpn_gateway is exceeded: quota 1, used 1");
    String customer = client.customer("203.0.113.9");
    assertThat(HuaweiClient.told(customer("{\"id_value\": \"203.0.113.10\"}")))
        .isEqualTo(INVALID + "the quota of customer_gateway is exceeded: quota 1, used 1");
    String connection = HuaweiClient.connection(gateway, HuaweiClient.EIP_1, customer);
    assertThat(client.connect(connection, "{}").status()).isEqualTo(201);
    assertThat(HuaweiClient.told(client.connect(connection, "{}")))
        .isEqualTo(
            INVALID
                + "vpn gateway %s has 1 connections, which is all it can have".formatted(gateway));
  }

  @Test
  void onlyWhatIsListedExists() throws Exception {
    String network =
        """
        {"vpcs": [{"id": "%s"}],
         "subnets": [{"id": "%s", "cidr": "10.1.0.0/24", "free_ips": 3}],
         "eips": [{"id": "%s", "address": "203.0.113.1", "bandwidth_size": 5}, {"id": "%s"}]}
        """
            .formatted(
                HuaweiClient.VPC, HuaweiClient.SUBNET, HuaweiClient.EIP_1, HuaweiClient.EIP_2);
    restart(
        """
        {"accounts": [{"id": "d", "access_key": "AK", "secret_key": "SK"}],
         "clouds": {"huaweicloud": {"regions": {"cn-north-4": %s}, "settings": {
           "availability_zones": {"professional1": {"vpc": ["cn-north-4a"], "er": []}}}}}}
        """
            .formatted(network));
    String other = "91a74241-demo-a8df-va86-9b5f98c66c8c";
    assertThat(refusal("{\"vpc_id\": \"%s\"}".formatted(other)))
        .isEqualTo("vpc_id: the VPC %s does not exist".formatted(other));
    assertThat(refusal("{\"access_subnet_id\": \"%s\"}".formatted(other)))
        .isEqualTo("access_subnet_id: the subnet %s does not exist".formatted(other));
    assertThat(refusal("{}"))
        .isEqualTo(
            "access_subnet_id: the subnet %s needs 4 free addresses"
                .formatted(HuaweiClient.SUBNET));
    String router = "{\"attachment_type\": \"er\", \"local_subnets\": null%s}";
    assertThat(refusal(router.formatted("")))
        .isEqualTo("no availability zone supports this gateway");
    String second = router.formatted(", \"flavor\": \"Professional2\"%s");
    assertThat(refusal(second.formatted(", \"eip1\": {\"id\": \"%s\"}".formatted(other))))
        .isEqualTo("the EIP %s does not exist".formatted(other));
    assertThat(
            refusal(
                second.formatted(
                    ", \"network_type\": \"private\", \"eip1\": null, \"eip2\": null,"
                        + " \"access_private_ip_1\": \"10.1.1.4\","
                        + " \"access_private_ip_2\": \"10.1.0.5\"")))
        .isEqualTo("access_private_ip_1 must be an address of the access subnet");
    String id = client.gateway(second.formatted(""));
    JsonObject eip = client.showGateway(id).object("eip1").orElseThrow();
    assertThat(eip.text("ip_address")).contains("203.0.113.1");
    assertThat(eip.integer("bandwidth_size")).contains(5);
    client.call("DELETE", "/v5/{}/vpn-gateways/" + id, "");
    client.settle();
    assertThat(refusal(second.formatted("")))
        .as("it went with its gateway")
        .isEqualTo("the EIP %s does not exist".formatted(HuaweiClient.EIP_1));
  }

  private String refusal(String changes) throws Exception {
    String body = HuaweiClient.changed(HuaweiClient.GATEWAY, changes);
    return HuaweiClient.told(client.call("POST", "/v5/{}/vpn-gateways", body)).replace(INVALID, "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"settings": {"colour": 1}}                          | "colour" is no setting; there are availability_zones, connections_per_gateway
          {"settings": {"token_lifetime_seconds": "2"}}        | "token_lifetime_seconds" must be an integer
          {"settings": {"quotas": {"vpn_gateway": true}}}      | "vpn_gateway" must be an integer
          {"settings": {"availability_zones": {"gm": 1}}}      | "gm" must be an object
          {"regions": {"cn-north-4": {"eips": [{}]}}}          | an entry of "eips" has no "id"
          {"regions": {"cn-north-4": {"eips": [{"ip": "x"}]}}} | "ip" is not a property of an entry of "eips"
          {"regions": {"cn-north-4": {"cars": []}}}            | there are eips, subnets, vpcs
          """)
  void aMistakeInTheSeedIsExplained(String cloudText, String explanation) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("wrong.json"),
            "{\"clouds\": {\"huaweicloud\": %s}}".formatted(cloudText));
    assertThatThrownBy(() -> EmulatedCloud.start(options -> options.withSeedFile(file)).close())
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(explanation);
  }

  @Test
  void otherCloudsHaveNoSettings() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("wrong.json"), "{\"clouds\": {\"ksyun\": {\"settings\": {\"a\": 1}}}}");
    assertThatThrownBy(() -> EmulatedCloud.start(options -> options.withSeedFile(file)).close())
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("the cloud \"ksyun\" has no settings");
  }

  // ---- what goes wrong on purpose ----

  @Test
  void misfortunesAreTheVendors() throws Exception {
    cloud.close();
    cloud =
        EmulatedCloud.start(options ->
            options.withFaults(
                "huaweicloud:ListVgws:1:throttle",
                "huaweicloud:ListVgws:2:status=400,code=VPN.0030,message=The system is busy.",
                "huaweicloud:ListVgws:3:status=500",
                "huaweicloud:ListVgws:4:status=403,code=VPN.0003"));
    client = HuaweiClient.of(cloud);
    var outcomes = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      Answer answer = client.call("GET", "/v5/{}/vpn-gateways", "");
      outcomes.add(
          HuaweiClient.outcome(answer)
              + (answer.status() >= 400 ? " " + answer.json().names().iterator().next() : ""));
    }
    assertThat(outcomes)
        .isEqualTo(
            List.of(
                "429 APIGW.0308 error_code",
                "400 VPN.0030 code",
                "500 VPN.0002 code",
                "403 VPN.0003 error_code",
                "200"));
  }

  @Test
  void aRunContinuesTheLastOne() throws Exception {
    cloud.close();
    Path file = folder.resolve("state.json");
    String id;
    try (var first = EmulatedCloud.start(options -> options.withStateFile(file))) {
      id = HuaweiClient.of(first).gateway("{}");
    }
    cloud = EmulatedCloud.start(options -> options.withStateFile(file));
    client = HuaweiClient.of(cloud);
    client.settle();
    assertThat(client.status("vpn-gateways", "vpn_gateway", id)).isEqualTo("ACTIVE");
    assertThat(client.showGateway(id).object("eip1")).isPresent();
  }
}

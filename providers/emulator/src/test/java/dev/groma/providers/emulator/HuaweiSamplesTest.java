package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.GmAuthority.Wish;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The samples of the reference, by section (file `huaweicloud/samples.json`, with what was lost in
/// print put right), have the same members of the same types as the emulator's answers.
class HuaweiSamplesTest {
  private static final String GATEWAYS = "/v5/{}/vpn-gateways";

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

  private static JsonObject sample(String section) throws Exception {
    try (var file = HuaweiSamplesTest.class.getResourceAsStream("huaweicloud/samples.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
      return JsonObject.parse(text).object(section).orElseThrow();
    }
  }

  /// All members as paths with their types, those of a list's entries together.
  private static Set<String> shape(JsonObject object) {
    var shape = new TreeSet<String>();
    collect("", object, shape);
    return shape;
  }

  private static void collect(String path, @Nullable Object value, Set<String> shape) {
    switch (value) {
      case null -> shape.add(path + " null");
      case JsonObject object ->
          object.members().forEach((name, inner) -> collect(path + "." + name, inner, shape));
      case List<?> list -> list.forEach(inner -> collect(path + "[]", inner, shape));
      default -> shape.add(path + " " + value.getClass().getSimpleName());
    }
  }

  /// Compares an answer with a sample but for differences that are known: `+path` for a member that
  /// only the answer has, `-path` for one that only the sample has.
  private static void assertSame(Answer answer, String section, String... known) throws Exception {
    Set<String> expected = shape(sample(section));
    Set<String> actual = shape(answer.json());
    var differences = new ArrayList<String>();
    actual.stream()
        .filter(one -> !expected.contains(one))
        .forEach(one -> differences.add("+" + one));
    expected.stream()
        .filter(one -> !actual.contains(one))
        .forEach(one -> differences.add("-" + one));
    assertThat(differences).as(section + answer.text()).containsExactlyInAnyOrder(known);
  }

  private String flow(Answer answer, String section, String name, String... known)
      throws Exception {
    assertSame(answer, section, known);
    return HuaweiClient.id(answer, name);
  }

  @Test
  void gateways() throws Exception {
    String id =
        flow(client.call("POST", GATEWAYS, HuaweiClient.GATEWAY), "4.1.1.1 a", "vpn_gateway");
    String rename = "{\"vpn_gateway\": {\"name\": \"vpngw-4321\"}}";
    String one = GATEWAYS + "/" + id;
    assertSame(client.call("PUT", one, rename), "4.1.1.4 b");
    assertSame(client.call("DELETE", one, ""), "4.1.1.4 b");
    client.settle();
    assertSame(
        client.call("GET", GATEWAYS, ""),
        "4.1.1.3 a",
        "+.vpn_gateways[].supported_flavors[] String");
    assertSame(client.call("PUT", one, rename), "4.1.1.4 a");
    client.settle();
    String flavor = "{\"vpn_gateway\": {\"flavor\": \"Professional2\"}}";
    assertSame(client.call("POST", one + "/update-specification", flavor), "4.1.1.5 a");
    assertSame(client.call("GET", GATEWAYS + "/availability-zones", ""), "4.1.1.7");
    String closed = "{\"network_type\": \"private\", \"eip1\": null, \"eip2\": null%s}";
    String body = HuaweiClient.changed(HuaweiClient.GATEWAY, closed.formatted(""));
    String second = flow(client.call("POST", GATEWAYS, body), "4.1.1.1 b", "vpn_gateway");
    client.settle();
    assertSame(
        client.call("GET", GATEWAYS + "/" + second, ""),
        "4.1.1.2",
        "+.vpn_gateway.supported_flavors[] String");
    client.call("DELETE", GATEWAYS + "/" + second, "");
    client.settle();
    client.gateway(
        closed.formatted(
            """
            , "attachment_type": "er", "local_subnets": null, "vpc_id": null,
            "connect_subnet": null, "er_id": "c62fad0d-demo-a8df-va86-e06c4c351b9f",
            "access_vpc_id": "0cf79a3f-demo-a8df-va86-d7ace626b0fa",
            "access_subnet_id": "f5741286-demo-a8df-va86-2c82bd9ee114"
            """));
    assertSame(
        client.call("GET", GATEWAYS, ""),
        "4.1.1.3 b",
        "+.vpn_gateways[].supported_flavors[] String");
  }

  @Test
  void certificatesAndCustomerGateways() throws Exception {
    GmAuthority authority = GmAuthority.named("C=CN,O=a0002,CN=XXX");
    String gateway = client.gateway("{\"flavor\": \"GM\"}");
    var key = GmAuthority.newKey();
    String certificate =
        JsonObject.EMPTY
            .with(
                "certificate",
                JsonObject.EMPTY
                    .with("certificate", authority.issue(Wish.signing(key)))
                    .with("private_key", GmAuthority.keyPem(key))
                    .with("enc_certificate", authority.issue(Wish.encryption(key)))
                    .with("enc_private_key", GmAuthority.keyPem(key))
                    .with("certificate_chain", authority.certificate()))
            .toString();
    String path = GATEWAYS + "/" + gateway + "/certificate";
    String id =
        flow(
            client.call("POST", path, certificate),
            "4.1.1.8",
            "certificate",
            "+.request_id String");
    client.settle();
    assertSame(client.call("GET", path, ""), "4.1.1.9", "+.request_id String");
    assertSame(client.call("PUT", path + "/" + id, certificate), "4.1.1.10", "+.request_id String");
    String customers = "/v5/{}/customer-gateways";
    String body =
        JsonObject.EMPTY
            .with(
                "customer_gateway",
                JsonObject.EMPTY
                    .with("id_value", "203.0.113.9")
                    .with("bgp_asn", 65000)
                    .with(
                        "ca_certificate",
                        JsonObject.EMPTY.with("content", authority.certificate())))
            .toString();
    String inTable = "+.customer_gateway.ca_certificate.id String";
    String customer =
        flow(client.call("POST", customers, body), "4.1.2.1", "customer_gateway", inTable);
    assertSame(client.call("GET", customers + "/" + customer, ""), "4.1.2.2", inTable);
    assertSame(
        client.call(
            "PUT", customers + "/" + customer, "{\"customer_gateway\": {\"name\": \"cgw-f846\"}}"),
        "4.1.2.4",
        inTable);
    client.call(
        "POST",
        customers,
        "{\"customer_gateway\": {\"id_type\": \"fqdn\", \"id_value\": \"123456\"}}");
    assertSame(
        client.call("GET", customers, ""),
        "4.1.2.3",
        "+.customer_gateways[].ca_certificate.id String",
        "-.customer_gateways[].ca_certificate null");
  }

  @Test
  void connections() throws Exception {
    String gateway = client.gateway("{}");
    String customer = client.customer("203.0.113.9");
    String body = HuaweiClient.connection(gateway, HuaweiClient.EIP_1, customer);
    String id = flow(client.connect(body, "{}"), "4.1.3.1 a", "vpn_connection");
    assertSame(
        client.connect(
            body,
            """
            {"style": "policy", "policy_rules": [{"rule_index": 1, "source": "10.0.0.0/24",
             "destination": ["192.168.44.0/24"]}]}
            """),
        "4.1.3.1 b");
    client.settle();
    assertSame(client.call("GET", "/v5/{}/vpn-connection", ""), "4.1.3.3 a");
    assertSame(
        client.connect(
            body,
            """
            {"style": "bgp", "tunnel_local_address": "169.254.56.225/30",
             "tunnel_peer_address": "169.254.56.226/30",
             "ikepolicy": {"ike_version": "v2", "authentication_algorithm": "sha2-512",
               "encryption_algorithm": "aes-256", "dh_group": "group16",
               "lifetime_seconds": 172800, "local_id": "123", "peer_id": "456",
               "dpd": {"timeout": 30, "interval": 60, "msg": "seq-notify-hash"}},
             "ipsecpolicy": {"authentication_algorithm": "sha2-512",
               "encryption_algorithm": "aes-256", "pfs": "group16", "transform_protocol": "esp",
               "lifetime_seconds": 7200, "encapsulation_mode": "tunnel"}}
            """),
        "4.1.3.1 c",
        "+.vpn_connection.ikepolicy.local_id_type String",
        "+.vpn_connection.ikepolicy.peer_id_type String");
    String one = "/v5/{}/vpn-connection/" + id;
    assertSame(client.call("GET", one, ""), "4.1.3.2");
    assertSame(client.call("DELETE", "/v5/{}/customer-gateways/" + customer, ""), "4.1.2.5");
    String rename = "{\"vpn_connection\": {\"name\": \"vpn_connection_name\"}}";
    assertSame(client.call("PUT", one, rename), "4.1.3.4 a");
    String behind = "/_emulator/objects/vpn-connection/" + id;
    client.send("PUT", behind, "{\"status\": \"FREEZED\"}", Map.of());
    assertSame(client.call("PUT", one, rename), "4.1.3.4 b");
    assertSame(client.call("DELETE", one, ""), "4.1.3.5");
  }

  @Test
  void monitors() throws Exception {
    String gateway = client.gateway("{}");
    String body =
        HuaweiClient.connection(gateway, HuaweiClient.EIP_1, client.customer("203.0.113.9"));
    String connection = HuaweiClient.id(client.connect(body, "{}"), "vpn_connection");
    client.settle();
    String monitors = "/v5/{}/connection-monitors";
    String id =
        flow(
            client.call(
                "POST",
                monitors,
                "{\"connection_monitor\": {\"vpn_connection_id\": \"%s\"}}".formatted(connection)),
            "4.1.4.1",
            "connection_monitor");
    assertSame(client.call("GET", monitors + "/" + id, ""), "4.1.4.2");
    assertSame(client.call("GET", monitors, ""), "4.1.4.3 a");
  }

  @Test
  void tagsAndProjects() throws Exception {
    String body =
        "{\"customer_gateway\": {\"id_value\": \"203.0.113.9\","
            + " \"tags\": [{\"key\": \"key1\", \"value\": \"value1\"}]}}";
    client.call("POST", "/v5/{}/customer-gateways", body);
    String instances = "/v5/{}/customer-gateway/resource-instances";
    assertSame(client.call("POST", instances + "/filter", "{}"), "4.2.2.1");
    assertSame(client.call("POST", instances + "/count", "{}"), "4.2.2.2");
    assertSame(client.call("GET", "/v3/projects", ""), "A.1");
    assertSame(client.call("GET", "/v5/{}/vpn-gateways/x", ""), "A.3");
  }
}

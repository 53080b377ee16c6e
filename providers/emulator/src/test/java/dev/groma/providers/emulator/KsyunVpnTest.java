package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.KsyunClient.VPC_A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of VPN gateways, customer gateways and tunnels.
class KsyunVpnTest {
  private static final String DOCUMENTED =
      "An invalid or out-of-range value was supplied for the input parameter ";
  private static final String NEEDED = "An value must be supplied for the input parameter ";

  private EmulatedCloud cloud;
  private KsyunClient client;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = KsyunClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static Map<String, String> changed(Map<String, String> usual, String changes) {
    var parameters = new TreeMap<>(usual);
    for (String change : changes.split("&", -1)) {
      int equals = change.indexOf('=');
      if (equals < 0) {
        parameters.remove(change);
      } else {
        parameters.put(change.substring(0, equals), change.substring(equals + 1));
      }
    }
    return parameters;
  }

  private static String[] flat(Map<String, String> parameters) {
    var flat = new ArrayList<String>();
    parameters.forEach((name, value) -> flat.addAll(List.of(name, value)));
    return flat.toArray(String[]::new);
  }

  private static String told(Answer answer) throws Exception {
    return KsyunClient.told(answer).replace(DOCUMENTED, "").replace(NEEDED, "");
  }

  // ---- VPN gateways ----

  private static final Map<String, String> GATEWAY =
      Map.of("BandWidth", "5", "VpcId", VPC_A, "ChargeType", "Daily");

  private Answer gateway(String changes) throws Exception {
    return client.get("CreateVpnGateway", flat(changed(GATEWAY, changes)));
  }

  private JsonObject one(String plural, String id) throws Exception {
    String name = plural.substring(0, plural.length() - 1);
    List<JsonObject> found =
        client.get("Describe" + plural, name + "Id.1", id).json().objects(name + "Set");
    return found.isEmpty() ? JsonObject.EMPTY : found.getFirst();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BandWidth                     | 400 MissingParameter: BandWidth.
          BandWidth=0                   | 400 InvalidParameterValue: BandWidth. It must be 1 to 15000.
          VpcId                         | 400 MissingParameter: VpcId.
          VpcId=x                       | 400 InvalidParameterValue: VpcId. It must be a UUID.
          ChargeType                    | 400 MissingParameter: ChargeType.
          ChargeType=Yearly             | 400 InvalidParameterValue: ChargeType. It must be one of Monthly, Daily.
          ChargeType=Monthly            | 400 MissingParameter: PurchaseTime.
          ChargeType=Monthly&PurchaseTime=0 | 400 InvalidParameterValue: PurchaseTime. It must be 1 to 36.
          PurchaseTime=1                | 400 InvalidParameterValue: PurchaseTime. It goes with ChargeType Monthly only.
          ProjectId=none                | 400 InvalidParameterValue: ProjectId. It must be a number.
          """)
  void rulesOfAGateway(String changes, String told) throws Exception {
    assertThat(told(gateway(changes))).isEqualTo(told);
  }

  @Test
  void aGatewayLives() throws Exception {
    Answer created = gateway("ProjectId=7");
    String id = client.id(created, "VpnGateway");
    JsonObject made = client.thing(created, "VpnGateway");
    assertThat(made.text("VpnGatewayName")).contains("Ksc_Vpn");
    assertThat(made.text("VpcId")).contains(VPC_A);
    assertThat(made.text("CreateTime")).contains("2026-02-01 00:30:00");
    assertThat(made.text("GatewayAddress").orElseThrow()).startsWith("198.51.100.");
    assertThat(made.text("HaGatewayAddress").orElseThrow()).startsWith("203.0.113.");
    assertThat(made.objects("RemoteCidrSet")).isEmpty();
    assertThat(one("VpnGateways", id)).as("another project").isEqualTo(JsonObject.EMPTY);
    Answer found = client.get("DescribeVpnGateways", "ProjectId.1", "7");
    assertThat(found.json().objects("VpnGatewaySet")).containsExactly(made);
    String[] change = {"VpnGatewayId", id, "VpnGatewayName", "new", "BandWidth", "4"};
    assertThat(client.get("ModifyVpnGateway", change).text()).contains("\"Return\":true");
    JsonObject changed =
        client
            .get("DescribeVpnGateways", "ProjectId", "7")
            .json()
            .objects("VpnGatewaySet")
            .getFirst();
    assertThat(changed).isEqualTo(made.with("VpnGatewayName", "new").with("BandWidth", 4));
    assertThat(told(client.in("cn-shanghai-2").get("DeleteVpnGateway", "VpnGatewayId", id)))
        .isEqualTo("404 NoSuchEntity: The VPN gateway '%s' does not exist.".formatted(id));
    assertThat(client.get("DeleteVpnGateway", "VpnGatewayId", id).text())
        .contains("\"Return\":true");
    assertThat(KsyunClient.outcome(client.get("DeleteVpnGateway", "VpnGatewayId", id)))
        .isEqualTo("404 NoSuchEntity");
  }

  @Test
  void aMonthlyGatewayOnlyGrows() throws Exception {
    String id = client.id(gateway("ChargeType=Monthly&PurchaseTime=36"), "VpnGateway");
    assertThat(told(client.get("ModifyVpnGateway", "VpnGatewayId", id, "BandWidth", "4")))
        .isEqualTo(
            "400 InvalidParameterValue: BandWidth. That of a Monthly gateway can only be raised.");
    assertThat(told(client.get("ModifyVpnGateway", "VpnGatewayId", id, "BandWidth", "6")))
        .isEqualTo("200: ");
    assertThat(one("VpnGateways", id).integer("BandWidth")).contains(6);
  }

  // ---- customer gateways ----

  private static final Map<String, String> CUSTOMER =
      Map.of(
          "CustomerGatewayName", "office",
          "CustomerGatewayAddress", "192.0.2.1",
          "HaCustomerGatewayAddress", "");

  private Answer customer(String changes) throws Exception {
    return client.get("CreateCustomerGateway", flat(changed(CUSTOMER, changes)));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CustomerGatewayName            | 400 MissingParameter: CustomerGatewayName.
          CustomerGatewayAddress         | 400 MissingParameter: CustomerGatewayAddress.
          CustomerGatewayAddress=        | 400 MissingParameter: CustomerGatewayAddress.
          CustomerGatewayAddress=1.2.3   | 400 InvalidParameterValue: CustomerGatewayAddress. It must be an IPv4 address.
          CustomerGatewayAddress=1.2.3.256 | 400 InvalidParameterValue: CustomerGatewayAddress. It must be an IPv4 address.
          HaCustomerGatewayAddress       | 400 MissingParameter: HaCustomerGatewayAddress.
          HaCustomerGatewayAddress=x     | 400 InvalidParameterValue: HaCustomerGatewayAddress. It must be an IPv4 address.
          """)
  void rulesOfACustomerGateway(String changes, String told) throws Exception {
    assertThat(told(customer(changes))).isEqualTo(told);
  }

  @Test
  void aCustomerGatewayLives() throws Exception {
    Answer created = customer("HaCustomerGatewayAddress=192.0.2.2");
    String id = client.id(created, "CustomerGateway");
    JsonObject made = client.thing(created, "CustomerGateway");
    assertThat(made.names())
        .containsExactlyInAnyOrder(
            "CreateTime",
            "CustomerGatewayId",
            "CustomerGatewayAddress",
            "HaCustomerGatewayAddress",
            "CustomerGatewayName");
    assertThat(one("CustomerGateways", id)).isEqualTo(made);
    String[] change = {"CustomerGatewayId", id, "CustomerGatewayAddress", "192.0.2.3"};
    assertThat(told(client.get("ModifyCustomerGateway", change))).isEqualTo("200: ");
    assertThat(one("CustomerGateways", id))
        .isEqualTo(made.with("CustomerGatewayAddress", "192.0.2.3"));
    String[] emptied = {"CustomerGatewayId", id, "HaCustomerGatewayAddress", ""};
    assertThat(told(client.get("ModifyCustomerGateway", emptied))).isEqualTo("200: ");
    assertThat(one("CustomerGateways", id).text("HaCustomerGatewayAddress")).contains("");
    assertThat(told(client.get("DeleteCustomerGateway", "CustomerGatewayId", id)))
        .isEqualTo("200: ");
    assertThat(one("CustomerGateways", id)).isEqualTo(JsonObject.EMPTY);
  }

  // ---- tunnels ----

  private static final String GRE = "Type=GreOverIpsec&VpnGreIp=10.9.0.1&CustomerGreIp=10.9.0.2";

  private Answer tunnel(String customerChanges, String changes) throws Exception {
    Map<String, String> usual =
        Map.of(
            "Type",
            "Ipsec",
            "PreSharedKey",
            "s3cret",
            "VpnGatewayId",
            client.id(gateway("BandWidth=5"), "VpnGateway"),
            "CustomerGatewayId",
            client.id(customer(customerChanges), "CustomerGateway"));
    return client.post("CreateVpnTunnel", flat(changed(usual, changes)));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Type                               | 400 MissingParameter: Type.
          Type=IpsecOverGre                  | 400 InvalidParameterValue: Type. It must be one of GreOverIpsec, Ipsec.
          PreSharedKey                       | 400 MissingParameter: PreSharedKey.
          PreSharedKey=                      | 400 MissingParameter: PreSharedKey.
          VpnGatewayId                       | 400 MissingParameter: VpnGatewayId.
          CustomerGatewayId                  | 400 MissingParameter: CustomerGatewayId.
          VpnGatewayId=x                     | 404 NoSuchEntity: The VPN gateway 'x' does not exist.
          CustomerGatewayId=x                | 404 NoSuchEntity: The customer gateway 'x' does not exist.
          IkeAuthenAlgorithm=sha256          | 400 InvalidParameterValue: IkeAuthenAlgorithm. It must be one of md5, sha.
          IkeDHGroup=3                       | 400 InvalidParameterValue: IkeDHGroup. It must be one of 1, 2, 5.
          IkeEncryAlgorithm=esp-aes          | 400 InvalidParameterValue: IkeEncryAlgorithm. It must be one of 3des, aes, des, aes-cbc-192, aes-cbc-256, sm1-cbc-128, sm4-cbc.
          IpsecEncryAlgorithm=aes            | 400 InvalidParameterValue: IpsecEncryAlgorithm. It must be one of esp-3des, esp-aes, esp-des, esp-null, esp-seal, aes-cbc-192, aes-cbc-256, sm1-cbc-128, sm4-cbc.
          IpsecAuthenAlgorithm=sha           | 400 InvalidParameterValue: IpsecAuthenAlgorithm. It must be one of esp-md5-hmac, esp-sha-hmac, sha256, sha384, sha512, sm3.
          IpsecLifetimeTraffic=2559          | 400 InvalidParameterValue: IpsecLifetimeTraffic. It must be 2560 to 4608000.
          IpsecLifetimeTraffic=4608001       | 400 InvalidParameterValue: IpsecLifetimeTraffic. It must be 2560 to 4608000.
          IpsecLifetimeSecond=119            | 400 InvalidParameterValue: IpsecLifetimeSecond. It must be 120 to 2592000.
          IpsecLifetimeSecond=2592001        | 400 InvalidParameterValue: IpsecLifetimeSecond. It must be 120 to 2592000.
          VpnGreIp=10.9.0.1                  | 400 InvalidParameterValue: VpnGreIp. It goes with Type GreOverIpsec only.
          HaCustomerGreIp=10.9.0.1           | 400 InvalidParameterValue: HaCustomerGreIp. It goes with Type GreOverIpsec only.
          Type=GreOverIpsec                  | 400 MissingParameter: VpnGreIp.
          Type=GreOverIpsec&VpnGreIp=1.1.1.1 | 400 MissingParameter: CustomerGreIp.
          Type=GreOverIpsec&VpnGreIp=1.1.1.1&CustomerGreIp=x | 400 InvalidParameterValue: CustomerGreIp. It must be an IPv4 address.
          Type=GreOverIpsec&VpnGreIp=1.1.1.1&CustomerGreIp=1.1.1.2&HaVpnGreIp=1.1.1.3 | 400 MissingParameter: HaCustomerGreIp.
          Type=GreOverIpsec&VpnGreIp=1.1.1.1&CustomerGreIp=1.1.1.2&HaCustomerGreIp=1.1.1.3 | 400 MissingParameter: HaVpnGreIp.
          """)
  void rulesOfATunnel(String changes, String told) throws Exception {
    assertThat(told(tunnel("HaCustomerGatewayAddress=", changes))).isEqualTo(told);
  }

  @Test
  void aTunnelHasDefaults() throws Exception {
    Answer created = tunnel("HaCustomerGatewayAddress=", "Type=Ipsec");
    JsonObject made = client.thing(created, "VpnTunnel");
    JsonObject expected =
        JsonObject.parse(
            """
            {"CreateTime": "2026-02-01 00:30:00", "State": "active", "VpnTunnelName": "Ksc_vpn_tunnel",
             "PreSharedKey": "s3cret", "Type": "Ipsec", "IkeAuthenAlgorithm": "md5",
             "IkeEncryAlgorithm": "aes", "IpsecEncryAlgorithm": "esp-aes",
             "IpsecAuthenAlgorithm": "esp-sha-hmac", "IkeDHGroup": 1, "IpsecLifetimeTraffic": 4608000,
             "IpsecLifetimeSecond": 3600, "VpnGreIp": "", "CustomerGreIp": "", "HaVpnGreIp": "",
             "HaCustomerGreIp": "", "ExtraCidrSet": []}
            """);
    for (String name : List.of("VpnTunnelId", "VpnGatewayId", "CustomerGatewayId")) {
      expected = expected.with(name, made.text(name));
    }
    assertThat(made).isEqualTo(expected);
    assertThat(one("VpnTunnels", made.text("VpnTunnelId").orElseThrow())).isEqualTo(made);
  }

  @Test
  void everyAllowedWordIsTaken() throws Exception {
    String all =
        "IkeAuthenAlgorithm=sha&IkeDHGroup=5&IkeEncryAlgorithm=sm4-cbc&IpsecEncryAlgorithm=sm1-cbc-128"
            + "&IpsecAuthenAlgorithm=sm3&IpsecLifetimeTraffic=2560&IpsecLifetimeSecond=2592000"
            + "&VpnTunnelName=mine&";
    JsonObject made = client.thing(tunnel("HaCustomerGatewayAddress=", all + GRE), "VpnTunnel");
    assertThat(made.text("IpsecEncryAlgorithm")).contains("sm1-cbc-128");
    assertThat(made.integer("IkeDHGroup")).contains(5);
    assertThat(made.integer("IpsecLifetimeSecond")).contains(2_592_000);
    assertThat(made.text("VpnTunnelName")).contains("mine");
    assertThat(made.text("CustomerGreIp")).contains("10.9.0.2");
  }

  @Test
  void aDoubledCustomerGatewayNeedsDoubledAddresses() throws Exception {
    String doubled = "HaCustomerGatewayAddress=192.0.2.2";
    assertThat(told(tunnel(doubled, GRE))).isEqualTo("400 MissingParameter: HaVpnGreIp.");
    assertThat(told(tunnel(doubled, GRE + "&HaVpnGreIp=10.9.1.1&HaCustomerGreIp=10.9.1.2")))
        .isEqualTo("200: ");
    assertThat(told(tunnel(doubled, "Type=Ipsec"))).isEqualTo("200: ");
  }

  @Test
  void aTunnelIsRenamedAndHoldsItsGateways() throws Exception {
    JsonObject made = client.thing(tunnel("HaCustomerGatewayAddress=", "Type=Ipsec"), "VpnTunnel");
    String id = made.text("VpnTunnelId").orElseThrow();
    String[] gateway = {"VpnGatewayId", made.text("VpnGatewayId").orElseThrow()};
    String[] customer = {"CustomerGatewayId", made.text("CustomerGatewayId").orElseThrow()};
    assertThat(told(client.get("ModifyVpnTunnel", "VpnTunnelId", id, "VpnTunnelName", "new")))
        .isEqualTo("200: ");
    assertThat(one("VpnTunnels", id)).isEqualTo(made.with("VpnTunnelName", "new"));
    assertThat(told(client.get("DeleteVpnGateway", gateway)))
        .isEqualTo(
            "400 InvalidParameterValue: VpnGatewayId. It is in use by the VPN tunnel " + id + ".");
    assertThat(KsyunClient.outcome(client.get("DeleteCustomerGateway", customer)))
        .isEqualTo("400 InvalidParameterValue");
    assertThat(told(client.get("DeleteVpnTunnel", "VpnTunnelId", id))).isEqualTo("200: ");
    assertThat(told(client.get("DeleteVpnTunnel", "VpnTunnelId", id)))
        .isEqualTo("404 NoSuchEntity: The VPN tunnel '%s' does not exist.".formatted(id));
    assertThat(told(client.get("DeleteVpnGateway", gateway))).isEqualTo("200: ");
    assertThat(told(client.get("DeleteCustomerGateway", customer))).isEqualTo("200: ");
  }

  @Test
  void thePreSharedKeyIsShownToItsOwnerOnly() throws Exception {
    JsonObject made = client.thing(tunnel("HaCustomerGatewayAddress=", "Type=Ipsec"), "VpnTunnel");
    String id = made.text("VpnTunnelId").orElseThrow();
    String digest = "sha256:1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";
    String object = "/_emulator/objects/vpn-tunnel/" + id;
    assertThat(client.send(object, Map.of()).text()).contains(digest).doesNotContain("s3cret");
    assertThat(client.send("/_emulator/objects", Map.of()).text())
        .contains(digest)
        .doesNotContain("s3cret");
    assertThat(cloud.emulator.inspect()).contains(digest).doesNotContain("s3cret");
    Answer patched = cloud.send("ksyun", "PUT", object, "{\"name\": \"by hand\"}", Map.of());
    assertThat(patched.text()).contains("by hand", digest).doesNotContain("s3cret");
    assertThat(one("VpnTunnels", id).text("PreSharedKey")).contains("s3cret");
  }

  @Test
  void objectsChangedByHandMustStayObjects() throws Exception {
    String id = client.id(gateway("BandWidth=5"), "VpnGateway");
    String object = "/_emulator/objects/vpn-gateway/" + id;
    Answer wrong = cloud.send("ksyun", "PUT", object, "{\"colour\": \"red\"}", Map.of());
    assertThat(wrong.status() + wrong.text()).startsWith("400").contains("has the members id,");
    assertThat(cloud.send("ksyun", "PUT", object, "{\"bandwidth\": 9}", Map.of()).status())
        .isEqualTo(200);
    assertThat(one("VpnGateways", id).integer("BandWidth")).contains(9);
  }
}

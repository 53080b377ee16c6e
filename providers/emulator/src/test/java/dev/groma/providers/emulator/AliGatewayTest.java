package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.AliClient.VPC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of Alibaba Cloud's VPN gateways and customer gateways, lists and tokens.
class AliGatewayTest {
  private EmulatedCloud cloud;
  private AliClient client;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = AliClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  /// Parameters with changes such as `A=1&B`, where `B` is left out.
  static String[] changed(Map<String, String> usual, String changes) {
    var parameters = new TreeMap<>(usual);
    for (String change : changes.split("&", -1)) {
      int equals = change.indexOf('=');
      if (equals < 0) {
        parameters.remove(change);
      } else {
        parameters.put(change.substring(0, equals), change.substring(equals + 1));
      }
    }
    return AliClient.flat(parameters);
  }

  static void change(EmulatedCloud cloud, String kind, String id, String patch) throws Exception {
    String target = "/_emulator/objects/%s/%s".formatted(kind, id);
    Answer answer = cloud.send("alicloud", "PUT", target, patch, Map.of());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private String status(String id) throws Exception {
    Answer answer = client.get("DescribeVpnGateway", "VpnGatewayId", id);
    return answer.status() == 200 ? answer.get("Status") : AliClient.outcome(answer);
  }

  // ---- VPN gateways ----

  @Test
  void aGatewayIsMadeChangedAndDeletedInTime() throws Exception {
    JsonObject made =
        client.done(
            "CreateVpnGateway",
            AliClient.flat(
                AliClient.pairs(
                    "Bandwidth", "5", "VpcId", VPC, "Name", "myVpn", "VSwitchId", "vsw-a1")));
    String id = made.text("VpnGatewayId").orElseThrow();
    assertThat(made.names()).containsExactly("Name", "VpnGatewayId", "RequestId");
    assertThat(id).matches("vpn-[a-z0-9]{21}");
    assertThat(status(id)).isEqualTo("init");
    cloud.clock.advance(Duration.ofMillis(600));
    assertThat(status(id)).isEqualTo("provisioning");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", id))
        .isEqualTo("400 VpnGateway.Configuring");
    assertThat(client.outcome("ModifyVpnGatewayAttribute", "VpnGatewayId", id, "Name", "n2"))
        .isEqualTo("400 VpnGateway.Configuring");
    cloud.clock.advance(Duration.ofMillis(400));
    assertThat(status(id)).isEqualTo("active");

    JsonObject changed =
        client.done(
            "ModifyVpnGatewayAttribute", "VpnGatewayId", id, "Name", "n2.x", "Description", "生产 x");
    assertThat(changed.text("Status")).contains("updating");
    assertThat(changed.text("Name")).contains("n2.x");
    assertThat(changed.names())
        .containsExactlyInAnyOrder(
            "VpnGatewayId",
            "VpcId",
            "VSwitchId",
            "InternetIp",
            "IntranetIp",
            "CreateTime",
            "EndTime",
            "Spec",
            "Name",
            "Description",
            "Status",
            "RequestId");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", id))
        .isEqualTo("400 VpnGateway.Configuring");
    client.rest();
    assertThat(status(id)).isEqualTo("active");

    client.done("DeleteVpnGateway", "VpnGatewayId", id);
    assertThat(status(id)).isEqualTo("deleting");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", id))
        .isEqualTo("400 VpnGateway.Configuring");
    client.rest();
    assertThat(AliClient.told(client.get("DescribeVpnGateway", "VpnGatewayId", id)))
        .isEqualTo(
            "404 InvalidVpnGatewayInstanceId.NotFound: The specified vpn gateway instance id does"
                + " not exist.");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", id))
        .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
    assertThat(cloud.send("alicloud", "GET", "/_emulator/objects", "", Map.of()).text())
        .doesNotContain(id);
  }

  @Test
  void aGatewayIsShownWithItsDefaults() throws Exception {
    String id = client.id("VpnGatewayId", "CreateVpnGateway", "Bandwidth", "5", "VpcId", VPC);
    JsonObject shown = client.done("DescribeVpnGateway", "VpnGatewayId", id);
    assertThat(shown.names())
        .containsExactlyInAnyOrder(
            "VpnGatewayId",
            "VpcId",
            "VSwitchId",
            "InternetIp",
            "IntranetIp",
            "CreateTime",
            "EndTime",
            "Spec",
            "Name",
            "Status",
            "BusinessStatus",
            "ChargeType",
            "IpsecVpn",
            "SslVpn",
            "SslMaxConnections",
            "Tag",
            "RequestId");
    assertThat(shown.text("Name")).contains(id);
    assertThat(shown.text("Spec")).contains("5M");
    assertThat(shown.text("VSwitchId").orElseThrow()).startsWith("vsw-");
    assertThat(shown.text("BusinessStatus")).contains("Normal");
    assertThat(shown.text("ChargeType")).contains("PostpayByFlow");
    assertThat(shown.text("IpsecVpn")).contains("disable");
    assertThat(shown.text("SslVpn")).contains("disable");
    assertThat(shown.toString()).contains("\"CreateTime\":1769877000000,");
    JsonObject ssl = client.done("DescribeVpnGateway", "VpnGatewayId", client.gateway());
    assertThat(ssl.text("SslVpn")).contains("enable");
    assertThat(ssl.text("IpsecVpn")).contains("enable");
    assertThat(ssl.integer("SslMaxConnections")).contains(10);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Bandwidth                       | 400 MissingBandwidth: Bandwidth is mandatory for this action.
          VpcId                           | 400 MissingVpcId: VpcId is mandatory for this action.
          Bandwidth=7                     | 400 InvalidParameter: The specified parameter "Bandwidth" is not valid. It must be one of 5, 10, 20, 50, 100.
          VpcId=net-1                     | 400 InvalidParameter: The specified parameter "VpcId" is not valid. It must start with vpc-.
          VSwitchId=sw-1                  | 400 InvalidParameter: The specified parameter "VSwitchId" is not valid. It must start with vsw-.
          EnableIpsec=yes                 | 400 InvalidParameter: The specified parameter "EnableIpsec" is not valid. It must be true or false.
          EnableSsl=true&SslConnections=7 | 400 InvalidParameter: The specified parameter "SslConnections" is not valid. It must be one of 5, 10, 20.
          SslConnections=5                | 400 UnnecessarySslConnection: SslConnections is unnecessary while the SSL-VPN feature is disabled.
          Name=n                          | 400 InvalidName: The name is not valid
          Name=1name                      | 400 InvalidName: The name is not valid
          Name=http://name                | 400 InvalidName: The name is not valid
          Name=阿里-1_2.3                 | 200
          EnableSsl=true                  | 200
          """)
  void whatAGatewayIsMadeWithIsChecked(String changes, String told) throws Exception {
    String[] parameters = changed(AliClient.pairs("Bandwidth", "5", "VpcId", VPC), changes);
    assertThat(AliClient.told(client.get("CreateVpnGateway", parameters))).isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Name=-x            | 400 InvalidName
          Description=d      | 400 InvalidDescription
          Description=1st    | 400 InvalidDescription
          Description=http://x | 400 InvalidDescription
          Description=https://x | 400 InvalidDescription
          Description=Any text, even this! | 200
          """)
  void whatAGatewayIsChangedToIsChecked(String changes, String outcome) throws Exception {
    String id = client.gateway();
    String[] parameters = changed(AliClient.pairs("VpnGatewayId", id), changes);
    assertThat(client.outcome("ModifyVpnGatewayAttribute", parameters)).isEqualTo(outcome);
  }

  @Test
  void aLongNameOrDescriptionIsRefused() throws Exception {
    String id = client.gateway();
    for (var limit : Map.of("Name", 128, "Description", 256).entrySet()) {
      assertThat(
              client.outcome(
                  "ModifyVpnGatewayAttribute",
                  "VpnGatewayId",
                  id,
                  limit.getKey(),
                  "n".repeat(limit.getValue() + 1)))
          .isEqualTo("400 Invalid" + limit.getKey());
      assertThat(
              client.outcome(
                  "ModifyVpnGatewayAttribute",
                  "VpnGatewayId",
                  id,
                  limit.getKey(),
                  "n".repeat(limit.getValue())))
          .isEqualTo("200");
      client.rest();
    }
  }

  @Test
  void aPrepaidGatewayIsNotReleasedBeforeItsEnd() throws Exception {
    String id = client.gateway();
    change(
        cloud, "vpn-gateway", id, "{\"chargeType\":\"Prepay\",\"ends\":\"2026-02-01T00:00:00Z\"}");
    assertThat(AliClient.told(client.get("DeleteVpnGateway", "VpnGatewayId", id)))
        .isEqualTo(
            "403 ForbiddenRelease: Forbidden to release a prepaid instance within validity period");
    assertThat(client.done("DescribeVpnGateway", "VpnGatewayId", id).text("ChargeType"))
        .contains("Prepay");
    cloud.clock.advance(Duration.ofDays(1));
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", id)).isEqualTo("200");
  }

  @Test
  void aGatewayThatIsUsedIsNotDeleted() throws Exception {
    String gateway = client.gateway();
    String connection =
        client.connection(gateway, client.customer("198.51.100.7"), "192.168.0.0/24");
    assertThat(AliClient.told(client.get("DeleteVpnGateway", "VpnGatewayId", gateway)))
        .isEqualTo(
            "400 DependencyViolation: %s still uses the specified resource.".formatted(connection));
    client.done("DeleteVpnConnection", "VpnConnectionId", connection);
    client.rest();
    String server = client.server(gateway);
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", gateway))
        .isEqualTo("400 DependencyViolation");
    client.done("DeleteSslVpnServer", "SslVpnServerId", server);
    client.rest();
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", gateway)).isEqualTo("200");
  }

  // ---- customer gateways ----

  @Test
  void aCustomerGatewayIsMadeChangedAndDeleted() throws Exception {
    JsonObject made =
        client.done("CreateCustomerGateway", "IpAddress", "198.51.100.7", "Description", "总部，主：A");
    String id = made.text("CustomerGatewayId").orElseThrow();
    assertThat(id).startsWith("cgw-");
    assertThat(made.names())
        .containsExactlyInAnyOrder(
            "CustomerGatewayId", "IpAddress", "Description", "CreateTime", "RequestId");
    JsonObject changed =
        client.done("ModifyCustomerGatewayAttribute", "CustomerGatewayId", id, "Name", "office");
    assertThat(changed.text("Name")).contains("office");
    assertThat(changed.text("Description")).contains("总部，主：A");
    JsonObject shown = client.done("DescribeCustomerGateway", "CustomerGatewayId", id);
    assertThat(shown.with("RequestId", "")).isEqualTo(changed.with("RequestId", ""));
    assertThat(
            client
                .listed("CustomerGateways", "CustomerGateway", "DescribeCustomerGateways")
                .getFirst()
                .text("IpAddress"))
        .contains("198.51.100.7");
    assertThat(client.outcome("DeleteCustomerGateway", "CustomerGatewayId", id)).isEqualTo("200");
    for (String action :
        List.of(
            "DescribeCustomerGateway", "ModifyCustomerGatewayAttribute", "DeleteCustomerGateway")) {
      assertThat(client.outcome(action, "CustomerGatewayId", id))
          .isEqualTo("404 InvalidCustomerGatewayInstanceId.NotFound");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IpAddress                     | 400 MissingIpAddress: IpAddress is mandatory for this action.
          IpAddress=198.51.100          | 400 InvalidIpAddress.WrongFormat: Specified IpAddress is invalid.
          IpAddress=198.51.100.256      | 400 InvalidIpAddress.WrongFormat: Specified IpAddress is invalid.
          IpAddress=198.51.100.1        | 400 InvalidIpAddress.AlreadyExist: Specified IpAddress is already exist.
          Name=9                        | 400 InvalidName: The name is not valid
          Description=with blanks       | 400 InvalidDescription: The description is not valid
          Description=with_-。，：9     | 200
          """)
  void whatACustomerGatewayIsMadeWithIsChecked(String changes, String told) throws Exception {
    client.customer("198.51.100.1");
    String[] parameters = changed(AliClient.pairs("IpAddress", "198.51.100.7"), changes);
    assertThat(AliClient.told(client.get("CreateCustomerGateway", parameters))).isEqualTo(told);
    assertThat(
            client.in("cn-beijing").outcome("CreateCustomerGateway", "IpAddress", "198.51.100.1"))
        .isEqualTo("200");
  }

  @Test
  void aCustomerGatewayThatIsUsedIsNotDeleted() throws Exception {
    String customer = client.customer("198.51.100.7");
    client.connection(client.gateway(), customer, "192.168.0.0/24");
    assertThat(client.outcome("DeleteCustomerGateway", "CustomerGatewayId", customer))
        .isEqualTo("400 DependencyViolation");
  }

  @Test
  void quotasComeFromTheSeedFile(@TempDir Path folder) throws Exception {
    Path seed =
        Files.writeString(
            folder.resolve("seed.json"),
            """
            {"clouds": {"alicloud": {
               "regions": {"cn-qingdao-env66-d01": {"vpcs": [{"id": "%s"}]}},
               "quotas": {"customer-gateway": 2, "vpn-connection": 1, "vpn-route-entry": 0,
                          "ssl-vpn-server": 1, "ssl-vpn-client-cert": 0}}}}
            """
                .formatted(VPC));
    try (var small = EmulatedCloud.start(options -> options.withSeedFile(seed))) {
      AliClient caller = AliClient.of(small);
      String customer = caller.customer("198.51.100.1");
      caller.customer("198.51.100.2");
      assertThat(AliClient.told(caller.get("CreateCustomerGateway", "IpAddress", "198.51.100.3")))
          .isEqualTo("400 Resource.QuotaFull: The quota of resource is full");
      String gateway = caller.gateway();
      String connection = caller.connection(gateway, customer, "192.168.0.0/24");
      assertThat(
              caller.outcome(
                  "CreateVpnConnection",
                  "VpnGatewayId",
                  gateway,
                  "CustomerGatewayId",
                  customer,
                  "LocalSubnet",
                  "10.9.0.0/16",
                  "RemoteSubnet",
                  "192.168.1.0/24"))
          .isEqualTo("400 Resource.QuotaFull");
      for (String action : List.of("CreateVpnRouteEntry", "CreateVpnPbrRouteEntry")) {
        assertThat(
                caller.outcome(
                    action,
                    AliClient.flat(
                        Map.of(
                            "VpnGatewayId", gateway,
                            "NextHop", connection,
                            "RouteDest", "192.168.0.0/24",
                            "RouteSource", "10.1.0.0/16",
                            "Weight", "0",
                            "PublishVpc", "true"))))
            .isEqualTo("400 Resource.QuotaFull");
      }
      String server = caller.server(gateway);
      assertThat(
              caller.outcome(
                  "CreateSslVpnServer",
                  "VpnGatewayId",
                  gateway,
                  "ClientIpPool",
                  "192.168.2.0/24",
                  "LocalSubnet",
                  "10.0.0.0/8"))
          .isEqualTo("400 Resource.QuotaFull");
      assertThat(caller.outcome("CreateSslVpnClientCert", "SslVpnServerId", server))
          .isEqualTo("400 Resource.QuotaFull");
    }
  }

  // ---- lists ----

  @Test
  void listsComeInPages() throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 1; i <= 12; i++) {
      ids.add(client.customer("198.51.100." + i));
    }
    JsonObject first = client.done("DescribeCustomerGateways");
    assertThat(first.integer("TotalCount")).contains(12);
    assertThat(first.integer("PageNumber")).contains(1);
    assertThat(first.integer("PageSize")).contains(10);
    assertThat(page("1", "10")).isEqualTo(ids.subList(0, 10));
    assertThat(page("2", "10")).isEqualTo(ids.subList(10, 12));
    assertThat(page("3", "10")).isEmpty();
    assertThat(page("1", "50")).isEqualTo(ids);
    assertThat(page("999999999", "50")).isEmpty();
    for (String wrong : List.of("PageSize=51", "PageSize=0", "PageNumber=0", "PageNumber=x")) {
      assertThat(client.outcome("DescribeCustomerGateways", changed(Map.of(), wrong)))
          .isEqualTo("400 InvalidParameter");
    }
  }

  private List<String> page(String number, String size) throws Exception {
    return client
        .listed(
            "CustomerGateways",
            "CustomerGateway",
            "DescribeCustomerGateways",
            "PageNumber",
            number,
            "PageSize",
            size)
        .stream()
        .map(gateway -> gateway.text("CustomerGatewayId").orElseThrow())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VpcId=vpc-a1                       | a
          VpcId=vpc-none                     |
          Status=active                      | a
          Status=init                        | b
          Status=deleting                    |
          BusinessStatus=FinancialLocked     | a
          BusinessStatus=Normal              | b
          """)
  void gatewaysAreFoundByWhatTheyAre(String filter, String names) throws Exception {
    client.done("CreateVpnGateway", "Bandwidth", "5", "VpcId", "vpc-a1", "Name", "aa");
    client.rest();
    client.done("CreateVpnGateway", "Bandwidth", "5", "VpcId", "vpc-b1", "Name", "bb");
    String a = ids("VpcId=vpc-a1").getFirst();
    change(cloud, "vpn-gateway", a, "{\"businessStatus\":\"FinancialLocked\"}");
    var found = new ArrayList<String>();
    for (JsonObject gateway :
        client.listed(
            "VpnGateways", "VpnGateway", "DescribeVpnGateways", changed(Map.of(), filter))) {
      found.add(gateway.text("Name").orElseThrow().substring(1));
    }
    assertThat(String.join(",", found)).isEqualTo(names == null ? "" : names);
    assertThat(ids("VpnGatewayId=" + a)).containsExactly(a);
    assertThat(client.outcome("DescribeVpnGateways", "Status", "Active"))
        .isEqualTo("400 InvalidParameter");
    assertThat(client.outcome("DescribeVpnGateways", "BusinessStatus", "Rich"))
        .isEqualTo("400 InvalidParameter");
  }

  private List<String> ids(String filter) throws Exception {
    return client
        .listed("VpnGateways", "VpnGateway", "DescribeVpnGateways", changed(Map.of(), filter))
        .stream()
        .map(gateway -> gateway.text("VpnGatewayId").orElseThrow())
        .toList();
  }

  @Test
  void regionsAreListedInEitherLanguage() throws Exception {
    JsonObject region = client.listed("Regions", "Region", "DescribeRegions").getFirst();
    assertThat(region.names()).containsExactly("RegionId", "RegionEndpoint", "LocalName");
    assertThat(client.listed("Regions", "Region", "DescribeRegions", "RegionId", ""))
        .extracting(one -> one.text("RegionId").orElseThrow())
        .isEqualTo(cloud.emulator.regions().get("alicloud"));
    assertThat(
            client
                .listed("Regions", "Region", "DescribeRegions", "AcceptLanguage", "en-US")
                .get(1)
                .text("LocalName"))
        .contains("North China 1");
    assertThat(client.outcome("DescribeRegions", "AcceptLanguage", "tlh"))
        .isEqualTo("400 InvalidParameter");
  }

  // ---- XML ----

  @Test
  void xmlHasTheShapeOfTheSamples() throws Exception {
    String id = client.customer("198.51.100.7");
    String one =
        client.get("DescribeCustomerGateway", "CustomerGatewayId", id, "Format", "XML").text();
    assertThat(one)
        .matches(
            ".*<DescribeCustomerGatewayResponse><CustomerGatewayId>"
                + id
                + "</CustomerGatewayId><IpAddress>198.51.100.7</IpAddress>"
                + "<CreateTime>1769877000000</CreateTime><RequestId>[0-9a-f-]{36}</RequestId>"
                + "</DescribeCustomerGatewayResponse>");
    String list = client.get("DescribeCustomerGateways", "Format", "XML").text();
    assertThat(list)
        .contains("<DescribeCustomerGatewaysResponse><PageNumber>1</PageNumber>")
        .contains("<CustomerGateways><CustomerGateway><CustomerGatewayId>" + id)
        .contains("</CustomerGateway></CustomerGateways>");
    client.customer("198.51.100.8");
    assertThat(client.get("DescribeCustomerGateways", "Format", "xml").text())
        .contains("</CustomerGateway><CustomerGateway>");
    assertThat(client.get("DeleteCustomerGateway", "CustomerGatewayId", id, "Format", "XML").text())
        .contains("<DeleteCustomerGatewayResponse><RequestId>");
  }

  // ---- tokens ----

  @Test
  void aTokenGivesTheFirstAnswerAgain() throws Exception {
    String[] call = {"IpAddress", "198.51.100.7", "ClientToken", "t-1"};
    JsonObject first = client.done("CreateCustomerGateway", call);
    JsonObject again = client.done("CreateCustomerGateway", call);
    assertThat(again.text("CustomerGatewayId")).isEqualTo(first.text("CustomerGatewayId"));
    assertThat(again.text("RequestId")).isNotEqualTo(first.text("RequestId"));
    String[] xml = {"IpAddress", "198.51.100.7", "ClientToken", "t-1", "Format", "XML"};
    assertThat(client.get("CreateCustomerGateway", xml).text())
        .contains(first.text("CustomerGatewayId").orElseThrow());
    assertThat(page("1", "50")).hasSize(1);
    assertThat(
            client.outcome(
                "CreateCustomerGateway", "IpAddress", "198.51.100.8", "ClientToken", "t-1"))
        .isEqualTo("400 IdempotentParameterMismatch");
    assertThat(
            client.outcome(
                "CreateCustomerGateway",
                "IpAddress",
                "198.51.100.8",
                "ClientToken",
                "t".repeat(65)))
        .isEqualTo("400 InvalidParameter");
    cloud.clock.advance(Duration.ofHours(24));
    assertThat(client.outcome("CreateCustomerGateway", call))
        .isEqualTo("400 InvalidIpAddress.AlreadyExist");
  }

  @Test
  void aTokenMakesDeletionsRepeatable() throws Exception {
    String gateway = client.gateway();
    String[] call = {"VpnGatewayId", gateway, "ClientToken", "t-2"};
    assertThat(client.outcome("DeleteVpnGateway", call)).isEqualTo("200");
    client.rest();
    assertThat(client.outcome("DeleteVpnGateway", call)).isEqualTo("200");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", gateway))
        .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
  }

  @Test
  void creatingAGatewayTakesNoToken() throws Exception {
    String[] call = {"Bandwidth", "5", "VpcId", VPC, "ClientToken", "t-3"};
    assertThat(client.done("CreateVpnGateway", call).text("VpnGatewayId"))
        .isNotEqualTo(client.done("CreateVpnGateway", call).text("VpnGatewayId"));
  }

  // ---- all of it ----

  /// The operations of 6.1 in the guide, and the one of 7.3.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateVpnGateway",
        "ModifyVpnGatewayAttribute",
        "DescribeVpnGateways",
        "DescribeVpnGateway",
        "DeleteVpnGateway",
        "DescribeRegions",
        "CreateCustomerGateway",
        "ModifyCustomerGatewayAttribute",
        "DescribeCustomerGateways",
        "DescribeCustomerGateway",
        "DeleteCustomerGateway",
        "CreateVpnRouteEntry",
        "CreateVpnPbrRouteEntry",
        "PublishVpnRouteEntry",
        "DescribeVpnRouteEntries",
        "DescribeVpnPbrRouteEntries",
        "ModifyVpnRouteEntryWeight",
        "ModifyVpnPbrRouteEntryWeight",
        "DeleteVpnRouteEntry",
        "DeleteVpnPbrRouteEntry",
        "CreateVpnConnection",
        "ModifyVpnConnectionAttribute",
        "DescribeVpnConnections",
        "DescribeVpnConnection",
        "DownloadVpnConnectionConfig",
        "DeleteVpnConnection",
        "CreateSslVpnServer",
        "ModifySslVpnServer",
        "DescribeSslVpnServers",
        "DescribeVpnSslServerLogs",
        "DeleteSslVpnServer",
        "CreateSslVpnClientCert",
        "ModifySslVpnClientCert",
        "DescribeSslVpnClientCerts",
        "DescribeSslVpnClientCert",
        "DeleteSslVpnClientCert",
        "AssumeRole"
      })
  void everyOperationOfTheGuideIsThere(String action) throws Exception {
    assertThat(client.outcome(action)).matches("200|400 Missing[A-Za-z]+");
  }

  @Test
  void objectsOutliveTheEmulator(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("state.json");
    String cert;
    JsonObject before;
    try (var first = EmulatedCloud.start(options -> options.withStateFile(file))) {
      AliClient caller = AliClient.of(first);
      String gateway = caller.gateway();
      caller.connection(gateway, caller.customer("198.51.100.7"), "192.168.0.0/24");
      cert =
          caller.id(
              "SslVpnClientCertId",
              "CreateSslVpnClientCert",
              "SslVpnServerId",
              caller.server(gateway));
      before = caller.done("DescribeSslVpnClientCert", "SslVpnClientCertId", cert);
    }
    assertThat(Files.readString(file)).doesNotContain("nonce-");
    try (var second = EmulatedCloud.start(options -> options.withStateFile(file))) {
      AliClient caller = AliClient.of(second);
      JsonObject after = caller.done("DescribeSslVpnClientCert", "SslVpnClientCertId", cert);
      assertThat(after.with("RequestId", "")).isEqualTo(before.with("RequestId", ""));
      assertThat(caller.listed("VpnConnections", "VpnConnection", "DescribeVpnConnections"))
          .hasSize(1);
    }
  }

  // ---- behind the API ----

  @Test
  void secretsAreShownAsDigestsAndChangesMustFit() throws Exception {
    String gateway = client.gateway();
    String connection =
        client.connection(gateway, client.customer("198.51.100.7"), "192.168.0.0/24");
    String server = client.server(gateway);
    String cert =
        client.id("SslVpnClientCertId", "CreateSslVpnClientCert", "SslVpnServerId", server);
    String all = cloud.send("alicloud", "GET", "/_emulator/objects", "", Map.of()).text();
    assertThat(all).contains(connection, server, cert, "sha256:").doesNotContain("PRIVATE KEY");
    String target = "/_emulator/objects/vpn-gateway/" + gateway;
    Answer typo = cloud.send("alicloud", "PUT", target, "{\"bandwith\": 5}", Map.of());
    assertThat(typo.status() + typo.text()).startsWith("400").contains("and no others");
    Answer lost = cloud.send("alicloud", "PUT", target, "{\"vpcId\": null}", Map.of());
    assertThat(lost.status() + lost.text()).startsWith("400").contains("vpcId").contains("missing");
    Answer strange = cloud.send("alicloud", "PUT", target, "{\"ready\": \"soon\"}", Map.of());
    assertThat(strange.status()).isEqualTo(400);
  }
}

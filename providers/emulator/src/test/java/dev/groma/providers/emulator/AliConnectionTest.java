package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.AliGatewayTest.changed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of Alibaba Cloud's IPsec connections and routes.
class AliConnectionTest {
  private EmulatedCloud cloud;
  private AliClient client;
  private String gateway = "";
  private String customer = "";

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = AliClient.of(cloud);
    gateway = client.gateway();
    customer = client.customer("198.51.100.7");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Map<String, String> usual() {
    return AliClient.pairs(
        "VpnGatewayId",
        gateway,
        "CustomerGatewayId",
        customer,
        "LocalSubnet",
        "10.1.1.0/24,10.1.2.0/24",
        "RemoteSubnet",
        "10.10.1.0/24,10.10.2.0/24");
  }

  private JsonObject describe(String id) throws Exception {
    return client.done("DescribeVpnConnection", "VpnConnectionId", id);
  }

  private String internetIp() throws Exception {
    return client
        .done("DescribeVpnGateway", "VpnGatewayId", gateway)
        .text("InternetIp")
        .orElseThrow();
  }

  // ---- connections ----

  @Test
  void aConnectionIsMadeWithDefaults() throws Exception {
    JsonObject made = client.done("CreateVpnConnection", AliClient.flat(usual()));
    assertThat(made.names()).containsExactly("VpnConnectionId", "CreateTime", "RequestId");
    String id = made.text("VpnConnectionId").orElseThrow();
    assertThat(id).startsWith("vco-");
    JsonObject shown = describe(id);
    assertThat(shown.names())
        .containsExactlyInAnyOrder(
            "VpnConnectionId",
            "CustomerGatewayId",
            "VpnGatewayId",
            "LocalSubnet",
            "RemoteSubnet",
            "CreateTime",
            "EffectImmediately",
            "IkeConfig",
            "IpsecConfig",
            "Status",
            "VcoHealthCheck",
            "RequestId");
    JsonObject ike = shown.object("IkeConfig").orElseThrow();
    assertThat(ike.text("Psk").orElseThrow()).matches("[a-z0-9]{16}");
    assertThat(ike.with("Psk", "").canonical())
        .isEqualTo(
            """
            {"IkeAuthAlg":"md5","IkeEncAlg":"aes","IkeLifetime":86400,"IkeMode":"main",\
            "IkePfs":"group2","IkeVersion":"ikev1","LocalId":"%s","Psk":"",\
            "RemoteId":"198.51.100.7"}\
            """
                .formatted(internetIp()));
    assertThat(shown.object("IpsecConfig").orElseThrow().canonical())
        .isEqualTo(
            """
            {"IpsecAuthAlg":"md5","IpsecEncAlg":"aes","IpsecLifetime":86400,"IpsecPfs":"group2"}\
            """);
    assertThat(shown.text("Status")).contains("ike_sa_not_established");
    assertThat(shown.flag("EffectImmediately")).contains(false);
    assertThat(shown.object("VcoHealthCheck").orElseThrow().toString())
        .isEqualTo("{\"Enable\":\"false\"}");
    assertThat(shown.text("LocalSubnet")).contains("10.1.1.0/24,10.1.2.0/24");
  }

  @Test
  void aConnectionTakesTheSettingsGiven() throws Exception {
    var parameters = new TreeMap<>(usual());
    parameters.put("Name", "ipsec1");
    parameters.put("EffectImmediately", "true");
    parameters.put("AutoConfigRoute", "true");
    parameters.put(
        "IkeConfig",
        """
        {"Psk":"s3cret","IkeVersion":"ikev2","IkeMode":"aggressive","IkeEncAlg":"aes256","IkeAuthAlg":"sha1",
         "IkePfs":"group14","IkeLifetime":"3600","LocalId":"here.example.com","RemoteId":"there"}\
        """);
    parameters.put(
        "IpssecConfig",
        """
        {"IpssecEncAlg":"3des","IpssecAuthAlg":"sha1","IpssecPfs":"group5","IpssecLifetime":0}\
        """);
    parameters.put(
        "HealthCheckConfig",
        """
        {"enable":"true","dip":"192.168.1.2","sip":"10.1.1.2","interval":"5","retry":"2"}\
        """);
    String id =
        client
            .done("CreateVpnConnection", AliClient.flat(parameters))
            .text("VpnConnectionId")
            .orElseThrow();
    client.rest();
    JsonObject shown = describe(id);
    assertThat(shown.object("IkeConfig").orElseThrow().canonical())
        .isEqualTo(
            """
            {"IkeAuthAlg":"sha1","IkeEncAlg":"aes256","IkeLifetime":3600,"IkeMode":"aggressive",\
            "IkePfs":"group14","IkeVersion":"ikev2","LocalId":"here.example.com","Psk":"s3cret",\
            "RemoteId":"there"}\
            """);
    assertThat(shown.object("IpsecConfig").orElseThrow().canonical())
        .isEqualTo(
            """
            {"IpsecAuthAlg":"sha1","IpsecEncAlg":"3des","IpsecLifetime":0,"IpsecPfs":"group5"}\
            """);
    assertThat(shown.object("VcoHealthCheck").orElseThrow().canonical())
        .isEqualTo(
            """
            {"Dip":"192.168.1.2","Enable":"true","Interval":5,"Retry":2,"Sip":"10.1.1.2",\
            "Status":"success"}\
            """);
    assertThat(shown.text("Name")).contains("ipsec1");
    assertThat(shown.text("Status")).contains("ipsec_sa_established");

    JsonObject download = client.done("DownloadVpnConnectionConfig", "VpnConnectionId", id);
    JsonObject config = download.object("VpnConnectionConfig").orElseThrow();
    assertThat(config.names())
        .containsExactlyInAnyOrder(
            "Local", "LocalSubnet", "Remote", "RemoteSubnet", "IkeConfig", "IpsecConfig");
    assertThat(config.text("Local")).contains("there");
    assertThat(config.text("LocalSubnet")).contains("10.10.1.0/24,10.10.2.0/24");
    assertThat(config.text("Remote")).contains("here.example.com");
    assertThat(config.text("RemoteSubnet")).contains("10.1.1.0/24,10.1.2.0/24");
    assertThat(config.object("IkeConfig").orElseThrow().text("LocalId")).contains("there");
    assertThat(config.object("IkeConfig").orElseThrow().text("Psk")).contains("s3cret");
    assertThat(config.object("IpsecConfig")).isEqualTo(shown.object("IpsecConfig"));
  }

  @Test
  void aConnectionThatTakesEffectImmediatelyNegotiatesInSteps() throws Exception {
    var parameters = new TreeMap<>(usual());
    parameters.put("EffectImmediately", "true");
    String id =
        client
            .done("CreateVpnConnection", AliClient.flat(parameters))
            .text("VpnConnectionId")
            .orElseThrow();
    var seen = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      seen.add(describe(id).text("Status").orElseThrow());
      cloud.clock.advance(Duration.ofMillis(340));
    }
    assertThat(seen)
        .containsExactly(
            "ike_sa_not_established",
            "ike_sa_established",
            "ipsec_sa_not_established",
            "ipsec_sa_established");
    client.done("ModifyVpnConnectionAttribute", "VpnConnectionId", id, "Name", "again");
    assertThat(describe(id).text("Status")).contains("ike_sa_not_established");
  }

  @Test
  void whatAModificationDoesNotMentionStays() throws Exception {
    String id = client.connection(gateway, customer, "192.168.0.0/24");
    JsonObject before = describe(id);
    JsonObject changed =
        client.done(
            "ModifyVpnConnectionAttribute",
            "VpnConnectionId",
            id,
            "IkeConfig",
            "{\"IkeEncAlg\":\"aes192\"}",
            "IpsecConfig",
            "{\"IpsecLifetime\":600}",
            "HealthCheckConfig",
            "{\"Enable\":\"true\",\"Dip\":\"192.168.0.2\",\"Sip\":\"10.1.0.2\"}",
            "RemoteSubnet",
            "192.168.7.0/24");
    assertThat(changed.names())
        .containsExactlyInAnyOrder(
            "VpnConnectionId",
            "CustomerGatewayId",
            "VpnGatewayId",
            "LocalSubnet",
            "RemoteSubnet",
            "CreateTime",
            "EffectImmediately",
            "IkeConfig",
            "IpsecConfig",
            "VcoHealthCheck",
            "RequestId");
    JsonObject after = describe(id);
    assertThat(after.object("IkeConfig").orElseThrow())
        .isEqualTo(before.object("IkeConfig").orElseThrow().with("IkeEncAlg", "aes192"));
    assertThat(after.object("IpsecConfig").orElseThrow())
        .isEqualTo(before.object("IpsecConfig").orElseThrow().with("IpsecLifetime", 600));
    assertThat(after.object("VcoHealthCheck").orElseThrow().canonical())
        .isEqualTo(
            """
            {"Dip":"192.168.0.2","Enable":"true","Interval":3,"Retry":3,"Sip":"10.1.0.2",\
            "Status":"failed"}\
            """);
    assertThat(after.text("RemoteSubnet")).contains("192.168.7.0/24");
    assertThat(after.text("LocalSubnet")).isEqualTo(before.text("LocalSubnet"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VpnGatewayId                            | 400 MissingVpnGatewayId
          CustomerGatewayId                       | 400 MissingCustomerGatewayId
          LocalSubnet                             | 400 MissingLocalSubnet
          RemoteSubnet                            | 400 MissingRemoteSubnet
          VpnGatewayId=vpn-none                   | 404 InvalidVpnGatewayInstanceId.NotFound
          CustomerGatewayId=cgw-none              | 404 InvalidCustomerGatewayInstanceId.NotFound
          LocalSubnet=10.1.1.0                    | 400 InvalidParameter
          RemoteSubnet=10.1.1.0/33                | 400 InvalidParameter
          RemoteSubnet=10.1.1.0/24,               | 400 InvalidParameter
          RemoteSubnet=10.1.1.256/24              | 400 InvalidParameter
          Name=x                                  | 400 InvalidName
          EffectImmediately=now                   | 400 InvalidParameter
          AutoConfigRoute=maybe                   | 400 InvalidParameter
          IkeConfig=psk                           | 400 InvalidParameter
          IkeConfig={"IkeVersion":"ikev3"}        | 400 InvalidParameter
          IkeConfig={"IkeMode":"quick"}           | 400 InvalidParameter
          IkeConfig={"IkeEncAlg":"aes512"}        | 400 InvalidParameter
          IkeConfig={"IkeAuthAlg":"sha256"}       | 400 InvalidParameter
          IkeConfig={"IkePfs":"group3"}           | 400 InvalidParameter
          IkeConfig={"IkeLifetime":86401}         | 400 InvalidParameter
          IkeConfig={"IkeLifetime":-1}            | 400 InvalidParameter
          IkeConfig={"Psk":""}                    | 400 InvalidParameter
          IkeConfig={"IkeColour":"red"}           | 400 InvalidParameter
          IpsecConfig={"IpsecPfs":"disabled"}     | 400 InvalidParameter
          IpsecConfig={"IpsecEncAlg":"null"}      | 400 InvalidParameter
          IpsecConfig={"IpsecAuthAlg":"sha"}      | 400 InvalidParameter
          IpsecConfig={"IpsecLifetime":"long"}    | 400 InvalidParameter
          IpsecConfig={"IkePfs":"group1"}         | 400 InvalidParameter
          HealthCheckConfig={"enable":"on"}       | 400 InvalidParameter
          HealthCheckConfig={"enable":"true"}     | 400 InvalidParameter
          HealthCheckConfig={"dip":"example"}     | 400 InvalidParameter
          HealthCheckConfig={"retry":0}           | 400 InvalidParameter
          HealthCheckConfig={"colour":"red"}      | 400 InvalidParameter
          IkeConfig={"IkeLifetime":0}             | 200
          IpsecConfig={"IpsecPfs":"group24"}      | 200
          """)
  void whatAConnectionIsMadeWithIsChecked(String changes, String outcome) throws Exception {
    assertThat(client.outcome("CreateVpnConnection", changed(usual(), changes))).isEqualTo(outcome);
  }

  @Test
  void aLongKeyOrIdentityIsRefused() throws Exception {
    for (String name : List.of("Psk", "LocalId", "RemoteId")) {
      String config = "{\"%s\":\"%s\"}".formatted(name, "k".repeat(101));
      assertThat(client.outcome("CreateVpnConnection", changed(usual(), "IkeConfig=" + config)))
          .isEqualTo("400 InvalidParameter");
    }
  }

  @Test
  void aConnectionMustDifferFromTheOthers() throws Exception {
    client.id("VpnConnectionId", "CreateVpnConnection", AliClient.flat(usual()));
    String[] reordered = changed(usual(), "LocalSubnet=10.1.2.0/24,10.1.1.0/24");
    assertThat(AliClient.told(client.get("CreateVpnConnection", reordered)))
        .isEqualTo("400 InvalidVpnConnectionAlreadyExists: Vpn connection already exists.");
    assertThat(client.outcome("CreateVpnConnection", changed(usual(), "RemoteSubnet=10.10.3.0/24")))
        .isEqualTo("200");
  }

  @Test
  void aGatewayWithoutIpsecTakesNoConnections() throws Exception {
    String ssl =
        client.id(
            "VpnGatewayId",
            "CreateVpnGateway",
            "Bandwidth",
            "5",
            "VpcId",
            AliClient.VPC,
            "EnableSsl",
            "true");
    assertThat(client.outcome("CreateVpnConnection", changed(usual(), "VpnGatewayId=" + ssl)))
        .isEqualTo("400 OperationFailed.IpsecNotSupport");
  }

  @Test
  void aBusyOrLockedGatewayRefusesEveryChangeOfItsConnections() throws Exception {
    String id = client.connection(gateway, customer, "192.168.0.0/24");
    client.done("ModifyVpnConnectionAttribute", "VpnConnectionId", id, "Name", "busy");
    assertThat(client.done("DescribeVpnGateway", "VpnGatewayId", gateway).text("Status"))
        .contains("updating");
    assertThat(AliClient.told(client.get("CreateVpnConnection", AliClient.flat(usual()))))
        .isEqualTo("400 VpnGateway.Configuring: The specified service is configuring.");
    for (String action : List.of("ModifyVpnConnectionAttribute", "DeleteVpnConnection")) {
      assertThat(client.outcome(action, "VpnConnectionId", id))
          .isEqualTo("400 VpnGateway.Configuring");
    }
    client.rest();
    AliGatewayTest.change(
        cloud, "vpn-gateway", gateway, "{\"businessStatus\":\"FinancialLocked\"}");
    assertThat(AliClient.told(client.get("CreateVpnConnection", AliClient.flat(usual()))))
        .isEqualTo("400 VpnGateway.FinancialLocked: The specified service is financial locked.");
    assertThat(client.outcome("ModifyVpnConnectionAttribute", "VpnConnectionId", id))
        .isEqualTo("400 VpnGateway.FinancialLocked");
    assertThat(client.outcome("DeleteVpnConnection", "VpnConnectionId", id)).isEqualTo("200");
  }

  @Test
  void connectionsAreListedAndDeleted() throws Exception {
    String other = client.customer("198.51.100.8");
    String a = client.connection(gateway, customer, "192.168.0.0/24");
    String b = client.connection(gateway, other, "192.168.1.0/24");
    assertThat(ids()).containsExactly(a, b);
    assertThat(ids("VpnGatewayId", gateway)).containsExactly(a, b);
    assertThat(ids("CustomerGatewayId", other)).containsExactly(b);
    assertThat(ids("VpnConnectionId", a, "CustomerGatewayId", other)).isEmpty();
    client.done("DeleteVpnConnection", "VpnConnectionId", a);
    assertThat(ids()).containsExactly(b);
    for (String action :
        List.of(
            "DescribeVpnConnection",
            "ModifyVpnConnectionAttribute",
            "DeleteVpnConnection",
            "DownloadVpnConnectionConfig")) {
      assertThat(AliClient.told(client.get(action, "VpnConnectionId", a)))
          .isEqualTo(
              "404 InvalidVpnConnectionInstanceId.NotFound: The specified vpn connection instance id"
                  + " does not exist.");
    }
  }

  private List<String> ids(String... filter) throws Exception {
    return client
        .listed("VpnConnections", "VpnConnection", "DescribeVpnConnections", filter)
        .stream()
        .map(connection -> connection.text("VpnConnectionId").orElseThrow())
        .toList();
  }

  // ---- routes ----

  private Map<String, String> route(String hop) {
    return AliClient.pairs(
        "VpnGatewayId",
        gateway,
        "NextHop",
        hop,
        "RouteDest",
        "192.168.0.0/24",
        "RouteSource",
        "10.1.0.0/16",
        "Weight",
        "0",
        "PublishVpc",
        "true");
  }

  private List<JsonObject> routes(boolean policy) throws Exception {
    return policy
        ? client.listed(
            "VpnPbrRouteEntries",
            "VpnPbrRouteEntry",
            "DescribeVpnPbrRouteEntries",
            "VpnGatewayId",
            gateway)
        : client.listed(
            "VpnRouteEntries", "VpnRouteEntry", "DescribeVpnRouteEntries", "VpnGatewayId", gateway);
  }

  private void act(String action, Map<String, String> parameters, String changes) throws Exception {
    client.done(action, changed(parameters, changes));
    client.rest();
  }

  @ParameterizedTest
  @CsvSource({"false,VpnRouteEntry,dbr", "true,VpnPbrRouteEntry,pbr"})
  void aRouteIsMadeWeighedPublishedAndDeleted(boolean policy, String entry, String type)
      throws Exception {
    String hop = client.connection(gateway, customer, "192.168.0.0/24");
    Map<String, String> route = route(hop);
    JsonObject made = client.done("Create" + entry, changed(route, "Description=mytest"));
    client.rest();
    assertThat(made.text("State")).contains("published");
    assertThat(made.text("Description")).contains("mytest");
    assertThat(made.text("OverlayMode")).contains("Ipsec");
    assertThat(made.text("VpnInstanceId")).contains(gateway);
    JsonObject shown = routes(policy).getFirst();
    assertThat(shown.names()).contains("CreateTime", "NextHop", "RouteDest", "State", "Weight");
    assertThat(shown.text("RouteSource").isPresent()).isEqualTo(policy);
    assertThat(routes(!policy)).isEmpty();

    act("Modify" + entry + "Weight", route, "Weight=0&NewWeight=100");
    assertThat(routes(policy).getFirst().integer("Weight")).contains(100);
    assertThat(
            client.outcome("Modify" + entry + "Weight", changed(route, "Weight=0&NewWeight=100")))
        .isEqualTo("404 InvalidRouteEntry.NotFound");
    act("PublishVpnRouteEntry", route, "PublishVpc=false&RouteType=" + type);
    assertThat(routes(policy).getFirst().text("State")).contains("normal");
    act("PublishVpnRouteEntry", route, "RouteSource&RouteType=" + type);
    assertThat(routes(policy).getFirst().text("State")).contains("published");

    assertThat(client.outcome("DeleteVpnConnection", "VpnConnectionId", hop))
        .isEqualTo("400 DependencyViolation");
    assertThat(client.outcome("Delete" + entry, changed(route, "Weight=0")))
        .isEqualTo("404 InvalidRouteEntry.NotFound");
    act("Delete" + entry, route, "Weight=100");
    assertThat(routes(policy)).isEmpty();
    assertThat(client.outcome("PublishVpnRouteEntry", changed(route, "RouteType=" + type)))
        .isEqualTo("404 InvalidRouteEntry.NotFound");
  }

  @Test
  void oneRouteToADestinationHasTheHighWeight() throws Exception {
    String a = client.connection(gateway, customer, "192.168.0.0/24");
    String b = client.connection(gateway, client.customer("198.51.100.8"), "192.168.0.0/24");
    act("CreateVpnRouteEntry", route(a), "Weight=100");
    assertThat(client.outcome("CreateVpnRouteEntry", changed(route(b), "Weight=100")))
        .isEqualTo("400 InvalidParameter");
    act("CreateVpnRouteEntry", route(b), "Weight=0");
    assertThat(
            client.outcome(
                "ModifyVpnRouteEntryWeight", changed(route(b), "Weight=0&NewWeight=100")))
        .isEqualTo("400 InvalidParameter");
    act("CreateVpnPbrRouteEntry", route(a), "Weight=100");
    act("ModifyVpnRouteEntryWeight", route(a), "Weight=100&NewWeight=0");
    act("ModifyVpnRouteEntryWeight", route(b), "Weight=0&NewWeight=100");
    assertThat(client.outcome("CreateVpnRouteEntry", changed(route(b), "Weight=0")))
        .isEqualTo("400 InvalidRouteEntry.AlreadyExists");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NextHop                   | 400 MissingNextHop
          PublishVpc                | 400 MissingPublishVpc
          RouteDest                 | 400 MissingRouteDest
          RouteSource               | 400 MissingRouteSource
          VpnGatewayId              | 400 MissingVpnGatewayId
          Weight                    | 400 MissingWeight
          Weight=50                 | 400 InvalidParameter
          RouteDest=10.0.0/24       | 400 InvalidParameter
          RouteSource=10.0.0.0      | 400 InvalidParameter
          PublishVpc=1              | 400 InvalidParameter
          OverlayMode=Gre           | 400 InvalidParameter
          NextHop=vco-none          | 404 InvalidVpnConnectionInstanceId.NotFound
          VpnGatewayId=vpn-none     | 404 InvalidVpnGatewayInstanceId.NotFound
          OverlayMode=Ipsec         | 200
          """)
  void whatARouteIsMadeWithIsChecked(String changes, String outcome) throws Exception {
    String hop = client.connection(gateway, customer, "192.168.0.0/24");
    assertThat(client.outcome("CreateVpnPbrRouteEntry", changed(route(hop), changes)))
        .isEqualTo(outcome);
    client.rest();
    assertThat(client.outcome("PublishVpnRouteEntry", changed(route(hop), "RouteType=static")))
        .isEqualTo("400 InvalidParameter");
    assertThat(client.outcome("DescribeVpnPbrRouteEntries")).isEqualTo("400 MissingVpnGatewayId");
  }

  @Test
  void aRouteLeadsToAConnectionOfItsGateway() throws Exception {
    String elsewhere = client.connection(client.gateway(), customer, "192.168.0.0/24");
    assertThat(client.outcome("CreateVpnRouteEntry", AliClient.flat(route(elsewhere))))
        .isEqualTo("400 InvalidParameter");
  }

  @Test
  void aBusyOrLockedGatewayRefusesEveryChangeOfItsRoutes() throws Exception {
    String hop = client.connection(gateway, customer, "192.168.0.0/24");
    act("CreateVpnRouteEntry", route(hop), "Weight=0");
    act("CreateVpnPbrRouteEntry", route(hop), "Weight=0");
    client.done("ModifyVpnGatewayAttribute", "VpnGatewayId", gateway, "Name", "busy");
    String[] all = changed(route(hop), "NewWeight=100&RouteType=dbr");
    List<String> actions =
        List.of(
            "CreateVpnRouteEntry",
            "ModifyVpnRouteEntryWeight",
            "DeleteVpnRouteEntry",
            "PublishVpnRouteEntry",
            "CreateVpnPbrRouteEntry",
            "ModifyVpnPbrRouteEntryWeight",
            "DeleteVpnPbrRouteEntry");
    for (String action : actions) {
      assertThat(client.outcome(action, all)).as(action).isEqualTo("400 VpnGateway.Configuring");
    }
    client.rest();
    AliGatewayTest.change(
        cloud, "vpn-gateway", gateway, "{\"businessStatus\":\"FinancialLocked\"}");
    for (String action : actions) {
      assertThat(client.outcome(action, all))
          .as(action)
          .isEqualTo("400 VpnGateway.FinancialLocked");
    }
  }
}

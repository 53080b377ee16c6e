package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may call Alibaba Cloud, and how: signatures, gateways, temporary keys, headers and
/// organisations.
class AliSignatureTest {
  private static final String ROLE = "acs:ram::1234567890123456:role/adminrole";

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

  @Test
  void getAndPostAreSignedAlike() throws Exception {
    assertThat(client.outcome("DescribeVpnGateways")).isEqualTo("200");
    assertThat(AliClient.outcome(client.post("/", "DescribeVpnGateways"))).isEqualTo("200");
    Answer odd = client.get("DescribeVpnGateways", "Odd", "a b*c~d/é", "Empty", "阿里云");
    assertThat(AliClient.outcome(odd)).isEqualTo("200");
  }

  /// The vendor's classic client posts with all parameters in the query and no body.
  @Test
  void aPostMayHaveItsParametersInTheQuery() throws Exception {
    var signed = client.signed("POST", client.parameters("DescribeVpnGateways"));
    String target = "/?" + AliSigner.form(signed);
    Answer answer = cloud.send("alicloud", "POST", target, "", Map.of());
    assertThat(AliClient.outcome(answer)).isEqualTo("200");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AccessKeyId      |                          | 400 MissingAccessKeyId: AccessKeyId is mandatory for this action.
          SignatureNonce   |                          | 400 MissingSignatureNonce: SignatureNonce is mandatory for this action.
          Timestamp        |                          | 400 MissingTimestamp: Timestamp is mandatory for this action.
          Action           |                          | 400 MissingAction: Action is mandatory for this action.
          RegionId         |                          | 400 MissingRegionId: RegionId is mandatory for this action.
          AccessKeyId      | nobody                   | 404 InvalidAccessKeyId.NotFound: Specified access key is not found.
          SignatureMethod  | HMAC-MD5                 | 400 InvalidSignatureMethod: Specified signature method is not valid.
          SignatureVersion | 2.0                      | 400 InvalidSignatureVersion: Specified signature version is not valid.
          Timestamp        | yesterday                | 400 InvalidTimeStamp.Format: Specified time stamp or date value is not well formatted.
          Timestamp        | 2026-13-31T16:30:00Z     | 400 InvalidTimeStamp.Format: Specified time stamp or date value is not well formatted.
          Timestamp        | 2026-01-31T16:14:59Z     | 400 InvalidTimeStamp.Expired: Specified time stamp or date value is expired.
          Timestamp        | 2026-01-31T16:45:01Z     | 400 InvalidTimeStamp.Expired: Specified time stamp or date value is expired.
          Timestamp        | 2026-01-31T16:15:00Z     | 200
          SecurityToken    | stray                    | 400 InvalidSecurityToken.MismatchWithAccessKey: Specified SecurityToken mismatch with the AccessKey.
          Action           | DescribeMoon             | 404 InvalidApi.NotFound: Specified api is not found, please check your url and method.
          Action           | GetApiVersion            | 404 InvalidApi.NotFound: Specified api is not found, please check your url and method.
          Version          | 2014-05-26               | 400 InvalidVersion: Specified parameter Version is not valid.
          RegionId         | mars                     | 404 InvalidRegionId.NotFound: The specified RegionId does not exist.
          """)
  void commonParametersAreChecked(String name, String value, String told) throws Exception {
    Answer answer = client.get("DescribeVpnGateways", name, value == null ? "" : value);
    assertThat(AliClient.told(answer)).isEqualTo(told);
  }

  @Test
  void aWrongSignatureIsToldWithTheTextToSign() throws Exception {
    var parameters = client.parameters("DescribeVpnGateways");
    String text = AliSigner.stringToSign("GET", parameters);
    Answer wrong = client.sent(client.as("AK", "wrong").signed("GET", parameters));
    assertThat(AliClient.told(wrong))
        .isEqualTo(
            "400 SignatureDoesNotMatch: Specified signature is not matched with our calculation."
                + " server string to sign is:"
                + text);
    var malformed = new TreeMap<>(parameters);
    malformed.put("Signature", "short");
    assertThat(AliClient.outcome(client.sent(malformed))).isEqualTo("400 IncompleteSignature");
    assertThat(AliClient.outcome(client.sent(parameters))).isEqualTo("400 MissingSignature");
    var changed = new TreeMap<>(client.signed("GET", parameters));
    changed.put("PageSize", "20");
    assertThat(AliClient.outcome(client.sent(changed))).isEqualTo("400 SignatureDoesNotMatch");
    String target = "/?" + AliSigner.form(client.signed("GET", parameters));
    assertThat(AliClient.outcome(cloud.send("alicloud", "POST", target, "", Map.of())))
        .isEqualTo("400 SignatureDoesNotMatch");
  }

  @Test
  void aNonceIsGoodOnce() throws Exception {
    var signed = client.signed("GET", client.parameters("DescribeVpnGateways"));
    assertThat(AliClient.outcome(client.sent(signed))).isEqualTo("200");
    assertThat(AliClient.told(client.sent(signed)))
        .isEqualTo("400 SignatureNonceUsed: Specified signature nonce was used already.");
    assertThat(client.outcome("DescribeVpnGateways", "SignatureNonce", "nonce-1"))
        .isEqualTo("400 SignatureNonceUsed");
    cloud.clock.advance(Duration.ofMinutes(31));
    assertThat(client.outcome("DescribeVpnGateways", "SignatureNonce", "nonce-1")).isEqualTo("200");
  }

  // ---- formats ----

  @Test
  void errorsAreInTheFormatAskedFor() throws Exception {
    Answer json = client.get("DescribeVpnGateway", "VpnGatewayId", "vpn-none");
    assertThat(json.json().names()).containsExactly("RequestId", "HostId", "Code", "Message");
    assertThat(json.json().text("HostId")).contains(cloud.endpoint("alicloud").getAuthority());
    Answer xml = client.get("DescribeVpnGateway", "VpnGatewayId", "vpn-none", "Format", "XML");
    assertThat(xml.status()).isEqualTo(404);
    assertThat(xml.text())
        .matches(
            "<\\?xml version=\"1.0\" encoding=\"UTF-8\"\\?><Error><RequestId>[0-9a-f-]{36}</RequestId>"
                + "<HostId>127.0.0.1:[0-9]+</HostId><Code>InvalidVpnGatewayInstanceId.NotFound</Code>"
                + "<Message>The specified vpn gateway instance id does not exist.</Message></Error>");
    assertThat(xml.headers().get("content-type")).containsExactly("text/xml;charset=utf-8");
    assertThat(client.outcome("DescribeRegions", "Format", "json")).isEqualTo("200");
  }

  // ---- the gateways ----

  @Test
  void theAsapiGatewayTakesFormsThatNameTheirProduct() throws Exception {
    Answer answer = client.post("/asapi/v3", "DescribeVpnGateways", "Product", "Vpc");
    assertThat(AliClient.outcome(answer)).isEqualTo("200");
    Answer sts =
        client.post(
            "/asapi/v3", "AssumeRole", "Product", "Sts", "RoleArn", ROLE, "RoleSessionName", "al");
    assertThat(AliClient.outcome(sts)).isEqualTo("200");
    assertThat(AliClient.outcome(client.post("/asapi/v3", "DescribeVpnGateways")))
        .isEqualTo("400 MissingProduct");
    assertThat(AliClient.outcome(client.post("/asapi/v3", "DescribeVpnGateways", "Product", "Ecs")))
        .isEqualTo("404 InvalidApi.NotFound");
    assertThat(AliClient.outcome(client.post("/elsewhere", "DescribeVpnGateways")))
        .isEqualTo("404 InvalidApi.NotFound");
    Answer got =
        cloud.send(
            "alicloud",
            "GET",
            "/asapi/v3?"
                + AliSigner.form(
                    client.signed(
                        "GET", client.parameters("DescribeVpnGateways", "Product", "Vpc"))),
            "",
            Map.of());
    assertThat(AliClient.outcome(got)).isEqualTo("400 UnsupportedHTTPMethod");
    assertThat(AliClient.outcome(cloud.send("alicloud", "PUT", "/", "", Map.of())))
        .isEqualTo("400 UnsupportedHTTPMethod");
  }

  @Test
  void everyoneMayAskForTheVersionOfTheGateway() throws Exception {
    Answer answer = cloud.send("alicloud", "GET", "/api/version", "", Map.of());
    assertThat(answer.text()).isEqualTo("{\"version\":\"v3.13\",\"code\":\"200\"}");
  }

  // ---- headers ----

  @Test
  void headersMustFitTheCall() throws Exception {
    String gateway = client.gateway();
    assertThat(
            client
                .with("x-acs-regionid", client.region(), "x-acs-instanceid", gateway)
                .outcome("DescribeVpnGateway", "VpnGatewayId", gateway))
        .isEqualTo("200");
    assertThat(client.with("x-acs-regionid", "cn-beijing").outcome("DescribeVpnGateways"))
        .isEqualTo("400 InvalidParameter");
    assertThat(
            client
                .with("x-acs-instanceid", "vpn-other")
                .outcome("DescribeVpnGateway", "VpnGatewayId", gateway))
        .isEqualTo("403 Forbidden");
    assertThat(client.with("x-acs-resourcegroupid", "rs-1").outcome("DescribeVpnGateways"))
        .isEqualTo("400 InvalidParameter");
  }

  @Test
  void organisationsAndResourceSetsAreApart() throws Exception {
    AliClient three = client.with("x-acs-organizationid", "3");
    AliClient set = three.with("x-acs-resourcegroupid", "rs-1");
    String own = client.gateway();
    String inThree = three.gateway();
    String inSet = set.gateway();
    assertThat(ids(client)).containsExactly(own);
    assertThat(ids(three)).containsExactly(inThree, inSet);
    assertThat(ids(set)).containsExactly(inSet);
    assertThat(ids(client.in("cn-beijing"))).isEmpty();
    assertThat(client.outcome("DescribeVpnGateway", "VpnGatewayId", inThree))
        .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
    assertThat(client.outcome("DeleteVpnGateway", "VpnGatewayId", inThree))
        .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
    assertThat(set.outcome("DescribeVpnGateway", "VpnGatewayId", inThree))
        .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
    JsonObject entry = set.listed("VpnGateways", "VpnGateway", "DescribeVpnGateways").getFirst();
    assertThat(entry.text("Department")).contains("3");
    assertThat(entry.text("DepartmentName")).contains("3");
    assertThat(entry.text("ResourceGroup")).contains("rs-1");
    assertThat(entry.text("ResourceGroupName")).contains("rs-1");
  }

  private static List<String> ids(AliClient client) throws Exception {
    return client.listed("VpnGateways", "VpnGateway", "DescribeVpnGateways").stream()
        .map(gateway -> gateway.text("VpnGatewayId").orElseThrow())
        .toList();
  }

  @Test
  void aSeedFileSaysWhoMayDoWhat(@TempDir Path folder) throws Exception {
    Path seed =
        Files.writeString(
            folder.resolve("seed.json"),
            """
            {"accounts": [
               {"id": "1234567890123456", "access_key": "AK", "secret_key": "SK", "projects": ["3"],
                "denied": ["alicloud:DeleteVpnGateway", "alicloud:AssumeRole"]},
               {"id": "6543210987654321", "access_key": "AK2", "secret_key": "SK2"}],
             "clouds": {"alicloud": {"regions": {"cn-beijing": {"vpcs": [{"id": "vpc-known"}]}}}}}
            """);
    try (var seeded = EmulatedCloud.start(options -> options.withSeedFile(seed))) {
      AliClient one = AliClient.of(seeded).in("cn-beijing");
      AliClient two = one.as("AK2", "SK2");
      assertThat(one.with("x-acs-organizationid", "3").outcome("DescribeVpnGateways"))
          .isEqualTo("200");
      assertThat(one.with("x-acs-organizationid", "1234567890123456").outcome("DescribeRegions"))
          .isEqualTo("200");
      assertThat(AliClient.told(one.with("x-acs-organizationid", "4").get("DescribeVpnGateways")))
          .isEqualTo("403 Forbidden: User not authorized to operate on the specified resource.");
      assertThat(one.outcome("CreateVpnGateway", "Bandwidth", "5", "VpcId", "vpc-other"))
          .isEqualTo("404 InvalidVpcId.NotFound");
      String id =
          one.id("VpnGatewayId", "CreateVpnGateway", "Bandwidth", "5", "VpcId", "vpc-known");
      assertThat(AliClient.told(one.get("DeleteVpnGateway", "VpnGatewayId", id)))
          .isEqualTo(
              "403 Forbidden.SubUser: User not authorized to operate on the specified resource as"
                  + " your account is created by another user.");
      assertThat(two.outcome("DescribeVpnGateway", "VpnGatewayId", id))
          .isEqualTo("404 InvalidVpnGatewayInstanceId.NotFound");
      assertThat(one.outcome("AssumeRole", "RoleArn", ROLE, "RoleSessionName", "alice"))
          .isEqualTo("403 NoPermission");
      assertThat(two.outcome("AssumeRole", "RoleArn", ROLE, "RoleSessionName", "alice"))
          .isEqualTo("404 EntityNotExist.Role");
      String own = ROLE.replace("1234567890123456", "6543210987654321");
      assertThat(two.outcome("AssumeRole", "RoleArn", own, "RoleSessionName", "alice"))
          .isEqualTo("200");
    }
  }

  // ---- STS ----

  private JsonObject assume(String... more) throws Exception {
    var parameters = new TreeMap<>(AliClient.pairs(more));
    parameters.put("RoleArn", ROLE);
    parameters.put("RoleSessionName", "alice");
    return client.done("AssumeRole", AliClient.flat(parameters));
  }

  @Test
  void temporaryKeysSignUntilTheyExpire() throws Exception {
    JsonObject answer = assume("DurationSeconds", "900");
    JsonObject credentials = answer.object("Credentials").orElseThrow();
    assertThat(credentials.text("AccessKeyId").orElseThrow()).startsWith("STS.");
    assertThat(credentials.text("Expiration")).contains("2026-01-31T16:45:00Z");
    assertThat(answer.object("AssumedRoleUser").orElseThrow().toString())
        .isEqualTo(
            "{\"Arn\":\"%s/alice\",\"AssumedRoleId\":\"1234567890123456:alice\"}".formatted(ROLE));
    AliClient session = client.as(credentials);
    String gateway = session.gateway();
    assertThat(client.outcome("DescribeVpnGateway", "VpnGatewayId", gateway)).isEqualTo("200");
    assertThat(session.outcome("DescribeVpnGateways", "SecurityToken", "x"))
        .isEqualTo("400 InvalidSecurityToken.MismatchWithAccessKey");
    assertThat(session.outcome("DescribeVpnGateways", "SecurityToken", ""))
        .isEqualTo("400 MissingSecurityToken");
    cloud.clock.advance(Duration.ofMinutes(15));
    assertThat(AliClient.told(session.get("DescribeVpnGateways")))
        .isEqualTo("400 InvalidSecurityToken.Expired: Specified SecurityToken is expired.");
  }

  @Test
  void aPolicyRestrictsTheKeys() throws Exception {
    AliClient session =
        client.as(
            assume(
                    "Policy",
                    """
                    {"Version": "1", "Statement": [
                      {"Effect": "Allow", "Action": ["vpc:Describe*"], "Resource": "*"},
                      {"Effect": "Deny", "Action": "vpc:DescribeVpnConnections", "Resource": ["*"]}]}
                    """)
                .object("Credentials")
                .orElseThrow());
    assertThat(session.outcome("DescribeVpnGateways")).isEqualTo("200");
    assertThat(session.outcome("DescribeVpnConnections")).isEqualTo("403 Forbidden.SubUser");
    assertThat(session.outcome("CreateCustomerGateway", "IpAddress", "198.51.100.7"))
        .isEqualTo("403 Forbidden.SubUser");
    assertThat(session.outcome("AssumeRole", "RoleArn", ROLE, "RoleSessionName", "bob"))
        .isEqualTo("403 NoPermission");
    assertThat(client.outcome("DescribeVpnConnections")).isEqualTo("200");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RoleArn         |                           | 400 MissingRoleArn: RoleArn is mandatory for this action.
          RoleSessionName |                           | 400 MissingRoleSessionName: RoleSessionName is mandatory for this action.
          RoleArn         | adminrole                 | 400 InvalidParameter.RoleArn: The parameter RoleArn is wrongly formed.
          RoleSessionName | a                         | 400 InvalidParameter.RoleSessionName: The parameter RoleSessionName is wrongly formed.
          RoleSessionName | a b                       | 400 InvalidParameter.RoleSessionName: The parameter RoleSessionName is wrongly formed.
          DurationSeconds | 899                       | 400 InvalidParameter.DurationSeconds: The Min/Max value of DurationSeconds is 15min/1hr.
          DurationSeconds | 3601                      | 400 InvalidParameter.DurationSeconds: The Min/Max value of DurationSeconds is 15min/1hr.
          DurationSeconds | long                      | 400 InvalidParameter.DurationSeconds: The Min/Max value of DurationSeconds is 15min/1hr.
          Policy          | {                         | 400 InvalidParameter.PolicyGrammar: The parameter Policy has not passed grammar check.
          Policy          | {"Version":"1"}           | 400 InvalidParameter.PolicyGrammar: The parameter Policy has not passed grammar check.
          Policy          | {"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]} | 400 InvalidParameter.PolicyGrammar: The parameter Policy has not passed grammar check.
          Version         | 2016-04-28                | 400 InvalidVersion: Specified parameter Version is not valid.
          """)
  void whatARoleIsAssumedWithIsChecked(String name, String value, String told) throws Exception {
    var parameters = new TreeMap<>(AliClient.pairs("RoleArn", ROLE, "RoleSessionName", "alice"));
    parameters.put(name, value == null ? "" : value);
    assertThat(AliClient.told(client.get("AssumeRole", AliClient.flat(parameters))))
        .isEqualTo(told);
  }

  @Test
  void aLongPolicyIsRefused() throws Exception {
    assertThat(
            client.outcome(
                "AssumeRole",
                "RoleArn",
                ROLE,
                "RoleSessionName",
                "alice",
                "Policy",
                "{" + " ".repeat(1024)))
        .isEqualTo("400 InvalidParameter.PolicySize");
  }

  // ---- throttling ----

  @Test
  void tooManyCallsASecondAreThrottledAsTheVendorDoes() throws Exception {
    try (var busy = EmulatedCloud.start(o -> o.withFaults("alicloud:*:*:rate=20"))) {
      AliClient caller = AliClient.of(busy);
      for (int i = 0; i < 20; i++) {
        assertThat(caller.outcome("DescribeVpnGateways")).isEqualTo("200");
      }
      assertThat(AliClient.told(caller.get("DescribeVpnGateways")))
          .isEqualTo("400 Throttling.User: Request was denied due to user flow control.");
      busy.clock.advance(Duration.ofSeconds(1));
      assertThat(caller.outcome("DescribeVpnGateways")).isEqualTo("200");
    }
  }
}

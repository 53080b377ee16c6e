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

/// Who may call, and how that is proven.
class HuaweiAuthenticationTest {
  private static final String ALL = "/v5/{}/vpn-gateways";
  private static final String IDENTITY =
      "401 APIGW.0301: Incorrect IAM authentication information: ";
  private static final String SEED =
      """
      {"accounts": [
        {"id": "domain-1", "access_key": "AK", "secret_key": "SK",
         "projects": ["cn-north-4_office", "7354dda9-demo-a8df-va86-a6b08fb92043"],
         "sessions": [{"access_key": "TAK", "secret_key": "TSK", "session_token": "T",
                       "expires": "2026-01-31T17:00:00Z"}]},
        {"id": "domain-2", "access_key": "AK2", "secret_key": "SK2",
         "denied": ["huaweicloud:DeleteVgw", "huaweicloud:KeystoneCreateUserTokenByPassword"]}],
       "clouds": {"huaweicloud": {"settings": {"token_lifetime_seconds": 2}}}}
      """;

  @TempDir Path folder;
  private EmulatedCloud cloud;
  private HuaweiClient client;

  @BeforeEach
  void start() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed.json"), SEED);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(seed));
    client = HuaweiClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static String login(String user, String password, String scope) {
    return """
    {"auth": {"identity": {"methods": ["password"], "password": {"user":
     {"name": "%s", "password": "%s", "domain": {"name": "%s"}}}}, "scope": %s}}
    """
        .formatted(user, password, user, scope);
  }

  private Answer token(String body) throws Exception {
    return client.send("POST", "/v3/auth/tokens", body, Map.of());
  }

  private static String text(Answer answer) {
    return answer.headers().getOrDefault("x-subject-token", List.of("none")).getFirst();
  }

  private Answer list(String token) throws Exception {
    return client.send("GET", ALL, "", Map.of("X-Auth-Token", token));
  }

  // ---- signatures ----

  @Test
  void aSignedRequestIsAnsweredWithItsId() throws Exception {
    Answer answer = client.call("GET", ALL, "");
    assertThat(HuaweiClient.outcome(answer)).isEqualTo("200");
    String id = answer.get("request_id");
    assertThat(id).hasSize(36);
    assertThat(answer.headers().get("x-request-id")).containsExactly(id);
  }

  @Test
  void repeatedParametersAreGoodInBothOrders() throws Exception {
    String query = "?enterprise_project_id=b&enterprise_project_id=a";
    assertThat(client.call("GET", ALL + query, "").status()).isEqualTo(200);
    var headers = new TreeMap<String, String>();
    headers.put("X-Sdk-Date", client.time());
    String target = ALL.replace("{}", client.project()) + "?enterprise_project_id=a";
    String signature = HuaweiSigner.signature("SK", "GET", target, headers, "");
    headers.put(
        "Authorization",
        "SDK-HMAC-SHA256 Access=AK, SignedHeaders=x-sdk-date, Signature=" + signature);
    assertThat(client.send("GET", target, "", headers).status())
        .as("the time alone may be signed")
        .isEqualTo(200);
  }

  @Test
  void wrongSignaturesAreRefused() throws Exception {
    assertThat(
            HuaweiClient.told(
                new HuaweiClient(cloud, "AK", "XX", client.project()).call("GET", ALL, "")))
        .isEqualTo(IDENTITY + "verify aksk signature fail");
    assertThat(
            HuaweiClient.told(
                new HuaweiClient(cloud, "XX", "SK", client.project()).call("GET", ALL, "")))
        .isEqualTo(IDENTITY + "Get secretKey failed,ak:XX,err:ak not exist");
    Answer unsigned = client.send("GET", ALL, "", Map.of());
    assertThat(HuaweiClient.told(unsigned)).isEqualTo(IDENTITY + "x-auth-token not found");
    assertThat(unsigned.json().names()).containsExactly("error_code", "error_msg", "request_id");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HMAC Access=AK, SignedHeaders=x-sdk-date, Signature=1            | it must begin with SDK-HMAC-SHA256
          SDK-HMAC-SHA256                                                  | it must begin with SDK-HMAC-SHA256
          SDK-HMAC-SHA256 Access                                           | NAME=VALUE is expected
          SDK-HMAC-SHA256 Access=AK, SignedHeaders=x-sdk-date              | it lacks Signature
          SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Signature=1            | it lacks Access
          SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=1       | X-Sdk-Date must be a signed header
          SDK-HMAC-SHA256 Access=AK, SignedHeaders=x;x-sdk-date, Signature=1 | the signed header x is not sent
          """)
  void malformedSignaturesAreExplained(String header, String explanation) throws Exception {
    var headers = Map.of("Authorization", header, "X-Sdk-Date", client.time());
    assertThat(HuaweiClient.told(client.send("GET", ALL, "", headers)))
        .isEqualTo(IDENTITY + "the Authorization header is malformed: " + explanation);
  }

  @Test
  void clocksMayBeAQuarterOfAnHourApart() throws Exception {
    var headers = new TreeMap<String, String>();
    headers.put("X-Sdk-Date", client.time());
    String target = ALL.replace("{}", client.project());
    String signature = HuaweiSigner.signature("SK", "GET", target, headers, "");
    headers.put(
        "Authorization",
        "SDK-HMAC-SHA256 Access=AK, SignedHeaders=x-sdk-date, Signature=" + signature);
    cloud.clock.advance(Duration.ofMinutes(15));
    assertThat(client.send("GET", target, "", headers).status()).isEqualTo(200);
    cloud.clock.advance(Duration.ofSeconds(1));
    assertThat(HuaweiClient.outcome(client.send("GET", target, "", headers)))
        .isEqualTo("401 APIGW.0303");
  }

  @Test
  void largeBodiesCannotBeSigned() throws Exception {
    String large = " ".repeat(12 * 1024 * 1024 + 1);
    assertThat(HuaweiClient.outcome(client.call("POST", ALL, large))).isEqualTo("413 APIGW.0201");
  }

  @Test
  void temporaryKeysNeedTheirToken() throws Exception {
    var temporary = new HuaweiClient(cloud, "TAK", "TSK", client.project());
    String target = ALL.replace("{}", client.project());
    var token = Map.of("X-Security-Token", "T");
    assertThat(temporary.signed("GET", target, "", token).status()).isEqualTo(200);
    assertThat(HuaweiClient.outcome(temporary.call("GET", ALL, ""))).isEqualTo("401 APIGW.0301");
    cloud.clock.advance(Duration.ofMinutes(30));
    assertThat(HuaweiClient.outcome(temporary.signed("GET", target, "", token)))
        .isEqualTo("401 APIGW.0301");
  }

  // ---- tokens ----

  @Test
  void aTokenIsGoodForItsLifetime() throws Exception {
    Answer answer = token(login("AK", "SK", "{\"project\": {\"name\": \"cn-north-4\"}}"));
    assertThat(answer.status()).isEqualTo(201);
    JsonObject body = HuaweiClient.thing(answer, "token");
    assertThat(body.text("issued_at")).contains("2026-01-31T16:30:00.000000Z");
    assertThat(body.text("expires_at")).contains("2026-01-31T16:30:02.000000Z");
    assertThat(body.object("project").flatMap(project -> project.text("id")))
        .contains(client.project());
    String token = text(answer);
    assertThat(list(token).status()).isEqualTo(200);
    cloud.clock.advance(Duration.ofSeconds(2));
    assertThat(HuaweiClient.told(list(token)))
        .isEqualTo(IDENTITY + "token expires, expires_at:2026-01-31T16:30:02Z");
    String next = text(token(login("AK", "SK", "{\"project\": {\"name\": \"cn-north-4\"}}")));
    assertThat(next).isNotEqualTo(token);
    assertThat(list(next).status()).isEqualTo(200);
  }

  @Test
  void aTokenIsForOneProject() throws Exception {
    String elsewhere = text(token(login("AK", "SK", "{\"project\": {\"name\": \"cn-east-3\"}}")));
    assertThat(HuaweiClient.outcome(list(elsewhere))).isEqualTo("403 VPN.0003");
    String byId =
        text(
            token(
                login("AK", "SK", "{\"project\": {\"id\": \"%s\"}}".formatted(client.project()))));
    assertThat(list(byId).status()).isEqualTo(200);
    String ofDomain = text(token(login("AK", "SK", "{\"domain\": {\"name\": \"AK\"}}")));
    assertThat(HuaweiClient.outcome(list(ofDomain))).isEqualTo("403 VPN.0003");
    var header = Map.of("X-Auth-Token", ofDomain);
    assertThat(client.send("GET", "/v3/projects", "", header).status()).isEqualTo(200);
  }

  @Test
  void aTokenCannotBeMadeUp() throws Exception {
    String token = text(token(login("AK", "SK", "{\"project\": {\"name\": \"cn-north-4\"}}")));
    for (String wrong : List.of("", "x", "x.y", token.substring(1), token + "0")) {
      assertThat(HuaweiClient.told(list(wrong)))
          .as(wrong)
          .isEqualTo(IDENTITY + "decrypt token fail");
    }
  }

  @Test
  void aTokenNeedsTheRightPassword() throws Exception {
    String scope = "{\"project\": {\"name\": \"cn-north-4\"}}";
    for (String body : List.of(login("AK", "XX", scope), login("XX", "SK", scope))) {
      assertThat(token(body).text())
          .isEqualTo(
              """
              {"error":{"code":401,"message":"The username or password is wrong.",\
              "title":"Unauthorized"}}\
              """);
    }
    assertThat(
            token(login("AK", "SK", scope).replace("\"name\": \"AK\"}", "\"name\": \"other\"}"))
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{",
        "{}",
        "{\"auth\": {\"identity\": {\"methods\": [\"token\"]}}}",
        "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\":"
            + " {\"name\": \"AK\", \"password\": \"SK\"}}}}}",
        "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": {\"id\":"
            + " \"AK\", \"password\": \"SK\"}}}, \"scope\": {\"project\": {\"name\": \"mars\"}}}}"
      })
  void aMalformedLoginIsRefused(String body) throws Exception {
    assertThat(HuaweiClient.told(token(body))).isEqualTo("400 IAM.0011: Request body is invalid.");
  }

  // ---- projects ----

  @Test
  void projectsAreListedByName() throws Exception {
    JsonObject all = client.call("GET", "/v3/projects", "").json();
    assertThat(all.objects("projects")).hasSize(11);
    JsonObject one = client.call("GET", "/v3/projects?name=cn-north-4_office", "").json();
    assertThat(one.objects("projects")).hasSize(1);
    assertThat(one.objects("projects").getFirst().names())
        .containsExactly(
            "domain_id", "is_domain", "parent_id", "name", "description", "links", "id", "enabled");
    assertThat(client.call("GET", "/v3/projects?domain_id=other", "").json().objects("projects"))
        .isEmpty();
    assertThat(client.call("GET", "/v3/projects?enabled=false", "").json().objects("projects"))
        .isEmpty();
    assertThat(client.call("GET", "/v3/projects?name=cn-north-4", "").text())
        .as("an id is the same in every run")
        .contains(client.project());
  }

  @Test
  void aProjectMustBeTheCallers() throws Exception {
    HuaweiClient other = HuaweiClient.of(cloud, "AK2", "SK2", "cn-north-4");
    assertThat(other.project()).isNotEqualTo(client.project());
    Answer answer = new HuaweiClient(cloud, "AK2", "SK2", client.project()).call("GET", ALL, "");
    assertThat(HuaweiClient.told(answer))
        .isEqualTo("403 VPN.0003: Authentication failed: there is no project " + client.project());
  }

  @Test
  void aProjectIsInItsRegion() throws Exception {
    String target = "/regions/%s/v5/%s/vpn-gateways";
    assertThat(client.call("GET", target.formatted("cn-north-4", client.project()), "").status())
        .isEqualTo(200);
    assertThat(
            HuaweiClient.outcome(
                client.call("GET", target.formatted("cn-east-3", client.project()), "")))
        .isEqualTo("403 VPN.0003");
  }

  @Test
  void aSubProjectIsNamedInAHeaderToo() throws Exception {
    HuaweiClient office = HuaweiClient.of(cloud, "AK", "SK", "cn-north-4_office");
    String target = ALL.replace("{}", office.project());
    assertThat(HuaweiClient.outcome(office.call("GET", ALL, ""))).isEqualTo("403 VPN.0003");
    assertThat(office.signed("GET", target, "", Map.of("X-Project-Id", office.project())).status())
        .isEqualTo(200);
    assertThat(office.signed("GET", target, "", Map.of("X-Project-Id", client.project())).status())
        .isEqualTo(403);
  }

  @Test
  void thingsOfOtherProjectsAreNotThere() throws Exception {
    String id = client.gateway("{}");
    HuaweiClient east = HuaweiClient.of(cloud, "AK", "SK", "cn-east-3");
    assertThat(east.status("vpn-gateways", "vpn_gateway", id)).isEqualTo("404 VPN.0004");
    assertThat(east.call("GET", ALL, "").json().objects("vpn_gateways")).isEmpty();
    assertThat(client.call("GET", ALL, "").json().objects("vpn_gateways")).hasSize(1);
  }

  @Test
  void whatIsDeniedIsDenied() throws Exception {
    HuaweiClient other = HuaweiClient.of(cloud, "AK2", "SK2", "cn-north-4");
    assertThat(HuaweiClient.told(other.call("DELETE", ALL + "/x", "")))
        .isEqualTo("403 VPN.0003: Authentication failed: domain-2 may not call DeleteVgw");
    assertThat(HuaweiClient.told(token(login("AK2", "SK2", "{}"))))
        .isEqualTo(
            "403 IAM.0003: Policy doesn't allow KeystoneCreateUserTokenByPassword to be"
                + " performed.");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /v5/{}/vpn/customer-gateways",
    "PATCH, /v5/{}/vpn-gateways",
    "DELETE, /v5/{}/vpn-gateway/x/tags/delete",
    "GET, /v5/{}/connection-monitor/tags",
    "POST, /v4/{}/vpn-gateways",
  })
  void otherPathsAreNoApi(String method, String path) throws Exception {
    assertThat(HuaweiClient.outcome(client.call(method, path, ""))).isEqualTo("404 APIGW.0101");
  }
}

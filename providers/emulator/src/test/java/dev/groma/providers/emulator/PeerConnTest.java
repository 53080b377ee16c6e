package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerConnTest {
  private static final String PREPAID =
      """
      {"peerRegion": "gz", "billing": {"paymentTiming": "Prepaid",
       "reservation": {"reservationLength": 1, "reservationTimeUnit": "month"}}}
      """;

  private EmulatedCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private String create(String changes) throws Exception {
    return cloud
        .call("POST", "/v1/peerconn", EmulatedCloud.peering("vpc-a", "vpc-b", changes))
        .outcome();
  }

  private String put(String target, String body) throws Exception {
    return cloud.call("PUT", "/v1/peerconn/" + target, body).outcome();
  }

  private String delete(String id) throws Exception {
    return cloud.call("DELETE", "/v1/peerconn/" + id, "").outcome();
  }

  private void settle() {
    cloud.clock.advance(EmulatedCloud.LATENCY);
  }

  // ---- create and read ----

  @Test
  void aNewConnectionIsDescribedInFull() throws Exception {
    String id =
        cloud.createActive(
            "vpc-a",
            "vpc-b",
            """
            {"description": "d", "localIfName": "l", "peerIfName": "p", "deleteProtect": true,
             "resourceGroupId": "RESG-1", "tags": [{"tagKey": "k", "tagValue": "v"}]}
            """);
    JsonObject seen = cloud.get(id).json();
    String localInterface = seen.text("localIfId").orElseThrow();
    assertThat(id).matches("peerconn-[a-z0-9]{12}");
    assertThat(localInterface).matches("qpif-[a-z0-9]{12}");
    String account = seen.text("peerAccountId").orElseThrow();
    assertThat(account).matches("[0-9a-f]{32}");
    assertThat(seen)
        .isEqualTo(
            JsonObject.parse(
                """
                {"peerConnId": "%s", "role": "initiator", "status": "active", "bandwidthInMbps": 10,
                 "description": "d", "localIfId": "%s", "localIfName": "l", "localVpcId": "vpc-a",
                 "localRegion": "bj", "peerVpcId": "vpc-b", "peerRegion": "bj", "peerAccountId": "%s",
                 "paymentTiming": "Postpaid", "dnsStatus": "close",
                 "createdTime": "2026-02-01 00:30:00", "expiredTime": null,
                 "tags": [{"tagKey": "k", "tagValue": "v"}], "deleteProtect": true,
                 "resourceGroupId": "RESG-1"}
                """
                    .formatted(id, localInterface, account)));
    JsonObject other = cloud.call("GET", "/v1/peerconn/" + id + "?role=acceptor", "").json();
    assertThat(other.text("localVpcId")).contains("vpc-b");
    assertThat(other.text("localIfName")).contains("p");
    assertThat(other.text("localIfId")).isNotEqualTo(seen.text("localIfId"));
  }

  @Test
  void aConnectionIsCreatingForAWhile() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{}");
    assertThat(cloud.status(id)).isEqualTo("creating");
    cloud.clock.advance(EmulatedCloud.LATENCY.minusMillis(1));
    assertThat(cloud.status(id)).isEqualTo("creating");
    cloud.clock.advance(Duration.ofMillis(1));
    assertThat(cloud.status(id)).isEqualTo("active");
  }

  @Test
  void withoutLatencyEverythingIsDoneAtOnce() throws Exception {
    try (var fast = EmulatedCloud.start(options -> options.withLatency(Duration.ZERO))) {
      String id = fast.create("vpc-a", "vpc-b", "{}");
      assertThat(fast.status(id)).isEqualTo("active");
      assertThat(fast.call("DELETE", "/v1/peerconn/" + id, "").outcome()).isEqualTo("200");
      assertThat(fast.status(id)).isEqualTo("404 NoSuchObject");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"bandwidthInMbps": null}                                  | 400 BadRequest
          {"bandwidthInMbps": 0}                                     | 400 BadRequest
          {"bandwidthInMbps": 10001}                                 | 400 BadRequest
          {"bandwidthInMbps": 10000}                                 | 200
          {"bandwidthInMbps": "10"}                                  | 400 InappropriateJSON
          {"bandwidthInMbps": 1.5}                                   | 400 InappropriateJSON
          {"localVpcId": null}                                       | 400 BadRequest
          {"peerVpcId": null}                                        | 400 BadRequest
          {"peerVpcId": "subnet-1"}                                  | 400 BadRequest
          {"peerVpcId": "vpc-a"}                                     | 400 BadRequest
          {"peerVpcId": "20fada00-f66e-40de-bed4-954af13dc0b2"}      | 200
          {"peerRegion": null}                                       | 400 BadRequest
          {"peerRegion": "mars"}                                     | 400 BadRequest
          {"peerRegion": "gz"}                                       | 200
          {"billing": null}                                          | 400 BadRequest
          {"billing": {"paymentTiming": null}}                       | 400 BadRequest
          {"billing": {"paymentTiming": "Never"}}                    | 400 BadRequest
          {"billing": {"paymentTiming": "Prepaid"}}                  | 400 BadRequest
          {"billing": {"paymentTiming": "Prepaid", "reservation": {"reservationLength": 1}}} | 400 BadRequest
          {"peerRegion": "gz", "billing": {"paymentTiming": "Prepaid", "reservation": {"reservationLength": 10}}} | 400 BadRequest
          {"peerRegion": "gz", "billing": {"paymentTiming": "Prepaid", "reservation": {"reservationLength": 1, "reservationTimeUnit": "day"}}} | 400 BadRequest
          {"peerRegion": "gz", "billing": {"paymentTiming": "Prepaid", "reservation": {"reservationLength": 36}}} | 200
          {"tags": [{"tagValue": "v"}]}                              | 400 BadRequest
          {"tags": ["k"]}                                            | 400 InappropriateJSON
          """)
  void theParametersOfACreateAreChecked(String changes, String outcome) throws Exception {
    assertThat(create(changes)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"bandwidthInMbps": 1, "bandwidthInMbps": 2} | 400 MalformedJSON
          {                                            | 400 MalformedJSON
          {} {}                                        | 400 MalformedJSON
          [1]                                          | 400 InappropriateJSON
          null                                         | 400 InappropriateJSON
          """)
  void theBodyMustBeAJsonObject(String body, String outcome) throws Exception {
    assertThat(cloud.call("POST", "/v1/peerconn", body).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET,    /,                              400 InvalidURI",
    "GET,    /v1/vpc,                        400 InvalidURI",
    "PATCH,  /v1/peerconn/x,                 400 InvalidURI",
    "GET,    /v2/peerconn,                   404 InvalidVersion",
    "GET,    /v1/peerconn/x,                 404 NoSuchObject",
    "DELETE, /v1/peerconn/x,                 404 NoSuchObject",
    "PUT,    /v1/peerconn/x?accept,          404 NoSuchObject",
    "PUT,    /v1/peerconn/x?reject,          404 NoSuchObject",
    "PUT,    /v1/peerconn/x?open&role=initiator, 404 NoSuchObject",
  })
  void whatIsNotThereIsNotFound(String method, String target, String outcome) throws Exception {
    assertThat(cloud.call(method, target, "").outcome()).isEqualTo(outcome);
  }

  @Test
  void twoVpcsHaveAtMostOneConnection() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    assertThat(create("{}")).isEqualTo("409 OperationDenied");
    assertThat(create("{\"localVpcId\": \"vpc-b\", \"peerVpcId\": \"vpc-a\"}"))
        .isEqualTo("409 OperationDenied");
    assertThat(create("{\"peerVpcId\": \"vpc-c\"}")).isEqualTo("200");
    assertThat(delete(id)).isEqualTo("200");
    assertThat(create("{}")).as("while it is being deleted").isEqualTo("409 OperationDenied");
    settle();
    assertThat(create("{}")).isEqualTo("200");
  }

  @Test
  void aRoleMustBeOneOfTheTwo() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    assertThat(cloud.call("GET", "/v1/peerconn/" + id + "?role=witness", "").outcome())
        .isEqualTo("400 BadRequest");
  }

  // ---- list ----

  private List<String> entries(String target) throws Exception {
    return cloud.call("GET", target, "").json().objects("peerConns").stream()
        .map(entry -> entry.text("localVpcId").orElse("?") + " " + entry.text("role").orElse("?"))
        .sorted()
        .toList();
  }

  @Test
  void aListShowsBothRolesWithinARegion() throws Exception {
    cloud.create("vpc-a", "vpc-b", "{}");
    cloud.create("vpc-a", "vpc-c", "{\"peerRegion\": \"gz\"}");
    assertThat(entries("/v1/peerconn"))
        .containsExactly("vpc-a initiator", "vpc-a initiator", "vpc-b acceptor");
    assertThat(entries("/regions/bj/v1/peerconn"))
        .containsExactly("vpc-a initiator", "vpc-a initiator", "vpc-b acceptor");
    assertThat(entries("/regions/gz/v1/peerconn")).containsExactly("vpc-c acceptor");
    assertThat(entries("/regions/su/v1/peerconn")).isEmpty();
    assertThat(entries("/v1/peerconn?vpcId=vpc-b")).containsExactly("vpc-b acceptor");
    assertThat(entries("/v1/peerconn?vpcId=vpc-z")).isEmpty();
  }

  @Test
  void pagesFollowTheMarker() throws Exception {
    for (int i = 0; i < 5; i++) {
      cloud.create("vpc-a", "vpc-" + i, "{}");
    }
    var seen = new ArrayList<String>();
    Optional<String> marker = Optional.of("");
    int pages = 0;
    while (marker.isPresent()) {
      JsonObject page =
          cloud.call("GET", "/v1/peerconn?maxKeys=3&marker=" + marker.get(), "").json();
      page.objects("peerConns")
          .forEach(entry -> seen.add(entry.text("peerConnId") + " " + entry.text("role")));
      assertThat(page.integer("maxKeys")).contains(3);
      assertThat(page.text("marker")).isEqualTo(marker);
      marker = page.text("nextMarker");
      assertThat(page.flag("isTruncated")).contains(marker.isPresent());
      pages++;
    }
    assertThat(pages).isEqualTo(4);
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"0", "1001", "x", "-1"})
  void thePageSizeIsChecked(String size) throws Exception {
    assertThat(cloud.call("GET", "/v1/peerconn?maxKeys=" + size, "").outcome())
        .isEqualTo("400 BadRequest");
  }

  @Test
  void thePageSizeIs1000Unasked() throws Exception {
    assertThat(cloud.call("GET", "/v1/peerconn", "").json().integer("maxKeys")).contains(1000);
  }

  @Test
  void theHostNameGivesTheRegion() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{\"peerRegion\": \"gz\"}");
    assertThat(getAtHost("bcc.gz.baidubce.com", id)).contains("\"role\":\"acceptor\"");
    assertThat(getAtHost("bcc.bj.baidubce.com", id)).contains("\"role\":\"initiator\"");
    assertThat(getAtHost("gz.localhost:" + cloud.endpoint().getPort(), id))
        .contains("\"localRegion\":\"gz\"");
  }

  private String getAtHost(String host, String id) throws Exception {
    String target = "/v1/peerconn/" + id;
    String time = cloud.clock.instant().toString();
    String authorization =
        BceSigner.authorization("AK", "SK", time, 60, "GET", target, Map.of("Host", host), true);
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), cloud.endpoint().getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
              .formatted(target, host, authorization);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  // ---- change ----

  @Test
  void aNameAndARemarkAreChangedOnOneSide() throws Exception {
    String id =
        cloud.createActive("vpc-a", "vpc-b", "{\"description\": \"old\", \"localIfName\": \"n\"}");
    String localInterface = cloud.get(id).get("localIfId");
    String body = "{\"localIfId\": \"%s\", \"description\": \"\"}".formatted(localInterface);
    assertThat(put(id, body)).isEqualTo("200");
    assertThat(cloud.get(id).get("description")).isEmpty();
    assertThat(cloud.get(id).get("localIfName")).isEqualTo("n");
    assertThat(put(id, "{\"description\": \"x\"}")).isEqualTo("400 BadRequest");
    assertThat(put(id, "{\"localIfId\": \"qpif-other\"}")).isEqualTo("404 NoSuchObject");
  }

  @Test
  void nothingIsChangedWhileSomethingIsUnderWay() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{}");
    String rename =
        "{\"localIfId\": \"%s\", \"localIfName\": \"x\"}".formatted(cloud.get(id).get("localIfId"));
    assertThat(put(id, rename)).isEqualTo("409 OperationDenied");
    assertThat(put(id + "/deleteProtect", "{\"deleteProtect\": true}"))
        .isEqualTo("409 OperationDenied");
    settle();
    assertThat(put(id, rename)).isEqualTo("200");
  }

  @Test
  void aResizeTakesAWhile() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{}");
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 20}"))
        .as("while creating")
        .isEqualTo("409 OperationDenied");
    settle();
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 0}")).isEqualTo("400 BadRequest");
    assertThat(put(id + "?resize", "{}")).isEqualTo("400 BadRequest");
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 5}")).isEqualTo("200");
    assertThat(cloud.status(id)).isEqualTo("updating");
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 6}")).isEqualTo("409 OperationDenied");
    assertThat(delete(id)).isEqualTo("409 OperationDenied");
    settle();
    assertThat(cloud.status(id)).isEqualTo("active");
    assertThat(cloud.get(id).json().integer("bandwidthInMbps")).contains(5);
  }

  @Test
  void aPrepaidConnectionCanOnlyGrowAndStaysUntilItExpires() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", PREPAID);
    assertThat(cloud.get(id).get("paymentTiming")).isEqualTo("Prepaid");
    assertThat(cloud.get(id).get("expiredTime")).isEqualTo("2026-03-01 00:30:00");
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 9}")).isEqualTo("409 OperationDenied");
    assertThat(put(id + "?resize", "{\"newBandwidthInMbps\": 11}")).isEqualTo("200");
    settle();
    assertThat(delete(id)).isEqualTo("409 OperationDenied");
    cloud.clock.advance(Duration.ofDays(28));
    assertThat(cloud.status(id)).isEqualTo("expired");
    assertThat(delete(id)).isEqualTo("200");
  }

  @Test
  void aRenewalMovesTheEnd() throws Exception {
    String renewal = "{\"billing\": {\"reservation\": {\"reservationLength\": 2}}}";
    String byUse = cloud.createActive("vpc-a", "vpc-c", "{}");
    assertThat(put(byUse + "?purchaseReserved", renewal)).isEqualTo("409 OperationDenied");
    String id = cloud.createActive("vpc-a", "vpc-b", PREPAID);
    assertThat(put(id + "?purchaseReserved", "{}")).isEqualTo("400 BadRequest");
    assertThat(put(id + "?purchaseReserved", renewal)).isEqualTo("200");
    assertThat(cloud.get(id).get("expiredTime")).isEqualTo("2026-05-01 00:30:01");
    cloud.clock.advance(Duration.ofDays(100));
    assertThat(cloud.status(id)).isEqualTo("expired");
    assertThat(put(id + "?purchaseReserved", renewal)).isEqualTo("200");
    assertThat(cloud.status(id)).isEqualTo("active");
  }

  @Test
  void protectionBlocksARelease() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    assertThat(put(id + "/deleteProtect", "{}")).isEqualTo("400 BadRequest");
    assertThat(put(id + "/deleteProtect?clientToken=1", "{\"deleteProtect\": true}"))
        .isEqualTo("200");
    assertThat(cloud.get(id).json().flag("deleteProtect")).contains(true);
    assertThat(delete(id)).isEqualTo("409 OperationDenied");
    assertThat(put(id + "/deleteProtect", "{\"deleteProtect\": false}")).isEqualTo("200");
    assertThat(delete(id)).isEqualTo("200");
  }

  @Test
  void aReleaseTakesAWhile() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    Answer answer = cloud.call("DELETE", "/v1/peerconn/" + id, "");
    assertThat(answer.text()).isEmpty();
    assertThat(answer.headers()).containsKey("x-bce-request-id");
    assertThat(cloud.status(id)).isEqualTo("deleting");
    assertThat(delete(id)).isEqualTo("409 OperationDenied");
    settle();
    assertThat(cloud.status(id)).isEqualTo("404 NoSuchObject");
    assertThat(delete(id)).isEqualTo("404 NoSuchObject");
    assertThat(entries("/v1/peerconn")).isEmpty();
  }

  @Test
  void dnsIsOpenedAndClosedPerRole() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{}");
    assertThat(put(id + "?open&role=initiator", "{}")).isEqualTo("409 OperationDenied");
    settle();
    assertThat(put(id + "?open&role=initiator", "{\"role\": \"initiator\"}")).isEqualTo("200");
    assertThat(cloud.get(id).get("dnsStatus")).isEqualTo("syncing");
    assertThat(put(id + "?open&role=initiator", "")).isEqualTo("409 OperationDenied");
    assertThat(put(id + "?close&role=initiator", "")).isEqualTo("409 OperationDenied");
    settle();
    assertThat(cloud.get(id).get("dnsStatus")).isEqualTo("open");
    assertThat(cloud.call("GET", "/v1/peerconn/" + id + "?role=acceptor", "").get("dnsStatus"))
        .isEqualTo("close");
    assertThat(put(id + "?close&role=initiator", "{}")).isEqualTo("200");
    assertThat(cloud.get(id).get("dnsStatus")).isEqualTo("closing");
    assertThat(put(id + "?open&role=initiator", "{}")).isEqualTo("409 OperationDenied");
    settle();
    assertThat(cloud.get(id).get("dnsStatus")).isEqualTo("close");
    assertThat(cloud.status(id)).isEqualTo("active");
  }

  // ---- client tokens ----

  @Test
  void theSameTokenGivesTheFirstResult() throws Exception {
    String body = EmulatedCloud.peering("vpc-a", "vpc-b", "{}");
    Answer first = cloud.call("POST", "/v1/peerconn?clientToken=t", body);
    String reordered = JsonObject.parse(body).canonical();
    Answer again = cloud.call("POST", "/v1/peerconn?clientToken=t", reordered);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(cloud.call("GET", "/v1/peerconn?vpcId=vpc-a", "").json().objects("peerConns"))
        .hasSize(1);
    String other = EmulatedCloud.peering("vpc-a", "vpc-b", "{\"bandwidthInMbps\": 11}");
    assertThat(cloud.call("POST", "/v1/peerconn?clientToken=t", other).outcome())
        .isEqualTo("403 IdempotentParameterMismatch");
    cloud.clock.advance(Duration.ofHours(24));
    assertThat(cloud.call("POST", "/v1/peerconn?clientToken=t", body).outcome())
        .as("forgotten after a day")
        .isEqualTo("409 OperationDenied");
  }

  @Test
  void aRepeatedReleaseIsTheSameRelease() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    assertThat(delete(id + "?clientToken=d")).isEqualTo("200");
    settle();
    assertThat(delete(id + "?clientToken=d")).isEqualTo("200");
    assertThat(delete(id + "?clientToken=e")).isEqualTo("404 NoSuchObject");
  }

  @Test
  void aRefusalDoesNotUseUpItsToken() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{\"deleteProtect\": true}");
    assertThat(delete(id + "?clientToken=d")).isEqualTo("409 OperationDenied");
    assertThat(put(id + "/deleteProtect", "{\"deleteProtect\": false}")).isEqualTo("200");
    assertThat(delete(id + "?clientToken=d")).isEqualTo("200");
  }

  @Test
  void aTokenIsShortAscii() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    assertThat(delete(id + "?clientToken=" + "x".repeat(65))).isEqualTo("400 BadRequest");
    assertThat(delete(id + "?clientToken=%E4%B8%AD")).isEqualTo("400 BadRequest");
    assertThat(delete(id + "?clientToken=" + "x".repeat(64))).isEqualTo("200");
  }
}

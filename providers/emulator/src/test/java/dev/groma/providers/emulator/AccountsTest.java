package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two accounts from a seed file, and what each may do with a connection between them.
class AccountsTest {
  private static final String SEED =
      """
      {
        "accounts": [
          {"id": "acc-one", "access_key": "AK", "secret_key": "SK"},
          {"id": "acc-two", "access_key": "AK2", "secret_key": "SK2",
           "denied": ["baiducloud:UpdatePeerConnDeleteProtect"]}
        ],
        "clouds": {"baiducloud": {"regions": {
          "bj": {"vpcs": [
            {"id": "vpc-a", "cidr": "10.0.0.0/16"},
            {"id": "vpc-r", "relay": true},
            {"id": "vpc-b", "account": "acc-two"}]},
          "gz": {"vpcs": [
            {"id": "vpc-c", "account": "acc-two"},
            {"id": "vpc-s", "relay": true}]}
        }}}
      }
      """;
  private static final String TO_B = "{\"peerAccountId\": \"acc-two\"}";
  private static final String PREPAID_TO_C =
      """
      {"peerAccountId": "acc-two", "peerRegion": "gz", "billing": {"paymentTiming": "Prepaid",
       "reservation": {"reservationLength": 1}}}
      """;

  @TempDir Path folder;
  private EmulatedCloud cloud;

  @BeforeEach
  void start() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed.json"), SEED);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(seed));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer second(String method, String target, String body) throws Exception {
    return cloud.call("AK2", "SK2", method, "/v1/peerconn" + target, body);
  }

  private Answer first(String method, String target, String body) throws Exception {
    return cloud.call(method, "/v1/peerconn" + target, body);
  }

  private String create(String local, String peer, String changes) throws Exception {
    return first("POST", "", EmulatedCloud.peering(local, peer, changes)).outcome();
  }

  @Test
  void onlyListedVpcsExistWhereAndWhoseTheyAre() throws Exception {
    assertThat(create("vpc-x", "vpc-b", TO_B)).isEqualTo("404 NoSuchObject");
    assertThat(create("vpc-b", "vpc-a", "{}")).as("not mine").isEqualTo("404 NoSuchObject");
    assertThat(create("vpc-a", "vpc-b", "{}")).as("not mine").isEqualTo("404 NoSuchObject");
    assertThat(create("vpc-a", "vpc-c", TO_B)).as("not there").isEqualTo("404 NoSuchObject");
    assertThat(create("vpc-a", "vpc-b", TO_B)).isEqualTo("200");
  }

  @Test
  void twoRelaysCannotBeConnected() throws Exception {
    assertThat(create("vpc-r", "vpc-s", "{\"peerRegion\": \"gz\"}"))
        .isEqualTo("409 OperationDenied");
    assertThat(create("vpc-a", "vpc-s", "{\"peerRegion\": \"gz\"}")).isEqualTo("200");
  }

  @Test
  void theRegionOfAListedVpcIsItsOwn() throws Exception {
    String id = cloud.create("vpc-s", "vpc-a", "{}");
    assertThat(cloud.get(id).get("localRegion")).isEqualTo("gz");
  }

  @Test
  void whatIsDeniedIsDenied() throws Exception {
    String body = "{\"deleteProtect\": true}";
    assertThat(first("PUT", "/x/deleteProtect", body).outcome()).isEqualTo("404 NoSuchObject");
    assertThat(second("PUT", "/x/deleteProtect", body).outcome()).isEqualTo("403 AccessDenied");
  }

  @Test
  void anotherAccountMustAccept() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", TO_B);
    assertThat(cloud.status(id)).isEqualTo("consulting");
    Answer seen = second("GET", "/" + id, "");
    assertThat(seen.get("role") + " " + seen.get("localVpcId")).isEqualTo("acceptor vpc-b");
    assertThat(seen.get("peerAccountId")).isEqualTo("acc-one");
    assertThat(first("PUT", "/" + id + "?open&role=initiator", "").outcome())
        .isEqualTo("409 OperationDenied");
    assertThat(first("PUT", "/" + id + "?accept", "{}").outcome()).isEqualTo("409 OperationDenied");
    assertThat(second("PUT", "/" + id + "?accept&clientToken=1", "{}").outcome()).isEqualTo("200");
    assertThat(cloud.status(id)).isEqualTo("starting");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(cloud.status(id)).isEqualTo("active");
    assertThat(second("PUT", "/" + id + "?reject", "{}").outcome())
        .as("too late")
        .isEqualTo("409 OperationDenied");
  }

  @Test
  void aRejectedInvitationHasFailed() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", TO_B);
    assertThat(first("PUT", "/" + id + "?reject", "").outcome()).isEqualTo("409 OperationDenied");
    assertThat(second("PUT", "/" + id + "?reject", "").outcome()).isEqualTo("200");
    assertThat(cloud.status(id)).isEqualTo("consult_failed");
    assertThat(first("DELETE", "/" + id, "").outcome()).isEqualTo("200");
  }

  @Test
  void anInvitationStandsForSevenDays() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", TO_B);
    cloud.clock.advance(Duration.ofDays(7).minusMillis(1));
    assertThat(cloud.status(id)).isEqualTo("consulting");
    cloud.clock.advance(Duration.ofMillis(1));
    assertThat(cloud.status(id)).isEqualTo("consult_failed");
    assertThat(second("PUT", "/" + id + "?accept", "").outcome()).isEqualTo("409 OperationDenied");
  }

  @Test
  void aFailedPrepaidConnectionCanBeReleased() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-c", PREPAID_TO_C);
    assertThat(second("PUT", "/" + id + "?reject", "").outcome()).isEqualTo("200");
    assertThat(first("DELETE", "/" + id, "").outcome()).isEqualTo("200");
  }

  @Test
  void aPrepaidConnectionIsRefundedByItsInitiator() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-c", PREPAID_TO_C);
    assertThat(second("PUT", "/" + id + "?accept", "").outcome()).isEqualTo("200");
    assertThat(first("PUT", "/" + id + "?refund", "").outcome())
        .as("busy")
        .isEqualTo("409 OperationDenied");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(first("DELETE", "/" + id, "").outcome()).isEqualTo("409 OperationDenied");
    assertThat(second("PUT", "/" + id + "?refund", "").outcome()).isEqualTo("409 OperationDenied");
    assertThat(first("PUT", "/" + id + "?refund&clientToken=1", "").outcome()).isEqualTo("200");
    assertThat(cloud.status(id)).isEqualTo("deleting");
    String postpaid = cloud.createActive("vpc-a", "vpc-r", "{}");
    assertThat(first("PUT", "/" + postpaid + "?refund", "").outcome())
        .as("paid by use")
        .isEqualTo("409 OperationDenied");
  }

  @Test
  void onlyTheInitiatorResizesRenewsAndReleases() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-c", PREPAID_TO_C);
    String renewal = "{\"billing\": {\"reservation\": {\"reservationLength\": 1}}}";
    assertThat(first("PUT", "/" + id + "?purchaseReserved", renewal).outcome())
        .as("not accepted yet")
        .isEqualTo("409 OperationDenied");
    assertThat(second("PUT", "/" + id + "?accept", "").outcome()).isEqualTo("200");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(second("PUT", "/" + id + "?resize", "{\"newBandwidthInMbps\": 20}").outcome())
        .isEqualTo("409 OperationDenied");
    assertThat(second("PUT", "/" + id + "?purchaseReserved", renewal).outcome())
        .isEqualTo("409 OperationDenied");
    assertThat(second("DELETE", "/" + id, "").outcome()).isEqualTo("409 OperationDenied");
    assertThat(first("PUT", "/" + id + "?purchaseReserved", renewal).outcome()).isEqualTo("200");
    assertThat(first("PUT", "/" + id + "?resize", "{\"newBandwidthInMbps\": 20}").outcome())
        .isEqualTo("200");
  }

  @Test
  void eachAccountSeesItsOwnSide() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", TO_B);
    assertThat(first("GET", "/" + id + "?role=acceptor", "").outcome())
        .isEqualTo("404 NoSuchObject");
    assertThat(second("GET", "/" + id + "?role=initiator", "").outcome())
        .isEqualTo("404 NoSuchObject");
    assertThat(first("GET", "", "").json().objects("peerConns"))
        .extracting(entry -> entry.text("role").orElse("?"))
        .containsExactly("initiator");
    assertThat(second("GET", "", "").json().objects("peerConns"))
        .extracting(entry -> entry.text("role").orElse("?"))
        .containsExactly("acceptor");
    String another = cloud.create("vpc-a", "vpc-r", "{}");
    assertThat(second("GET", "/" + another, "").outcome()).isEqualTo("404 NoSuchObject");
  }

  @Test
  void theSameTokenOfAnotherAccountIsAnotherToken() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", TO_B);
    assertThat(
            first("PUT", "/" + id + "/deleteProtect?clientToken=t", "{\"deleteProtect\":true}")
                .outcome())
        .isEqualTo("200");
    assertThat(second("PUT", "/" + id + "?accept&clientToken=t", "").outcome()).isEqualTo("200");
  }
}

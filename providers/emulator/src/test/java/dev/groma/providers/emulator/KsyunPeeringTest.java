package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.KsyunClient.VPC_A;
import static dev.groma.providers.emulator.KsyunClient.VPC_B;
import static dev.groma.providers.emulator.KsyunClient.VPC_C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of peering connections, with two accounts from a seed file.
class KsyunPeeringTest {
  private static final String SEED =
      """
      {"accounts": [
        {"id": "one", "access_key": "AK", "secret_key": "SK", "projects": ["7"],
         "denied": ["ksyun:DescribeVpnTunnels"]},
        {"id": "two", "access_key": "AK2", "secret_key": "SK2"}],
       "clouds": {"ksyun": {"regions": {
        "cn-beijing-6": {"vpcs": [
          {"id": "%s", "cidr": "10.0.0.0/16"},
          {"id": "%s", "cidr": "10.1.0.0/16"},
          {"id": "00000000-0000-0000-0000-000000000001", "cidr": "10.2.0.0/16", "account": "two"},
          {"id": "00000000-0000-0000-0000-000000000002", "cidr": "10.0.128.0/17", "account": "two"}]},
        "cn-shanghai-3": {"vpcs": [{"id": "%s", "cidr": "10.3.0.0/16"}]}}}}}
      """
          .formatted(VPC_A, VPC_B, VPC_C);
  private static final String THEIRS = "00000000-0000-0000-0000-000000000001";
  private static final String OVERLAPPING = "00000000-0000-0000-0000-000000000002";

  @TempDir Path folder;
  private EmulatedCloud cloud;
  private KsyunClient one;
  private KsyunClient two;

  @BeforeEach
  void start() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed.json"), SEED);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(seed));
    one = KsyunClient.of(cloud);
    two = one.as("AK2", "SK2");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static String act(KsyunClient who, String verb, String id, String... more)
      throws Exception {
    var all = new ArrayList<>(List.of("VpcPeeringConnectionId", id));
    all.addAll(List.of(more));
    Answer answer = who.get(verb + "VpcPeeringConnection", all.toArray(String[]::new));
    return KsyunClient.outcome(answer);
  }

  private String invitation(String vpc) throws Exception {
    return one.peering("PeerVpcId", vpc, "PeerAccountId", "two");
  }

  // ---- creating ----

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VpcId=                                            | 400 MissingParameter: An value must be supplied for the input parameter VpcId.
          PeerVpcId=                                        | 400 MissingParameter: An value must be supplied for the input parameter PeerVpcId.
          VpcId=vpc-a                                       | 400 InvalidParameterValue: VpcId. It must be a UUID.
          PeerVpcId=SELF                                    | 400 InvalidParameterValue: PeerVpcId. A VPC cannot be peered with itself.
          PeerVpcId=00000000-0000-0000-0000-000000000009    | 404 NoSuchEntity: The VPC '00000000-0000-0000-0000-000000000009' does not exist.
          PeerVpcId=00000000-0000-0000-0000-000000000001    | 404 NoSuchEntity: The VPC '00000000-0000-0000-0000-000000000001' does not exist.
          VpcId=00000000-0000-0000-0000-000000000001        | 404 NoSuchEntity: The VPC '00000000-0000-0000-0000-000000000001' does not exist.
          PeerRegion=mars                                   | 400 InvalidParameterValue: PeerRegion. It must be one of
          PeerRegion=cn-shanghai-3                          | 400 MissingParameter: An value must be supplied for the input parameter BandWidth.
          Region=cn-shanghai-3&PeerRegion=cn-shanghai-3     | 404 NoSuchEntity
          Region=mars                                       | 400 InvalidParameterValue: Region.
          BandWidth=1000                                    | 400 InvalidParameterValue: BandWidth. It must be left out for a peering within one region.
          ChargeType=Daily                                  | 400 InvalidParameterValue: ChargeType. It must be left out for a peering within one region.
          PurchaseTime=1                                    | 400 InvalidParameterValue: PurchaseTime. It must be left out
          PeerRegion=cn-shanghai-3&BandWidth=0              | 400 InvalidParameterValue: BandWidth. It must be 1 to 15000.
          PeerRegion=cn-shanghai-3&BandWidth=15001          | 400 InvalidParameterValue: BandWidth. It must be 1 to 15000.
          PeerRegion=cn-shanghai-3&BandWidth=x              | 400 InvalidParameterValue: BandWidth. It must be 1 to 15000.
          PeerRegion=cn-shanghai-3&BandWidth=1              | 400 MissingParameter: An value must be supplied for the input parameter ChargeType.
          PeerRegion=cn-shanghai-3&BandWidth=1&ChargeType=Hourly | 400 InvalidParameterValue: ChargeType. It must be one of Monthly, Daily.
          PeerRegion=cn-shanghai-3&BandWidth=1&ChargeType=Daily&PurchaseTime=1 | 400 InvalidParameterValue: PurchaseTime. It goes with ChargeType Monthly only.
          PeerRegion=cn-shanghai-3&BandWidth=1&ChargeType=Monthly&PurchaseTime=37 | 400 InvalidParameterValue: PurchaseTime. It must be 1 to 36.
          PeerRegion=cn-shanghai-3&BandWidth=1&ChargeType=Daily | 404 NoSuchEntity
          ProjectId=x                                       | 400 InvalidParameterValue: ProjectId. It must be a number.
          ProjectId=8                                       | 400 InvalidParameterValue: ProjectId. There is no such project.
          """)
  void rulesOfCreation(String changes, String told) throws Exception {
    var parameters = new TreeMap<String, String>();
    parameters.put("VpcId", VPC_A);
    parameters.put("PeerVpcId", VPC_B);
    for (String change : changes.split("&", -1)) {
      String[] sides = change.split("=", -1);
      parameters.put(sides[0], sides[1].replace("SELF", VPC_A));
    }
    var flat = new ArrayList<String>();
    parameters.forEach((name, value) -> flat.addAll(List.of(name, value)));
    Answer answer = one.get("CreateVpcPeeringConnection", flat.toArray(String[]::new));
    String documented = "An invalid or out-of-range value was supplied for the input parameter ";
    assertThat(KsyunClient.told(answer).replace(documented, "")).startsWith(told);
    assertThat(one.get("DescribeVpcPeeringConnections").text()).contains("Set\":[]");
  }

  @Test
  void withinOneRegionAndAccountItConnectsByItself() throws Exception {
    String id = one.peering();
    JsonObject made = one.findPeering(id);
    assertThat(made.text("State")).contains("provisioning");
    assertThat(made.text("VpcPeeringConnectionType")).contains("local");
    assertThat(made.integer("BandWidth")).contains(1000);
    assertThat(act(one, "Delete", id)).as("too early").isEqualTo("400 InvalidParameterValue");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(one.state(id)).isEqualTo("active");
    assertThat(act(one, "Accept", id)).as("done").isEqualTo("400 InvalidParameterValue");
    assertThat(act(one, "Modify", id, "BandWidth", "5")).isEqualTo("400 InvalidParameterValue");
    assertThat(act(one, "Modify", id, "PeeringName", "new")).isEqualTo("200");
    assertThat(one.findPeering(id).text("PeeringName")).contains("new");
    assertThat(act(one, "Delete", id)).isEqualTo("200");
    assertThat(one.state(id)).isEqualTo("gone");
    assertThat(act(one, "Delete", id)).isEqualTo("404 NoSuchEntity");
  }

  @Test
  void acrossRegionsItHasABandwidthAndIsSeenInBoth() throws Exception {
    String id =
        one.peering(
            "PeerVpcId",
            VPC_C,
            "PeerRegion",
            "cn-shanghai-3",
            "BandWidth",
            "15000",
            "ChargeType",
            "Monthly",
            "PurchaseTime",
            "3",
            "PeeringName",
            "far");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    JsonObject seen = one.in("cn-shanghai-3").findPeering(id);
    assertThat(seen).isEqualTo(one.findPeering(id));
    assertThat(seen.text("VpcPeeringConnectionType")).contains("remote");
    assertThat(seen.text("ChargeType")).contains("Monthly");
    assertThat(one.in("cn-shanghai-2").state(id)).isEqualTo("gone");
    assertThat(act(one, "Modify", id, "BandWidth", "20")).isEqualTo("200");
    assertThat(one.findPeering(id).integer("BandWidth")).contains(20);
    assertThat(one.findPeering(id).text("PeeringName")).contains("far");
    assertThat(act(one, "Modify", id, "BandWidth", "15001")).isEqualTo("400 InvalidParameterValue");
  }

  // ---- two accounts ----

  @Test
  void anotherAccountAccepts() throws Exception {
    String id = invitation(THEIRS);
    assertThat(one.state(id)).isEqualTo("pending-acceptance");
    assertThat(two.findPeering(id)).isEqualTo(one.findPeering(id));
    assertThat(act(one, "Accept", id)).isEqualTo("403 AccessDenied");
    assertThat(act(two, "Delete", id)).as("the requester only").isEqualTo("403 AccessDenied");
    assertThat(act(two, "Modify", id, "PeeringName", "x")).isEqualTo("403 AccessDenied");
    assertThat(act(two, "Accept", id)).isEqualTo("200");
    assertThat(two.state(id)).isEqualTo("provisioning");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(one.state(id)).isEqualTo("active");
    assertThat(act(two, "Delete", id)).as("either side").isEqualTo("200");
    assertThat(one.state(id)).isEqualTo("gone");
  }

  @Test
  void aRejectedOneStaysUntilDeleted() throws Exception {
    String id = invitation(THEIRS);
    assertThat(act(one, "Reject", id)).isEqualTo("403 AccessDenied");
    assertThat(act(two, "Reject", id)).isEqualTo("200");
    assertThat(one.state(id)).isEqualTo("rejected");
    assertThat(act(two, "Accept", id)).isEqualTo("400 InvalidParameterValue");
    assertThat(act(one, "Delete", id)).isEqualTo("200");
  }

  @Test
  void thePendingOneIsDeletedByItsRequester() throws Exception {
    String id = invitation(THEIRS);
    assertThat(act(one, "Delete", id)).isEqualTo("200");
    assertThat(two.state(id)).isEqualTo("gone");
  }

  @Test
  void anInvitationExpires() throws Exception {
    String id = invitation(THEIRS);
    cloud.clock.advance(Duration.ofDays(7).minusMillis(1));
    assertThat(one.state(id)).isEqualTo("pending-acceptance");
    cloud.clock.advance(Duration.ofMillis(1));
    assertThat(one.state(id)).isEqualTo("expired");
    assertThat(act(two, "Accept", id)).isEqualTo("400 InvalidParameterValue");
  }

  @Test
  void overlappingRangesFail() throws Exception {
    String id = invitation(OVERLAPPING);
    assertThat(act(two, "Accept", id)).isEqualTo("200");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    assertThat(one.state(id)).isEqualTo("failed");
  }

  @Test
  void whatIsDeniedIsDeniedInADryRunToo() throws Exception {
    String told = "403 AccessDenied: User: one is not authorized to perform: DescribeVpnTunnels.";
    assertThat(KsyunClient.told(one.get("DescribeVpnTunnels"))).isEqualTo(told);
    assertThat(KsyunClient.told(one.get("DescribeVpnTunnels", "DryRun", "true"))).isEqualTo(told);
    assertThat(KsyunClient.outcome(two.get("DescribeVpnTunnels"))).isEqualTo("200");
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    String id = one.peering();
    assertThat(two.state(id)).isEqualTo("gone");
    assertThat(act(two, "Delete", id)).isEqualTo("404 NoSuchEntity");
    assertThat(act(two, "Accept", "")).isEqualTo("400 MissingParameter");
  }

  // ---- projects ----

  @Test
  void onlyTheDefaultProjectIsDescribedUnlessAnotherIsNamed() throws Exception {
    String mine = one.peering("ProjectId", "7");
    assertThat(one.state(mine)).isEqualTo("gone");
    for (String name : List.of("ProjectId", "ProjectId.1")) {
      assertThat(one.get("DescribeVpcPeeringConnections", name, "7").text()).contains(mine);
    }
    String theirs = one.peering("PeerVpcId", THEIRS, "PeerAccountId", "two", "ProjectId", "7");
    assertThat(two.state(theirs)).as("the accepter's default project").isNotEqualTo("gone");
    assertThat(act(one, "Delete", theirs)).as("by id").isEqualTo("200");
  }
}

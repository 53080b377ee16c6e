package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.KsyunClient.VPC_A;
import static dev.groma.providers.emulator.KsyunClient.VPC_B;
import static dev.groma.providers.emulator.KsyunClient.VPC_C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ids, filters and pages of `Describe`, and what holds for every operation: dry runs and faults.
class KsyunListingTest {
  private static final String ACTION = "DescribeVpcPeeringConnections";

  private EmulatedCloud cloud;
  private KsyunClient client;

  @BeforeEach
  void start() throws Exception {
    cloud =
        EmulatedCloud.start(options ->
            options.withFaults(
                "ksyun:ModifyVpnTunnel:*:status=503",
                "ksyun:RejectVpcPeeringConnection:1:throttle",
                "ksyun:AcceptVpcPeeringConnection:1:status=500,code=ServiceTimeout,"
                    + "message=Internal Service is unavailable because of time out."));
    client = KsyunClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static List<String> ids(Answer answer) throws Exception {
    return answer.json().objects("VpcPeeringConnectionSet").stream()
        .map(one -> one.text("VpcPeeringConnectionId").orElseThrow())
        .toList();
  }

  private List<String> found(String... parameters) throws Exception {
    return ids(client.get(ACTION, parameters));
  }

  @Test
  void pagesShowEverythingOnce() throws Exception {
    var all = new TreeSet<String>();
    for (int i = 0; i < 12; i++) {
      all.add(client.peering());
    }
    assertThat(found()).containsExactlyElementsOf(all);
    var seen = new ArrayList<String>();
    var sizes = new ArrayList<Integer>();
    String token = "";
    do {
      Answer page = client.get(ACTION, "MaxResults", "5", "NextToken", token);
      seen.addAll(ids(page));
      sizes.add(ids(page).size());
      token = page.json().text("NextToken").orElse("");
    } while (!token.isEmpty());
    assertThat(seen).containsExactlyElementsOf(all);
    assertThat(sizes).containsExactly(5, 5, 2);
  }

  @Test
  void aTokenSurvivesWhatItNames() throws Exception {
    for (int i = 0; i < 6; i++) {
      client.peering();
    }
    cloud.clock.advance(EmulatedCloud.LATENCY);
    String token = client.get(ACTION, "MaxResults", "5").json().text("NextToken").orElseThrow();
    String last = found().getLast();
    client.get("DeleteVpcPeeringConnection", "VpcPeeringConnectionId", last);
    assertThat(found("NextToken", token)).isEmpty();
  }

  @Test
  void everyDescribeHasPages() throws Exception {
    for (int i = 0; i < 6; i++) {
      client.get(
          "CreateCustomerGateway",
          "CustomerGatewayName",
          "n",
          "CustomerGatewayAddress",
          "192.0.2.1",
          "HaCustomerGatewayAddress",
          "");
    }
    JsonObject page = client.get("DescribeCustomerGateways", "MaxResults", "5").json();
    assertThat(page.objects("CustomerGatewaySet")).hasSize(5);
    assertThat(page.text("NextToken")).isPresent();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MaxResults                 | 4     | 400 InvalidParameterValue
          MaxResults                 | 101   | 400 InvalidParameterValue
          MaxResults                 | 100   | 200
          NextToken                  | ???   | 400 InvalidParameterValue
          VpcPeeringConnectionId.x   | a     | 400 InvalidQueryParameter
          VpcPeeringConnectionId.0   | a     | 400 InvalidQueryParameter
          Filter.1                   | a     | 400 InvalidQueryParameter
          Filter.1.Value.1           | a     | 400 MissingParameter
          Filter.1.Name              | state | 400 MissingParameter
          Filter.1.Name              | color | 400 InvalidParameterValue
          """)
  void listsCheckTheirParameters(String name, String value, String outcome) throws Exception {
    assertThat(KsyunClient.outcome(client.get(ACTION, name, value))).isEqualTo(outcome);
  }

  @Test
  void idsChooseAndUnknownOnesAreLeftOut() throws Exception {
    String first = client.peering();
    String second = client.peering();
    client.peering();
    String id = "VpcPeeringConnectionId.";
    assertThat(found(id + "1", first, id + "7", second, id + "3", VPC_A))
        .containsExactlyInAnyOrder(first, second);
    assertThat(found(id + "1", VPC_A)).isEmpty();
  }

  @Test
  void valuesOfAFilterAreAlternativesAndFiltersMustAllHold() throws Exception {
    String ab = client.peering();
    cloud.clock.advance(EmulatedCloud.LATENCY);
    String ac = client.peering("PeerVpcId", VPC_C);
    String bc = client.peering("VpcId", VPC_B, "PeerVpcId", VPC_C);
    assertThat(found("Filter.1.Name", "vpc-id", "Filter.1.Value.1", VPC_A))
        .containsExactlyInAnyOrder(ab, ac);
    assertThat(
            found("Filter.1.Name", "vpc-id", "Filter.1.Value.1", VPC_A, "Filter.1.Value.2", VPC_B))
        .containsExactlyInAnyOrder(ab, ac, bc);
    assertThat(
            found(
                "Filter.1.Name",
                "vpc-id",
                "Filter.1.Value.1",
                VPC_A,
                "Filter.2.Name",
                "accept-vpc-id",
                "Filter.2.Value.1",
                VPC_C))
        .containsExactly(ac);
    assertThat(found("Filter.3.Name", "state", "Filter.3.Value.1", "active")).containsExactly(ab);
  }

  @Test
  void otherListsHaveTheirOwnFilters() throws Exception {
    for (String vpc : List.of(VPC_A, VPC_B)) {
      client.get("CreateVpnGateway", "BandWidth", "5", "ChargeType", "Daily", "VpcId", vpc);
    }
    Answer found =
        client.get("DescribeVpnGateways", "Filter.1.Name", "vpc-id", "Filter.1.Value.1", VPC_B);
    assertThat(found.json().objects("VpnGatewaySet")).hasSize(1);
    assertThat(
            KsyunClient.outcome(
                client.get(
                    "DescribeVpnTunnels",
                    "Filter.1.Name",
                    "vpn-gateway-id",
                    "Filter.1.Value.1",
                    "x")))
        .isEqualTo("200");
    assertThat(
            KsyunClient.told(
                client.get(
                    "DescribeCustomerGateways", "Filter.1.Name", "x", "Filter.1.Value.1", "x")))
        .endsWith("Filter.1.Name. There are no filters here.");
  }

  // ---- dry runs ----

  @Test
  void aDryRunOnlySaysWhatWouldHappen() throws Exception {
    String told = "412 DryRunOperation: Request would have succeeded, but DryRun flag is set";
    String[] create = {"VpcId", VPC_A, "PeerVpcId", VPC_B, "DryRun", "true"};
    assertThat(KsyunClient.told(client.get("CreateVpcPeeringConnection", create))).isEqualTo(told);
    assertThat(found()).isEmpty();
    String id = client.peering();
    cloud.clock.advance(EmulatedCloud.LATENCY);
    String[] delete = {"VpcPeeringConnectionId", id, "DryRun", "1"};
    assertThat(KsyunClient.told(client.get("DeleteVpcPeeringConnection", delete))).isEqualTo(told);
    assertThat(found()).containsExactly(id);
    assertThat(KsyunClient.told(client.get(ACTION, "DryRun", "true"))).isEqualTo(told);
    assertThat(found("DryRun", "false")).containsExactly(id);
    assertThat(found("DryRun", "0")).containsExactly(id);
  }

  @Test
  void aDryRunIsRefusedForWhatTheCallWouldBe() throws Exception {
    String[] unknown = {"VpcPeeringConnectionId", VPC_A, "DryRun", "true"};
    assertThat(KsyunClient.outcome(client.get("DeleteVpcPeeringConnection", unknown)))
        .isEqualTo("404 NoSuchEntity");
    assertThat(KsyunClient.outcome(client.get(ACTION, "DryRun", "maybe")))
        .isEqualTo("400 InvalidParameterValue");
    assertThat(KsyunClient.outcome(client.as("AK", "wrong").get(ACTION, "DryRun", "true")))
        .isEqualTo("403 SignatureDoesNotMatch");
  }

  // ---- faults ----

  @Test
  void throttlingAndOtherFaultsAreTheVendors() throws Exception {
    assertThat(KsyunClient.told(client.get("RejectVpcPeeringConnection")))
        .isEqualTo(
            "409 LimitExceeded: Request was rejected because the request speed of this openAPI is"
                + " beyond the current flow control limit.");
    assertThat(KsyunClient.outcome(client.get("RejectVpcPeeringConnection")))
        .isEqualTo("400 MissingParameter");
    Answer failed = client.get("AcceptVpcPeeringConnection");
    assertThat(KsyunClient.told(failed))
        .isEqualTo("500 ServiceTimeout: Internal Service is unavailable because of time out.");
    assertThat(failed.text()).contains("\"Type\":\"Receiver\"");
    assertThat(KsyunClient.outcome(client.get("ModifyVpnTunnel")))
        .as("without a code, the usual one")
        .isEqualTo("503 ServiceUnavailable");
    assertThat(cloud.emulator.calls()).containsEntry("ksyun:RejectVpcPeeringConnection", 2L);
  }
}

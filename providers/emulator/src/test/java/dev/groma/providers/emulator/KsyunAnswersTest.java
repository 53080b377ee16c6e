package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers in both formats against the documents' samples, with the settled spellings.
class KsyunAnswersTest {
  private static final String SEED =
      """
      {"accounts": [{"id": "73398680", "access_key": "AK", "secret_key": "SK"}],
       "clouds": {"ksyun": {"regions": {"cn-shanghai-3": {"vpcs": [
        {"id": "4e8d1f11-264a-468b-ae37-09b465477415", "name": "DefaultVPC", "cidr": "172.31.0.0/16"},
        {"id": "4f20f696-8d5d-4ec0-a403-e71e0068962f", "name": "no-delete-vpc", "cidr": "10.111.86.0/23"}
       ]}}}}}
      """;
  private static final String PEERING =
      """
      <AccepterVpcInfo>
        <AccountId>73398680</AccountId>
        <Region>cn-shanghai-3</Region>
        <VpcName>no-delete-vpc</VpcName>
        <CidrBlock>10.111.86.0/23</CidrBlock>
        <VpcId>4f20f696-8d5d-4ec0-a403-e71e0068962f</VpcId>
        <VpcPeeringConnectionId>ID</VpcPeeringConnectionId>
      </AccepterVpcInfo>
      <CreateTime>2026-02-01 00:30:00</CreateTime>
      <PeeringName>ksc_peering</PeeringName>
      <RequesterVpcInfo>
        <AccountId>73398680</AccountId>
        <Region>cn-shanghai-3</Region>
        <VpcName>DefaultVPC</VpcName>
        <CidrBlock>172.31.0.0/16</CidrBlock>
        <VpcId>4e8d1f11-264a-468b-ae37-09b465477415</VpcId>
        <VpcPeeringConnectionId>ID</VpcPeeringConnectionId>
      </RequesterVpcInfo>
      <VpcPeeringConnectionType>local</VpcPeeringConnectionType>
      <VpcPeeringConnectionId>ID</VpcPeeringConnectionId>
      <State>provisioning</State>
      <BandWidth>1000</BandWidth>
      <ProjectId>0</ProjectId>
      """;

  @TempDir Path folder;
  private EmulatedCloud cloud;
  private KsyunClient client;

  @BeforeEach
  void start() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed.json"), SEED);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(seed));
    client = KsyunClient.of(cloud).in("cn-shanghai-3");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer xml(String action, String... namesAndValues) throws Exception {
    String query = KsyunSigner.form(KsyunClient.parameters(action, namesAndValues));
    return client.signed("GET", "/?" + query, "", Map.of("Accept", "*/*"));
  }

  private static String compact(String xml) {
    return xml.replaceAll("(?m)^ +|\n", "");
  }

  /// The text with ids of peerings and requests made the same.
  private static String plain(String text) {
    return text.replaceAll("(ConnectionId>|ConnectionId\":\")[0-9a-f-]{36}", "$1ID")
        .replaceAll("(RequestId>|RequestId\":\")[0-9a-f-]{36}", "$1REQUEST");
  }

  private static String document(String root, String children) {
    return compact(
        """
        <%s xmlns="https://vpc.api.ksyun.com/doc/2016-03-04/">
          %s
          <RequestId>REQUEST</RequestId>
        </%s>
        """
            .formatted(root, children, root));
  }

  @Test
  void xmlIsTheSamples() throws Exception {
    String[] vpcs = {"VpcId", KsyunClient.VPC_A, "PeerVpcId", KsyunClient.VPC_B};
    Answer created = xml("CreateVpcPeeringConnection", vpcs);
    assertThat(plain(created.text()))
        .isEqualTo(
            document(
                "CreateVpcPeeringConnectionResponse",
                "<VpcPeeringConnection>" + PEERING + "</VpcPeeringConnection>"));
    assertThat(created.headers().get("content-type")).containsExactly("text/xml;charset=UTF-8");
    assertThat(plain(xml("DescribeVpcPeeringConnections").text()))
        .isEqualTo(
            document(
                "DescribeVpcPeeringConnectionsResponse",
                "<VpcPeeringConnectionSet><item>" + PEERING + "</item></VpcPeeringConnectionSet>"));
    cloud.clock.advance(EmulatedCloud.LATENCY);
    String id = created.text().replaceAll(".*ConnectionId>([0-9a-f-]{36})<.*", "$1");
    String[] change = {"VpcPeeringConnectionId", id, "PeeringName", "a <b> & \"c\" 中"};
    assertThat(plain(xml("ModifyVpcPeeringConnection", change).text()))
        .isEqualTo(
            document(
                "ModifyVpcPeeringConnectionResponse",
                "<VpcPeeringConnection>"
                    + PEERING
                        .replace("ksc_peering", "a &lt;b&gt; &amp; \"c\" 中")
                        .replace("provisioning", "active")
                    + "</VpcPeeringConnection>"));
    assertThat(plain(xml("DeleteVpcPeeringConnection", "VpcPeeringConnectionId", id).text()))
        .isEqualTo(document("DeleteVpcPeeringConnectionResponse", "<Return>true</Return>"));
    assertThat(plain(xml("DescribeVpcPeeringConnections").text()))
        .isEqualTo(
            document(
                "DescribeVpcPeeringConnectionsResponse",
                "<VpcPeeringConnectionSet></VpcPeeringConnectionSet>"));
  }

  @Test
  void jsonHoldsTheSame() throws Exception {
    String id = client.peering();
    Answer found = client.get("DescribeVpcPeeringConnections", "VpcPeeringConnectionId.1", id);
    assertThat(plain(found.text()))
        .isEqualTo(
            """
            {"RequestId":"REQUEST","VpcPeeringConnectionSet":[{"AccepterVpcInfo":\
            {"AccountId":"73398680","Region":"cn-shanghai-3","VpcName":"no-delete-vpc",\
            "CidrBlock":"10.111.86.0/23","VpcId":"4f20f696-8d5d-4ec0-a403-e71e0068962f",\
            "VpcPeeringConnectionId":"ID"},"CreateTime":"2026-02-01 00:30:00",\
            "PeeringName":"ksc_peering","RequesterVpcInfo":{"AccountId":"73398680",\
            "Region":"cn-shanghai-3","VpcName":"DefaultVPC","CidrBlock":"172.31.0.0/16",\
            "VpcId":"4e8d1f11-264a-468b-ae37-09b465477415","VpcPeeringConnectionId":"ID"},\
            "VpcPeeringConnectionType":"local","VpcPeeringConnectionId":"ID",\
            "State":"provisioning","BandWidth":1000,"ProjectId":"0"}]}\
            """);
    assertThat(found.headers().get("content-type"))
        .containsExactly("application/json;charset=UTF-8");
    cloud.clock.advance(EmulatedCloud.LATENCY);
    Answer deleted = client.get("DeleteVpcPeeringConnection", "VpcPeeringConnectionId", id);
    assertThat(plain(deleted.text())).isEqualTo("{\"RequestId\":\"REQUEST\",\"Return\":true}");
  }

  @Test
  void theParameterFormatAsksForJsonToo() throws Exception {
    assertThat(xml("DescribeVpnGateways", "Format", "json").text()).startsWith("{\"RequestId\"");
  }

  @Test
  void errorsAreTheSamples() throws Exception {
    assertThat(plain(xml("CreateVpnGateway").text()))
        .isEqualTo(
            compact(
                """
                <ErrorResponse>
                  <RequestId>REQUEST</RequestId>
                  <Error>
                    <Type>Sender</Type>
                    <Code>MissingParameter</Code>
                    <Message>An value must be supplied for the input parameter BandWidth.</Message>
                  </Error>
                </ErrorResponse>
                """));
    assertThat(plain(client.get("CreateVpnGateway").text()))
        .isEqualTo(
            """
            {"RequestId":"REQUEST","Error":{"Type":"Sender","Code":"MissingParameter",\
            "Message":"An value must be supplied for the input parameter BandWidth."}}\
            """);
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    String api =
        "404 NoSuchEntity: Request was rejected because it referenced an 'InnerApi' that does not exist.";
    assertThat(KsyunClient.told(client.get("DescribeNothing"))).isEqualTo(api);
    assertThat(KsyunClient.told(client.get("DescribeVpnGateways", "Version", "2017-01-01")))
        .isEqualTo(api);
    assertThat(
            KsyunClient.told(
                client.signed(
                    "GET", "/x?Action=DescribeVpnGateways&Version=2016-03-04", "", Map.of())))
        .isEqualTo(api);
    assertThat(KsyunClient.told(client.signed("GET", "/", "", Map.of())))
        .isEqualTo(
            "400 MissingParameter: An value must be supplied for the input parameter Action.");
    assertThat(KsyunClient.told(client.signed("GET", "/?Action=DescribeVpnGateways", "", Map.of())))
        .isEqualTo(
            "400 MissingParameter: An value must be supplied for the input parameter Version.");
    assertThat(KsyunClient.told(client.signed("PUT", "/?Action=DescribeVpnGateways", "", Map.of())))
        .isEqualTo("400 InvalidMethod: The method PUT for is not valid for this web service.");
    assertThat(KsyunClient.told(client.get("CreateVpnTunnel")))
        .isEqualTo("400 InvalidMethod: The method GET for is not valid for this web service.");
  }
}

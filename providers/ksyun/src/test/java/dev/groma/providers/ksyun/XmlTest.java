package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service that answers in XML, its default, although JSON is asked for. The bodies are those of
/// the documents.
final class XmlTest {
  private static final String TYPE = "ksyun_vpc_peering_connections";

  private final MockWebServer server = new MockWebServer();
  private final LocalKsyun ksyun = new LocalKsyun();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
    ksyun.close();
  }

  private DataSourceHandler.ReadResult list(int status, String xml) {
    server.enqueue(new MockResponse.Builder().code(status).body(xml).build());
    ProviderContext context =
        new ProviderContext(
            Map.of("KSYUN_ACCESS_KEY", "ak", "KSYUN_SECRET_KEY", "sk")::get,
            Clock.systemUTC(),
            new Random(1),
            new TreeMap<>(),
            "test",
            java.nio.file.Path.of("."));
    Value configuration =
        ksyun.configuration(Map.of("endpoint", Value.of("http://127.0.0.1:" + server.getPort())));
    try (Provider provider = new KsyunFactory().configure(configuration, context).provider()) {
      Lifecycle data =
          new Lifecycle(provider.resource("ksyun_vpc_peering_connection"), ksyun.dataSchema(TYPE));
      return provider.dataSource(TYPE).read(data.configuration(Map.of()), data.context());
    }
  }

  @Test
  void listsAndNumbersAreRead() throws Exception {
    DataSourceHandler.ReadResult result =
        list(
            200,
            """
            <DescribeVpcPeeringConnectionsResponse xmlns="https://vpc.api.ksyun.com/doc/2016-03-04/">
              <VpcPeeringConnectionSet>
                <item>
                  <AcceptorVpcInfo>
                    <Region>cn-shanghai-3</Region>
                    <VpcName>DefaultVPC</VpcName>
                    <CidrBlock>172.31.0.0/16</CidrBlock>
                    <VpcId>4e8d1f11-264a-468b-ae37-09b465477415</VpcId>
                  </AcceptorVpcInfo>
                  <PeeringName>test2</PeeringName>
                  <BandWidth>1000</BandWidth>
                  <VpcPeeringConnectionType>remote</VpcPeeringConnectionType>
                  <VpcPeeringConnectionId>4d8b2e8f-a10d-40af-a690-e6a6140ee18c</VpcPeeringConnectionId>
                </item>
              </VpcPeeringConnectionSet>
              <RequestId>68e735d2-c718-4f7c-b01a-c4a997ba7804</RequestId>
            </DescribeVpcPeeringConnectionsResponse>
            """);
    assertThat(result.diagnostics().all()).isEmpty();
    Value listed =
        Path.of("vpc_peering_connections")
            .find(Objects.requireNonNull(result.value()))
            .orElseThrow();
    assertThat(((Value.ListOf) listed).elements())
        .singleElement()
        .satisfies(one -> {
          assertThat(Path.of("band_width").find(one)).contains(Value.of(1000));
          assertThat(Path.of("peering_name").find(one)).contains(Value.of("test2"));
          assertThat(Path.of("accepter_cidr_block").find(one)).contains(Value.of("172.31.0.0/16"));
        });
    assertThat(server.takeRequest().getHeaders().get("accept")).isEqualTo("application/json");
  }

  @Test
  void errorsAreExplained() {
    List<Diagnostic> told =
        list(
                400,
                """
                <ErrorResponse>
                  <RequestId>e1eac1b3-1f35-44ba-abd4-7c4b7a9859f3</RequestId>
                  <Error>
                    <Type>Sender</Type>
                    <Code>InvalidParameterValue</Code>
                    <Message>An invalid or out-of-range value was supplied for the input parameter PathPrefix.</Message>
                  </Error>
                </ErrorResponse>
                """)
            .diagnostics()
            .all();
    assertThat(told)
        .singleElement()
        .satisfies(d ->
            assertThat(d.detail())
                .contains(
                    "InvalidParameterValue: An invalid or out-of-range value",
                    "e1eac1b3-1f35-44ba-abd4-7c4b7a9859f3",
                    "A value in the request is not allowed"));
  }
}

package dev.groma.providers.huaweicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
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

/// The samples of the reference that are JSON, letter for letter, as a server's answers.
///
/// Most of the others lost braces where pages end; they show the same shapes.
final class SamplesTest {
  private final MockWebServer server = new MockWebServer();
  private final HuaweiCloudFactory factory = new HuaweiCloudFactory(_ -> {});
  private Map<String, String> samples = Map.of();

  @BeforeEach
  void start() throws IOException {
    server.start();
    try (InputStream in =
        Objects.requireNonNull(SamplesTest.class.getResourceAsStream("samples.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> found = new HashMap<>();
      for (String part : text.split("(?m)^== ", -1)) {
        int end = part.indexOf('\n');
        if (end > 0) {
          found.put(part.substring(0, end).strip(), part.substring(end + 1));
        }
      }
      samples = found;
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Provider provider() {
    ProviderContext context =
        new ProviderContext(
            _ -> null,
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
            new Random(1),
            new TreeMap<>(),
            "test",
            java.nio.file.Path.of("."));
    return factory
        .configure(
            LocalHuawei.configuration(
                Map.of(
                    "access_key", Value.of("ak"),
                    "secret_key", Value.of("sk"),
                    "project_id", Value.of("p"),
                    "endpoint", Value.of("http://127.0.0.1:" + server.getPort()))),
            context)
        .provider();
  }

  private void answer(int status, String sample) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .body(Objects.requireNonNull(samples.get(sample), sample))
            .build());
  }

  private Value imported(String type, String id, String sample) {
    answer(200, sample);
    try (Provider provider = provider()) {
      ResourceHandler.ReadResult result =
          new Lifecycle(
                  provider.resource(type),
                  Objects.requireNonNull(factory.schema().resources().get(type)))
              .importAndRead(id);
      return Lifecycle.require(result.value(), result.diagnostics().all());
    }
  }

  private static Value at(Value object, String name) {
    return Path.of(name).find(object).orElseThrow();
  }

  @Test
  void customerGateways() {
    String id = "03c0aa3d-demo-a8df-va86-9d82473765d4";
    String type = "huaweicloud_vpn_customer_gateway";
    for (String sample :
        List.of("customer-gateway-created", "customer-gateway", "customer-gateway-updated")) {
      Value gateway = imported(type, id, sample);
      assertThat(at(gateway, "id_value")).as(sample).isEqualTo(Value.of("10.***.***.21"));
      assertThat(at(gateway, "serial_number")).isEqualTo(Value.of("14257156674311863338"));
      assertThat(at(gateway, "is_updatable")).isEqualTo(Value.of(true));
    }
    Value plain = imported(type, id, "customer-gateway-plain");
    assertThat(at(plain, "name")).isEqualTo(Value.of("cgw-3ebf"));
    assertThat(at(plain, "asn").isNull()).isTrue();
    assertThat(at(plain, "serial_number").isNull()).isTrue();
  }

  @Test
  void healthChecks() {
    for (String sample : List.of("monitor-created", "monitor", "monitor-example")) {
      Value check =
          imported(
              "huaweicloud_vpn_connection_health_check",
              "76f64229-demo-a8df-va86-3907e2815b6d",
              sample);
      assertThat(at(check, "connection_id"))
          .as(sample)
          .isEqualTo(Value.of("cae286f2-demo-a8df-va86-e22416ca1220"));
      assertThat(at(check, "proto_type")).isEqualTo(Value.of("icmp"));
    }
  }

  private Value data(String type, Map<String, Value> arguments, String sample) {
    answer(200, sample);
    try (Provider provider = provider()) {
      Lifecycle life =
          new Lifecycle(
              provider.resource("huaweicloud_vpn_gateway"),
              Objects.requireNonNull(factory.schema().dataSources().get(type)));
      DataSourceHandler.ReadResult result =
          provider.dataSource(type).read(life.configuration(arguments), life.context());
      return Lifecycle.require(result.value(), result.diagnostics().all());
    }
  }

  @Test
  void resourceInstances() {
    Map<String, Value> arguments = Map.of("resource_type", Value.of("vpn-gateway"));
    Value found = data("huaweicloud_vpn_resource_instances", arguments, "resources");
    assertThat(Path.of("resources").index(0).attribute("resource_name").find(found))
        .contains(Value.of("resouece1"));
    assertThat(
            at(data("huaweicloud_vpn_resource_instances_count", arguments, "count"), "total_count"))
        .isEqualTo(Value.of(1000));
  }

  @Test
  void errorsOfBothShapes() {
    for (Map.Entry<String, String> sample :
        Map.of(
                "error-iam", "IAM.0011: Request body is invalid.",
                "error-connection",
                    "VPN.0001: invalid request: ILLEGAL not allowed update vpnConnection.",
                "error-short", "VPN.0001: invalid request:xxx")
            .entrySet()) {
      answer(400, sample.getKey());
      try (Provider provider = provider()) {
        String type = "huaweicloud_vpn_customer_gateway";
        ResourceHandler.ReadResult result =
            new Lifecycle(
                    provider.resource(type),
                    Objects.requireNonNull(factory.schema().resources().get(type)))
                .importAndRead("x");
        assertThat(result.diagnostics().all())
            .singleElement()
            .satisfies(d -> assertThat(d.detail()).contains(sample.getValue()));
      }
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A refresh of many objects of one type: few calls, and the same plan as one by one.
final class BulkRefreshTest {
  private static final int MANY = 1000;
  private static final Pattern TOTAL = Pattern.compile("API calls: ([0-9]+) ");

  @Test
  void aThousandObjectsAreRefreshedInTwentyCalls() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ZERO, List.of())) {
      shell.write("main.tf.yaml", gateways(cloud, MANY));
      Shell.Result made = shell.run("apply", "-auto-approve", "-parallelism=50", "-json");
      assertThat(made.code()).as(tail(made)).isZero();

      Shell.Result plan = shell.run("plan", "-stats", "-no-color");
      assertThat(plan.text()).contains("No changes.", "DescribeCustomerGateways");
      assertThat(calls(plan)).isEqualTo(MANY / 50);

      JsonNode objects = objects(cloud);
      List<String> ids = List.copyOf(objects.propertyNames());
      change(cloud, "DELETE", ids.get(17), "");
      change(cloud, "PUT", ids.get(700), "{\"name\": \"renamed\"}");
      Shell.Result together = shell.run("plan", "-stats", "-no-color", "-parallelism=50");
      shell.set("GROMA_BULK_REFRESH", "off");
      Shell.Result alone = shell.run("plan", "-stats", "-no-color", "-parallelism=50");
      assertThat(calls(alone)).isEqualTo(MANY);
      assertThat(calls(together)).as("and one to make sure").isEqualTo(MANY / 50 + 1);
      assertThat(plan(together)).isEqualTo(plan(alone)).contains("\"renamed\" -> \"gateway");
      assertThat(plan(together)).contains("Plan: 1 to add, 1 to change, 0 to destroy.");
    }
  }

  @Test
  void everyKindOfRunCountsItsCalls() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ZERO, List.of())) {
      shell.write("main.tf.yaml", gateways(cloud, 60));
      Shell.Result applied = shell.run("apply", "-auto-approve", "-stats", "-json");
      JsonNode stats = last(applied).path("api_calls");
      assertThat(stats.path("operations").get(0).path("operation").asString())
          .isEqualTo("CreateCustomerGateway");
      assertThat(stats.path("operations").get(0).path("calls").asInt()).isEqualTo(60);
      assertThat(stats.path("operations").get(0).path("cloud").asString()).contains("Kingsoft");

      assertThat(calls(shell.run("refresh", "-stats"))).isEqualTo(2);
      assertThat(calls(shell.run("plan", "-refresh-only", "-stats"))).isEqualTo(2);
      Shell.Result nothing = shell.run("plan", "-refresh=false", "-stats");
      assertThat(calls(nothing)).isZero();
      Shell.Result gone = shell.run("destroy", "-auto-approve", "-stats");
      assertThat(gone.text()).contains("DeleteCustomerGateway").contains("    60 calls");
      assertThat(objects(cloud).size()).isZero();
    }
  }

  @Test
  void anObjectThatCannotBeReadIsNamed() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(
                0,
                null,
                null,
                null,
                null,
                Duration.ZERO,
                List.of("ksyun:DescribeCustomerGateways:6-:status=403,code=AccessDenied"))) {
      shell.write("main.tf.yaml", gateways(cloud, 5));
      Shell.Result applied = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(applied.code()).as(applied.text()).isZero();
      Shell.Result plan = shell.run("plan", "-no-color");
      assertThat(plan.code()).isEqualTo(1);
      assertThat(plan.text())
          .contains("ksyun_vpn_customer_gateway.many[0]", "ksyun_vpn_customer_gateway.many[4]")
          .contains("AccessDenied");
    }
  }

  private static String gateways(CloudEmulator.Running cloud, int count) {
    return """
    provider:
      ksyun:
        endpoint: %s
        access_key: %s
        secret_key: %s
        max_requests_per_second: 10000
    resource:
      ksyun_vpn_customer_gateway:
        many:
          count: %d
          customer_gateway_name: gateway-${count.index}
          customer_gateway_address: 203.0.113.7
    """
        .formatted(endpoint(cloud), cloud.accessKey(), cloud.secretKey(), count);
  }

  private static String endpoint(CloudEmulator.Running cloud) {
    return Objects.requireNonNull(cloud.endpoints().get("ksyun"));
  }

  private static String tail(Shell.Result result) {
    String text = result.text();
    return text.substring(Math.max(0, text.length() - 2000));
  }

  private static int calls(Shell.Result result) {
    Matcher matcher = TOTAL.matcher(result.text());
    assertThat(matcher.find()).as(tail(result)).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /// The plan without the lines about refreshing, whose order is by chance, and the statistics.
  private static String plan(Shell.Result result) {
    String text = result.text().replaceAll("(?m)^.*(Refreshing state\\.\\.\\.| elapsed]).*\\n", "");
    return text.substring(0, text.indexOf("API calls:"));
  }

  private static JsonNode last(Shell.Result result) {
    String[] lines = result.text().strip().split("\n", -1);
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }

  private static JsonNode objects(CloudEmulator.Running cloud) throws Exception {
    try (var in = URI.create(endpoint(cloud) + "/_emulator/objects").toURL().openStream()) {
      return new ObjectMapper().readTree(in.readAllBytes()).path("customer-gateway");
    }
  }

  private static void change(CloudEmulator.Running cloud, String method, String id, String body)
      throws Exception {
    URI uri = URI.create(endpoint(cloud) + "/_emulator/objects/customer-gateway/" + id);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isLessThan(300);
    }
  }
}

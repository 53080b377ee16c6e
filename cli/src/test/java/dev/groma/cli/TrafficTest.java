package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What is told of requests, and that nothing secret is in it.
final class TrafficTest {
  private static final String KEY = "only-the-two-ends-know";
  private static final String SECRET = "0123456789abcdef-the-secret-key";
  private static final String FAULT =
      "ksyun:DescribeVpnTunnels:1:status=503,code=ServiceUnavailable";

  private static String configuration(CloudEmulator.Running cloud) {
    return """
    provider:
      ksyun:
        endpoint: %s
        access_key: the-access-key
        secret_key: %s
      baiducloud:
        endpoint: %s
        access_key: the-access-key
        secret_key: %s
    resource:
      ksyun_vpn_gateway:
        office:
          vpc_id: 4e8d1f11-264a-468b-ae37-09b465477415
          band_width: 10
          charge_type: Daily
      ksyun_vpn_customer_gateway:
        branch:
          customer_gateway_name: branch
          customer_gateway_address: 203.0.113.7
      ksyun_vpn_tunnel:
        link:
          vpn_tunnel_name: link
          type: Ipsec
          vpn_gateway_id: ${ksyun_vpn_gateway.office.id}
          customer_gateway_id: ${ksyun_vpn_customer_gateway.branch.id}
          pre_shared_key: %s
      baiducloud_peer_conn:
        link:
          local_vpc_id: vpc-13vuxu016dew
          peer_vpc_id: vpc-jcvmhw9h1a35
          peer_region: gz
          bandwidth_in_mbps: 10
          billing: {payment_timing: Postpaid}
    """
        .formatted(
            Objects.requireNonNull(cloud.endpoints().get("ksyun")),
            SECRET,
            Objects.requireNonNull(cloud.endpoints().get("baiducloud")),
            SECRET,
            KEY);
  }

  @Test
  void requestsAreToldWithoutWhatIsSecret() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, "the-access-key", SECRET, null, null, Duration.ZERO, List.of(FAULT))) {
      shell.write("main.tf.yaml", configuration(cloud));
      shell.set("TF_LOG", "debug");
      shell.set("TF_LOG_PATH", "log.txt");
      Shell.Result applied =
          shell.run("apply", "-auto-approve", "-no-color", "-trace-http=apply.har");
      assertThat(applied.code()).as(applied.text()).isZero();
      Shell.Result planned = shell.run("plan", "-no-color", "-trace-http", "plan.har");
      assertThat(planned.text()).contains("No changes.");
      shell.run("destroy", "-auto-approve", "-trace-http=destroy.har");

      String log = shell.read("log.txt");
      assertThat(log)
          .containsPattern(
              "(?m)^[-0-9T:.]+Z \\[WARN]  .*: GET http://127.0.0.1:[0-9]+/ DescribeVpnTunnels:"
                  + " status 503, code ServiceUnavailable, request [-0-9a-f]+, attempt 1,"
                  + " [0-9]+ ms$")
          .containsPattern("DescribeVpnTunnels: status 200, attempt 2")
          .contains("POST http://127.0.0.1");
      String all =
          log + shell.read("apply.har") + shell.read("plan.har") + shell.read("destroy.har");
      assertThat(all)
          .doesNotContain(KEY)
          .doesNotContain(SECRET)
          .doesNotContain("the-access-key")
          .doesNotContainPattern("(?i)x-amz-signature|x-bce-signature|bce-auth-v1|aws4-hmac")
          .contains("(sensitive value)");

      JsonNode har = new ObjectMapper().readTree(shell.read("apply.har")).path("log");
      assertThat(har.path("version").asString()).isEqualTo("1.2");
      TreeSet<String> operations = new TreeSet<>();
      for (JsonNode entry : har.path("entries")) {
        operations.add(entry.path("_operation").asString());
        assertThat(entry.path("request").propertyNames())
            .contains("method", "url", "httpVersion", "cookies", "headers", "queryString");
        assertThat(entry.path("response").propertyNames())
            .contains("status", "statusText", "httpVersion", "cookies", "headers", "content");
        assertThat(entry.path("timings").propertyNames())
            .containsExactly("send", "wait", "receive");
      }
      assertThat(operations)
          .contains(
              "CreateVpnGateway", "CreateVpnTunnel", "DescribeVpnTunnels", "POST /v1/peerconn");
      JsonNode peering = entry(har, "POST /v1/peerconn");
      assertThat(peering.path("request").path("postData").path("text").asString())
          .contains("\"localVpcId\":\"vpc-13vuxu016dew\"");
      assertThat(entry(har, "CreateVpnGateway").path("response").path("content").toString())
          .contains("GatewayAddress");
    }
  }

  private static JsonNode entry(JsonNode har, String operation) {
    for (JsonNode entry : har.path("entries")) {
      if (entry.path("_operation").asString().equals(operation)) {
        return entry;
      }
    }
    throw new AssertionError("no " + operation);
  }

  @Test
  void withoutAFileTheLogGoesToStandardError() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write(
          "main.tf.yaml",
          """
          data:
            ksyun_vpn_gateways:
              all: {}
          """);
      shell.set("GROMA_LOG", "TRACE");
      assertThat(shell.run("plan", "-emulator").text()).contains("[DEBUG]", "DescribeVpnGateways");
      shell.set("GROMA_LOG", "warn");
      assertThat(shell.run("plan", "-emulator").text()).doesNotContain("[DEBUG]");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsAnError() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", "resource: {terraform_data: {a: {}}}\n");
      Shell.Result plan = shell.run("plan", "-trace-http=missing/x.har", "-no-color");
      assertThat(plan.code()).isEqualTo(1);
      assertThat(plan.text()).contains("A log cannot be written", "missing/x.har");
    }
  }

  @Test
  void aTimeoutOfTheConfigurationEndsTheWait() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(
                0, "the-access-key", SECRET, null, null, Duration.ofMinutes(5), List.of())) {
      String text =
          configuration(cloud)
              .replace(
                  "billing: {payment_timing: Postpaid}",
                  "billing: {payment_timing: Postpaid}\n      timeouts: {create: 1s}");
      shell.write("main.tf.yaml", text);
      Shell.Result applied = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(applied.code()).isEqualTo(1);
      assertThat(applied.text())
          .contains("The object did not become ready in time", "its state is still");
      assertThat(shell.run("state", "list").text()).contains("baiducloud_peer_conn.link");
    }
  }
}

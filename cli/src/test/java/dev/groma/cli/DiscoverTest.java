package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `groma discover`: what exists is found, and what it writes changes nothing.
final class DiscoverTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Shell shell;
  private CloudEmulator.Running cloud;

  @BeforeEach
  void start() throws IOException {
    shell = new Shell();
    cloud = Clouds.start(0, null, null, null, null, Duration.ZERO, List.of());
    DriftTest.use(cloud, shell);
  }

  @AfterEach
  void stop() throws IOException {
    cloud.close();
    shell.close();
  }

  /// What an operator knows and no file says, by the end of the name of its variable.
  private static final Map<String, String> SECRETS =
      Map.of(
          "to-beijing_ike_config_psk", "an-example-key-1",
          "to-shanghai_ike_config_psk", "an-example-key-2",
          "_pre_shared_key", "only-for-trying-this-out",
          "_charge_type", "Daily");

  /// Sets the variables that `result` asks for.
  private void answer(Shell.Result result) {
    result
        .text()
        .lines()
        .filter(line -> line.startsWith("  - "))
        .map(line -> line.substring(4))
        .forEach(variable ->
            shell.set(
                "TF_VAR_" + variable,
                SECRETS.entrySet().stream()
                    .filter(e -> variable.endsWith(e.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("who knows " + variable))
                    .getValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "alicloud, apsara-ipsec, cn-qingdao-env66-d01, yaml, 7, alicloud_vpn_gateway.branches.id",
    "baiducloud, peering, bj, json, 2, hub-to-suzhou",
    "huaweicloud, huawei-vpn, cn-north-4, yaml, 9, huaweicloud_vpn_gateway.hub.eip2[0].id",
    "ksyun, ksyun-vpn, cn-beijing-6, json, 5, ksyun_vpn_customer_gateway.wuhan.id",
    "ksyun, ksyun-peering, cn-beijing-6, yaml, 2, next-door"
  })
  void whatIsWrittenOnlyImports(
      String name, String example, String region, String format, int count, String reference)
      throws Exception {
    DriftTest.apply(shell, example);
    Shell.Result found =
        shell.run("discover", name, "-region", region, "-out=adopted", "-format=" + format);
    assertThat(found.code()).as(found.text()).isZero();
    String written = shell.read("adopted/discovered.tf." + format);
    assertThat(written).contains(reference);
    assertThat(found.text() + written)
        .doesNotContain(SECRETS.get("_pre_shared_key"), "an-example-key", cloud.secretKey());
    answer(found);

    Shell.Result plan = shell.run("-chdir=adopted", "plan", "-no-color");
    assertThat(plan.text())
        .contains("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.".formatted(count));
    assertThat(shell.run("-chdir=adopted", "apply", "-auto-approve").text())
        .contains("Resources: %d imported, 0 added, 0 changed, 0 destroyed.".formatted(count));
    Shell.Result second = shell.run("-chdir=adopted", "plan", "-detailed-exitcode");
    assertThat(second.code()).as(second.text()).isZero();

    Shell.Result again =
        shell.run("discover", name, "-region", region, "-state=adopted", "-out=adopted", "-json");
    JsonNode report = JSON.readTree(again.text().lines().filter(l -> l.startsWith("{")).findFirst().orElseThrow());
    int managed = 0;
    for (JsonNode type : report.path("types")) {
      managed += type.path("managed").asInt();
      assertThat(type.path("unmanaged").asInt()).isZero();
    }
    assertThat(managed).isEqualTo(count);
    assertThat(again.text()).contains("There is nothing new");
    assertThat(shell.read("adopted/discovered.tf." + format)).isEqualTo(written);
  }

  @Test
  void coverageCountsWhoManagesWhat() throws Exception {
    DriftTest.apply(shell, "ksyun-vpn");
    JsonNode tunnels =
        JSON.readTree(DriftTest.behind(cloud, "ksyun", "GET", "", "")).path("vpn-tunnel");
    String chengdu =
        tunnels.properties().stream()
            .filter(e -> e.getValue().path("name").asString().equals("to-chengdu"))
            .findFirst()
            .orElseThrow()
            .getKey();
    DriftTest.behind(cloud, "ksyun", "DELETE", "/vpn-tunnel/" + chengdu, "");
    assertThat(
            shell
                .run("-chdir=ksyun-vpn", "state", "rm", "ksyun_vpn_customer_gateway.branch[\"wuhan\"]")
                .code())
        .isZero();
    shell.write(
        "other/main.tf.yaml",
        """
        provider:
          ksyun: {region: cn-beijing-6}
        resource:
          ksyun_vpn_customer_gateway:
            - test:
                count: 2
                customer_gateway_name: test-${count.index}
                customer_gateway_address: 203.0.113.9
              third:
                customer_gateway_name: third
                customer_gateway_address: 203.0.113.10
        """);
    assertThat(shell.run("-chdir=other", "apply", "-auto-approve").code()).isZero();
    Shell.Result found =
        shell.run(
            "discover", "ksyun", "-region=cn-beijing-6", "-types=ksyun_vpn_*",
            "-state=ksyun-vpn/terraform.tfstate", "-ignore=*_customer_gateway:test-*", "-json",
            "-stats");
    assertThat(found.code()).as(found.text()).isZero();
    String line = found.text().lines().filter(l -> l.startsWith("{")).findFirst().orElseThrow();
    assertThat(
            new SchemaCheck(
                    Tree.load(
                        Path.of(
                            "..",
                            "schemas/src/main/resources/dev/groma/schemas/discovery-report.schema.json")))
                .check(Tree.read("r.json", line)))
        .isEmpty();
    JsonNode report = JSON.readTree(line);
    assertThat(report.path("types").toString())
        .isEqualTo(
            "[{\"type\":\"ksyun_vpn_customer_gateway\",\"listed\":true,\"failed\":false,\"managed\":1,"
                + "\"unmanaged\":2,\"ignored\":2,\"gone\":0,\"coverage_percent\":33},"
                + "{\"type\":\"ksyun_vpn_gateway\",\"listed\":true,\"failed\":false,\"managed\":1,"
                + "\"unmanaged\":0,\"ignored\":0,\"gone\":0,\"coverage_percent\":100},"
                + "{\"type\":\"ksyun_vpn_tunnel\",\"listed\":true,\"failed\":false,\"managed\":1,"
                + "\"unmanaged\":0,\"ignored\":0,\"gone\":1,\"coverage_percent\":100}]");
    Shell.Result both =
        shell.run(
            "discover", "ksyun", "-region=cn-beijing-6", "-types", "ksyun_vpn_customer_gateway",
            "-state=ksyun-vpn", "-state=other");
    assertThat(both.text()).contains("ksyun_vpn_customer_gateway         4          1         0      0      80 %");
    assertThat(both.text()).contains("Unmanaged:\n  ksyun_vpn_customer_gateway ").contains("\"wuhan\"");

    assertThat(shell.run("discover", "ksyn").text()).contains("Did you mean", "ksyun");
    assertThat(shell.run("discover", "ksyun", "-types=ksyun_vpn").text()).contains("is none of");
    assertThat(shell.run("discover", "ksyun", "-state=nowhere").text()).contains("no such state");
  }

  @Test
  void laterRunsOnlyAddWhatIsNew() throws Exception {
    DriftTest.apply(shell, "ksyun-vpn");
    Shell.Result first =
        shell.run(
            "discover", "ksyun", "-region=cn-beijing-6", "-out=adopted",
            "-types=ksyun_vpn_gateway,ksyun_vpn_customer_gateway");
    assertThat(first.code()).as(first.text()).isZero();
    String before = shell.read("adopted/discovered.tf.yaml");

    Shell.Result second =
        shell.run("discover", "ksyun", "-region=cn-beijing-6", "-out=adopted");
    assertThat(second.code()).as(second.text()).isZero();
    assertThat(shell.read("adopted/discovered.tf.yaml")).isEqualTo(before);
    assertThat(shell.read("adopted/discovered-2.tf.yaml"))
        .contains("ksyun_vpn_tunnel", "${ksyun_vpn_gateway.main.id}", "${ksyun_vpn_customer_gateway.wuhan.id}")
        .doesNotContain("customer_gateway_address");
    answer(first);
    answer(second);
    assertThat(shell.run("-chdir=adopted", "plan", "-no-color").text())
        .contains("Plan: 5 to import, 0 to add, 0 to change, 0 to destroy.");
  }

  @Test
  void aTypeThatCannotBeListedIsToldAndTheRestIsThere() throws Exception {
    cloud.close();
    cloud =
        Clouds.start(
            0,
            null,
            null,
            null,
            null,
            Duration.ZERO,
            List.of("ksyun:DescribeVpnGateways:*:status=403,code=AccessDenied", "ksyun:*:1-3:throttle"));
    DriftTest.use(cloud, shell);
    shell.write(
        "other/main.tf.yaml",
        """
        provider:
          ksyun: {region: cn-beijing-6}
        resource:
          ksyun_vpn_customer_gateway:
            one:
              customer_gateway_name: one
              customer_gateway_address: 203.0.113.9
        """);
    assertThat(shell.run("-chdir=other", "apply", "-auto-approve").code()).isZero();
    Shell.Result found = shell.run("discover", "ksyun", "-region=cn-beijing-6", "-no-color");
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.text()).contains("failed", "AccessDenied", "\"one\" in cn-beijing-6");
  }
}

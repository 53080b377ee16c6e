package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `plan -preflight`: which changes a cloud would carry out, without carrying them out.
final class PreflightTest {
  private static final String GOOD =
      """
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
            pre_shared_key: between-us
        terraform_data:
          note: {}
      """;

  @Test
  void saysWhatWasProvedAndWhatNotAndWhy() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", GOOD);
      Shell.Result plan = shell.run("plan", "-emulator", "-preflight", "-no-color");
      assertThat(plan.code()).as(plan.text()).isZero();
      assertThat(plan.text())
          .contains(
              "Preflight: 2 proved, 0 refused, 2 could not be proved.",
              "ksyun_vpn_customer_gateway.branch: creating proved",
              "ksyun_vpn_gateway.office: creating proved",
              "ksyun_vpn_tunnel.link: creating could not be proved: vpn_gateway_id is known only"
                  + " after apply",
              "terraform_data.note: creating could not be proved: no cloud is asked for"
                  + " terraform_data");
      Shell.Result applied = shell.run("apply", "-emulator", "-auto-approve", "-no-color");
      assertThat(applied.text()).as("nothing was made before").contains("4 added, 0 changed");

      shell.write("main.tf.yaml", GOOD.replace("band_width: 10", "band_width: 20"));
      assertThat(shell.run("plan", "-emulator", "-preflight", "-no-color").text())
          .contains("ksyun_vpn_gateway.office: modifying proved")
          .doesNotContain("between-us");
      assertThat(
              shell
                  .run(
                      "plan",
                      "-emulator",
                      "-preflight",
                      "-no-color",
                      "-replace=ksyun_vpn_tunnel.link")
                  .text())
          .contains(
              "ksyun_vpn_tunnel.link: replacing could not be proved: the old object would go");
      assertThat(shell.run("plan", "-emulator", "-no-color").text()).doesNotContain("Preflight");
    }
  }

  @Test
  void aRefusalIsAnErrorAtTheResource() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", GOOD.replace("band_width: 10", "band_width: 99999"));
      Shell.Result plan = shell.run("plan", "-emulator", "-preflight", "-json", "-out=saved");
      assertThat(plan.code()).as(plan.text()).isEqualTo(1);
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> lines = plan.text().strip().lines().map(json::readTree).toList();
      assertThat(lines)
          .filteredOn(line -> line.path("type").asString().equals("preflight"))
          .extracting(line ->
              line.path("preflight").path("resource").path("addr").asString()
                  + " "
                  + line.path("preflight").path("outcome").asString())
          .containsExactly(
              "ksyun_vpn_customer_gateway.branch proved",
              "ksyun_vpn_gateway.office refused",
              "ksyun_vpn_tunnel.link unproved",
              "terraform_data.note unproved");
      assertThat(lines)
          .filteredOn(line -> line.path("type").asString().equals("diagnostic"))
          .filteredOn(line -> line.path("@level").asString().equals("error"))
          .singleElement()
          .satisfies(line -> {
            JsonNode diagnostic = line.path("diagnostic");
            assertThat(diagnostic.path("address").asString()).isEqualTo("ksyun_vpn_gateway.office");
            assertThat(diagnostic.path("range").path("filename").asString())
                .isEqualTo("main.tf.yaml");
          });
      assertThat(shell.directory().resolve("saved")).doesNotExist();
    }
  }

  @Test
  void aCloudWithoutSuchACheckSaysSo() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write(
          "main.tf.yaml",
          """
          resource:
            baiducloud_peer_conn:
              link:
                local_vpc_id: vpc-13vuxu016dew
                peer_vpc_id: vpc-jcvmhw9h1a35
                peer_region: gz
                bandwidth_in_mbps: 10
                billing: {payment_timing: Postpaid}
          """);
      assertThat(shell.run("plan", "-emulator", "-preflight", "-no-color").text())
          .contains(
              "baiducloud_peer_conn.link: creating could not be proved:", "has no such check");
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `-profile`: where the time of a run went.
final class ProfileOptionTest {
  private static final String GATEWAY =
      """
      resource:
        ksyun_vpn_customer_gateway:
          branch:
            customer_gateway_name: branch
            customer_gateway_address: 203.0.113.7
      """;

  @Test
  void eachCommandSaysWhereItsTimeWent() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", GATEWAY);
      assertThat(shell.run("apply", "-emulator", "-auto-approve", "-profile").text())
          .containsPattern("(?s)\nTime: [0-9.]+ s\n  configuration .*  state .*  plan .*  apply ")
          .containsPattern("  save +[0-9.]+ s\n")
          .containsPattern("  ksyun_vpn_customer_gateway.branch  create +[0-9.]+ s\n")
          .containsPattern("CreateCustomerGateway  1 calls +[0-9.]+ s\n");
      assertThat(shell.run("refresh", "-emulator", "-profile").text())
          .containsPattern("  of it reading what exists +[0-9.]+ s\n")
          .containsPattern("  ksyun_vpn_customer_gateway.branch  read +[0-9.]+ s\n");
      assertThat(shell.run("plan", "-emulator").text()).doesNotContain("Time:");
      assertThat(shell.run("destroy", "-emulator", "-auto-approve", "-profile").text())
          .containsPattern("  ksyun_vpn_customer_gateway.branch  delete +[0-9.]+ s\n");
    }
  }

  @Test
  void programsGetOneMessage() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", GATEWAY);
      shell.run("apply", "-emulator", "-auto-approve");
      Shell.Result planned = shell.run("plan", "-emulator", "-json", "-profile");
      JsonNode last = new ObjectMapper().readTree(planned.text().lines().toList().getLast());
      assertThat(planned.text().split("\"type\":\"profile\"", -1)).hasSize(2);
      JsonNode profile = last.path("profile");
      assertThat(profile.path("phases").valueStream().map(p -> p.path("phase").asString()))
          .containsExactly("configuration", "state", "plan");
      assertThat(profile.path("slowest").get(0).path("addr").asString())
          .isEqualTo("ksyun_vpn_customer_gateway.branch");
      assertThat(profile.path("calls").get(0).path("calls").asInt()).isPositive();
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `state identities`: what it prints is what `import` takes.
final class StateIdentitiesTest {
  private static final String BRANCH = "ksyun_vpn_customer_gateway.branch";

  @Test
  void objectsCanBeImportedByTheirIdentities() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write(
          "main.tf.yaml",
          """
          resource:
            terraform_data: {a: {input: "${ksyun_vpn_customer_gateway.branch.id}"}}
            ksyun_vpn_customer_gateway:
              branch:
                customer_gateway_name: branch
                customer_gateway_address: 203.0.113.7
          """);
      assertThat(shell.run("apply", "-emulator", "-auto-approve").code()).isZero();
      JsonNode all =
          new ObjectMapper()
              .readTree(shell.run("state", "identities", "-json").text())
              .path("identities");
      assertThat(all.valueStream().map(one -> one.path("address").asString()))
          .containsExactly(BRANCH, "terraform_data.a");
      assertThat(all.get(0).path("type").asString()).isEqualTo("ksyun_vpn_customer_gateway");
      assertThat(all.get(1).path("provider").asString())
          .isEqualTo("terraform.io/builtin/terraform");
      String id = all.get(0).path("import_id").asString();
      assertThat(shell.run("state", "identities", BRANCH).text())
          .isEqualTo(BRANCH + "  ksyun_vpn_customer_gateway  " + id + "\n");

      shell.run("state", "rm", BRANCH);
      Shell.Result imported = shell.run("import", "-emulator", BRANCH, id);
      assertThat(imported.code()).as(imported.text()).isZero();
      assertThat(shell.run("state", "identities", "ksyun_vpn_gateway.none").code()).isEqualTo(1);
    }
  }
}

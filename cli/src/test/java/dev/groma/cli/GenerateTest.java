package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `plan -generate-config-out`.
final class GenerateTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result generate(String file, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "plan";
    words[1] = "-no-color";
    words[2] = "-generate-config-out=" + file;
    System.arraycopy(more, 0, words, 3, more.length);
    return shell.run(words);
  }

  @Test
  void whatWasWrittenIsPlannedSavedAppliedAndPlannedAgain() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        variable: {id: {default: abc}}
        import: {to: terraform_data.web, id: "${var.id}"}
        """);
    assertThat(shell.run("plan").text())
        .contains("Configuration for import target does not exist")
        .contains("groma plan -generate-config-out=generated.tf.yaml");
    Shell.Result planned = generate("gen.tf.json", "-out=p");
    assertThat(planned.code()).isZero();
    assertThat(planned.text())
        .containsOnlyOnce("terraform_data.web: Preparing import... [id=abc]")
        .contains("# terraform_data.web will be imported")
        .contains("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.")
        .contains("Groma has generated configuration and written it to gen.tf.json.");
    assertThat(shell.read("gen.tf.json")).contains("\"//\": \"from \\\"abc\\\"\"");
    assertThat(generate("gen.tf.json").text()).contains("Target generated file already exists");
    assertThat(shell.run("apply", "p").text())
        .contains("terraform_data.web: Import complete [id=abc]")
        .contains("Resources: 1 imported, 0 added");
    assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
  }

  @Test
  void whatCannotBeWrittenIsRefused() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        import:
          - {to: "terraform_data.web[0]", id: a}
          - {to: "terraform_data.all[each.key]", id: b, for_each: [x]}
        """);
    assertThat(generate("gen.tf.yaml").text())
        .contains("not compatible with config generation")
        .contains("main.tf.yaml line 2", "main.tf.yaml line 3");
    assertThat(generate("gen.tf").text()).contains("does not say what to write");
    assertThat(generate("gen.tf.yaml", "-destroy").text())
        .contains("Config can only be generated during a normal plan operation");
    shell.write("main.tf.yaml", "import: {to: terraform_data.web, id: a}");
    assertThat(generate("none/gen.tf.yaml").text()).contains("Failed to write file");
    assertThat(Files.exists(shell.directory().resolve("gen.tf.yaml"))).isFalse();
  }

  @Test
  void nothingIsWrittenWhereEverythingIsConfigured() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        import: {to: terraform_data.web, id: a}
        resource: {terraform_data: {web: {}}}
        """);
    Shell.Result planned = generate("gen.tf.yaml");
    assertThat(planned.text()).contains("1 to import").doesNotContain("generated configuration");
    assertThat(shell.read("gen.tf.yaml")).isEmpty();
  }

  /// Everything of an example, over three clouds, is forgotten and taken over again.
  @Test
  void objectsOfCloudsAreTakenOverAsTheyAre() throws IOException {
    shell.write(
        "main.tf.yaml", Files.readString(Path.of("..", "examples", "hybrid", "main.tf.yaml")));
    assertThat(shell.run("apply", "-auto-approve", "-emulator").code()).isZero();
    ObjectNode whole = (ObjectNode) JSON.readTree(shell.run("convert", "main.tf.yaml").text());
    JsonNode state = JSON.readTree(shell.read("terraform.tfstate"));
    ObjectNode rest = JSON.createObjectNode();
    rest.set("provider", whole.get("provider"));
    imports(state, rest.putArray("import"));
    Files.delete(shell.directory().resolve("main.tf.yaml"));
    Files.delete(shell.directory().resolve("terraform.tfstate"));
    shell.write("main.tf.json", rest.toString());

    Shell.Result planned = generate("gen.tf.yaml", "-emulator");
    String written = shell.read("gen.tf.yaml");
    assertThat(planned.code()).isZero();
    assertThat(planned.text() + written).doesNotContain("Only-for-the-emulator-1");
    assertThat(planned.text()).contains("Plan: 12 to import, 0 to add, 0 to change, 0 to destroy.");
    Matcher secrets = Pattern.compile("(?m)^  (\\w+_psk):$").matcher(written);
    while (secrets.find()) {
      shell.set("TF_VAR_" + secrets.group(1), "Only-for-the-emulator-1");
    }
    assertThat(shell.run("fmt", "-check", "gen.tf.yaml").code()).isZero();
    assertThat(shell.run("apply", "-auto-approve", "-emulator").text())
        .contains("Resources: 12 imported, 0 added, 0 changed, 0 destroyed.");
    Shell.Result again = shell.run("plan", "-detailed-exitcode", "-emulator", "-no-color");
    assertThat(again.text()).contains("No changes.");
  }

  /// What is only sent and never read back gets a variable; that nothing is given for it is no
  /// change.
  @Test
  void whatIsOnlySentIsNoChange() throws IOException {
    String provider = "provider: {baiducloud: {region: bj}}\n";
    shell.write(
        "main.tf.yaml",
        provider
            + """
            resource:
              baiducloud_peer_conn:
                link:
                  bandwidth_in_mbps: 10
                  local_vpc_id: vpc-13vuxu016dew
                  peer_vpc_id: vpc-jcvmhw9h1a35
                  peer_region: gz
                  peer_if_name: other-side
                  billing: {payment_timing: Postpaid}
            """);
    assertThat(shell.run("apply", "-auto-approve", "-emulator").code()).isZero();
    String id =
        JSON.readTree(shell.read("terraform.tfstate"))
            .at("/resources/0/instances/0/attributes/id")
            .asString();
    Files.delete(shell.directory().resolve("terraform.tfstate"));
    shell.write(
        "main.tf.yaml", provider + "import: {to: baiducloud_peer_conn.link, id: " + id + "}\n");
    assertThat(generate("gen.tf.yaml", "-emulator").text())
        .contains("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");
    assertThat(shell.read("gen.tf.yaml"))
        .contains("peer_if_name: ${var.link_peer_if_name}", "ephemeral: true", "default: null");
    assertThat(shell.run("apply", "-auto-approve", "-emulator").text())
        .contains("Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    assertThat(shell.run("plan", "-detailed-exitcode", "-emulator").code()).isZero();
  }

  private static void imports(JsonNode state, ArrayNode imports) {
    for (JsonNode resource : state.path("resources")) {
      if (!resource.path("mode").asString().equals("managed")) {
        continue;
      }
      for (JsonNode instance : resource.path("instances")) {
        String key = instance.path("index_key").asString("");
        imports
            .addObject()
            .put(
                "to",
                resource.path("type").asString()
                    + "."
                    + resource.path("name").asString()
                    + (key.isEmpty() ? "" : "_" + key))
            .put("id", instance.path("attributes").path("id").asString());
      }
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Why objects are made, replaced and deleted, and why output values change.
final class CausesTest {
  private static final String BEFORE =
      """
      variable: {n: {default: 2}, keys: {default: [a, b], type: set(string)}, on: {default: true}}
      resource:
        terraform_data:
          many: {count: "${var.n}"}
          each: {for_each: "${var.keys}"}
          maybe: {lifecycle: {enabled: "${var.on}"}}
          one: {input: 1}
          follows:
            lifecycle: {replace_triggered_by: [terraform_data.one]}
          gone: {}
          left: {}
      module:
        m: {source: ./m, for_each: "${var.keys}"}
      output:
        o: {value: "${terraform_data.one.output}"}
        same: {value: "${var.keys}"}
      """;

  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.write("m/main.tf.yaml", "resource: {terraform_data: {x: {}}}");
    shell.write("main.tf.yaml", BEFORE);
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private static Map<String, String> causes(String log) {
    Map<String, String> all = new HashMap<>();
    for (String line : log.lines().toList()) {
      JsonNode change = JsonMapper.shared().readTree(line).path("change");
      for (JsonNode cause : change.path("causes")) {
        all.put(
            change.path("resource").path("addr").asString(),
            cause.path("kind").asString("")
                + " "
                + cause.path("range").path("start").path("line").asInt()
                + " "
                + cause.path("upstream"));
      }
    }
    return all;
  }

  @Test
  void aNewBlockIsTheCauseOfItsObjects() {
    assertThat(shell.run("plan").text()).doesNotContain("# because");
    assertThat(causes(shell.run("plan", "-json").text()))
        .containsEntry("terraform_data.many[0]", "block 4 ")
        .containsEntry("module.m[\"a\"].terraform_data.x", "block 1 ");
  }

  @Test
  void whatDecidesHowManyThereAreIsTheCauseOfMoreAndFewer() throws IOException {
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    shell.write(
        "main.tf.yaml",
        BEFORE.replace("    gone: {}\n", "").replace("    left: {}\n", "").replace("1}", "2}")
            + "removed: {from: terraform_data.left}\n");
    String[] given = {"-var=n=3", "-var=keys=[\"b\",\"c\"]", "-var=on=false", "-no-color"};
    String text = plan(given);
    assertThat(text)
        .contains("# because main.tf.yaml:4 (count), var.n\n  + resource")
        .contains("(because key [\"a\"] is not in for_each map)\n  # because main.tf.yaml:5 (for")
        .contains("# because main.tf.yaml:6 (enabled), var.on\n  - resource")
        .contains("# because main.tf.yaml:9 (replace_triggered_by), terraform_data.one\n")
        .contains("# because main.tf.yaml:15 (removed)\n")
        .contains("    # because main.tf.yaml:13, terraform_data.one\n");
    Map<String, String> causes = causes(plan("-json", given[0], given[1], given[2]));
    assertThat(causes)
        .containsEntry("terraform_data.many[2]", "count 4 [\"var.n\"]")
        .containsEntry("terraform_data.each[\"c\"]", "for_each 5 [\"var.keys\"]")
        .containsEntry("module.m[\"a\"].terraform_data.x", "for_each 11 [\"var.keys\"]")
        .containsEntry("module.m[\"c\"].terraform_data.x", "for_each 11 [\"var.keys\"]")
        .containsEntry("terraform_data.follows", "trigger 9 [\"terraform_data.one\"]")
        .doesNotContainKey("terraform_data.gone");
  }

  private String plan(String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "plan";
    System.arraycopy(options, 0, words, 1, options.length);
    return shell.run(words).text();
  }
}

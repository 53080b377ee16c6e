package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.conformance.Cases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A secret that is given to `terraform_data`, which repeats it as its output, is shown nowhere.
final class SecretInputTest {
  private static final String CONFIGURATION =
      """
      variable:
        secret: {sensitive: true, default: %s}
      resource:
        terraform_data:
          whole: {input: "${var.secret}"}
          part: {input: {key: "${var.secret}", open: to-be-seen}}
          list: {input: [open, "${var.secret}"]}
          trigger: {triggers_replace: ["${var.secret}", "${terraform_data.whole.output}"]}
          after: {input: "${terraform_data.whole.output}"}
          inside: {input: "is ${terraform_data.part.output.key}"}
          copy: {input: "${terraform_data.part.output}"}
      output:
        seen: {value: "${terraform_data.part.output.open}"}
        hidden: {sensitive: true, value: "${terraform_data.whole.output}"}
      """;

  private Shell shell;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result run(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as("%s: %s", String.join(" ", words), result.text()).isZero();
    assertThat(result.text())
        .as(String.join(" ", words))
        .doesNotContain("first-secret", "second-secret");
    said.add(result.text());
    return result;
  }

  private void look() throws IOException {
    run("show");
    for (String name : List.of("whole", "part", "list", "trigger", "after", "inside", "copy")) {
      run("state", "show", "terraform_data." + name);
    }
    run("output");
    run("plan", "-refresh-only");
    run("drift");
    run("state", "list");
    run("graph", "-type=plan");
  }

  private void plan(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("plan", "-out=the.plan", "-json-into=log.jsonl"));
    words.addAll(List.of(more));
    run(words.toArray(String[]::new));
    run("show", "the.plan");
    run("show", "-json", "the.plan");
    for (String format : List.of("markdown", "html", "json", "junit", "sarif", "gitlab")) {
      run("review", "-format=" + format, "the.plan");
    }
    assertThat(shell.read("log.jsonl")).doesNotContain("first-secret", "second-secret");
  }

  @Test
  void neverShown() throws IOException {
    shell.write("main.tf.yaml", CONFIGURATION.formatted("first-secret"));
    plan();
    run("apply", "the.plan");
    look();
    assertThat(run("plan", "-detailed-exitcode").text()).contains("No changes.");

    shell.write("main.tf.yaml", CONFIGURATION.formatted("second-secret"));
    plan();
    run("apply", "-auto-approve", "-json", "-json-into=log.jsonl");
    assertThat(shell.read("log.jsonl")).doesNotContain("first-secret", "second-secret");
    look();
    assertThat(run("plan", "-detailed-exitcode").text()).contains("No changes.");
    assertThat(shell.run("state", "diff").text()).doesNotContain("first-secret", "second-secret");

    plan("-destroy");
    run("apply", "the.plan");
    assertThat(said).anyMatch(text -> text.contains("seen = \"to-be-seen\""));
    assertThat(said).anyMatch(text -> text.contains("open = \"to-be-seen\""));
  }

  /// A state of the real program, which does not say that the output is secret, is understood so.
  @Test
  void notEvenWhenTheStateDoesNotSayThatItIsSecret() throws IOException {
    shell.write("main.tf.yaml", CONFIGURATION.formatted("first-secret"));
    run("apply", "-auto-approve");
    forget("output");
    look();
    run("plan");
    // Where a state says nothing of what is secret, a plan that knows better does not show it.
    forget("input", "triggers_replace");
    run("plan");
  }

  /// Takes out of the state that these attributes are sensitive.
  private void forget(String... attributes) throws IOException {
    JsonNode state = Cases.JSON.readTree(shell.read("terraform.tfstate"));
    int forgotten = 0;
    for (JsonNode resource : state.path("resources")) {
      JsonNode paths = resource.path("instances").get(0).path("sensitive_attributes");
      for (int i = paths.size() - 1; i >= 0; i--) {
        if (List.of(attributes).contains(paths.get(i).get(0).path("value").asString())) {
          ((ArrayNode) paths).remove(i);
          forgotten++;
        }
      }
    }
    assertThat(forgotten).isPositive();
    shell.write("terraform.tfstate", state.toString());
  }

  @Test
  void anOutputOfTheRootModuleHasToSayThatItIsSensitive() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        variable: {secret: {sensitive: true, default: first-secret}}
        resource: {terraform_data: {a: {input: "${var.secret}"}}}
        output: {o: {value: "${terraform_data.a.output}"}}
        """);
    Shell.Result refused = shell.run("plan");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text())
        .contains("Output refers to sensitive values")
        .doesNotContain("first-secret");
  }
}

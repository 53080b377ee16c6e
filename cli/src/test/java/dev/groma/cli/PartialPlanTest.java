package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans that fail half-way: what could be planned is shown and kept, and not applied.
final class PartialPlanTest {
  private static final String PROBLEM = "but then encountered a problem";

  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.write(
        "main.tf.yaml",
        """
        variable: {mode: {default: x}}
        resource:
          terraform_data:
            fine: {input: f}
            bad:
              input: b
              lifecycle:
                precondition: {condition: "${var.mode == \\"y\\"}", error_message: The mode must be y.}
        """);
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  @Test
  void areShownAndSavedToBeLookedAt() {
    Shell.Result planned = shell.run("plan", "-no-color", "-out=p");
    assertThat(planned.code()).isEqualTo(1);
    assertThat(planned.text())
        .containsSubsequence(
            PROBLEM, "terraform_data.fine will be created", "Plan: 1 to add", "Error: ")
        .contains("The mode must be y.")
        .doesNotContain("groma apply");
    assertThat(shell.run("show", "p").text()).contains(PROBLEM, "terraform_data.fine");
    assertThat(shell.run("show", "-json", "p").text())
        .contains("\"applyable\":false", "\"complete\":false", "\"errored\":true");
    assertThat(shell.run("review", "p").text()).contains("terraform_data.fine");
    assertThat(shell.run("plan", "-json").text())
        .containsSubsequence("\"type\":\"planned_change\"", "\"type\":\"diagnostic\"");
  }

  @Test
  void areNotApplied() throws IOException {
    shell.run("plan", "-out=p");
    Shell.Result refused = shell.run("apply", "-no-color", "p");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("Cannot apply incomplete plan");
    Shell.Result applied = shell.answering("yes\n", "apply", "-no-color");
    assertThat(applied.code()).isEqualTo(1);
    assertThat(applied.text())
        .contains(PROBLEM, "The mode must be y.")
        .doesNotContain("Enter a value", "Creating");
    assertThat(shell.run("apply", "-auto-approve").code()).isEqualTo(1);
    assertThat(shell.run("state", "list").text()).doesNotContain("terraform_data.fine");
  }

  @Test
  void sayNothingWhereNothingCouldBePlanned() throws IOException {
    shell.write("main.tf.yaml", "output: {o: {value: \"${terraform_data.none.id}\"}}");
    Shell.Result planned = shell.run("plan", "-no-color", "-out=p");
    assertThat(planned.code()).isEqualTo(1);
    assertThat(planned.text()).contains("Error: ").doesNotContain(PROBLEM, "Plan:");
    assertThat(shell.read("p")).isEmpty();
  }
}

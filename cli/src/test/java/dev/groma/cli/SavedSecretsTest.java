package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A saved plan holds no secret, and is carried out only with those that it was made with.
final class SavedSecretsTest {
  private Shell shell;

  @BeforeEach
  void write() throws IOException {
    shell = new Shell();
    shell.write(
        "main.tf.yaml",
        """
        variable:
          key: {type: string, sensitive: true}
          word: {type: string, sensitive: true}
        resource:
          terraform_data:
            tunnel: {input: "${var.key}"}
            other: {input: "${var.word}"}
            open: {input: "open"}
        """);
    given("key-one", "word-one");
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private void given(String key, String word) {
    shell.set("TF_VAR_key", key);
    shell.set("TF_VAR_word", word);
  }

  private Shell.Result ran(int code, String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.text()).doesNotContain("key-", "word-");
    return result;
  }

  @Test
  void theSameSecretsAreCarriedOut() {
    ran(0, "plan", "-out=saved");
    assertThat(ran(0, "apply", "saved").text()).contains("3 added");
  }

  @Test
  void anotherSecretIsRefused() throws IOException {
    ran(0, "plan", "-out=saved");
    given("key-one", "word-two");
    assertThat(ran(1, "apply", "-no-color", "saved").text())
        .contains("Sensitive variable needed again")
        .contains("one of the variables key, word has another");
    assertThat(shell.read("terraform.tfstate")).isEmpty();
  }

  /// What is shown of the plan is the same, but what is replaced is another secret.
  @Test
  void anotherSecretInTheStateMakesThePlanStale() {
    ran(0, "apply", "-auto-approve");
    given("key-two", "word-one");
    ran(0, "plan", "-out=saved");
    given("key-three", "word-one");
    ran(0, "apply", "-auto-approve");
    given("key-two", "word-one");
    assertThat(ran(1, "apply", "-no-color", "saved").text())
        .contains("Saved plan is stale")
        .contains("- terraform_data.tunnel: a sensitive value would be another one now");
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody meets who uses the program for the first time: the example, the demonstration, and
/// the mistakes that everybody makes.
final class FirstStepsTest {
  @TempDir private Path directory;
  private String out = "";
  private String err = "";

  @Test
  void theExamplePlansAsItSays() throws IOException {
    Path example = Path.of("../examples/peering");
    write("main.tf.yaml", Files.readString(example.resolve("main.tf.yaml")));
    assertThat(run("plan", "-emulator")).isZero();
    assertThat(out).isEqualTo(Files.readString(example.resolve("expected-plan.txt")));
    assertThat(err).isEmpty();
  }

  @Test
  void theDemonstrationEndsWell() {
    assertThat(run("demo")).isZero();
    assertThat(out)
        .contains("~ bandwidth_in_mbps = 50 -> 200", "Destroy complete! Resources: 2 destroyed.");
    assertThat(err).isEmpty();
  }

  @Test
  void aMisspeltAttributeIsShownWithWhatWasMeant() throws IOException {
    write("main.tf.yaml", "resource: {terraform_data: {a: {inputt: 3}}}\n");
    assertThat(run("plan")).isEqualTo(1);
    assertThat(err).contains("main.tf.yaml line 1", "^^^^^^", "Did you mean \"input\"?");
  }

  @Test
  void aMissingVariableIsNamed() throws IOException {
    write("main.tf.yaml", "variable: {size: {type: number}}\n");
    assertThat(run("plan")).isEqualTo(1);
    assertThat(err).contains("No value for required variable", "\"size\"", "-var");
  }

  @Test
  void aCycleIsToldReferenceByReference() throws IOException {
    write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            a: {input: "${terraform_data.b.id}"}
            b: {input: "${terraform_data.a.id}"}
        """);
    assertThat(run("plan")).isEqualTo(1);
    assertThat(err).contains("terraform_data.a refers to terraform_data.b at main.tf.yaml:3:19");
  }

  @Test
  void aDuplicateResourceIsShownWithBothPlaces() throws IOException {
    write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            a: {input: 1}
            a: {input: 2}
        """);
    assertThat(run("plan")).isEqualTo(1);
    assertThat(err).contains("Duplicate key", "main.tf.yaml line 4", "main.tf.yaml:3:5");
  }

  @Test
  void aTabInYamlIsExplained() throws IOException {
    write("main.tf.yaml", "resource:\n\tterraform_data: {}\n");
    assertThat(run("validate")).isEqualTo(1);
    assertThat(err).contains("Tab in indentation", "main.tf.yaml line 2");
  }

  @Test
  void aWrongKeyIsExplainedAndTheSecretIsNotShown() throws IOException {
    write(
        "main.tf.yaml",
        """
        provider: {baiducloud: {access_key: nobody, secret_key: not-to-be-seen}}
        data: {baiducloud_peer_conns: {all: {}}}
        """);
    assertThat(run("plan", "-emulator")).isEqualTo(1);
    assertThat(err).contains("InvalidAccessKeyId", "Check access_key");
    assertThat(out + err).doesNotContain("not-to-be-seen");
  }

  @Test
  void aCorruptStateIsLeftAsItIs() throws IOException {
    write("main.tf.yaml", "resource: {terraform_data: {a: {}}}\n");
    write("terraform.tfstate", "x{");
    assertThat(run("apply", "-auto-approve")).isEqualTo(1);
    assertThat(err).contains("Corrupt state file", "backup");
    assertThat(directory.resolve("terraform.tfstate")).hasContent("x{");
  }

  @Test
  void onlyYesIsApproval() throws IOException {
    write("main.tf.yaml", "resource: {terraform_data: {a: {}}}\n");
    assertThat(run("y\n", Map.of(), "apply")).isEqualTo(1);
    assertThat(out).contains("Only 'yes' will be accepted", "Apply cancelled.");
    assertThat(run("yes\n", Map.of(), "apply")).isZero();
    assertThat(out).contains("Apply complete! Resources: 1 added");
  }

  @Test
  void aSavedPlanHoldsNoSecretAndNeedsItAgain() throws IOException {
    write(
        "main.tf.yaml",
        """
        variable: {pw: {type: string, sensitive: true}}
        resource: {terraform_data: {a: {input: "${var.pw}"}}}
        """);
    assertThat(run("", Map.of("TF_VAR_pw", "hush-hush"), "plan", "-out=p")).isZero();
    assertThat(run("show", "-json", "p")).isZero();
    assertThat(out).contains("terraform_data.a").doesNotContain("hush-hush");
    assertThat(run("apply", "p")).isEqualTo(1);
    assertThat(err).contains("Sensitive variable needed again");
    assertThat(run("", Map.of("TF_VAR_pw", "other"), "apply", "p")).isEqualTo(1);
    assertThat(run("", Map.of("TF_VAR_pw", "hush-hush"), "apply", "p")).isZero();
    assertThat(run("", Map.of("TF_VAR_pw", "hush-hush"), "apply", "p")).isEqualTo(1);
    assertThat(err).contains("Saved plan is stale", "terraform_data.a");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private int run(String... words) {
    return run("", Map.of(), words);
  }

  private int run(String answers, Map<String, String> environment, String... words) {
    StringWriter results = new StringWriter();
    StringWriter failures = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(results),
            new PrintWriter(failures),
            new BufferedReader(new StringReader(answers)),
            false,
            new TreeMap<>(environment),
            directory,
            Interrupts.none());
    int code = Main.run(console, words);
    console.flush();
    out = results.toString();
    err = failures.toString();
    return code;
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.conformance.Cases;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `-json-into=FILE`: people read the terminal, programs the file.
final class JsonIntoTest {
  private static final String CONFIGURATION =
      """
      variable: {secret: {sensitive: true, default: never-to-be-shown}}
      resource:
        terraform_data:
          a: {input: one}
          b: {input: "${terraform_data.a.output} ${var.secret}"}
      output: {plain: {value: "${terraform_data.a.output}"}}
      """;

  /// The lines without what differs from run to run.
  private static List<String> settled(String lines) {
    return lines.lines().map(JsonIntoTest::settledLine).toList();
  }

  private static String settledLine(String line) {
    JsonNode node = Cases.JSON.readTree(line);
    ((ObjectNode) node).remove("@timestamp");
    return node.toString()
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\"elapsed_seconds\":\\d+", "\"elapsed_seconds\":0")
        .replaceAll("after \\d+s", "after 0s");
  }

  /// What `words` print with `-json`, in a directory of its own.
  private static List<String> asPrograms(String... words) throws IOException {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      String[] all = java.util.Arrays.copyOf(words, words.length + 1);
      all[words.length] = "-json";
      return settled(shell.run(all).text());
    }
  }

  @Test
  void theFileHoldsWhatProgramsReadAndTheTerminalWhatPeopleDo() throws IOException {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      Shell.Result planned = shell.run("plan", "-no-color");
      shell.write("log.jsonl", "left over from another run\n");
      Shell.Result both = shell.run("plan", "-no-color", "-json-into=log.jsonl");
      assertThat(both).isEqualTo(planned);
      String log = shell.read("log.jsonl");
      assertThat(settled(log)).isEqualTo(asPrograms("plan"));
      assertThat(log).contains("\"type\":\"planned_change\"").doesNotContain("never-to-be-shown");

      Shell.Result applied =
          shell.run(
              "apply", "-no-color", "-auto-approve", "-parallelism=1", "-json-into=log.jsonl");
      assertThat(applied.code()).isZero();
      assertThat(applied.text())
          .contains("terraform_data.a: Creation complete")
          .contains("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.")
          .doesNotContain("\"@level\"");
      log = shell.read("log.jsonl");
      assertThat(settled(log)).isEqualTo(asPrograms("apply", "-auto-approve", "-parallelism=1"));
      assertThat(log)
          .contains("\"type\":\"apply_complete\"", "\"type\":\"outputs\"")
          .doesNotContain("never-to-be-shown");
    }
  }

  @Test
  void somebodyCanBeAskedMeanwhile() throws IOException {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      assertThat(shell.answering("no\n", "apply", "-no-color", "-json-into=log.jsonl").text())
          .contains("Enter a value:", "Apply cancelled.");
      assertThat(shell.read("log.jsonl"))
          .contains("\"type\":\"change_summary\"")
          .doesNotContain("apply_start");
      assertThat(shell.answering("yes\n", "apply", "-no-color", "-json-into=log.jsonl").code())
          .isZero();
      assertThat(shell.read("log.jsonl")).contains("\"type\":\"apply_complete\"");
    }
  }

  @Test
  void errorsAreInBoth() throws IOException {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", "output: {o: {value: \"${terraform_data.none.id}\"}}");
      Shell.Result failed = shell.run("plan", "-no-color", "-json-into=log.jsonl");
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.text()).contains("Error: Reference to undeclared resource");
      assertThat(shell.read("log.jsonl").lines().map(Cases.JSON::readTree))
          .anyMatch(line ->
              line.path("type").asString().equals("diagnostic")
                  && line.path("diagnostic")
                      .path("summary")
                      .asString()
                      .equals("Reference to undeclared resource"));
    }
  }

  /// A log is worth less than an apply that is cut short.
  @Test
  void aFileThatCannotBeWrittenIsToldOnceAndStopsNothing() throws IOException {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      for (String command : List.of("plan", "apply")) {
        Shell.Result result =
            command.equals("plan")
                ? shell.run("plan", "-no-color", "-json-into=no/such/log.jsonl")
                : shell.run("apply", "-no-color", "-auto-approve", "-json-into=no/such/log.jsonl");
        assertThat(result.code()).as(command).isZero();
        assertThat(result.text())
            .containsOnlyOnce("Warning: The file of -json-into cannot be written")
            .contains("no/such/log.jsonl", "Name a file in a directory that you can write");
      }
      assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The versions of a state that are kept.
final class HistoryTest {
  private final Shell shell;

  HistoryTest() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private String refused(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    return result.text();
  }

  private void apply(String resources) throws IOException {
    apply(resources, "a,b");
  }

  private void apply(String resources, String output) throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        variable: {pw: {sensitive: true, default: hunter2}}
        resource: {terraform_data: {%s}}
        output: {all: {value: "%s"}}
        """
            .formatted(resources, output));
    shell.ok("apply", "-auto-approve");
  }

  @Test
  void listsComparesAndRestores() throws IOException {
    assertThat(shell.ok("state", "history")).isEqualTo("Nothing was recorded yet.\n");
    apply("a: {input: x}, b: {input: \"${var.pw}\"}");
    String one = shell.read("terraform.tfstate");
    assertThat(refused("state", "diff")).contains("Only one version is kept");
    apply("a: {input: y}, b: {triggers_replace: \"${var.pw}\"}");
    apply("a: {input: y}, c: {}", "a,c");

    assertThat(shell.ok("state", "history").replaceAll("2[-0-9T:]+Z +[0-9]+", "TIME SIZE"))
        .isEqualTo(
            """
            Version   Serial  Written                    Bytes
            v3             3  TIME SIZE  current
            v2             2  TIME SIZE
            v1             1  TIME SIZE
            """);
    assertThat(shell.read(".groma/history/terraform.tfstate/v1-1.tfstate")).isEqualTo(one);

    assertThat(anonymous(shell.ok("state", "diff", "v1", "2")))
        .isEqualTo(
            """
            From v1 (serial 1) to v2 (serial 2)

              # terraform_data.a is changed
              ~ resource "terraform_data" "a" {
                    id     = "ID"
                  ~ input  = "x" -> "y"
                  ~ output = "x" -> "y"
                }

              # terraform_data.b is changed
              ~ resource "terraform_data" "b" {
                  ~ id               = "ID" -> "ID"
                  - input            = (sensitive value)
                  - output           = (sensitive value)
                  + triggers_replace = (sensitive value)
                }

            Objects: 0 added, 2 changed, 0 removed.
            """);
    assertThat(anonymous(shell.ok("state", "diff")))
        .isEqualTo(
            """
            From v2 (serial 2) to v3 (serial 3)

              # terraform_data.b is removed
              - resource "terraform_data" "b" {
                  - id               = "ID"
                  - triggers_replace = (sensitive value)
                }

              # terraform_data.c is added
              + resource "terraform_data" "c" {
                  + id = "ID"
                }

            Outputs:
              ~ all = "a,b" -> "a,c"

            Objects: 1 added, 0 changed, 1 removed.
            """);
    assertThat(shell.ok("state", "diff", "v3")).contains("Both versions record the same.");

    assertThat(shell.answering("no\n", "state", "restore", "v1").text())
        .contains("unknown to Groma:", "- terraform_data.c", "Restore cancelled");
    assertThat(refused("state", "restore", "v1")).contains("Approval needed");
    assertThat(refused("state", "restore", "v9")).contains("There is no such version");
    assertThat(shell.ok("state", "restore", "-auto-approve", "v1"))
        .contains("Restored version v1 as serial 4.");
    assertThat(withoutSerial(shell.read("terraform.tfstate"))).isEqualTo(withoutSerial(one));
    assertThat(shell.ok("state", "restore", "v1")).contains("Nothing to restore");
    assertThat(shell.ok("state", "history")).contains("v4             4", "v3             3");
  }

  private static String anonymous(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }

  private static String withoutSerial(String state) {
    return state.replaceAll("\"serial\": [0-9]+", "");
  }

  @Test
  void restoringNeedsTheLock() throws IOException {
    apply("a: {}");
    apply("b: {}");
    try (HeldState held = new HeldState(shell.directory().resolve("terraform.tfstate"))) {
      assertThat(held.isHeld()).isTrue();
      assertThat(refused("state", "restore", "-auto-approve", "v1"))
          .contains("Error acquiring the state lock");
    }
  }

  @Test
  void tellsPrograms() throws IOException {
    apply("a: {}");
    apply("b: {}");
    JsonNode versions =
        new ObjectMapper().readTree(shell.ok("state", "history", "-json")).path("versions");

    assertThat(versions).hasSize(2);
    assertThat(versions.get(0).path("id").asString()).isEqualTo("v2");
    assertThat(versions.get(0).path("current").asBoolean()).isTrue();
    assertThat(versions.get(0).path("bytes").asLong())
        .isEqualTo(Files.size(shell.directory().resolve("terraform.tfstate")));
    assertThat(versions.get(1).path("serial").asLong()).isEqualTo(1);
  }

  @Test
  void keepsAsManyAsAreWanted() throws IOException {
    shell.set("GROMA_HISTORY", "2");
    for (String name : new String[] {"a", "b", "c", "d"}) {
      apply(name + ": {}");
    }
    assertThat(shell.ok("state", "history")).contains("v4", "v3", "v2").doesNotContain("v1");
    shell.set("GROMA_HISTORY", "many");
    assertThat(refused("plan")).contains("Wrong number of versions", "GROMA_HISTORY is \"many\"");
    shell.set("GROMA_HISTORY", "0");
    assertThat(refused("state", "history")).contains("GROMA_HISTORY is 0");
    apply("e: {}");
    try (Stream<Path> kept =
        Files.list(shell.directory().resolve(".groma/history/terraform.tfstate"))) {
      assertThat(kept).hasSize(2);
    }
  }

  @Test
  void keepsWhatOthersWrote() throws IOException {
    apply("a: {}");
    String foreign = shell.read("terraform.tfstate").replace("\"serial\": 1", "\"serial\": 8");
    shell.write("terraform.tfstate", foreign);
    assertThat(shell.ok("state", "history")).contains("v1             8");
    apply("b: {}");

    assertThat(shell.read(".groma/history/terraform.tfstate/v1-8.tfstate")).isEqualTo(foreign);
    assertThat(shell.ok("state", "history")).contains("v2             9", "v1             8");
  }

  /// The state is worth more than its history.
  @Test
  void recordsAlsoWhereNothingCanBeKept() throws IOException {
    apply("a: {}");
    Path folder = shell.directory().resolve(".groma");
    assertThat(Files.exists(folder)).isFalse();
    Files.writeString(folder, "in the way");
    apply("b: {}");

    assertThat(shell.ok("state", "list")).isEqualTo("terraform_data.b\n");
    assertThat(shell.ok("state", "history")).contains("current");
  }

  @Test
  void belongsToTheWorkspace() throws IOException {
    apply("a: {}");
    shell.ok("workspace", "new", "dev");
    apply("b: {}");
    apply("c: {}");
    assertThat(shell.ok("state", "history")).contains("v3", "v2");
    shell.ok("workspace", "select", "default");
    assertThat(shell.ok("state", "history")).contains("v1").doesNotContain("v2");
    shell.ok("workspace", "delete", "-force", "dev");
    assertThat(Files.exists(shell.directory().resolve("terraform.tfstate.d"))).isFalse();
  }
}

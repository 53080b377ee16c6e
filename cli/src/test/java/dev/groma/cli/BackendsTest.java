package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Where states are: the `backend` block, what `init` records of it, and how states are moved.
final class BackendsTest {
  private static final String MAIN = "resource: {terraform_data: {a: {input: x}}}\n";

  private final Shell shell;

  BackendsTest() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private String ok(String... words) {
    return okAnswering("", words);
  }

  private String okAnswering(String answers, String... words) {
    Shell.Result result = shell.answering(answers, words);
    assertThat(result.code()).as(result.text()).isZero();
    return result.text();
  }

  private String refused(String... words) {
    return refusedAnswering("", words);
  }

  private String refusedAnswering(String answers, String... words) {
    Shell.Result result = shell.answering(answers, words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).doesNotContain("Exception", "\tat ");
    return result.text();
  }

  private void backend(String body) throws IOException {
    shell.write("backend.tf.yaml", "terraform:\n  backend:\n    " + body + "\n");
  }

  private void noBackend() throws IOException {
    Files.delete(shell.directory().resolve("backend.tf.yaml"));
  }

  /// The bytes of all state files, by name.
  private SortedMap<String, String> states() throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(shell.directory())) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(f -> f.toString().endsWith(".tfstate"))
              .toList()) {
        String name = shell.directory().relativize(file).toString();
        if (!name.startsWith(".terraform/") && !name.contains(".groma/history/")) {
          all.put(name, Files.readString(file));
        }
      }
    }
    return all;
  }

  private void applied() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    ok("apply", "-auto-approve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "state list",
        "state pull",
        "state history",
        "output",
        "show",
        "workspace list",
        "workspace new x",
        "taint terraform_data.a",
        "console",
        "providers",
        "force-unlock ID",
        "state rm terraform_data.a"
      })
  void nothingIsDoneWithABackendThatInitHasNotSeen(String command) throws IOException {
    applied();
    backend("local: {path: elsewhere.tfstate}");

    assertThat(refused(command.split(" ")))
        .contains(
            "Backend initialization required, please run \"groma init\"",
            "backend.tf.yaml line 3",
            "Reason: Initial configuration of the requested backend \"local\"");
    assertThat(shell.read("elsewhere.tfstate")).isEmpty();
  }

  @Test
  void recordsTheBackendAsTerraformDoes() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {path: st/one.tfstate}");
    assertThat(ok("init"))
        .contains(
            """
            Initializing the backend...

            Successfully configured the backend "local"! Groma will automatically
            use this backend unless the backend configuration changes.
            """);

    JsonNode record = new ObjectMapper().readTree(shell.read(".terraform/terraform.tfstate"));
    // What terraform 1.11.4 writes for this block.
    assertThat(record)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"version": 3, "terraform_version": "1.11.4", "backend": {"type": "local",
                     "config": {"path": "st/one.tfstate", "workspace_dir": null},
                     "hash": 2497449988}}
                    """));
    assertThat(ok("init")).doesNotContain("Successfully configured");
    ok("apply", "-auto-approve");
    assertThat(ok("state", "list")).isEqualTo("terraform_data.a\n");
    assertThat(states().keySet()).containsExactly("st/one.tfstate");
  }

  @Test
  void understandsTheRecordOfTerraform() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {path: st/one.tfstate, workspace_dir: ws}");
    shell.write(
        ".terraform/terraform.tfstate",
        """
        {"version": 3, "terraform_version": "1.11.4", "backend": {"type": "local",
          "config": {"path": "st/one.tfstate", "workspace_dir": "ws"}, "hash": 2248352266}}
        """);

    ok("apply", "-auto-approve");
    assertThat(states().keySet()).containsExactly("st/one.tfstate");
  }

  @Test
  void asksBeforeTheFirstStateIsMoved() throws IOException {
    applied();
    backend("local: {path: st/one.tfstate}");
    String before = shell.read("terraform.tfstate");

    assertThat(refused("init"))
        .contains("Do you want to copy existing state to the new backend?", "Nothing was changed");
    assertThat(refused("init", "-input=false")).contains("Input is switched off", "-force-copy");
    assertThat(refused("init", "-json")).contains("Input is switched off");
    assertThat(states().keySet()).containsExactly("terraform.tfstate");

    assertThat(okAnswering("yes\n", "init"))
        .contains(
            """
            Do you want to copy existing state to the new backend?
              Pre-existing state was found while migrating the previous "local" backend to the
              newly configured "local" backend. No existing state was found in the newly
              configured "local" backend. Do you want to copy this state to the new "local"
              backend? Enter "yes" to copy and "no" to start with an empty state.
            """);
    assertThat(shell.read("terraform.tfstate")).isEqualTo(before);
    assertThat(shell.read("st/one.tfstate")).isEqualTo(before);
  }

  @Test
  void beginsWithAnEmptyStateAfterNo() throws IOException {
    applied();
    backend("local: {path: st/one.tfstate}");
    okAnswering("no\n", "init");

    assertThat(ok("state", "pull")).isEmpty();
    assertThat(states().keySet()).containsExactly("terraform.tfstate");
  }

  @Test
  void aChangedBlockNeedsADecision() throws IOException {
    applied();
    backend("local: {path: one.tfstate}");
    ok("init", "-force-copy");
    backend("local: {path: two.tfstate}");

    assertThat(refused("plan")).contains("Reason: Backend configuration block has changed");
    assertThat(refused("init"))
        .contains("Backend configuration changed", "-migrate-state", "-reconfigure");
    assertThat(refused("init", "-migrate-state", "-reconfigure")).contains("mutually-exclusive");
    assertThat(states()).doesNotContainKey("two.tfstate");

    ok("init", "-reconfigure");
    assertThat(ok("state", "pull")).isEmpty();

    backend("local: {path: one.tfstate}");
    ok("init", "-reconfigure");
    backend("local: {path: two.tfstate}");
    assertThat(okAnswering("yes\n", "init", "-migrate-state"))
        .contains("Backend configuration changed!", "Successfully configured");
    assertThat(ok("state", "list")).isEqualTo("terraform_data.a\n");
    assertThat(shell.read("two.tfstate")).isEqualTo(shell.read("one.tfstate"));

    noBackend();
    assertThat(refused("plan")).contains("Unsetting the previously set backend \"local\"");
    assertThat(refused("init")).contains("Backend configuration changed");
    assertThat(ok("init", "-migrate-state"))
        .contains(
            "unconfiguring your previously set \"local\" backend",
            "Successfully unset the backend \"local\". Groma will now operate locally.");
    assertThat(ok("state", "list")).isEqualTo("terraform_data.a\n");
  }

  @Test
  void movesAllWorkspacesThereAndBack() throws IOException {
    applied();
    ok("workspace", "new", "dev");
    ok("apply", "-auto-approve");
    ok("workspace", "new", "empty");
    backend("local: {path: st/one.tfstate, workspace_dir: ws}");
    SortedMap<String, String> before = states();

    assertThat(refusedAnswering("no\n", "init")).contains("Migration aborted by user");
    assertThat(states()).isEqualTo(before);
    assertThat(okAnswering("yes\n", "init"))
        .contains("THIS WILL OVERWRITE any conflicting", "destination; there are none.");
    assertThat(states()).containsAllEntriesOf(before);
    assertThat(shell.read("ws/dev/terraform.tfstate"))
        .isEqualTo(before.get("terraform.tfstate.d/dev/terraform.tfstate"));
    assertThat(ok("workspace", "list")).isEqualTo("  default\n  dev\n* empty\n\n");

    ok("workspace", "select", "dev");
    shell.write("main.tf.yaml", MAIN.replace("x", "y"));
    ok("apply", "-auto-approve");
    noBackend();
    assertThat(okAnswering("yes\n", "init", "-migrate-state"))
        .contains("which are those of: dev.", "was saved in", ".groma/replaced/local-dev-");
    assertThat(shell.read("terraform.tfstate.d/dev/terraform.tfstate")).contains("\"y\"");
    assertThat(states().keySet())
        .anyMatch(name -> name.matches(".groma/replaced/local-dev-[0-9a-f]{8}-2.tfstate"));
  }

  @Test
  void overwritesNothingNewer() throws IOException {
    applied();
    backend("local: {path: one.tfstate}");
    ok("init", "-force-copy");
    shell.write("main.tf.yaml", MAIN.replace("x", "newer"));
    ok("apply", "-auto-approve");
    String newer = shell.read("one.tfstate");
    noBackend();
    ok("init", "-reconfigure");
    backend("local: {path: one.tfstate}");

    assertThat(refused("init", "-force-copy"))
        .contains("The state in the destination is newer", "has serial 2", "serial 1");
    assertThat(shell.read("one.tfstate")).isEqualTo(newer);
    assertThat(okAnswering("no\n", "init"))
        .contains(
            "An existing non-empty state already exists in",
            "Both are versions of one state, and the one in the new backend is NEWER.");
    assertThat(shell.read("one.tfstate")).isEqualTo(newer);
    assertThat(ok("plan")).contains("No changes");
  }

  @Test
  void savesAnotherStateThatIsOverwritten() throws IOException {
    applied();
    Files.move(
        shell.directory().resolve("terraform.tfstate"), shell.directory().resolve("one.tfstate"));
    String other = shell.read("one.tfstate");
    ok("apply", "-auto-approve");
    backend("local: {path: one.tfstate}");

    assertThat(okAnswering("yes\n", "init"))
        .contains("They are states of different lineages", "saved in");
    assertThat(states()).containsValue(other);
    assertThat(new ObjectMapper().readTree(shell.read("one.tfstate")).path("lineage"))
        .isEqualTo(new ObjectMapper().readTree(shell.read("terraform.tfstate")).path("lineage"));
  }

  @Test
  void movesNoStateThatIsLocked() throws IOException {
    applied();
    backend("local: {path: one.tfstate}");
    try (var store = new HeldState(shell.directory().resolve("terraform.tfstate"))) {
      assertThat(refusedAnswering("yes\n", "init")).contains("Error acquiring the state lock");
      assertThat(store.isHeld()).isTrue();
      assertThat(okAnswering("yes\n", "init", "-lock=false")).contains("Successfully configured");
    }
  }

  @Test
  void leavesTheBackendAlone() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {path: one.tfstate}");

    assertThat(ok("init", "-backend=false")).doesNotContain("Initializing the backend");
    assertThat(refused("plan")).contains("Backend initialization required");
  }

  @Test
  void takesArgumentsFromOutside() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {}");
    shell.write(
        "b.hcl",
        """
        # where
        path = "from-lines.tfstate" # here

        workspace_dir = "w"
        """);
    shell.write("b.json", "{\"path\": \"from-json.tfstate\"}");
    shell.write("b.yaml", "path: from-yaml.tfstate\n");

    for (List<String> given :
        List.of(
            List.of("from-lines", "b.hcl"),
            List.of("from-json", "b.hcl", "b.json"),
            List.of("from-yaml", "b.yaml"),
            List.of("from-word", "b.yaml", "path=from-word.tfstate"))) {
      String[] words =
          Stream.concat(
                  Stream.of("init", "-reconfigure"),
                  given.stream().skip(1).map(text -> "-backend-config=" + text))
              .toArray(String[]::new);
      ok(words);
      ok("apply", "-auto-approve");
      assertThat(states()).containsKey(given.getFirst() + ".tfstate");
    }
    assertThat(ok("init")).doesNotContain("Successfully configured");
    assertThat(ok("init", "-backend-config=path=from-word.tfstate"))
        .doesNotContain("Successfully configured");
    assertThat(refused("init", "-backend-config=path=x")).contains("configuration changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nofile | The file \"nofile\" of -backend-config could not be read: it does not exist",
        "pth=x | The backend configuration argument \"pth\" given on the command line",
        "list.json | A file of -backend-config holds arguments",
        "bad.json | bad.json line 1",
        "unknown.json | The backend configuration argument \"pth\" given in a file",
        "path= | Invalid local state file path"
      })
  void saysWhatIsWrongWithArgumentsFromOutside(String option, String message) throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {}");
    shell.write("list.json", "[]");
    shell.write("bad.json", "{\"path\": }");
    shell.write("unknown.json", "{\"pth\": 1}");

    assertThat(refused("init", "-backend-config=" + option).replaceAll("\\s*│ *", " ").strip())
        .contains(message);
    assertThat(Files.exists(shell.directory().resolve(".terraform/terraform.tfstate"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azurerm: {} | There is no backend \"azurerm\" in Groma. Built in are: http, local, pg, s3",
        "oss: {} | Use \"pg\" or \"http\". The backend \"s3\" can use the object stores of Alibaba",
        "obs: {} | object stores of Huawei Cloud only where their S3 protocol observes",
        "cos: {} | and refuses a store that does not (docs/state-stores.md). Use one of these, or",
        "loca: {} | There is no backend type named \"loca\". Did you mean \"local\"?",
        "local: {pth: x} | No argument or block type is named \"pth\". Did you mean \"path\"?",
        "local: {path: [x]} | Unsuitable value: string required",
        "local: {path: \"${var.x}\"} | Variables not allowed",
        "local: {path: \"\"} | The \"path\" attribute value must not be empty"
      })
  void saysWhatIsWrongWithTheBlock(String body, String message) throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend(body);

    assertThat(refused("init").replaceAll("\\s*│ *", " ").strip())
        .contains(message, "backend.tf.yaml line 3");
  }

  @Test
  void saysThatABlockIsMissing() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    assertThat(ok("init", "-backend-config=path=x"))
        .contains("Missing backend configuration", "has no effect");
  }

  @Test
  void saysWhenTheRecordCannotBeWrittenOrRead() throws IOException {
    applied();
    backend("local: {path: one.tfstate}");
    shell.set("TF_DATA_DIR", "/proc/data");
    assertThat(refused("init", "-force-copy").replaceAll("\\s*│ *", " "))
        .contains(
            "The file /proc/data/terraform.tfstate cannot be written: its directory takes no new"
                + " files. States that were copied are in both places",
            "TF_DATA_DIR");
    shell.set("TF_DATA_DIR", "");
    shell.write(".terraform/terraform.tfstate", "{");
    for (String command : List.of("plan", "init")) {
      assertThat(refused(command))
          .contains("The record of the backend cannot be read", "init -reconfigure");
    }
    assertThat(okAnswering("yes\n", "init", "-reconfigure")).contains("Successfully configured");
  }

  @Test
  void namesTheBackendThatItCannotLeave() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    shell.write(
        ".terraform/terraform.tfstate",
        """
        {"version": 3, "backend": {"type": "azurerm", "config": {"key": "k"}, "hash": 1}}
        """);
    assertThat(refused("init", "-migrate-state"))
        .contains("The previous backend is not built in", "\"azurerm\"", "-reconfigure");
    ok("init", "-reconfigure");
    ok("apply", "-auto-approve");
  }

  @Test
  void aSavedPlanRemembersItsBackend() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    backend("local: {path: one.tfstate}");
    ok("init");
    ok("plan", "-out=p.tfplan");
    // As on another machine, where nobody has called init.
    Files.delete(shell.directory().resolve(".terraform/terraform.tfstate"));
    ok("apply", "p.tfplan");
    assertThat(states().keySet()).containsExactly("one.tfstate");

    shell.write("main.tf.yaml", MAIN.replace("x", "y"));
    ok("init");
    ok("plan", "-out=p.tfplan");
    backend("local: {path: two.tfstate}");
    ok("init", "-reconfigure");
    assertThat(refused("apply", "p.tfplan"))
        .contains("The saved plan is for another backend", "with other arguments");
    assertThat(states().keySet()).containsExactly("one.tfstate");
  }

  @Test
  void aWorkspaceThatIsNotThereIsAskedFor() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    ok("workspace", "new", "dev");
    backend("local: {path: one.tfstate, workspace_dir: other}");
    okAnswering("no\n", "init", "-reconfigure", "-backend=false");
    shell.write(".terraform/environment", "gone");

    assertThat(refused("init", "-reconfigure"))
        .contains("The currently selected workspace (gone) does not exist.", "TF_WORKSPACE");
    assertThat(refusedAnswering("7\n", "init", "-reconfigure")).contains("numbers 1 to 1");
    assertThat(okAnswering("1\n", "init", "-reconfigure"))
        .contains("1. default", "Switched to workspace \"default\"");
    assertThat(ok("workspace", "show")).isEqualTo("default\n");
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// All commands on a state behind HTTP.
final class HttpBackendTest {
  private static final String PASSWORD = "correct-horse-battery";
  private static final String MAIN =
      """
      resource: {terraform_data: {a: {input: x}, b: {input: y}}}
      output: {o: {value: "${terraform_data.a.output}"}}
      """;

  private final Shell shell;
  private final HttpStates server;

  HttpBackendTest() throws IOException {
    shell = new Shell();
    server = new HttpStates("ann", PASSWORD);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    shell.close();
  }

  private String ok(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.text()).doesNotContain(PASSWORD);
    return result.text();
  }

  private String refused(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).doesNotContain(PASSWORD, "Exception", "Internal error");
    return result.text().replaceAll("\\s*│ *", " ");
  }

  private void configure(String more) throws IOException {
    shell.write("main.tf.yaml", MAIN);
    shell.write(
        "backend.tf.yaml",
        """
        terraform:
          backend:
            http:
              address: %1$s
              lock_address: %1$s
              unlock_address: %1$s
              username: ann
              retry_max: 0
              %2$s
        """
            .formatted(server.address("net"), more));
  }

  private void initialized() throws IOException {
    configure("");
    ok("init", "-backend-config=password=" + PASSWORD);
    shell.set("GROMA_BACKEND_PASSWORD", PASSWORD);
  }

  @Test
  void secretsAreNotStored() throws IOException {
    configure("");
    assertThat(ok("init", "-backend-config=password=" + PASSWORD))
        .contains(
            "Successfully configured the backend \"http\"!",
            "Secrets are not stored. Commands take them from GROMA_BACKEND_PASSWORD");
    shell.set("GROMA_BACKEND_PASSWORD", PASSWORD);
    ok("apply", "-auto-approve");
    ok("plan", "-out=p.tfplan");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(shell.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(PASSWORD)) {
          found.add(file.toString());
        }
      }
    }
    assertThat(found).isEmpty();
    assertThat(unzipped("p.tfplan")).doesNotContain(PASSWORD);
    assertThat(shell.read(".terraform/terraform.tfstate"))
        .contains("\"password\" : null", "\"groma_secrets\"");
    assertThat(ok("init")).doesNotContain("Successfully");

    shell.set("GROMA_BACKEND_PASSWORD", "");
    for (String command : List.of("plan", "apply p.tfplan", "state list", "workspace list")) {
      assertThat(refused(command.split(" ")))
          .contains("Sensitive arguments of the backend are needed again")
          .contains("set GROMA_BACKEND_PASSWORD.");
    }
    shell.set("TF_HTTP_PASSWORD", PASSWORD);
    ok("init", "-reconfigure");
    ok("plan");
    shell.set("TF_HTTP_PASSWORD", "");
    assertThat(refused("plan")).contains("401");
    assertThat(refused("init", "-backend-config=password=other"))
        .contains("Backend configuration changed");
    ok("init", "-reconfigure", "-backend-config=password=" + PASSWORD);
    assertThat(refused("init", "-migrate-state", "-backend-config=address=http://127.0.0.1:1/x"))
        .contains("needed again");
  }

  @Test
  void aChangedSecretInTheBlockIsNoticed() throws IOException {
    configure("password: " + PASSWORD);
    ok("init");
    ok("apply", "-auto-approve");
    assertThat(shell.read(".terraform/terraform.tfstate")).doesNotContain(PASSWORD);
    assertThat(refused("init", "-backend-config=password=x"))
        .contains("given twice", "password: " + "X".repeat(PASSWORD.length()));
    ok("plan", "-out=p.tfplan");
    assertThat(unzipped("p.tfplan")).contains("username: ann").doesNotContain(PASSWORD);
    ok("apply", "p.tfplan");
    configure("password: other");
    assertThat(refused("plan")).contains("Backend configuration block has changed");
  }

  private String unzipped(String name) throws IOException {
    StringBuilder all = new StringBuilder();
    try (ZipFile zip = new ZipFile(shell.directory().resolve(name).toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }

  @Test
  void everyCommandWorks() throws IOException {
    initialized();
    ok("apply", "-auto-approve");
    assertThat(shell.read("terraform.tfstate")).isEmpty();
    assertThat(server.state("net")).contains("terraform_data");
    assertThat(server.isLocked("net")).isFalse();
    assertThat(server.requests()).contains("LOCK", "POST", "UNLOCK", "GET");

    assertThat(ok("plan")).contains("No changes");
    assertThat(ok("output", "o")).isEqualTo("\"x\"\n");
    assertThat(ok("state", "list")).isEqualTo("terraform_data.a\nterraform_data.b\n");
    assertThat(ok("show")).contains("terraform_data.a");
    assertThat(ok("state", "show", "terraform_data.b")).contains("\"y\"");
    ok("taint", "terraform_data.b");
    assertThat(ok("plan")).contains("is tainted");
    ok("untaint", "terraform_data.b");
    ok("state", "mv", "terraform_data.b", "terraform_data.c");
    ok("state", "mv", "terraform_data.c", "terraform_data.b");
    ok("refresh");
    ok("state", "rm", "terraform_data.b");
    ok("import", "terraform_data.b", "my-id");
    assertThat(ok("state", "pull")).contains("my-id");
    shell.write("pulled.json", ok("state", "pull"));
    ok("state", "push", "pulled.json");
    assertThat(shell.answering("terraform_data.a.input\n", "console").text()).contains("\"x\"");
    assertThat(ok("providers")).contains("terraform.io/builtin/terraform");
    ok("destroy", "-auto-approve");
    assertThat(ok("state", "list")).isEmpty();
  }

  @Test
  void thereAreNoWorkspacesAndNoVersions() throws IOException {
    initialized();
    ok("apply", "-auto-approve");
    assertThat(ok("workspace", "show")).isEqualTo("default\n");
    for (String command : List.of("workspace list", "workspace new x", "workspace select x")) {
      assertThat(refused(command.split(" "))).contains("workspaces not supported");
    }
    assertThat(refused("state", "history")).contains("No versions are kept", "\"http\"");
    shell.set("TF_WORKSPACE", "dev");
    assertThat(refused("plan")).contains("keeps one state", "\"dev\"");
  }

  @Test
  void filesAreForStatesInFiles() throws IOException {
    initialized();
    ok("apply", "-auto-approve");
    assertThat(refused("taint", "-backup=b", "terraform_data.a"))
        .contains("Invalid command line options: -backup", "\"http\"");
    assertThat(refused("apply", "-auto-approve", "-state-out=o", "-backup=b"))
        .contains("Invalid command line options: -state-out, -backup");
    assertThat(server.isLocked("net")).isFalse();
    ok("state", "mv", "-state-out=moved.tfstate", "terraform_data.a", "terraform_data.z");
    assertThat(ok("state", "list")).isEqualTo("terraform_data.b\n");
    assertThat(ok("state", "list", "-state=moved.tfstate")).isEqualTo("terraform_data.z\n");
  }

  @Test
  void aLockIsTakenAwayByItsId() throws IOException {
    initialized();
    ok("apply", "-auto-approve");
    server.lock(
        "net",
        """
        {"ID": "lock-7", "Operation": "OperationTypeApply", "Info": "", "Who": "lin@office",
         "Version": "1.11.4", "Created": "2026-01-02T03:04:05Z", "Path": ""}
        """);
    assertThat(refused("apply", "-auto-approve"))
        .contains("Error acquiring the state lock", "lin@office", "lock-7");
    ok("plan", "-lock=false");
    assertThat(refused("force-unlock")).contains("LOCK_ID");
    assertThat(refused("force-unlock", "lock-7")).contains("Approval needed");
    assertThat(shell.answering("no\n", "force-unlock", "lock-7").text()).contains("cancelled");
    assertThat(refused("force-unlock", "-force", "lock-8")).contains("409");
    assertThat(server.isLocked("net")).isTrue();
    assertThat(shell.answering("yes\n", "force-unlock", "lock-7").text())
        .contains("Groma state has been successfully unlocked!");
    assertThat(server.isLocked("net")).isFalse();
    ok("apply", "-auto-approve");
  }

  @Test
  void aDeadHolderIsRecognised() throws IOException {
    initialized();
    server.lock(
        "net",
        """
        {"ID": "lock-7", "Operation": "OperationTypeApply",
         "Info": "process %d, started 2020-01-01T00:00:00Z, on station", "Who": "lin@station",
         "Version": "0.1.0", "Created": "2026-01-02T03:04:05Z", "Path": ""}
        """
            .formatted(ProcessHandle.current().pid()));
    assertThat(refused("plan"))
        .contains("That process does not exist any more", "groma force-unlock lock-7");
  }

  @Test
  void statesMoveThereAndBack() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    ok("apply", "-auto-approve");
    ok("workspace", "new", "dev");
    ok("apply", "-auto-approve");
    String dev = shell.read("terraform.tfstate.d/dev/terraform.tfstate");
    configure("");
    String secret = "-backend-config=password=" + PASSWORD;

    assertThat(shell.answering("no\n", "init", secret).text())
        .contains("\"http\" doesn't support workspaces.", "Migration aborted by user");
    assertThat(server.state("net")).isEmpty();
    assertThat(shell.answering("yes\nyes\n", "init", secret).text())
        .contains("will copy your current workspace \"dev\"", "Switched to workspace \"default\".");
    assertThat(server.state("net")).isEqualTo(dev);
    assertThat(shell.read("terraform.tfstate.d/dev/terraform.tfstate")).isEqualTo(dev);

    shell.set("GROMA_BACKEND_PASSWORD", PASSWORD);
    shell.write("main.tf.yaml", MAIN.replace("input: x", "input: z"));
    ok("apply", "-auto-approve");
    Files.delete(shell.directory().resolve("backend.tf.yaml"));
    assertThat(shell.answering("yes\n", "init", "-migrate-state").text())
        .contains("They are states of different lineages", "Groma will now operate locally.");
    assertThat(shell.read("terraform.tfstate")).contains("\"z\"");
    assertThat(server.state("net")).contains("\"z\"");
    shell.set("GROMA_BACKEND_PASSWORD", "");
    assertThat(ok("plan")).contains("No changes");
  }

  @Test
  void othersReadItsOutputs() throws IOException {
    initialized();
    ok("apply", "-auto-approve");
    shell.write(
        "reader/main.tf.yaml",
        """
        data:
          terraform_remote_state:
            net:
              backend: http
              config: {address: "%s", username: ann}
              defaults: {missing: none}
            far:
              backend: http
              config: {address: "%s", username: ann, retry_max: 0}
        output:
          o: {value: "${data.terraform_remote_state.net.outputs.o}"}
          m: {value: "${data.terraform_remote_state.net.outputs.missing}"}
        """
            .formatted(server.address("net"), server.address("absent")));
    shell.set("TF_HTTP_PASSWORD", PASSWORD);
    assertThat(refused("-chdir=reader", "plan")).contains("Unable to find remote state", "/absent");
    shell.write("reader/main.tf.yaml", shell.read("reader/main.tf.yaml").replace("absent", "net"));
    ok("-chdir=reader", "apply", "-auto-approve");
    assertThat(ok("-chdir=reader", "output", "-raw", "o")).isEqualTo("x");
    assertThat(ok("-chdir=reader", "output", "-raw", "m")).isEqualTo("none");
  }

  @Test
  void savedPlansAreAppliedThere() throws IOException {
    initialized();
    ok("plan", "-out=p.tfplan");
    Files.delete(shell.directory().resolve(".terraform/terraform.tfstate"));
    ok("apply", "p.tfplan");
    assertThat(server.state("net")).contains("terraform_data");
    assertThat(shell.read("terraform.tfstate")).isEmpty();
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Runs that get in each other's way.
final class LockingTest {
  /// An apply of it goes on when somebody has written into the pipe.
  private static final String BLOCKING =
      """
      resource:
        terraform_data:
          a:
            provisioner:
              local-exec: {command: "read word < pipe"}
      """;

  private final Shell shell;

  LockingTest() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private void pipe() throws Exception {
    shell.write("main.tf.yaml", BLOCKING);
    Path pipe = shell.directory().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }

  private void release() throws IOException {
    Files.writeString(shell.directory().resolve("pipe"), "go\n");
  }

  private static String output(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader()) {
      return reader.lines().reduce("", (a, b) -> a + b + "\n");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ofTwoAppliesOneProceeds() throws Exception {
    pipe();
    List<Process> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(shell.start("apply", "-auto-approve", "-no-color"));
    }
    CompletableFuture.anyOf(both.get(0).onExit(), both.get(1).onExit()).join();
    int first = both.get(0).isAlive() ? 1 : 0;
    Process loser = both.get(first);
    Process winner = both.get(1 - first);

    assertThat(loser.exitValue()).isEqualTo(1);
    assertThat(output(loser))
        .contains(
            "Error acquiring the state lock",
            "OperationTypeApply",
            "process " + winner.pid() + ",",
            "Nothing was changed")
        .doesNotContain("does not exist any more");
    release();
    assertThat(output(winner)).contains("Apply complete! Resources: 1 added");
    assertThat(winner.onExit().join().exitValue()).isZero();
    assertThat(shell.run("state", "list").text()).isEqualTo("terraform_data.a\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void waitsForTheOtherOne() throws Exception {
    pipe();
    Process first = shell.start("apply", "-auto-approve", "-no-color");
    Shell.until(first.inputReader(), "Provisioning with");
    assertThat(shell.run("plan").text()).contains("Error acquiring the state lock");
    assertThat(shell.run("plan", "-lock=false").code()).isZero();
    assertThat(shell.run("force-unlock", "-force", "ID").text())
        .contains("Local state cannot be unlocked by another process", "process " + first.pid());

    CompletableFuture<Shell.Result> second =
        CompletableFuture.supplyAsync(
            () -> shell.run("apply", "-auto-approve", "-lock-timeout=10m"));
    release();
    assertThat(second.join().text()).contains("No changes");
    assertThat(second.join().code()).isZero();
    assertThat(first.onExit().join().exitValue()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKilledRunHoldsNothing() throws Exception {
    pipe();
    Process first = shell.start("apply", "-auto-approve", "-no-color");
    Shell.until(first.inputReader(), "Provisioning with");
    // The shell that reads the pipe would outlive its parent.
    List<ProcessHandle> children = first.descendants().toList();
    first.destroyForcibly().onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);

    assertThat(shell.run("force-unlock", "ID").code()).isZero();
    assertThat(shell.run("force-unlock", "ID").text()).contains("The state is not locked");
    assertThat(shell.run("plan").code()).isZero();
  }

  @Test
  void saysThatTheHolderIsDead() throws Exception {
    shell.write("main.tf.yaml", "resource: {terraform_data: {a: {}}}\n");
    Process process = shell.start("version");
    String started =
        process.info().startInstant().map(Object::toString).orElse("2026-01-02T03:04:05Z");
    String info = "process " + process.pid() + ", started " + started + ", on ";
    assertThat(process.onExit().join().exitValue()).isZero();

    Path state = shell.directory().resolve("terraform.tfstate");
    try (HeldState held = new HeldState(state, info + "station")) {
      assertThat(held.isHeld()).isTrue();
      assertThat(shell.run("apply", "-auto-approve").text())
          .contains(
              "process does not exist any more: it was killed",
              "groma force-unlock 6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    }
    // Of processes on another machine, and of those that live, nothing is said.
    for (String other :
        List.of(
            info + "elsewhere",
            "process " + ProcessHandle.current().pid() + ", started " + now() + ", on station",
            "")) {
      try (HeldState held = new HeldState(state, other)) {
        assertThat(held.isHeld()).isTrue();
        assertThat(shell.run("apply", "-auto-approve").text())
            .contains("Error acquiring the state lock")
            .doesNotContain("does not exist any more");
      }
    }
    // A number that another process has got since.
    try (HeldState held =
        new HeldState(
            state,
            "process "
                + ProcessHandle.current().pid()
                + ", started 2020-01-01T00:00:00Z, on station")) {
      assertThat(held.isHeld()).isTrue();
      assertThat(shell.run("plan").text()).contains("does not exist any more");
    }
  }

  private static String now() {
    return ProcessHandle.current().info().startInstant().orElseThrow().toString();
  }
}

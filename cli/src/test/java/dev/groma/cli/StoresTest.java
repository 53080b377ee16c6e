package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The same commands with the state in each kind of backend: files, a server of HTTP, a real
/// PostgreSQL and a strict double of an object store.
@EnabledOnOs(OS.LINUX)
final class StoresTest {
  /// An apply of it goes on when somebody has written into the file that `gate` names.
  private static final String MAIN =
      """
      variable:
        gate: {type: string, default: /dev/null}
        size: {type: number, default: 1}
      resource:
        terraform_data:
          a: {input: "${var.size}"}
          b:
            triggers_replace: ${terraform_data.a.id}
            provisioner:
              local-exec: {command: "read word < ${var.gate} || true"}
          c: {input: "${terraform_data.b.id}"}
      output: {size: {value: "${terraform_data.a.output}"}}
      """;

  private static final Pattern LOCK = Pattern.compile("lock ID ([-0-9a-f]{36})");

  private static final @Nullable PostgresServer POSTGRES = SharedPostgres.find();
  private final Shell shell;
  private @Nullable StateHome home;

  StoresTest() throws IOException {
    shell = new Shell();
  }

  private void initialized(StateHome.Kind kind) throws IOException {
    assumeTrue(
        kind != StateHome.Kind.PG || POSTGRES != null, "NOT CHECKED: no PostgreSQL is installed");
    home = StateHome.open(kind, POSTGRES);
    home.prepare(shell);
    shell.write("main.tf.yaml", MAIN);
    shell.ok("init");
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
    if (home != null) {
      home.close();
    }
  }

  private String refused(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).doesNotContain("Exception", "Internal error", "\tat ");
    return result.text().replaceAll("\\s*│ *", " ");
  }

  private void isSettled() {
    assertThat(shell.ok("plan", "-detailed-exitcode")).contains("No changes");
  }

  @ParameterizedTest
  @EnumSource
  void ofAWholeLife(StateHome.Kind kind) throws IOException {
    initialized(kind);
    assertThat(shell.ok("apply", "-auto-approve")).contains("3 added");
    isSettled();
    workspaces(kind);
    versions(kind);
    assertThat(shell.ok("destroy", "-auto-approve")).contains("3 destroyed");
    assertThat(shell.ok("state", "list")).isEmpty();
    assertThat(shell.ok("plan")).contains("3 to add");
  }

  private void workspaces(StateHome.Kind kind) {
    if (!kind.hasWorkspaces()) {
      assertThat(refused("workspace", "new", "dev")).contains("workspaces not supported");
      return;
    }
    shell.ok("workspace", "new", "dev");
    assertThat(shell.ok("workspace", "list")).isEqualTo("  default\n* dev\n\n");
    assertThat(shell.ok("state", "list")).isEmpty();
    shell.ok("apply", "-auto-approve", "-var=size=7");
    assertThat(shell.ok("output", "size")).isEqualTo("7\n");
    shell.ok("workspace", "select", "default");
    assertThat(shell.ok("output", "size")).isEqualTo("1\n");
    isSettled();
    assertThat(refused("workspace", "delete", "dev")).contains("Workspace is not empty");
    shell.ok("workspace", "delete", "-force", "dev");
    assertThat(shell.ok("workspace", "list")).isEqualTo("* default\n\n");
    shell.ok("workspace", "new", "dev");
    assertThat(shell.ok("state", "list")).as("a new one begins empty").isEmpty();
    shell.ok("workspace", "select", "default");
    shell.ok("workspace", "delete", "dev");
    isSettled();
  }

  private void versions(StateHome.Kind kind) {
    String before = shell.ok("state", "pull");
    shell.ok("apply", "-auto-approve", "-var=size=2");
    if (!kind.hasHistory()) {
      assertThat(refused("state", "history")).contains("No versions are kept");
      shell.ok("apply", "-auto-approve");
      return;
    }
    JsonNode versions =
        new ObjectMapper().readTree(shell.ok("state", "history", "-json")).path("versions");
    assertThat(versions).hasSize(2);
    String older = versions.get(1).path("id").asString();
    assertThat(shell.ok("state", "history")).contains("current", older);
    assertThat(shell.ok("state", "diff")).contains("~ input  = 1 -> 2", "1 changed");
    assertThat(shell.ok("state", "restore", "-auto-approve", older)).contains("Restored version");
    assertThat(withoutSerial(shell.ok("state", "pull"))).isEqualTo(withoutSerial(before));
    assertThat(new ObjectMapper().readTree(shell.ok("state", "history", "-json")).path("versions"))
        .hasSize(3);
    isSettled();
  }

  private static String withoutSerial(String state) {
    return state.replaceAll("\"serial\": [0-9]+", "");
  }

  private String lockIn(String message) {
    Matcher lock = LOCK.matcher(message);
    assertThat(lock.find()).as(message).isTrue();
    return lock.group(1);
  }

  /// Two applies at once, of which one proceeds; that one is killed in the middle, and the same
  /// command is given again. One process has a run on each kind, so that one signal ends all.
  @Test
  void whenRunsAreKilled() throws Exception {
    List<Killed> all = new ArrayList<>();
    try (Station station = new Station()) {
      for (StateHome.Kind kind : StateHome.Kind.values()) {
        if (kind != StateHome.Kind.PG || POSTGRES != null) {
          Killed one = new Killed(kind);
          all.add(one);
          one.begin(station);
        }
      }
      station.kill();
      for (Killed one : all) {
        one.goOn();
      }
    } finally {
      for (Killed one : all) {
        one.close();
      }
    }
    assumeTrue(POSTGRES != null, "NOT CHECKED: no PostgreSQL is installed");
  }

  /// A state of its own and the run that is killed.
  private static final class Killed {
    private final StateHome.Kind kind;
    private final StoresTest test = new StoresTest();
    private @Nullable Gate gate;
    private CompletableFuture<Shell.Result> end = new CompletableFuture<>();
    private String id = "";
    private String lock = "";

    private Killed(StateHome.Kind kind) throws IOException {
      this.kind = kind;
    }

    private void begin(Station station) throws Exception {
      test.initialized(kind);
      gate = new Gate(test.shell);
      end = test.shell.start(station, "apply", "-auto-approve", "-var=gate=" + gate.name());
      gate.await();
      id = id(test);
      String held = test.refused("apply", "-auto-approve");
      assertThat(held)
          .as(kind.name())
          .contains("Error acquiring the state lock", "process " + station.pid() + ",")
          .doesNotContain("That process does not exist any more");
      lock = test.lockIn(held);
    }

    private void goOn() {
      assertThat(end.join().code()).as("killed").isEqualTo(137);
      if (kind.keepsLocksOfTheDead()) {
        assertThat(test.refused("apply", "-auto-approve"))
            .contains("That process does not exist any more", "groma force-unlock " + lock);
        assertThat(test.refused("force-unlock", "-force", "another-id")).contains("lock");
        test.shell.ok("force-unlock", "-force", lock);
      }
      assertThat(test.shell.ok("apply", "-auto-approve", "-lock-timeout=60s"))
          .as(kind.name())
          .contains("A run has not ended", "Apply complete!")
          .doesNotContain("terraform_data.a: Creating");
      assertThat(id(test)).as(kind.name()).isEqualTo(id);
      assertThat(test.shell.ok("state", "list").lines()).hasSize(3);
      test.isSettled();
      test.shell.ok("destroy", "-auto-approve");
    }

    private static String id(StoresTest test) {
      String shown = test.shell.ok("state", "show", "-no-color", "terraform_data.a");
      return shown.lines().filter(line -> line.contains(" id ")).findFirst().orElseThrow();
    }

    private void close() throws IOException {
      if (gate != null) {
        gate.close();
      }
      test.close();
    }
  }

  /// A run that is alive and whose lock was taken away changes nothing any more.
  @ParameterizedTest
  @EnumSource
  void whenALockIsTakenAway(StateHome.Kind kind) throws Exception {
    initialized(kind);
    Gate gate = new Gate(shell);
    FutureTask<Shell.Result> slow =
        new FutureTask<>(
            () -> shell.run("apply", "-auto-approve", "-var=gate=pipe", "-var=size=5"));
    Thread.ofPlatform().start(slow);
    String pulled;
    try (gate) {
      gate.await();
      String held = refused("apply", "-auto-approve");
      String id = lockIn(held);
      if (kind == StateHome.Kind.LOCAL) {
        assertThat(refused("force-unlock", "-force", id))
            .contains("Local state cannot be unlocked by another process");
      } else {
        shell.ok("force-unlock", "-force", id);
        shell.ok("apply", "-auto-approve");
      }
      pulled = shell.ok("state", "pull");
      gate.open();
    }
    Shell.Result end = slow.get();
    if (kind == StateHome.Kind.LOCAL) {
      assertThat(end.code()).as(end.text()).isZero();
      assertThat(shell.ok("output", "size")).isEqualTo("5\n");
    } else {
      assertThat(end.code()).as(end.text()).isEqualTo(1);
      assertThat(end.text())
          .doesNotContain("Exception", "\tat ", "terraform_data.c: Creating")
          .contains("lock");
      assertThat(shell.ok("state", "pull")).isEqualTo(pulled);
      isSettled();
    }
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.address.AddressParser;
import dev.groma.state.JournalRecord;
import dev.groma.state.PendingOperation;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `-state-out` must not overwrite.
final class StateFilesTest {
  private final Shell shell;

  StateFilesTest() throws IOException {
    shell = new Shell();
  }

  @BeforeEach
  void apply() throws IOException {
    shell.write("main.tf.yaml", "resource: {terraform_data: {a: {input: 1}}}\n");
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  @Test
  void aStateWithAnOpenOperationStaysWhereItIs() throws IOException {
    leaveOpen(shell.directory().resolve("terraform.tfstate"));
    assertThat(refused()).contains("has operations that an earlier run left open", "groma recover");
    assertThat(shell.directory().resolve("out.tfstate")).doesNotExist();
  }

  @Test
  void anOpenOperationIsNotLost() throws IOException {
    String before = shell.read("terraform.tfstate");
    Path out = shell.write("out.tfstate", before);
    leaveOpen(out);
    assertThat(refused()).contains("has not ended well", "-state=");
    assertThat(shell.read("out.tfstate")).isEqualTo(before);
    assertThat(Files.size(out.resolveSibling("out.tfstate.journal"))).isPositive();
  }

  @Test
  void anotherStateAndALaterVersionAreNotLost() throws IOException {
    String before = shell.read("terraform.tfstate");
    shell.write("out.tfstate", before.replaceFirst("\"serial\": *1", "\"serial\": 7"));
    assertThat(refused()).contains("a later version (serial 7)");
    shell.write(
        "out.tfstate", before.replaceFirst("\"lineage\": *\"[^\"]*\"", "\"lineage\": \"other\""));
    assertThat(refused()).contains("another state", "\"other\"");
    shell.write("out.tfstate", before);
    assertThat(shell.run("taint", "-state-out=out.tfstate", "terraform_data.a").code()).isZero();
    assertThat(shell.read("terraform.tfstate")).isEqualTo(before);
  }

  private String refused() {
    Shell.Result result = shell.run("taint", "-state-out=out.tfstate", "terraform_data.a");
    assertThat(result.code()).isEqualTo(1);
    return result.text().replace("\n│ ", " ");
  }

  private static void leaveOpen(Path state) {
    StateStore store = new FileStateStore(state, UUID::randomUUID);
    try (Journal journal = store.openJournal(Objects.requireNonNull(store.read().state()))) {
      journal.append(
          new JournalRecord.Begin(
              new PendingOperation(
                  "1",
                  AddressParser.instance("terraform_data.b").orElseThrow(),
                  null,
                  PendingOperation.Action.CREATE,
                  "",
                  "",
                  Instant.parse("2026-01-02T03:04:05Z"),
                  null)));
    }
  }
}

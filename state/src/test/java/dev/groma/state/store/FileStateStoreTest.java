package dev.groma.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.JournalRecord;
import dev.groma.state.JournalReplay;
import dev.groma.state.LockInfo;
import dev.groma.state.Samples;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.format.StateWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest extends StateStoreContract {
  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("terraform.tfstate");
  }

  @Override
  protected StateStore open() {
    return new FileStateStore(file(), () -> new UUID(1, 2));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private static Diagnostic error(StateStore.ReadResult result) {
    assertThat(result.state()).isNull();
    return result.diagnostics().getFirst();
  }

  @Test
  void keepsTheVersionBeforeAndLeavesNothingElse() throws IOException {
    StateStore store = open();
    StateStore.Lease lease = (StateStore.Lease) store.lock(lockInfo("eve@host"), Duration.ZERO);
    assertThat(names()).containsExactly(".terraform.tfstate.lock.info", "terraform.tfstate");
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    State two = commit(store, one, withA(one, "2"));
    lease.close();

    assertThat(names()).containsExactly("terraform.tfstate", "terraform.tfstate.backup");
    assertThat(Files.readAllBytes(file())).isEqualTo(StateWriter.write(two));
    assertThat(Files.readAllBytes(folder.resolve("terraform.tfstate.backup")))
        .isEqualTo(StateWriter.write(one));
  }

  @Test
  void leavesNothingWhenNothingWasWritten() throws IOException {
    ((StateStore.Lease) open().lock(lockInfo("eve@host"), Duration.ZERO)).close();

    assertThat(names()).isEmpty();
  }

  @Test
  void keepsPermissionsAndLinks() throws IOException {
    commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
    Path real = Files.move(file(), folder.resolve("real.tfstate"));
    Files.createSymbolicLink(file(), real);
    commit(open(), read(open()), withA(State.EMPTY, "2"));

    assertThat(Files.isSymbolicLink(file())).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-rw----");
    assertThat(read(open()).serial()).isEqualTo(2);
  }

  @Test
  void describesTheLockAsTerraformDoes() throws IOException {
    LockInfo info = lockInfo("eve@host");
    StateStore store = open();
    StateStore.Lease lease = (StateStore.Lease) store.lock(info, Duration.ZERO);
    String json = Files.readString(folder.resolve(".terraform.tfstate.lock.info"));
    lease.close();

    assertThat(json)
        .isEqualTo(
            """
            {"ID":"id-1","Operation":"OperationTypeApply","Info":"","Who":"eve@host","Version":"1",\
            "Created":"2026-01-02T03:04:05.678901Z","Path":"terraform.tfstate"}\
            """);
    assertThat(LockInfoFormat.read(json)).contains(info);
    assertThat(LockInfoFormat.read("")).isEmpty();
  }

  @Test
  void excludesOtherProcessesAlsoAfterACommit() throws IOException {
    StateStore store = open();
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    StateStore.Lease lease = (StateStore.Lease) store.lock(lockInfo("eve@host"), Duration.ZERO);
    assertThat(fromAnotherProcess()).isEqualTo("Held");
    State two = commit(store, read(store), withA(one, "2"));
    assertThat(read(store)).isEqualTo(two);
    assertThat(fromAnotherProcess()).isEqualTo("Held");
    lease.close();
    assertThat(fromAnotherProcess()).isEqualTo("FileLease");
  }

  /// Who has just taken the lock is waited for until it says who it is.
  @Test
  void namesAHolderThatHasJustComeIn() throws Exception {
    commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Path description = folder.resolve(".terraform.tfstate.lock.info");
    try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      CompletableFuture<StateStore.LockResult> attempt =
          CompletableFuture.supplyAsync(() -> open().lock(lockInfo("eve@host"), Duration.ZERO));
      assertThatThrownBy(() -> attempt.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      Files.writeString(description, LockInfoFormat.write(lockInfo("bob@host")));
      assertThat(attempt.get())
          .isInstanceOfSatisfying(
              StateStore.Held.class,
              held -> assertThat(held.holder()).isEqualTo(lockInfo("bob@host")));
    }
  }

  private String fromAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TryLock.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      return String.valueOf(out.readLine());
    }
  }

  /// Tells what becomes of an attempt to lock a state.
  static final class TryLock {
    private TryLock() {}

    public static void main(String[] args) throws IOException {
      StateStore store = new FileStateStore(Path.of(args[0]), UUID::randomUUID);
      String result = store.lock(lockInfo("other@host"), Duration.ZERO).getClass().getSimpleName();
      System.out.write((result + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      System.out.flush();
    }
  }

  @Test
  void losesNoUpdate(TestReporter reporter) throws Exception {
    reporter.publishEntry(Contention.check(new LocalBackend.Factory(), Map.of(), folder, false));
  }

  @Test
  void ignoresATornTail() throws IOException {
    List<JournalRecord> records =
        List.of(
            new JournalRecord.Header("", 0),
            new JournalRecord.Begin(Samples.operation("1", A)),
            new JournalRecord.End("1", Samples.instance("a")));
    byte[] whole = JournalFile.bytes(records, Encryption.NONE);
    List<State> states = new ArrayList<>();
    for (int count = 0; count <= records.size(); count++) {
      states.add(
          ((JournalReplay.Folded) JournalReplay.fold(State.EMPTY, records.subList(0, count)))
              .state());
    }
    for (int length = 0; length <= whole.length; length++) {
      Files.write(folder.resolve("terraform.tfstate.journal"), Arrays.copyOf(whole, length));
      int intact = 0;
      while (intact < records.size()
          && JournalFile.bytes(records.subList(0, intact + 1), Encryption.NONE).length <= length) {
        intact++;
      }
      assertThat(read(open())).as("%d bytes", length).isEqualTo(states.get(intact));

      Journal journal = open().openJournal(State.EMPTY);
      journal.append(new JournalRecord.Changed(B, Samples.instance("b")));
      journal.close();
      assertThat(read(open()).find(B)).as("%d bytes", length).isPresent();
    }
  }

  @Test
  void endsAtADamagedRecord() throws IOException {
    byte[] whole =
        JournalFile.bytes(
            List.of(
                new JournalRecord.Header("", 0),
                new JournalRecord.Changed(A, Samples.instance("a"))),
            Encryption.NONE);
    whole[whole.length - 5] ^= 1;
    Files.write(folder.resolve("terraform.tfstate.journal"), whole);

    assertThat(open().read()).isEqualTo(new StateStore.ReadResult(State.EMPTY, false, List.of()));
  }

  @Test
  void takesNoSecondEffectFromAJournalThatIsInTheSnapshot() throws IOException {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Journal journal = open().openJournal(one);
    journal.append(new JournalRecord.Changed(B, Samples.instance("b")));
    journal.append(new JournalRecord.Folded(one.lineage(), 2));
    journal.close();
    byte[] left = Files.readAllBytes(folder.resolve("terraform.tfstate.journal"));
    State two = commit(open(), read(open()), read(open()));
    assertThat(names()).doesNotContain("terraform.tfstate.journal");

    Files.write(folder.resolve("terraform.tfstate.journal"), left);
    assertThat(open().read()).isEqualTo(new StateStore.ReadResult(two, false, List.of()));

    Journal next = open().openJournal(two);
    next.append(new JournalRecord.Changed(B, Samples.instance("c")));
    next.close();
    assertThat(read(open()).find(B)).contains(Samples.instance("c"));
  }

  @Test
  void refusesTheJournalOfAnotherState() throws IOException {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Journal journal = open().openJournal(one);
    journal.append(new JournalRecord.Changed(B, Samples.instance("b")));
    journal.close();
    Files.write(file(), StateWriter.write(one.as(one.lineage(), 7)));

    assertThat(error(open().read()).code()).isEqualTo("state.stale-journal");
    assertThatThrownBy(() -> open().openJournal(one.as(one.lineage(), 7)))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void refusesAnEmptyFileWithABackup() throws IOException {
    Files.createFile(file());
    assertThat(read(open())).isEqualTo(State.EMPTY);
    Files.createFile(folder.resolve("terraform.tfstate.backup"));
    assertThat(error(open().read()).detail()).contains("Copy the backup over it");
  }

  @Test
  void doesNotOverwriteACorruptFile() throws IOException {
    Files.writeString(file(), "{\"version\": 4,");

    assertThat(error(open().read()).code()).isEqualTo("state.corrupt");
    assertThat(open().commit(State.EMPTY, withA(State.EMPTY, "1")))
        .isInstanceOf(StateStore.Failed.class);
    assertThat(Files.readString(file())).isEqualTo("{\"version\": 4,");
  }

  @Test
  void saysWhenTheDirectoryIsMissing() {
    StateStore store =
        new FileStateStore(folder.resolve("no/terraform.tfstate"), () -> new UUID(1, 2));

    assertThat(store.lock(lockInfo("eve@host"), Duration.ZERO))
        .isInstanceOfSatisfying(
            StateStore.Unlockable.class,
            u -> assertThat(u.diagnostic().detail()).contains("does not exist. Create it"));
    assertThat(store.commit(State.EMPTY, withA(State.EMPTY, "1")))
        .isInstanceOf(StateStore.Failed.class);
    assertThatThrownBy(() -> store.openJournal(State.EMPTY)).isInstanceOf(StorageException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhenTheDirectoryCannotBeWritten() {
    StateStore store = new FileStateStore(Path.of("/sys/terraform.tfstate"), () -> new UUID(1, 2));

    assertThat(store.read().state()).isEqualTo(State.EMPTY);
    assertThat(store.commit(State.EMPTY, withA(State.EMPTY, "1")))
        .isInstanceOfSatisfying(
            StateStore.Failed.class,
            f ->
                assertThat(f.diagnostic().detail())
                    .containsAnyOf(
                        "permission is denied. Give this user the right",
                        "the file system is read-only. Work in a copy"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhenTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    try (JournalFile journal =
        JournalFile.open(full, JournalFile.parse(new byte[0], Encryption.NONE), Encryption.NONE)) {
      assertThatThrownBy(() -> journal.append(new JournalRecord.Header("", 0)))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.diagnostic().detail()).contains("no space left on the device"));
    }
  }

  @Test
  void writesNothingThatIsNotSound() {
    State unsound =
        State.EMPTY
            .edit()
            .put(A, Samples.instance("1").withDeposed("KEY", Samples.instance("2").current()))
            .build();

    assertThat(open().commit(State.EMPTY, unsound)).isInstanceOf(StateStore.Failed.class);
    assertThat(Files.exists(file())).isFalse();
    assertThat(Objects.requireNonNull(open().read().state())).isEqualTo(State.EMPTY);
  }
}

package dev.groma.state.store.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.schemas.value.Value;
import dev.groma.state.JournalRecord;
import dev.groma.state.Samples;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.format.StateReader;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.Journal;
import dev.groma.state.store.RemoteStoreContract;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The backend `http` keeps the contract with a strict double of GitLab.
class HttpStateStoreTest extends RemoteStoreContract {
  @TempDir Path elsewhere = Path.of("");
  private AddressServer server;
  private String interval = "3600";

  @BeforeEach
  void start() throws Exception {
    server = AddressServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected BackendFactory factory() {
    return new HttpBackendFactory();
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("address", Value.of(server.url()));
    arguments.put("lock_address", Value.of(server.url() + "/lock"));
    arguments.put("unlock_address", Value.of(server.url() + "/lock"));
    arguments.put("username", Value.of("gitlab-ci"));
    arguments.put("password", Value.of("hunter2"));
    arguments.put("retry_wait_min", Value.of("0"));
    return arguments;
  }

  @Override
  protected Map<String, String> environment() {
    return Map.of("TF_STATE_PERSIST_INTERVAL", interval);
  }

  @Override
  protected boolean comparesAndSwaps() {
    return false;
  }

  @Override
  protected boolean knowsWhetherItIsLocked() {
    return false;
  }

  @Override
  protected void loseTheNextAnswer() {
    server.fault(AddressServer.Fault.LOSES_ANSWER);
  }

  @Override
  protected void refuseWrites(boolean refuses) {
    server.fault(refuses ? AddressServer.Fault.DISK_FULL : AddressServer.Fault.NONE);
  }

  private Path journal() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".groma"))) {
      return files.filter(file -> file.toString().endsWith(".journal")).findFirst().orElseThrow();
    }
  }

  @Override
  protected void tearTheJournal() throws IOException {
    byte[] bytes = Files.readAllBytes(journal());
    Files.write(journal(), Arrays.copyOf(bytes, bytes.length - 3));
  }

  @Override
  protected String everything() throws IOException {
    boolean there = Files.isDirectory(folder.resolve(".groma"));
    try (Stream<Path> files = Files.list(there ? folder.resolve(".groma") : folder)) {
      StringBuilder all = new StringBuilder(String.valueOf(server.state()));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
      return all.toString();
    }
  }

  @Override
  protected void reset() {
    server.clear();
  }

  @Test
  void asksAsTerraformDoes() {
    StateStore store = open();
    try (StateStore.Lease lease = lock(store, lockInfo("eve@host"))) {
      assertThat(lease).isNotNull();
      assertThat(LockInfoFormat.read(String.valueOf(server.lock()))).contains(lockInfo("eve@host"));
      commit(store, read(store), withA(State.EMPTY, "1"));
    }
    assertThat(server.requests())
        .containsExactly(
            "LOCK /state/production/lock",
            "GET /state/production",
            "GET /state/production",
            "POST /state/production?ID=id-1",
            "UNLOCK /state/production/lock");
  }

  @Test
  void uploadsWhatARunHasDoneSoFar() throws Exception {
    interval = "1";
    StateStore store = open();
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    Journal journal = store.openJournal(one);
    CountDownLatch written = server.nextWrite();
    journal.append(new JournalRecord.Begin(Samples.operation("op", B)));
    journal.append(new JournalRecord.Changed(A, Samples.instance("2")));
    assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();

    // The machine is gone, and the journal with it: another one goes on from what was uploaded.
    StateStore other = backend(Encryption.NONE, elsewhere).store(Backend.DEFAULT);
    StateStore.ReadResult found = other.read();
    assertThat(found.recovered()).isTrue();
    assertThat(state(found).find(A)).contains(Samples.instance("2"));
    assertThat(state(found).pending()).containsExactly(Samples.operation("op", B));
    assertThat(
            Objects.requireNonNull(
                    StateReader.read(
                            String.valueOf(server.state()).getBytes(StandardCharsets.UTF_8),
                            "state")
                        .state())
                .find(A))
        .contains(Samples.instance("2"));

    CountDownLatch again = server.nextWrite();
    journal.append(new JournalRecord.End("op", Samples.instance("b")));
    assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
    journal.append(new JournalRecord.Changed(A, Samples.instance("3")));
    journal.close();
    State last = read(open());
    assertThat(last.find(A)).contains(Samples.instance("3"));
    assertThat(last.find(B)).contains(Samples.instance("b"));
    assertThat(last.pending()).isEmpty();
    State end = commit(store, one, last.as(one.lineage(), one.serial()));
    assertThat(end.serial()).isEqualTo(4);
    assertThat(open().read()).isEqualTo(new StateStore.ReadResult(end, false, List.of()));
  }

  @Test
  void endsTheRunWhenTheLockWasGivenToAnother() throws Exception {
    interval = "1";
    StateStore slow = open();
    lock(slow, lockInfo("slow-id", "eve@host"));
    State one = commit(slow, read(slow), withA(State.EMPTY, "1"));
    Journal journal = slow.openJournal(one);
    StateStore other = backend(Encryption.NONE, elsewhere).store(Backend.DEFAULT);
    assertThat(other.unlock("slow-id")).isEmpty();
    lock(other, lockInfo("bob-id", "bob@host"));

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                journal.append(new JournalRecord.Changed(A, Samples.instance("x" + i)));
                Thread.onSpinWait();
                server.nextWrite().await(5, TimeUnit.MILLISECONDS);
              }
            })
        .isInstanceOfSatisfying(
            StorageException.class,
            e ->
                assertThat(e.diagnostic().detail())
                    .contains("bob@host, lock ID bob-id", ".journal"));
    journal.close();
    assertThat(read(other)).isEqualTo(one);
  }

  @Test
  void triesAgainWhenTheServerIsBusy() {
    StateStore store = open();
    server.fault(AddressServer.Fault.BUSY_ONCE);
    State one = commit(store, read(store), withA(State.EMPTY, "1"));
    assertThat(read(open())).isEqualTo(one);
  }

  @Test
  void saysWhatTheServerSays() {
    server.state("{\"version\": 4, \"serial\": 1, \"lineage\": \"a\"}");
    assertThat(read(open()).serial()).isEqualTo(1);
    Map<String, Value> arguments = new HashMap<>(arguments());
    arguments.put("password", Value.of("hunter3"));
    Backend.Opened opened = opened(arguments);
    assertThat(backend(opened).store(Backend.DEFAULT).read().diagnostics())
        .singleElement()
        .satisfies(
            d -> assertThat(d.detail()).contains("401", "who are you?").doesNotContain("hunter"));
    arguments.remove("username");
    arguments.remove("password");
    arguments.put("address", Value.of(server.url().replace("//", "//gitlab-ci:hunter2@")));
    Backend named = backend(opened(arguments));
    assertThat(read(named.store(Backend.DEFAULT)).serial()).isEqualTo(1);
    assertThat(named.place(Backend.DEFAULT)).isEqualTo(server.url());
    server.close();
    assertThat(open().read().diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo("state.no-answer"));
  }

  private Backend.Opened opened(Map<String, Value> given) {
    Map<String, Value> all = new HashMap<>(given);
    factory()
        .schema()
        .attributes()
        .forEach((name, attribute) -> all.putIfAbsent(name, new Value.Null(attribute.type())));
    return factory()
        .open(
            Value.object(all),
            new BackendFactory.Surroundings(
                folder, name -> null, clock(), java.util.UUID::randomUUID, Encryption.NONE));
  }

  @Test
  void saysWhichArgumentsAreWrong() {
    assertThat(opened(Map.of()).diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).contains("TF_HTTP_ADDRESS"));
    assertThat(opened(Map.of("address", Value.of("ftp://x"))).diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.path()).hasToString("address"));
    assertThat(
            opened(
                    Map.of(
                        "address",
                        Value.of(server.url()),
                        "client_private_key_pem",
                        Value.of("secret")))
                .diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).contains("client_certificate_pem"));
  }

  @Test
  void hasOneWorkspace() {
    Backend backend = backend(Encryption.NONE);
    assertThat(backend.workspaces()).isNull();
    assertThatThrownBy(() -> backend.store("two")).isInstanceOf(StorageException.class);
    assertThat(backend.place("default")).isEqualTo(server.url());
  }

  @Test
  void aLockWithoutAnAddressIsNone() {
    Map<String, Value> arguments = new HashMap<>(arguments());
    arguments.remove("lock_address");
    arguments.remove("unlock_address");
    StateStore store = backend(opened(arguments)).store(Backend.DEFAULT);
    try (StateStore.Lease lease = lock(store, lockInfo("eve@host"))) {
      commit(store, read(store), withA(State.EMPTY, "1"));
      assertThat(lease).isNotNull();
    }
    assertThat(server.requests()).doesNotContain("LOCK /state/production/lock");
    assertThat(open().lock(lockInfo("bob@host"), Duration.ZERO))
        .isInstanceOf(StateStore.Lease.class);
  }
}

package dev.groma.state.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.schemas.value.Value;
import dev.groma.state.JournalRecord;
import dev.groma.state.LockInfo;
import dev.groma.state.Samples;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.History;
import dev.groma.state.store.Journal;
import dev.groma.state.store.RemoteStoreContract;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import dev.groma.testkit.servers.BucketServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The backend `s3` keeps the contract on a strict double of an object store.
class S3StateStoreTest extends RemoteStoreContract {
  private static final String KEY = "a dir/terraform.tfstate";
  private BucketServer server;

  @BeforeEach
  void start() throws Exception {
    server = BucketServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected BackendFactory factory() {
    return new S3BackendFactory();
  }

  @Override
  protected Map<String, Value> arguments() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("bucket", Value.of(BucketServer.BUCKET));
    arguments.put("key", Value.of(KEY));
    arguments.put("region", Value.of("cn-north-1"));
    arguments.put("endpoint", Value.of(server.url()));
    arguments.put("use_path_style", Value.of(true));
    arguments.put("access_key", Value.of(BucketServer.KEY_ID));
    arguments.put("secret_key", Value.of(BucketServer.SECRET));
    return arguments;
  }

  @Override
  protected void loseTheNextAnswer() {
    server.fault(BucketServer.Fault.LOSES_ANSWER);
  }

  @Override
  protected void refuseWrites(boolean refuses) {
    server.fault(refuses ? BucketServer.Fault.DISK_FULL : BucketServer.Fault.NONE);
  }

  @Override
  protected void tearTheJournal() {
    String last =
        server.contents().keySet().stream()
            .filter(key -> key.contains(".journal/"))
            .max(String::compareTo)
            .orElseThrow();
    byte[] bytes = server.bytes(last);
    server.overwrite(last, Arrays.copyOf(bytes, bytes.length - 3));
  }

  @Override
  protected String everything() {
    return server.contents().toString();
  }

  @Override
  protected void reset() {
    server.clear();
  }

  @Test
  void keepsTheStateWhereTerraformDoes() {
    Backend backend = backend(Encryption.NONE);
    commit(backend.store("default"), State.EMPTY, withA(State.EMPTY, "1"));
    commit(backend.store("two"), State.EMPTY, withA(State.EMPTY, "2"));

    assertThat(server.contents()).containsOnlyKeys(KEY, "env:/two/" + KEY);
    assertThat(backend.place("two")).isEqualTo("s3://states/env:/two/" + KEY);
  }

  @Test
  void locksByTheObjectThatTerraformLocksBy() {
    StateStore store = open();
    try (StateStore.Lease lease = lock(store, lockInfo("eve@host"))) {
      assertThat(lease).isNotNull();
      assertThat(LockInfoFormat.read(server.text(KEY + ".tflock"))).contains(lockInfo("eve@host"));
    }
    assertThat(server.contents()).doesNotContainKey(KEY + ".tflock");

    server.overwrite(
        KEY + ".tflock", LockInfoFormat.write(lockInfo("terraform@host")).getBytes(UTF_8));
    server.pass(Duration.ofDays(3));
    assertThat(store.lock(lockInfo("bob@host"), Duration.ZERO))
        .isInstanceOfSatisfying(
            StateStore.Held.class,
            held -> assertThat(held.holder()).isEqualTo(lockInfo("terraform@host")));
  }

  @Test
  void takesTheLockOfADeadRunOver() {
    StateStore dead = open();
    LockInfo info = lockInfo("dead-id", "eve@host");
    lock(dead, info);
    State one = commit(dead, read(dead), withA(State.EMPTY, "1"));
    Journal slow = dead.openJournal(one);
    slow.append(new JournalRecord.Begin(Samples.operation("op", B)));

    StateStore next = open();
    server.pass(Duration.ofSeconds(30));
    assertThat(next.lock(lockInfo("bob@host"), Duration.ZERO))
        .isInstanceOfSatisfying(
            StateStore.Held.class,
            held -> assertThat(held.diagnostic().detail()).containsPattern("3[0-9] seconds ago"));
    server.pass(Duration.ofSeconds(31));
    try (StateStore.Lease lease = lock(next, lockInfo("bob@host"))) {
      StateStore.ReadResult found = next.read();
      assertThat(lease).isNotNull();
      assertThat(found.diagnostics().getFirst().detail()).contains("eve@host");
      assertThat(state(found).pending()).hasSize(1);
      assertThatThrownBy(() -> slow.append(new JournalRecord.Changed(A, Samples.instance("x"))))
          .isInstanceOf(StorageException.class);
      slow.close();
      assertThat(dead.commit(one, withA(one, "late"))).isNotInstanceOf(StateStore.Committed.class);
      State two = commit(next, state(found), state(found));
      assertThat(read(open())).isEqualTo(two);
    }
  }

  @Test
  void aLateRequestOfADeadRunHasNoEffect() {
    StateStore dead = open();
    lock(dead, lockInfo("dead-id", "eve@host"));
    State one = commit(dead, read(dead), withA(State.EMPTY, "1"));
    String before = server.contents().get(KEY);
    server.pass(Duration.ofSeconds(61));
    StateStore next = open();
    lock(next, lockInfo("bob@host")).close();

    assertThat(server.contents().get(KEY)).isNotEqualTo(before).isEqualToIgnoringWhitespace(before);
    assertThat(read(next)).isEqualTo(one);
  }

  @Test
  void saysThatAServerIgnoresConditions() {
    server.fault(BucketServer.Fault.IGNORES_CONDITIONS);
    assertThat(open().lock(lockInfo("eve@host"), Duration.ZERO))
        .isInstanceOfSatisfying(
            StateStore.Unlockable.class,
            u -> assertThat(u.diagnostic().code()).isEqualTo("state.no-conditional-writes"));
    assertThat(open().commit(State.EMPTY, withA(State.EMPTY, "1")))
        .isInstanceOf(StateStore.Failed.class);
    assertThat(server.contents()).doesNotContainKeys(KEY, KEY + ".tflock");

    server.fault(BucketServer.Fault.KNOWS_NO_CONDITIONS);
    assertThat(open().lock(lockInfo("eve@host"), Duration.ZERO))
        .isInstanceOfSatisfying(
            StateStore.Unlockable.class,
            u -> assertThat(u.diagnostic().detail()).contains("NotImplemented", "req-1"));
  }

  @Test
  void leavesHistoryToABucketThatKeepsVersions() {
    server.keepVersions();
    StateStore store = open();
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    State two = commit(store, one, withA(one, "2"));
    History history = store.history().orElseThrow();

    assertThat(server.contents().keySet()).noneMatch(key -> key.contains(".history/"));
    assertThat(history.versions()).extracting(History.Version::serial).containsExactly(2L, 1L);
    assertThat(history.read(history.versions().get(1).id()).state()).isEqualTo(one);
    assertThat(history.read(history.versions().get(0).id()).state()).isEqualTo(two);
  }

  @Test
  void sendsTheCustomerKeyWithEachObject() {
    String key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    server.want(key);
    Map<String, Value> arguments = new HashMap<>(arguments());
    arguments.put("sse_customer_key", Value.of(key));
    StateStore store = backend(opened(arguments, Map.of())).store("default");
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    assertThat(read(store)).isEqualTo(one);
  }

  private Backend.Opened opened(Map<String, Value> given, Map<String, String> environment) {
    Map<String, Value> all = new HashMap<>(given);
    factory()
        .schema()
        .attributes()
        .forEach((name, attribute) -> all.putIfAbsent(name, new Value.Null(attribute.type())));
    return factory()
        .open(
            Value.object(all),
            new BackendFactory.Surroundings(
                folder, environment::get, clock(), java.util.UUID::randomUUID, Encryption.NONE));
  }

  @Test
  void takesCredentialsFromProfiles() throws Exception {
    java.nio.file.Files.writeString(
        folder.resolve("credentials"),
        """
        [default]
        aws_access_key_id = wrong
        aws_secret_access_key = wrong
        [work]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(BucketServer.KEY_ID, BucketServer.SECRET));
    Map<String, Value> arguments = new HashMap<>(arguments());
    arguments.remove("access_key");
    arguments.remove("secret_key");
    arguments.put("profile", Value.of("work"));
    arguments.put("shared_credentials_file", Value.of("credentials"));
    StateStore store = backend(opened(arguments, Map.of())).store("default");
    commit(store, State.EMPTY, withA(State.EMPTY, "1"));

    arguments.put("profile", Value.of("none"));
    assertThat(opened(arguments, Map.of()).diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).contains("\"none\"", "AWS_ACCESS_KEY_ID"));
    arguments.remove("profile");
    StateStore other =
        backend(
                opened(
                    arguments,
                    Map.of(
                        "AWS_ACCESS_KEY_ID",
                        BucketServer.KEY_ID,
                        "AWS_SECRET_ACCESS_KEY",
                        "not the secret")))
            .store("default");
    assertThat(other.read().diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).contains("SignatureDoesNotMatch", "req-1"));
  }

  @Test
  void saysWhatIsMissing() {
    List<String> details = new ArrayList<>();
    opened(Map.of("dynamodb_table", Value.of("locks")), Map.of())
        .diagnostics()
        .forEach(d -> details.add(d.detail()));
    assertThat(details).hasSize(5);
    assertThat(String.join("\n", details))
        .contains("\"bucket\"", "\"key\"", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "use_lockfile");
  }

  @Test
  void deletesTheChunksOfAJournalThatIsInTheState() {
    StateStore store = open();
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    try (Journal journal = store.openJournal(one)) {
      for (int i = 0; i < 7; i++) {
        journal.append(new JournalRecord.Changed(B, Samples.instance("b" + i)));
      }
    }
    commit(store, one, read(store));
    assertThat(server.contents().keySet().stream().filter(key -> key.contains(".journal/")))
        .hasSize(1);
    assertThat(open().read().recovered()).isFalse();
  }
}

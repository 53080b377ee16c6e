package dev.groma.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.JournalRecord;
import dev.groma.state.LockInfo;
import dev.groma.state.Samples;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Encryption.Granularity;
import dev.groma.state.crypto.Keys;
import dev.groma.state.crypto.Suite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// What every store on a server must do besides, with the faults that only servers have.
public abstract class RemoteStoreContract extends StateStoreContract {
  @TempDir protected Path folder = Path.of("");
  private final List<Backend> backends = new ArrayList<>();

  /// The kind of the backend.
  protected abstract BackendFactory factory();

  /// The arguments that name a place which is always the same within a test.
  protected abstract Map<String, Value> arguments();

  /// Environment variables.
  protected Map<String, String> environment() {
    return Map.of();
  }

  /// Makes the server write the next snapshot and lose the answer.
  protected abstract void loseTheNextAnswer() throws Exception;

  /// Makes the server refuse to write, as when its disk is full, or not any more.
  protected abstract void refuseWrites(boolean refuses) throws Exception;

  /// Makes the last bytes of the journal unreadable.
  protected abstract void tearTheJournal() throws Exception;

  /// All that the place keeps, and what is kept of it on this machine, as text.
  protected abstract String everything() throws Exception;

  /// The time that backends see.
  protected Clock clock() {
    return Clock.systemUTC();
  }

  protected final Backend backend(Encryption encryption) {
    return backend(encryption, folder);
  }

  protected final Backend backend(Encryption encryption, Path directory) {
    BackendFactory.Surroundings surroundings =
        new BackendFactory.Surroundings(
            directory, environment()::get, clock(), UUID::randomUUID, encryption);
    Backend.Opened opened = factory().open(withNulls(arguments()), surroundings);
    assertThat(opened.diagnostics()).isEmpty();
    Backend backend = Objects.requireNonNull(opened.backend());
    backends.add(backend);
    return backend;
  }

  private Value withNulls(Map<String, Value> given) {
    Map<String, Value> all = new TreeMap<>(given);
    factory()
        .schema()
        .attributes()
        .forEach((name, attribute) -> all.putIfAbsent(name, new Value.Null(attribute.type())));
    return Value.object(all);
  }

  /// The backend that was opened.
  protected final Backend backend(Backend.Opened opened) {
    Backend backend = Objects.requireNonNull(opened.backend(), opened.diagnostics()::toString);
    backends.add(backend);
    return backend;
  }

  /// The state that was read.
  protected static State state(StateStore.ReadResult result) {
    return Objects.requireNonNull(result.state(), result.diagnostics()::toString);
  }

  @Override
  protected StateStore open() {
    return open(Encryption.NONE);
  }

  protected final StateStore open(Encryption encryption) {
    return backend(encryption).store(Backend.DEFAULT);
  }

  @AfterEach
  void close() {
    backends.forEach(Backend::close);
  }

  protected static StateStore.Lease lock(StateStore store, LockInfo info) {
    StateStore.LockResult result = store.lock(info, Duration.ZERO);
    assertThat(result).isInstanceOf(StateStore.Lease.class);
    return (StateStore.Lease) result;
  }

  protected static LockInfo lockInfo(String id, String who) {
    return new LockInfo(
        id, "OperationTypeApply", "", who, "1", Instant.parse("2026-01-02T03:04:05Z"), "place");
  }

  @Test
  void knowsThatItWroteWhenTheAnswerIsLost() throws Exception {
    StateStore store = open();
    State one = commit(store, read(store), withA(State.EMPTY, "1"));
    loseTheNextAnswer();

    State two = commit(store, one, withA(one, "2"));
    assertThat(two.serial()).isEqualTo(2);
    assertThat(read(open())).isEqualTo(two);
  }

  @Test
  void knowsThatItWroteUnderTheLockWhenTheAnswerIsLost() throws Exception {
    StateStore store = open();
    try (StateStore.Lease lease = lock(store, lockInfo("eve@host"))) {
      State one = commit(store, read(store), withA(State.EMPTY, "1"));
      loseTheNextAnswer();

      State two = commit(store, one, withA(one, "2"));
      assertThat(lease).isNotNull();
      assertThat(read(open())).isEqualTo(two);
    }
  }

  @Test
  void keepsTheBaseWhenItCannotWrite() throws Exception {
    StateStore store = open();
    State one = commit(store, read(store), withA(State.EMPTY, "1"));
    refuseWrites(true);
    StateStore.CommitResult result = store.commit(one, withA(one, "2"));
    refuseWrites(false);

    assertThat(result).isInstanceOf(StateStore.Failed.class);
    assertThat(read(open())).isEqualTo(one);
    assertThat(commit(store, one, withA(one, "2")).serial()).isEqualTo(2);
  }

  @Test
  void ignoresATornTail() throws Exception {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Journal journal = open().openJournal(one);
    journal.append(new JournalRecord.Changed(A, Samples.instance("2")));
    journal.append(new JournalRecord.Changed(B, Samples.instance("b")));
    journal.close();
    tearTheJournal();

    State torn = read(open());
    assertThat(torn.find(A)).contains(Samples.instance("2"));
    assertThat(torn.find(B)).isEmpty();
    Journal next = open().openJournal(one);
    next.append(new JournalRecord.Changed(B, Samples.instance("c")));
    next.close();
    assertThat(read(open()).find(A)).contains(Samples.instance("2"));
    assertThat(read(open()).find(B)).contains(Samples.instance("c"));
  }

  @Test
  void refusesTheJournalOfAnotherVersion() {
    StateStore store = open();
    State one = commit(store, State.EMPTY, withA(State.EMPTY, "1"));
    commit(open(), one, withA(one, "2"));

    assertThatThrownBy(() -> store.openJournal(one)).isInstanceOf(StorageException.class);
  }

  /// Whether the protocol tells that nobody holds the lock.
  protected boolean knowsWhetherItIsLocked() {
    return true;
  }

  @Test
  void takesALockAwayByItsId() {
    StateStore first = open();
    StateStore second = open();
    StateStore.Lease lost = lock(first, lockInfo("the-id", "eve@host"));
    State one = commit(first, read(first), withA(State.EMPTY, "1"));

    assertThat(second.unlock("another-id")).isPresent();
    assertThat(second.lock(lockInfo("bob@host"), Duration.ZERO))
        .isInstanceOf(StateStore.Held.class);
    assertThat(second.unlock("the-id")).isEmpty();
    if (knowsWhetherItIsLocked()) {
      assertThat(second.unlock("the-id").map(Diagnostic::code)).contains("state.not-locked");
    }
    lock(second, lockInfo("bob@host")).close();
    lost.close();
    assertThat(read(open())).isEqualTo(one);
  }

  @Test
  void whoLostTheLockChangesNothingAnyMore() {
    StateStore first = open();
    StateStore second = open();
    StateStore.Lease lost = lock(first, lockInfo("the-id", "eve@host"));
    State one = commit(first, read(first), withA(State.EMPTY, "1"));
    Journal slow = first.openJournal(one);
    slow.append(new JournalRecord.Begin(Samples.operation("op", B)));

    assertThat(second.unlock("the-id")).isEmpty();
    try (StateStore.Lease lease = lock(second, lockInfo("bob-id", "bob@host"))) {
      State recovered = read(second);
      assertThat(lease).isNotNull();
      assertThat(recovered.pending()).hasSize(1);
      assertThatThrownBy(() -> slow.append(new JournalRecord.Changed(A, Samples.instance("x"))))
          .isInstanceOf(StorageException.class);
      slow.close();
      assertThat(first.commit(one, withA(one, "late")))
          .isInstanceOfAny(StateStore.Failed.class, StateStore.Conflict.class);
      State two = commit(second, recovered, recovered);
      assertThat(read(open())).isEqualTo(two);
    }
    lost.close();
  }

  @Test
  void whoLostTheLockRecordsNothingAfterTheNextRunHasEnded() {
    StateStore first = open();
    StateStore second = open();
    StateStore.Lease lost = lock(first, lockInfo("the-id", "eve@host"));
    State one = commit(first, read(first), withA(State.EMPTY, "1"));
    Journal slow = first.openJournal(one);
    slow.append(new JournalRecord.Changed(A, Samples.instance("x")));

    assertThat(second.unlock("the-id")).isEmpty();
    State two;
    try (StateStore.Lease lease = lock(second, lockInfo("bob-id", "bob@host"))) {
      assertThat(lease).isNotNull();
      State recovered = read(second);
      commit(second, one, recovered);
      two = read(second);
    }
    assertThatThrownBy(() -> slow.append(new JournalRecord.Begin(Samples.operation("op", B))))
        .isInstanceOf(StorageException.class);
    slow.close();
    lost.close();
    assertThat(read(open())).isEqualTo(two);
  }

  @Test
  void keepsSecrets() throws Exception {
    for (Granularity granularity : Granularity.values()) {
      Encryption mine = Keys.of(Keys.key(Suite.AES_GCM, "0123456789abcdef"), granularity);
      StateStore store = open(mine);
      State next = read(store).edit().output("key", Samples.secret("hunter2-hunter2")).build();
      State one = commit(store, read(store), next);
      Journal journal = store.openJournal(one);
      journal.append(
          new JournalRecord.OutputsSet(new TreeMap<>(Map.of("k", Samples.secret("hunter3")))));
      assertThat(everything()).doesNotContain("hunter");
      journal.close();
      State again = read(open(mine));
      assertThat(again.outputs()).containsOnlyKeys("k");
      State two = commit(store, again, again);
      assertThat(everything()).doesNotContain("hunter");
      assertThat(open(Encryption.NONE).read().state()).isNull();
      assertThat(commit(store, two, two.edit().outputs(new TreeMap<>()).build()).serial())
          .isEqualTo(two.serial() + 1);
      commit(store, read(store), State.EMPTY.as("fresh-" + granularity, 0));
      reset();
    }
  }

  /// Empties the place.
  protected abstract void reset() throws Exception;

  @Test
  void keepsWorkspacesApart() {
    Backend backend = backend(Encryption.NONE);
    if (backend.workspaces() == null) {
      assertThat(backend.place(Backend.DEFAULT)).isNotEmpty();
      return;
    }
    assertThat(backend.workspaces()).containsExactly("default");
    State one = commit(backend.store("default"), State.EMPTY, withA(State.EMPTY, "1"));
    assertThat(read(backend.store("two/b c"))).isEqualTo(State.EMPTY);
    State two = commit(backend.store("two/b c"), State.EMPTY, withA(State.EMPTY, "2"));
    Journal journal = backend.store("two/b c").openJournal(two);
    journal.append(new JournalRecord.Changed(B, Samples.instance("b")));
    journal.close();

    Backend other = backend(Encryption.NONE);
    assertThat(other.workspaces()).containsExactly("default", "two/b c");
    assertThat(read(other.store("default"))).isEqualTo(one);
    assertThat(read(other.store("two/b c")).find(B)).isPresent();
    assertThat(other.store("two/b c")).isSameAs(other.store("two/b c"));
    other.delete("two/b c");
    assertThat(backend.workspaces()).containsExactly("default");
    assertThat(read(other.store("two/b c"))).isEqualTo(State.EMPTY);
    assertThat(read(other.store("default"))).isEqualTo(one);
  }

  /// Whether a commit is refused when another process has changed the state, also without the lock.
  protected boolean comparesAndSwaps() {
    return true;
  }

  @Test
  void losesNoUpdate(TestReporter reporter) throws Exception {
    reporter.publishEntry(Contention.check(factory(), arguments(), folder, comparesAndSwaps()));
  }

  @Test
  void keepsHistory() {
    StateStore store = open();
    if (store.history().isEmpty()) {
      assertThat(read(store)).isEqualTo(State.EMPTY);
      return;
    }
    State one = commit(store, read(store), withA(State.EMPTY, "1"));
    State two = commit(store, one, withA(one, "2"));
    State three = commit(store, two, withA(two, "3"));
    History history = open().history().orElseThrow();

    assertThat(history.versions()).extracting(History.Version::serial).containsExactly(3L, 2L, 1L);
    List<@Nullable State> states = new ArrayList<>();
    history.versions().forEach(version -> states.add(history.read(version.id()).state()));
    assertThat(states).containsExactly(three, two, one);
    assertThat(history.versions().getFirst().bytes()).isPositive();
    assertThat(history.read("no-such-version").state()).isNull();
    State back = commit(store, three, one.as(three.lineage(), three.serial()));
    assertThat(back.find(A)).contains(Samples.instance("1"));
    assertThat(open().history().orElseThrow().versions()).hasSize(4);
  }
}

package dev.groma.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.state.JournalRecord;
import dev.groma.state.LockInfo;
import dev.groma.state.Samples;
import dev.groma.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every store must do. A store that [#open] gives stands for one run.
public abstract class StateStoreContract {
  public static final InstanceAddress A = InstanceAddress.managed("t", "a");
  public static final InstanceAddress B = InstanceAddress.managed("t", "b");

  /// The store as a new run finds it; always the same place within a test.
  protected abstract StateStore open();

  public static LockInfo lockInfo(String who) {
    return new LockInfo(
        "id-1",
        "OperationTypeApply",
        "",
        who,
        "1",
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        "terraform.tfstate");
  }

  public static State read(StateStore store) {
    return Objects.requireNonNull(store.read().state());
  }

  public static State commit(StateStore store, State base, State next) {
    StateStore.CommitResult result = store.commit(base, next);
    assertThat(result).isInstanceOf(StateStore.Committed.class);
    return ((StateStore.Committed) result).state();
  }

  public static State withA(State state, String id) {
    return state.edit().put(A, Samples.instance(id)).build();
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(open().read()).isEqualTo(new StateStore.ReadResult(State.EMPTY, false, List.of()));
  }

  @Test
  void keepsWhatIsCommitted() {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    assertThat(one.serial()).isEqualTo(1);
    assertThat(one.lineage()).isNotEmpty();
    assertThat(read(open())).isEqualTo(one);

    State two = commit(open(), one, withA(one, "2"));
    assertThat(two).isEqualTo(withA(one, "2").as(one.lineage(), 2));
    assertThat(read(open())).isEqualTo(two);
  }

  @Test
  void keepsTheSerialWhenNothingChanges() {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));

    assertThat(commit(open(), one, withA(one, "1"))).isEqualTo(one);
  }

  @Test
  void keepsAnEmptyStateToo() {
    State one = commit(open(), State.EMPTY, State.EMPTY);

    assertThat(one.serial()).isEqualTo(1);
    assertThat(read(open())).isEqualTo(one);
  }

  @Test
  void refusesACommitOverAnotherVersion() {
    StateStore slow = open();
    State base = read(slow);
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));

    assertThat(slow.commit(base, withA(base, "2"))).isInstanceOf(StateStore.Conflict.class);
    assertThat(read(open())).isEqualTo(one);
  }

  @Test
  void hasOneHolderOfTheLock() {
    StateStore first = open();
    StateStore second = open();
    StateStore.Lease lease = (StateStore.Lease) first.lock(lockInfo("eve@host"), Duration.ZERO);

    assertThat(second.lock(lockInfo("bob@host"), Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            StateStore.Held.class,
            held -> {
              assertThat(held.holder()).isEqualTo(lockInfo("eve@host"));
              assertThat(held.diagnostic().detail())
                  .contains(
                      "eve@host since 2026-01-02T03:04:05.678901Z for OperationTypeApply",
                      "-lock-timeout");
            });
    lease.close();
    lease.close();
    assertThat(second.lock(lockInfo("bob@host"), Duration.ZERO))
        .isInstanceOf(StateStore.Lease.class);
  }

  @Test
  void holdsTheLockOverCommits() {
    StateStore first = open();
    try (StateStore.Lease lease =
        (StateStore.Lease) first.lock(lockInfo("eve@host"), Duration.ZERO)) {
      State one = commit(first, read(first), withA(State.EMPTY, "1"));
      State two = commit(first, one, withA(one, "2"));

      assertThat(lease).isNotNull();
      assertThat(open().lock(lockInfo("bob@host"), Duration.ZERO))
          .isInstanceOf(StateStore.Held.class);
      assertThat(read(first)).isEqualTo(two);
    }
  }

  @Test
  void losesNothingOfARunThatWasKilled() {
    State one = commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    Journal journal = open().openJournal(one);
    journal.append(new JournalRecord.Begin(Samples.operation("op", B)));
    journal.append(new JournalRecord.Changed(A, Samples.instance("2")));

    StateStore.ReadResult found = open().read();
    assertThat(found.recovered()).isTrue();
    assertThat(found.diagnostics()).hasSize(1);
    State state = Objects.requireNonNull(found.state());
    assertThat(state.find(A)).contains(Samples.instance("2"));
    assertThat(state.pending()).containsExactly(Samples.operation("op", B));

    State folded = commit(open(), state, state);
    assertThat(folded.serial()).isEqualTo(2);
    assertThat(read(open())).isEqualTo(folded);

    Journal next = open().openJournal(folded);
    next.append(new JournalRecord.End("op", Samples.instance("b")));
    next.close();
    State ended = read(open());
    assertThat(ended.pending()).isEmpty();
    State last = commit(open(), ended, ended);
    assertThat(open().read()).isEqualTo(new StateStore.ReadResult(last, false, List.of()));
  }

  @Test
  void takesRecordsOfManyThreads() {
    Journal journal = open().openJournal(State.EMPTY);
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < 16; i++) {
        String thread = "t" + i;
        threads.execute(() -> {
          for (int j = 0; j < 20; j++) {
            journal.append(
                new JournalRecord.Changed(
                    InstanceAddress.managed(thread, "r" + j), Samples.instance("x")));
          }
        });
      }
    }
    assertThat(read(open()).instances()).hasSize(320);
  }
}

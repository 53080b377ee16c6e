package dev.groma.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Num;
import dev.groma.state.format.JournalFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JournalReplayTest {
  private static final InstanceAddress A = InstanceAddress.managed("t", "a");
  private static final InstanceAddress B = InstanceAddress.managed("t", "b");
  private static final InstanceAddress C = InstanceAddress.managed("t", "c");
  private static final State BASE =
      State.EMPTY.edit().put(C, Samples.instance("c")).build().as("lineage", 3);
  private static final List<JournalRecord> JOURNAL =
      List.of(
          new JournalRecord.Header("lineage", 3),
          new JournalRecord.Begin(Samples.operation("1", A)),
          new JournalRecord.Begin(Samples.operation("2", B)),
          new JournalRecord.Recorded("1", Samples.tainted("half")),
          new JournalRecord.Recorded("2", Samples.instance("b")),
          new JournalRecord.End("1", Samples.instance("whole")),
          new JournalRecord.Changed(C, null),
          new JournalRecord.OutputsSet(new TreeMap<>(Map.of("o", new OutputValue(Num.ONE, true)))));

  private static State fold(State snapshot, List<JournalRecord> journal) {
    return JournalReplay.fold(snapshot, journal) instanceof JournalReplay.Folded f
        ? f.state()
        : State.EMPTY;
  }

  @Test
  void bringsTheSnapshotUpToDate() {
    State state = fold(BASE, JOURNAL);

    assertThat(state.instances())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(A, Samples.instance("whole"), B, Samples.tainted("b")));
    assertThat(state.outputs()).containsOnlyKeys("o");
    assertThat(state.pending())
        .containsExactly(Samples.operation("2", B).recorded(Samples.tainted("b")));
    assertThat(state.serial()).isEqualTo(3);
  }

  /// Its deposed object is deleted while the new current one is still being made.
  @Test
  void anOperationKnowsWhatOthersDidToItsInstance() {
    Instance both = Samples.tainted("new").withDeposed("00000001", object("old"));
    Instance alone = Samples.tainted("new");
    State state =
        fold(
            BASE,
            List.of(
                new JournalRecord.Header("lineage", 3),
                new JournalRecord.Begin(Samples.operation("1", A)),
                new JournalRecord.Recorded("1", both),
                new JournalRecord.Begin(Samples.operation("2", A)),
                new JournalRecord.End("2", alone)));

    assertThat(state.pending()).containsExactly(Samples.operation("1", A).recorded(alone));
    assertThat(state.find(A)).contains(alone);
  }

  @Test
  void keepsWhatWasAskedFor() {
    PendingOperation asked =
        new PendingOperation(
            "7",
            A,
            null,
            PendingOperation.Action.CREATE,
            "7",
            "digest",
            Samples.instance("planned"),
            Instant.EPOCH,
            null);
    JournalRecord record = new JournalRecord.Begin(asked);
    assertThat(JournalFormat.read(JournalFormat.write(record))).contains(record);
  }

  private static StateObject object(String id) {
    return Objects.requireNonNull(Samples.instance(id).current());
  }

  @Test
  void isTheSameTwice() {
    assertThat(fold(fold(BASE, JOURNAL), JOURNAL)).isEqualTo(fold(BASE, JOURNAL));
  }

  @Test
  void addsOnlyPendingOperationsToItsOwnFold() {
    List<JournalRecord> announced = new ArrayList<>(JOURNAL);
    announced.add(new JournalRecord.Folded("lineage", 4));
    State folded = fold(BASE, JOURNAL).edit().pending(List.of()).build().as("lineage", 4);

    assertThat(fold(folded, announced)).isEqualTo(fold(BASE, JOURNAL).as("lineage", 4));
    assertThat(fold(BASE, announced)).isEqualTo(fold(BASE, JOURNAL));
  }

  @Test
  void addsWhatWasRecordedAfterTheFold() {
    List<JournalRecord> goesOn = new ArrayList<>(JOURNAL);
    goesOn.add(new JournalRecord.Folded("lineage", 4));
    State folded = fold(BASE, JOURNAL).edit().pending(List.of()).build().as("lineage", 4);
    goesOn.add(new JournalRecord.End("2", Samples.instance("done")));
    goesOn.add(new JournalRecord.Changed(C, Samples.instance("again")));

    assertThat(fold(folded, goesOn)).isEqualTo(fold(BASE, goesOn).as("lineage", 4));
    assertThat(fold(folded, goesOn).find(C)).contains(Samples.instance("again"));
    goesOn.add(new JournalRecord.Folded("lineage", 4));
    goesOn.add(new JournalRecord.Changed(A, null));
    assertThat(fold(folded, goesOn)).isEqualTo(fold(BASE, goesOn).as("lineage", 4));
  }

  @Test
  void refusesTheJournalOfAnotherState() {
    assertThat(JournalReplay.fold(BASE.as("lineage", 4), JOURNAL))
        .isEqualTo(new JournalReplay.Stale("lineage", 3));
    assertThat(JournalReplay.fold(BASE.as("other", 3), JOURNAL))
        .isEqualTo(new JournalReplay.Stale("lineage", 3));
  }

  @Test
  void isReadAsItWasWritten() {
    for (JournalRecord record : JOURNAL) {
      assertThat(JournalFormat.read(JournalFormat.write(record))).contains(record);
    }
  }
}

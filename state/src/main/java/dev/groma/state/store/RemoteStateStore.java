package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.JournalRecord;
import dev.groma.state.JournalReplay;
import dev.groma.state.LockInfo;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.format.StateCodec;
import dev.groma.state.format.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A state in a [Place] on a server: the contract of [StateStore] on top of a snapshot that can be
/// replaced if it is still the same, a journal and a lock.
public final class RemoteStateStore implements StateStore {
  // A commit announces the new snapshot in the journal, replaces the snapshot, and restarts the
  // journal. It may end anywhere in between: a journal that announced the snapshot adds nothing to
  // it but what came later. Whoever takes a lock over changes the tag of the snapshot and takes the
  // next place in the journal; so the order in a commit is to load the snapshot, to make sure of
  // the
  // lock, and to replace just what was loaded.
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 3;

  private final Place place;
  private final Supplier<UUID> lineages;
  private final Encryption encryption;
  private final StateCodec codec;
  private final ReentrantLock mutex = new ReentrantLock();
  private final List<Diagnostic> remarks = new ArrayList<>();
  private @Nullable Snapshot last;
  private volatile @Nullable RemoteLease lease;
  private @Nullable Upload upload;

  /// The state in `place`; `lineages` makes up the lineage of a new one.
  public RemoteStateStore(Place place, Supplier<UUID> lineages, Encryption encryption) {
    this.place = place;
    this.lineages = lineages;
    this.encryption = encryption;
    codec = new StateCodec(encryption);
  }

  /// What is kept and what it means.
  ///
  /// @param stored what is kept; null when nothing is
  /// @param state what it means
  /// @param stale whether it is encrypted otherwise than it would be now
  private record Snapshot(Place.@Nullable Stored stored, State state, boolean stale) {
    private boolean isVersion(State other) {
      return state.lineage().equals(other.lineage()) && state.serial() == other.serial();
    }

    private boolean hasTag(String tag) {
      return stored != null && stored.tag().equals(tag);
    }
  }

  /// What this run has uploaded while its journal is open.
  ///
  /// @param base the version that the journal was opened for
  /// @param kept the newest version that was uploaded
  private record Upload(State base, State kept) {}

  @Override
  public ReadResult read() {
    mutex.lock();
    try {
      ReadResult result = readOnce();
      for (int i = 1; i < ATTEMPTS && result.state() == null && lease == null; i++) {
        result = readOnce();
      }
      List<Diagnostic> all = new ArrayList<>(remarks);
      remarks.clear();
      all.addAll(result.diagnostics());
      return new ReadResult(result.state(), result.recovered(), all);
    } catch (StorageException e) {
      return new ReadResult(null, false, List.of(e.diagnostic()));
    } finally {
      mutex.unlock();
    }
  }

  private ReadResult readOnce() {
    List<Diagnostic> found = new ArrayList<>();
    Snapshot snapshot = load(found);
    if (snapshot == null) {
      return new ReadResult(null, false, found);
    }
    JournalFile.Contents contents = JournalFile.parse(place.log().read(), encryption);
    if (contents.problem() != null) {
      return new ReadResult(null, false, List.of(unreadable(contents.problem())));
    }
    State state = snapshot.state;
    return switch (JournalReplay.fold(state, contents.records())) {
      case JournalReplay.Stale s -> new ReadResult(null, false, List.of(stale(s, state)));
      case JournalReplay.Folded f when f.state().hasSameContent(state) ->
          new ReadResult(state, false, List.of());
      case JournalReplay.Folded f ->
          new ReadResult(
              f.state(),
              true,
              List.of(
                  Trouble.recovered(
                      journalName(), contents.records().size() - 1, f.state().pending().size())));
    };
  }

  private String journalName() {
    return "the journal of " + place.name();
  }

  private Diagnostic unreadable(Opened problem) {
    return Trouble.unreadableJournal(place.name(), problem, encryption.isConfigured());
  }

  private Diagnostic stale(JournalReplay.Stale stale, State found) {
    return Trouble.staleJournal(place.name(), stale.lineage(), stale.serial(), found.serial());
  }

  /// What is kept now; null after an error, which is added to `found`.
  private @Nullable Snapshot load(List<Diagnostic> found) {
    Place.Stored stored = place.load();
    Snapshot known = last;
    if (stored != null && known != null && known.hasTag(stored.tag())) {
      return known;
    }
    Snapshot read = parse(stored, found);
    last = read;
    return read;
  }

  private @Nullable Snapshot parse(Place.@Nullable Stored stored, List<Diagnostic> found) {
    if (stored == null || isBlank(stored.bytes())) {
      return new Snapshot(stored, State.EMPTY, false);
    }
    StateReader.Result result = codec.read(stored.bytes(), place.name());
    found.addAll(result.diagnostics());
    return result.state() == null ? null : new Snapshot(stored, result.state(), result.stale());
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != '\n') {
        return false;
      }
    }
    return true;
  }

  @Override
  public CommitResult commit(State base, State next) {
    mutex.lock();
    try {
      List<Diagnostic> found = new ArrayList<>();
      Snapshot current = load(found);
      if (current == null) {
        return new Failed(found.getFirst());
      }
      if (!isBasedOn(base, current)) {
        return conflict(base, current);
      }
      List<Diagnostic> problems = next.verify();
      if (!problems.isEmpty()) {
        return new Failed(problems.getFirst());
      }
      requireLease();
      return replace(current, base, next);
    } catch (StorageException e) {
      return new Failed(e.diagnostic());
    } finally {
      mutex.unlock();
    }
  }

  private Conflict conflict(State base, Snapshot current) {
    return new Conflict(Trouble.conflict(place.name(), base.serial(), current.state.serial()));
  }

  private boolean isBasedOn(State base, Snapshot current) {
    return current.isVersion(base)
        || (upload != null
            && current.isVersion(upload.kept)
            && upload.base.lineage().equals(base.lineage())
            && upload.base.serial() == base.serial());
  }

  private void requireLease() {
    if (lease != null) {
      lease.require();
    }
  }

  private CommitResult replace(Snapshot snapshot, State base, State next) {
    State current = snapshot.state;
    State plain = next.edit().pending(List.of()).build();
    JournalFile.Contents journal = JournalFile.parse(place.log().read(), encryption);
    if (journal.problem() != null) {
      return new Failed(unreadable(journal.problem()));
    }
    // Where the journal goes with the snapshot, it ends with the next snapshot only.
    boolean settled = place.uploads() == null || journal.records().isEmpty();
    if (snapshot.stored != null
        && !snapshot.stale
        && settled
        && StateStore.isUpToDate(current, plain)) {
      State same = next.as(current.lineage(), current.serial());
      place.log().restart(journalBytes(same));
      upload = null;
      return new Committed(same);
    }
    State written = StateStore.successor(current, next, lineages);
    if (!journal.records().isEmpty()) {
      try (JournalFile open = JournalFile.over(new Sink(), journal, encryption)) {
        open.append(new JournalRecord.Folded(written.lineage(), written.serial()));
      }
    }
    CommitResult result = put(snapshot, base, written);
    if (result instanceof Committed) {
      upload = null;
      try {
        place.log().restart(journalBytes(written));
      } catch (StorageException _) {
        // The journal announced the snapshot, and adds nothing to it but its pending operations.
      }
    }
    return result;
  }

  private CommitResult put(Snapshot snapshot, State base, State written) {
    Place.Draft draft = new Place.Draft(codec.write(written), journalBytes(written));
    Diagnostic doubt = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        Place.Put outcome = place.put(draft, snapshot.stored);
        if (outcome instanceof Place.Kept) {
          return new Committed(written);
        }
        doubt = outcome instanceof Place.Unknown u ? u.diagnostic() : doubt;
        List<Diagnostic> found = new ArrayList<>();
        Snapshot now = load(found);
        if (now == null) {
          return new OutcomeUnknown(found.getFirst());
        }
        // Without a doubt it is somebody else's, however much alike.
        if (doubt != null && now.stored != null && isDraft(now, draft, written)) {
          return new Committed(written);
        }
        if (!sameTag(now, snapshot)) {
          return conflict(base, now);
        }
      } catch (StorageException e) {
        return doubt == null
            ? new Failed(e.diagnostic())
            : new OutcomeUnknown(RemoteTrouble.inDoubt(place.name(), e.diagnostic()));
      }
    }
    return new OutcomeUnknown(RemoteTrouble.inDoubt(place.name(), doubt));
  }

  /// Whether what is kept is what was sent, however the server has laid it out.
  private static boolean isDraft(Snapshot now, Place.Draft draft, State written) {
    return Arrays.equals(now.stored == null ? null : now.stored.bytes(), draft.bytes())
        || (now.isVersion(written)
            && now.state.hasSameContent(written.edit().pending(List.of()).build()));
  }

  private static boolean sameTag(Snapshot a, Snapshot b) {
    return a.stored == null ? b.stored == null : b.hasTag(a.stored.tag());
  }

  /// The pending operations of `state` as a journal, and no journal when there are none.
  private byte[] journalBytes(State state) {
    return state.pending().isEmpty() ? new byte[0] : startOfJournal(state);
  }

  private byte[] startOfJournal(State state) {
    List<JournalRecord> records = new ArrayList<>();
    records.add(new JournalRecord.Header(state.lineage(), state.serial()));
    for (PendingOperation operation : state.pending()) {
      records.add(new JournalRecord.Begin(operation.withoutInstance()));
      if (operation.instance() != null) {
        records.add(new JournalRecord.Recorded(operation.id(), operation.instance()));
      }
    }
    return JournalFile.bytes(records, encryption);
  }

  /// The end of the journal, for as long as the lock is not lost.
  private final class Sink implements JournalFile.Sink {
    @Override
    public void write(byte[] batch) {
      RemoteLease held = lease;
      if (held != null) {
        held.check();
      }
      place.log().append(batch);
    }

    @Override
    public void close() {
      place.log().close();
    }
  }

  @Override
  public Journal openJournal(State base) {
    mutex.lock();
    try {
      List<Diagnostic> found = new ArrayList<>();
      Snapshot current = load(found);
      if (current == null) {
        throw new StorageException(found.getFirst(), null);
      }
      if (!current.isVersion(base)) {
        throw new StorageException(conflict(base, current).diagnostic(), null);
      }
      byte[] bytes = place.log().read();
      JournalFile.Contents contents = JournalFile.parse(bytes, encryption);
      if (contents.problem() != null) {
        throw new StorageException(unreadable(contents.problem()), null);
      }
      requireLease();
      contents = begun(base, bytes, contents);
      upload = null;
      JournalFile file = JournalFile.over(new Sink(), contents, encryption);
      Duration every = place.uploads();
      return every == null ? file : new UploadedJournal(this, file, base, every);
    } finally {
      mutex.unlock();
    }
  }

  /// The journal, begun for `base` and without a torn end.
  private JournalFile.Contents begun(State base, byte[] bytes, JournalFile.Contents contents) {
    List<JournalRecord> records = contents.records();
    JournalRecord header = new JournalRecord.Header(base.lineage(), base.serial());
    if (!records.isEmpty() && records.getFirst().equals(header)) {
      if (contents.length() < bytes.length) {
        place.log().restart(Arrays.copyOf(bytes, contents.length()));
      }
      return contents;
    }
    if (JournalReplay.fold(base, records) instanceof JournalReplay.Stale s) {
      throw new StorageException(stale(s, base), null);
    }
    byte[] fresh = startOfJournal(base);
    place.log().restart(fresh);
    return JournalFile.parse(fresh, encryption);
  }

  /// Brings the snapshot up to date with `journal`, which was opened for `base` and goes on.
  ///
  /// @throws StorageException when the place cannot be reached
  /// @return why the run must end, since the state is somebody else's now; null when it may go on
  @Nullable Diagnostic upload(JournalFile journal, State base) {
    mutex.lock();
    try {
      List<Diagnostic> found = new ArrayList<>();
      Snapshot current = load(found);
      if (current == null) {
        return found.getFirst();
      }
      if (!isBasedOn(base, current)) {
        return conflict(base, current).diagnostic();
      }
      State next = StateStore.successor(current.state, current.state, lineages);
      JournalRecord fold = new JournalRecord.Folded(next.lineage(), next.serial());
      journal.append(fold);
      List<JournalRecord> records = JournalFile.parse(place.log().read(), encryption).records();
      List<JournalRecord> before = records.subList(0, records.lastIndexOf(fold));
      if (!(JournalReplay.fold(current.state, before) instanceof JournalReplay.Folded folded)) {
        return Trouble.staleJournal(place.name(), base.lineage(), base.serial(), next.serial());
      }
      State written = folded.state().as(next.lineage(), next.serial());
      return switch (put(current, base, written)) {
        case Committed _ -> {
          upload = new Upload(base, written);
          yield null;
        }
        case Conflict c -> c.diagnostic();
        // Found out by the next upload, or by the commit at the end.
        case OutcomeUnknown _ -> {
          upload = new Upload(base, written);
          yield null;
        }
        case Failed f when f.diagnostic().code().equals(Place.NO_ANSWER) ->
            throw new StorageException(f.diagnostic(), null);
        case Failed f -> f.diagnostic();
      };
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public LockResult lock(LockInfo holder, Duration wait) {
    return Locks.waitFor(() -> tryLock(holder), POLL, wait);
  }

  private LockResult tryLock(LockInfo holder) {
    mutex.lock();
    try {
      if (lease != null) {
        return held(lease.holder(), "");
      }
      return switch (place.lock(holder)) {
        case Place.Other(LockInfo other, String remark) -> held(other, remark);
        case Place.Taken(Place.Hold hold, LockInfo displaced) -> {
          if (displaced != null) {
            remarks.add(RemoteTrouble.takenOver(place.name(), displaced));
          }
          RemoteLease taken =
              new RemoteLease(place.name(), holder, hold, place.heartbeat(), this::released);
          lease = taken;
          yield taken;
        }
      };
    } catch (StorageException e) {
      return new Unlockable(e.diagnostic());
    } finally {
      mutex.unlock();
    }
  }

  private Held held(@Nullable LockInfo holder, String remark) {
    return new Held(holder, RemoteTrouble.held(place.name(), holder, remark));
  }

  private void released() {
    mutex.lock();
    try {
      lease = null;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public Optional<Diagnostic> unlock(String id) {
    mutex.lock();
    try {
      return place.breakLock(id);
    } catch (StorageException e) {
      return Optional.of(e.diagnostic());
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public Optional<History> history() {
    return Optional.ofNullable(place.versions()).map(RemoteHistory::new);
  }

  private final class RemoteHistory implements History {
    private final Place.Versions versions;

    private RemoteHistory(Place.Versions versions) {
      this.versions = versions;
    }

    @Override
    public List<Version> versions() {
      return versions.list();
    }

    @Override
    public ReadResult read(String id) {
      try {
        byte[] bytes = versions.load(id);
        if (bytes == null) {
          return new ReadResult(null, false, List.of(RemoteTrouble.noVersion(place.name(), id)));
        }
        StateReader.Result result = codec.read(bytes, place.name() + " version " + id);
        return new ReadResult(result.state(), false, result.diagnostics());
      } catch (StorageException e) {
        return new ReadResult(null, false, List.of(e.diagnostic()));
      }
    }
  }
}

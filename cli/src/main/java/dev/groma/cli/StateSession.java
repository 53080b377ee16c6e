package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// The state of one run: locked while this is open, read once, and replaced at the end.
final class StateSession implements AutoCloseable {
  private final StatePlace place;
  private final StateStore store;
  private final StateStore.@Nullable Lease lease;
  private final View view;
  private final Path directory;
  private State base;

  private StateSession(
      StatePlace place, Path directory, StateStore.@Nullable Lease lease, View view, State base) {
    this.place = place;
    this.directory = directory;
    this.store = place.store();
    this.lease = lease;
    this.view = view;
    this.base = base;
  }

  /// The state at `place`, locked unless `-lock=false`; nothing after an error, which is reported.
  ///
  /// @param place is closed with the session
  /// @param operation for those who find the lock held: `Plan`, `Apply`
  static Optional<StateSession> open(
      ParseResult arguments, Console console, StatePlace place, String operation, View view) {
    Optional<StateSession> session = locked(arguments, console, place, operation, view);
    if (session.isEmpty()) {
      place.close();
    }
    return session;
  }

  private static Optional<StateSession> locked(
      ParseResult arguments, Console console, StatePlace place, String operation, View view) {
    Optional<Locking> locking = Locking.of(arguments, console, view);
    if (locking.isEmpty()) {
      return Optional.empty();
    }
    Optional<Locking.Taken> taken = locking.get().take(place, operation, view);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    StateStore.Lease lease = taken.get().lease();
    Optional<State> state = place.read(view);
    if (state.isEmpty()) {
      if (lease != null) {
        lease.close();
      }
      return Optional.empty();
    }
    for (PendingOperation open : state.get().pending()) {
      view.report(unfinished(open));
    }
    return Optional.of(new StateSession(place, console.directory(), lease, view, state.get()));
  }

  /// The state of the directory, locked; see the other.
  static Optional<StateSession> open(
      ParseResult arguments, Console console, String operation, View view) {
    return StatePlace.open(arguments, console, view)
        .flatMap(place -> open(arguments, console, place, operation, view));
  }

  /// The state of the directory, only read; nothing after an error, which is reported.
  static Optional<State> read(ParseResult arguments, Console console, View view) {
    return StatePlace.open(arguments, console, view)
        .flatMap(place -> {
          try (place) {
            return place.read(view);
          }
        });
  }

  /// The state in `file`, only read; nothing after an error, which is reported.
  ///
  /// @param file may be encrypted or not
  static Optional<State> read(ParseResult arguments, Console console, Path file, View view) {
    return Sealing.ofGiven(arguments, console, view)
        .flatMap(encryption -> {
          StateStore.ReadResult read =
              new FileStateStore(Console.shown(file), UUID::randomUUID, encryption).read();
          view.report(read.diagnostics());
          return Optional.ofNullable(read.state());
        });
  }

  /// The same where the configuration is at hand.
  static Optional<State> read(
      ParseResult arguments, Console console, Configuration configuration, View view) {
    return StatePlace.open(arguments, console, configuration, view)
        .flatMap(place -> {
          try (place) {
            return place.read(view);
          }
        });
  }

  private static Diagnostic unfinished(PendingOperation open) {
    boolean known = open.instance() != null;
    String advice =
        switch (open.action()) {
          case CREATE ->
              known
                  ? "The object is in the state, marked as tainted, so that the next apply replaces"
                      + " it."
                  : "Look whether the object exists; if it does, delete it there before you apply,"
                      + " since nothing here knows its id.";
          case UPDATE ->
              "The next refresh shows whether the object was changed; nothing else needs doing.";
          case DELETE ->
              "The next refresh shows whether the object still exists; nothing else needs doing.";
        };
    return Diagnostic.warning(
            "state.unfinished-operation",
            "An operation did not end",
            "A run was stopped while it was about to "
                + open.action().name().toLowerCase(Locale.ROOT)
                + " "
                + open.address()
                + ", begun at "
                + open.began()
                + ". "
                + advice)
        .about(open.address().toString());
  }

  /// Where it is.
  StatePlace place() {
    return place;
  }

  /// The backend that it is in.
  BackendSettings backend() {
    return place.settings();
  }

  /// The state as it was read, with what the journal of an earlier run adds.
  State state() {
    return base;
  }

  /// Opens the log of what an apply does. What an earlier run left is made part of the snapshot
  /// first.
  ///
  /// @return nothing after an error, which is reported
  Optional<StoreLog> openLog(Clock clock, Runnable stop) {
    if (!base.pending().isEmpty() || isRecovered()) {
      State settled = base.edit().pending(List.of()).build();
      switch (store.commit(base, taintUnfinished(settled))) {
        case StateStore.Committed c -> base = c.state();
        case StateStore.Conflict c -> view.report(c.diagnostic());
        case StateStore.OutcomeUnknown o -> view.report(o.diagnostic());
        case StateStore.Failed f -> view.report(f.diagnostic());
      }
      if (!base.pending().isEmpty()) {
        return Optional.empty();
      }
    }
    try {
      Journal journal = store.openJournal(base);
      return Optional.of(new StoreLog(journal, clock, stop));
    } catch (dev.groma.state.store.StorageException e) {
      view.report(e.diagnostic());
      return Optional.empty();
    }
  }

  private boolean isRecovered() {
    return store.read().recovered();
  }

  /// Objects whose creation was not seen to end are never taken for complete.
  private State taintUnfinished(State state) {
    var edit = state.edit();
    for (PendingOperation open : base.pending()) {
      boolean created = open.action() == PendingOperation.Action.CREATE;
      if (created && open.instance() != null && open.instance().current() != null) {
        StateObject tainted = open.instance().current().with(StateObject.Status.TAINTED);
        edit.put(open.address(), open.instance().withCurrent(tainted));
      }
    }
    return edit.build();
  }

  /// Replaces the state by `next`, what exists now. Returns false after an error, which is
  /// reported, with the place where the state was saved instead.
  boolean commit(State next) {
    // What a plan was made from may hold operations that were settled since: they must not come
    // back, or the next run would put the objects that they knew in the place of what is there now.
    State now = next.edit().pending(base.pending()).build();
    return switch (store.commit(base, now)) {
      case StateStore.Committed c -> {
        base = c.state();
        yield true;
      }
      case StateStore.Conflict c -> rescue(now, c.diagnostic());
      case StateStore.OutcomeUnknown o -> rescue(now, o.diagnostic());
      case StateStore.Failed f -> rescue(now, f.diagnostic());
    };
  }

  /// Saves `next` beside the configuration when its own place does not take it.
  boolean rescue(State next, Diagnostic why) {
    view.report(why);
    Path refuge = directory.resolve("errored.tfstate");
    State whole = next.lineage().isEmpty() ? next.as(UUID.randomUUID().toString(), 1) : next;
    try {
      Files.write(refuge, place.stored(whole.edit().pending(List.of()).build()));
      view.report(
          Diagnostic.error(
              "state.rescued",
              "The state was saved elsewhere",
              "What exists now could not be written to "
                  + place.shown()
                  + ", so it was saved in "
                  + Console.shown(refuge)
                  + ". Put right what is said above, then copy that file over the state. Do not"
                  + " apply before: objects would be made again."));
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "state.not-rescued",
              "The state could not be saved",
              "What exists now could be written neither to "
                  + place.shown()
                  + " nor to "
                  + Console.shown(refuge)
                  + ". The journal beside the state holds what was done, as far as it could be"
                  + " written: put right what is said above and run the same command again, which"
                  + " takes it from there."));
    }
    return false;
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
    place.close();
  }
}

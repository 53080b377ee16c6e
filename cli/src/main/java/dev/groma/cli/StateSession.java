package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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

  /// What is to be put in the place of the base before anything else; null when nothing is.
  private @Nullable State arriving;

  private StateSession(
      StatePlace place,
      Path directory,
      StateStore store,
      StateStore.@Nullable Lease lease,
      View view,
      Beginning beginning) {
    this.place = place;
    this.directory = directory;
    this.store = store;
    this.lease = lease;
    this.view = view;
    base = beginning.base();
    arriving = beginning.arriving();
  }

  /// What a session begins with.
  ///
  /// @param base the state at its place
  /// @param arriving the state that is to be there instead; null when that is the same
  private record Beginning(State base, @Nullable State arriving) {
    /// Reads it; nothing after an error, which is reported.
    static Optional<Beginning> of(StatePlace place, View view) {
      StatePlace source = place.source();
      if (source == null) {
        return place.read(view).map(state -> new Beginning(state, null));
      }
      Optional<State> from = source.read(view);
      if (from.isEmpty()) {
        return Optional.empty();
      }
      StateStore.ReadResult held = place.store().read();
      State there = held.state();
      Optional<Diagnostic> refusal = StateFiles.refusal(source, from.get(), place, held);
      if (there == null || refusal.isPresent()) {
        view.report(there == null ? held.diagnostics() : refusal.stream().toList());
        return Optional.empty();
      }
      boolean same =
          from.get().lineage().isEmpty()
              || (there.lineage().equals(from.get().lineage())
                  && there.serial() == from.get().serial());
      return Optional.of(new Beginning(there, same ? null : from.get()));
    }
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
    Optional<Beginning> beginning = Beginning.of(place, view);
    if (beginning.isEmpty()) {
      if (lease != null) {
        lease.close();
      }
      return Optional.empty();
    }
    StateStore store = console.machine().stores().apply(place.store());
    return Optional.of(
        new StateSession(place, console.directory(), store, lease, view, beginning.get()));
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

  /// True when `state` is none: nothing was ever recorded at its place, which is reported.
  static boolean isMissing(State state, View view) {
    boolean missing = state.lineage().isEmpty() && state.isEmpty();
    if (missing) {
      view.report(
          Diagnostic.error(
              "state.none",
              "No state file was found!",
              "State management commands require a state file. Run this command in a directory"
                  + " where Groma has been run or use the -state flag to point the command to a"
                  + " specific state location."));
    }
    return missing;
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
    return arriving == null ? base : arriving;
  }

  /// True while no other run can change the state.
  boolean isLocked() {
    return lease != null;
  }

  /// Opens the log of what a run does. What the journal of an earlier run holds is made part of the
  /// snapshot first; operations that are open stay so.
  ///
  /// @return nothing after an error, which is reported
  Optional<StoreLog> openLog(Clock clock, Runnable stop) {
    Optional<Diagnostic> problem = arrive();
    problem.ifPresent(view::report);
    if (problem.isPresent() || (store.read().recovered() && !commit(base, base.pending()))) {
      return Optional.empty();
    }
    try {
      Journal journal = store.openJournal(base);
      return Optional.of(new StoreLog(journal, base.pending(), clock, stop));
    } catch (StorageException e) {
      view.report(e.diagnostic());
      return Optional.empty();
    }
  }

  /// Replaces the state by `next`, what exists now. Returns false after an error, which is
  /// reported, with the place where the state was saved instead.
  boolean commit(State next) {
    return commit(next, base.pending());
  }

  /// The same with the operations `open`, whose ends are not known.
  boolean commit(State next, List<PendingOperation> open) {
    State now =
        next.edit().pending(open.stream().flatMap(o -> known(o, next).stream()).toList()).build();
    return arrive().or(() -> put(now)).map(why -> rescue(now, why)).orElse(true);
  }

  /// Puts what is to be at the place of this there. Returns what went wrong.
  private Optional<Diagnostic> arrive() {
    State awaited = arriving;
    arriving = null;
    return awaited == null ? Optional.empty() : put(awaited);
  }

  private Optional<Diagnostic> put(State next) {
    return switch (store.commit(base, next)) {
      case StateStore.Committed c -> {
        base = c.state();
        yield Optional.empty();
      }
      case StateStore.Conflict c -> Optional.of(c.diagnostic());
      case StateStore.OutcomeUnknown o -> Optional.of(o.diagnostic());
      case StateStore.Failed f -> Optional.of(f.diagnostic());
    };
  }

  /// `operation` as far as `state` knows it. An object that it made is on record: where that was
  /// moved or forgotten meanwhile, there is nothing left to find out.
  private static Optional<PendingOperation> known(PendingOperation operation, State state) {
    StateObject made = operation.instance() == null ? null : operation.instance().current();
    if (made == null) {
      return Optional.of(operation);
    }
    return state
        .find(operation.address())
        .filter(i -> i.current() != null && i.current().attributes().equals(made.attributes()))
        .map(operation::recorded);
  }

  /// Saves `next` beside the configuration when its own place does not take it.
  boolean rescue(State next, Diagnostic why) {
    view.report(why);
    Path refuge = directory.resolve("errored.tfstate");
    State whole = next.lineage().isEmpty() ? next.as(UUID.randomUUID().toString(), 1) : next;
    try {
      WholeFile.write(refuge, place.stored(whole.edit().pending(List.of()).build()));
      view.report(
          Diagnostic.error(
              "state.rescued",
              "The state was saved elsewhere",
              "What exists now could not be written to "
                  + place.shown()
                  + ", so it was saved in "
                  + Console.shown(refuge)
                  + ". Put right what is said above, then "
                  + (place.settings().type().equals(Backends.LOCAL)
                      ? "copy that file over the state"
                      : "put it there with \"groma state push errored.tfstate\"")
                  + ". Do not apply before: objects would be made again."));
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

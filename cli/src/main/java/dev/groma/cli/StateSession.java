package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.format.StateWriter;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.Journal;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// The state of one run: locked while this is open, read once, and replaced at the end.
final class StateSession implements AutoCloseable {
  private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m|h)");

  private final Path file;
  private final StateStore store;
  private final StateStore.@Nullable Lease lease;
  private final View view;
  private final Path directory;
  private State base;
  private boolean recovered;

  private StateSession(
      Path file,
      Path directory,
      StateStore store,
      StateStore.@Nullable Lease lease,
      View view,
      State base) {
    this.file = file;
    this.directory = directory;
    this.store = store;
    this.lease = lease;
    this.view = view;
    this.base = base;
  }

  /// The state in `file`, locked unless `-lock=false`; nothing after an error, which is reported.
  ///
  /// @param operation for those who find the lock held: `Plan`, `Apply`
  static Optional<StateSession> open(
      ParseResult arguments, Console console, Path file, String operation, View view) {
    Optional<Duration> wait = timeout(Options.find(arguments, "-lock-timeout"));
    if (wait.isEmpty()) {
      view.report(
          Diagnostic.error(
              "cli.duration",
              "Wrong duration",
              "The value of -lock-timeout must be a number and a unit, such as 30s, 5m or 1h."));
      return Optional.empty();
    }
    StateStore store =
        console.machine().stores().apply(new FileStateStore(Console.shown(file), UUID::randomUUID));
    StateStore.Lease lease = null;
    if (!Options.isOff(arguments, "-lock")) {
      switch (store.lock(holder(console, file, operation), wait.get())) {
        case StateStore.Lease held -> lease = held;
        case StateStore.Held other -> view.report(other.diagnostic());
        case StateStore.Unlockable other -> view.report(other.diagnostic());
      }
      if (lease == null) {
        return Optional.empty();
      }
    }
    StateStore.ReadResult read = store.read();
    view.report(read.diagnostics());
    if (read.state() == null) {
      if (lease != null) {
        lease.close();
      }
      return Optional.empty();
    }
    StateSession session =
        new StateSession(file, console.directory(), store, lease, view, read.state());
    session.recovered = read.recovered();
    return Optional.of(session);
  }

  /// The state of the directory, locked; see the other.
  static Optional<StateSession> open(
      ParseResult arguments, Console console, String operation, View view) {
    Configuration configuration = ConfigLoader.load(console.directory()).configuration();
    return open(
        arguments, console, Inputs.stateFile(arguments, console, configuration), operation, view);
  }

  /// The state in `file`, only read; nothing after an error, which is reported.
  static Optional<State> read(Path file, View view) {
    StateStore.ReadResult read = new FileStateStore(Console.shown(file), UUID::randomUUID).read();
    view.report(read.diagnostics());
    return Optional.ofNullable(read.state());
  }

  private static Optional<Duration> timeout(@Nullable String text) {
    return text == null ? Optional.of(Duration.ZERO) : duration(text);
  }

  /// A duration such as `30s`; nothing when `text` is none.
  static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      String number = matcher.group(1);
      String unit = matcher.group(2).toUpperCase(Locale.ROOT);
      return Optional.of(
          unit.equals("MS")
              ? Duration.ofMillis(Long.parseLong(number))
              : Duration.parse("PT" + number + unit));
    } catch (NumberFormatException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static LockInfo holder(Console console, Path file, String operation) {
    String host = console.variable("HOSTNAME");
    return new LockInfo(
        UUID.randomUUID().toString(),
        "OperationType" + operation,
        "",
        System.getProperty("user.name") + "@" + (host == null ? hostName() : host),
        VersionCommand.VERSION,
        Clock.systemUTC().instant(),
        Console.shown(file).toString());
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException _) {
      return "localhost";
    }
  }

  /// The state as it was read, with what the journal of an earlier run adds.
  State state() {
    return base;
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
    if (recovered && !commit(base, base.pending())) {
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
    return switch (store.commit(base, now)) {
      case StateStore.Committed c -> {
        base = c.state();
        recovered = false;
        yield true;
      }
      case StateStore.Conflict c -> rescue(now, c.diagnostic());
      case StateStore.OutcomeUnknown o -> rescue(now, o.diagnostic());
      case StateStore.Failed f -> rescue(now, f.diagnostic());
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
      Files.write(refuge, StateWriter.write(whole.edit().pending(List.of()).build()));
      view.report(
          Diagnostic.error(
              "state.rescued",
              "The state was saved elsewhere",
              "What exists now could not be written to "
                  + Console.shown(file)
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
                  + Console.shown(file)
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
  }
}

package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// How a command locks states: what `-lock` and `-lock-timeout` say, and who it is.
///
/// The holder of a lock says which process on which machine it is. Who finds the lock held by a
/// process of its own machine that is gone can say so.
///
/// @param wanted false for `-lock=false`
/// @param patience how long others are waited for
/// @param console the run
record Locking(boolean wanted, Duration patience, Console console) {
  private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m|h)");
  private static final Duration ADJUSTMENT = Duration.ofMinutes(2);
  private static final Pattern PROCESS =
      Pattern.compile("process ([0-9]+), started (\\S+), on (\\S+)");

  /// What the options say; nothing after an error, which is reported.
  static Optional<Locking> of(ParseResult arguments, Console console, View view) {
    Optional<Duration> wait = timeout(Options.find(arguments, "-lock-timeout"));
    if (wait.isEmpty()) {
      view.report(
          Diagnostic.error(
              "cli.duration",
              "Wrong duration",
              "The value of -lock-timeout must be a number and a unit, such as 30s, 5m or 1h."));
    }
    return wait.map(time -> new Locking(!Options.isOff(arguments, "-lock"), time, console));
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

  /// A lock that was taken.
  ///
  /// @param lease gives it back; null where none was wanted
  record Taken(StateStore.@Nullable Lease lease) implements AutoCloseable {
    @Override
    public void close() {
      if (lease != null) {
        lease.close();
      }
    }
  }

  /// Takes the lock of `place`; nothing after an error, which is reported.
  ///
  /// @param operation for those who find the lock held: `Plan`, `Apply`
  Optional<Taken> take(StatePlace place, String operation, View view) {
    if (!wanted) {
      return Optional.of(new Taken(null));
    }
    return switch (place.store().lock(holder(place, operation), patience)) {
      case StateStore.Lease lease -> Optional.of(new Taken(lease));
      case StateStore.Held held -> {
        view.report(explained(held));
        yield Optional.empty();
      }
      case StateStore.Unlockable other -> {
        view.report(other.diagnostic());
        yield Optional.empty();
      }
    };
  }

  private LockInfo holder(StatePlace place, String operation) {
    String process =
        "process "
            + ProcessHandle.current().pid()
            + started(ProcessHandle.current()).map(at -> ", started " + at).orElse("")
            + ", on "
            + host();
    return new LockInfo(
        UUID.randomUUID().toString(),
        "OperationType" + operation,
        process,
        System.getProperty("user.name") + "@" + host(),
        VersionCommand.VERSION,
        Clock.systemUTC().instant(),
        place.shown());
  }

  private String host() {
    String host = console.variable("HOSTNAME");
    if (host != null) {
      return host;
    }
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException _) {
      return "localhost";
    }
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant().map(at -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  private Diagnostic explained(StateStore.Held held) {
    Diagnostic told = held.diagnostic();
    LockInfo holder = held.holder();
    if (holder == null || !isDead(holder)) {
      return told;
    }
    return Diagnostic.error(
        told.code(),
        told.summary(),
        told.detail()
            + "\n\nThat process does not exist any more: it was killed, or this machine was started"
            + " anew. When no other process works for it, take the lock away with\n"
            + "    groma force-unlock "
            + holder.id()
            + "\nThe next run then finds out what the dead one had done.");
  }

  /// True when `holder` was a process of this machine that is gone.
  boolean isDead(LockInfo holder) {
    Matcher process = PROCESS.matcher(holder.info());
    if (!process.matches() || !process.group(3).equals(host())) {
      return false;
    }
    Optional<ProcessHandle> found = ProcessHandle.of(Long.parseLong(process.group(1)));
    return found.isEmpty()
        || !found.get().isAlive()
        || started(found.get()).map(at -> isOther(at, process.group(2))).orElse(false);
  }

  /// True when a process that was started at `found` is not the one that says it was at `told`; the
  /// clock may have been put right in between.
  private static boolean isOther(Instant found, String told) {
    try {
      return Duration.between(found, Instant.parse(told)).abs().compareTo(ADJUSTMENT) > 0;
    } catch (DateTimeParseException _) {
      return false;
    }
  }
}

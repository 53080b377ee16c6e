package dev.groma.cli;

import dev.groma.providers.spi.ProviderFactory;
import dev.groma.state.store.StateStore;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a command is given by the process that it runs in, and all that it may use of it.
///
/// Everything that is written and read is UTF-8, whatever the locale.
///
/// @param out where results go
/// @param err where messages about failures go
/// @param in where answers come from
/// @param terminal a person looks at `out` and answers at `in`
/// @param environment the environment variables
/// @param directory the directory that relative names start from, absolute
/// @param interrupts how the user says that a run shall end
/// @param machine the clock, what states are kept in, and the providers
record Console(
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    boolean terminal,
    SortedMap<String, String> environment,
    Path directory,
    Interrupts interrupts,
    Machine machine) {
  /// What belongs to the machine rather than to the process.
  ///
  /// @param clock the time
  /// @param stores what becomes of each store before it is used
  /// @param factories the providers that are installed
  record Machine(
      Clock clock, UnaryOperator<StateStore> stores, Supplier<List<ProviderFactory>> factories) {
    /// The machine as it is.
    static final Machine REAL =
        new Machine(Clock.systemUTC(), UnaryOperator.identity(), Clouds::factories);
  }

  /// The machine as it is.
  Console(
      PrintWriter out,
      PrintWriter err,
      BufferedReader in,
      boolean terminal,
      SortedMap<String, String> environment,
      Path directory,
      Interrupts interrupts) {
    this(out, err, in, terminal, environment, directory, interrupts, Machine.REAL);
  }

  /// Copies the map.
  Console {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /// The standard streams, environment and directory of this process.
  static Console ofProcess() {
    return new Console(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
        isTerminal(System.console()),
        new TreeMap<>(System.getenv()),
        Path.of("").toAbsolutePath(),
        Interrupts.ofProcess());
  }

  private static boolean isTerminal(java.io.@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  /// The next line of what is answered; null when there is none.
  ///
  /// @param secret it is not shown while it is typed
  @Nullable String answer(boolean secret) {
    try {
      java.io.Console keyboard = terminal && secret ? System.console() : null;
      if (keyboard == null) {
        return in.readLine();
      }
      char[] typed = keyboard.readPassword();
      return typed == null ? null : new String(typed);
    } catch (IOException _) {
      return null;
    }
  }

  /// The same in another directory.
  Console in(Path other) {
    return new Console(out, err, in, terminal, environment, other, interrupts, machine);
  }

  /// The same with other environment variables.
  Console with(Map<String, String> variables) {
    return new Console(
        out, err, in, terminal, new TreeMap<>(variables), directory, interrupts, machine);
  }

  /// The same for what is told beside a result that programs may read: it goes to [#err].
  Console beside() {
    return new Console(err, err, in, terminal, environment, directory, interrupts, machine);
  }

  /// The same on another machine.
  Console on(Machine other) {
    return new Console(out, err, in, terminal, environment, directory, interrupts, other);
  }

  /// The value of an environment variable; null when it is not set or empty. What Terraform calls
  /// `TF_NAME` may be called `GROMA_NAME` as well, which goes first.
  @Nullable String variable(String name) {
    String own = name.startsWith("TF_") ? variable("GROMA_" + name.substring(3)) : null;
    String value = own == null ? environment.get(name) : own;
    return value == null || value.isEmpty() ? null : value;
  }

  /// `path` as it is shortest to read: relative when it lies in the directory of the process.
  static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) && !path.equals(here) ? here.relativize(path) : path;
  }

  void flush() {
    out.flush();
    err.flush();
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8));
  }
}

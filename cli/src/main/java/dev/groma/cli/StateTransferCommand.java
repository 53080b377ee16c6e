package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.format.StateCodec;
import dev.groma.state.format.StateReader;
import dev.groma.state.format.StateWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state pull` and `groma state push`: prints the state as it is stored, or replaces it by a
/// file.
record StateTransferCommand(Direction direction) implements Command {
  /// Which way the state goes.
  enum Direction {
    /// Out of the store.
    PULL,
    /// Into the store.
    PUSH
  }

  @Override
  public String name() {
    return direction == Direction.PULL ? "pull" : "push";
  }

  @Override
  public String description() {
    return direction == Direction.PULL
        ? "Print the state as it is stored, sensitive values in clear."
        : "Replace the state by a file.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    if (direction == Direction.PUSH) {
      spec.addPositional(Options.parameter("FILE", "A state file; - reads standard input."));
      spec.addOption(Options.flag("-force", "Also when the state is of another lineage or newer."));
      Options.declareState(spec);
      Options.declareRemoteVersion(spec);
    }
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    return direction == Direction.PULL ? pull(arguments, console) : push(arguments, console, view);
  }

  private static int pull(ParseResult arguments, Console console) {
    Optional<State> read =
        StateSession.read(arguments, console, TextView.of(arguments, console.beside()));
    if (read.isEmpty()) {
      return 1;
    }
    if (!read.get().isEmpty() || !read.get().lineage().isEmpty()) {
      State plain = read.get().edit().pending(java.util.List.of()).build();
      console.out().print(new String(StateWriter.write(plain), StandardCharsets.UTF_8));
    }
    return 0;
  }

  private static int push(ParseResult arguments, Console console, View view) {
    String name = Options.parameter(arguments);
    if (name == null) {
      view.report(
          Diagnostic.error(
              "state.no-file",
              "State file needed",
              "Name the state file to push, or - for stdin."));
      return 1;
    }
    StateReader.Result given;
    try {
      byte[] bytes =
          name.equals("-")
              ? console
                  .in()
                  .lines()
                  .collect(Collectors.joining("\n"))
                  .getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(console.directory().resolve(name));
      Optional<Encryption> encryption = Sealing.ofGiven(arguments, console, view);
      if (encryption.isEmpty()) {
        return 1;
      }
      given =
          new StateCodec(encryption.get()).read(bytes, name.equals("-") ? "standard input" : name);
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "state.unreadable",
              "Cannot read the state",
              "The file "
                  + name
                  + " cannot be read: "
                  + (Files.exists(console.directory().resolve(name))
                      ? e.getClass().getSimpleName()
                      : "it does not exist")
                  + ". Name a state file, or - for standard input."));
      return 1;
    }
    view.report(given.diagnostics());
    @Nullable State next = given.state();
    Optional<StateSession> opened =
        next == null ? Optional.empty() : StateSession.open(arguments, console, "StatePush", view);
    if (next == null || opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      @Nullable Diagnostic problem = problem(session.state(), next);
      if (problem != null && !Options.isOn(arguments, "-force")) {
        view.report(problem);
        return 1;
      }
      return session.commit(next) ? 0 : 1;
    }
  }

  private static @Nullable Diagnostic problem(State stored, State given) {
    String why =
        stored.lineage().isEmpty()
            ? ""
            : !stored.lineage().equals(given.lineage())
                ? "cannot import state with lineage \""
                    + given.lineage()
                    + "\" over unrelated state with lineage \""
                    + stored.lineage()
                    + "\""
                : given.serial() < stored.serial()
                    ? "cannot import state with serial "
                        + given.serial()
                        + " over newer state with serial "
                        + stored.serial()
                    : "";
    return why.isEmpty()
        ? null
        : Diagnostic.error(
            "state.not-pushed",
            "Failed to write state",
            why
                + ". Nothing was changed. Push a state that was pulled from here and edited since;"
                + " or, when what is stored may be lost, add -force.");
  }
}

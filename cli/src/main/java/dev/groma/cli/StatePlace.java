package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import dev.groma.state.store.Backend;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Where the state is that a command works on: a workspace of the backend of the directory, or the
/// file that `-state` names.
///
/// @param backend where the states are
/// @param workspace the workspace of the backend
/// @param settings what was opened
record StatePlace(Backend backend, String workspace, BackendSettings settings)
    implements AutoCloseable {
  /// The place for the directory of `console`; nothing after an error, which is reported.
  static Optional<StatePlace> open(ParseResult arguments, Console console, View view) {
    Configuration configuration = ConfigLoader.load(console.directory()).configuration();
    view.sources(configuration.sources());
    return open(arguments, console, configuration, view);
  }

  /// The same where the configuration is at hand.
  static Optional<StatePlace> open(
      ParseResult arguments, Console console, Configuration configuration, View view) {
    return open(Options.find(arguments, Options.STATE), console, configuration, view);
  }

  /// The same with what `-state` says, or null.
  static Optional<StatePlace> open(
      @Nullable String file, Console console, Configuration configuration, View view) {
    if (file != null) {
      return open(
          Backends.local().with("path", Value.of(file)),
          Backend.DEFAULT,
          configuration,
          console,
          view);
    }
    String workspace = Workspaces.of(console).current();
    Optional<Diagnostic> unusable = Workspaces.refusal(workspace);
    if (unusable.isPresent()) {
      view.report(unusable.get());
      return Optional.empty();
    }
    return Backends.inUse(configuration, console, view)
        .flatMap(settings -> open(settings, workspace, configuration, console, view));
  }

  /// The place of the state that a saved plan is about, which remembers it. A directory that was
  /// initialised for another one is refused.
  static Optional<StatePlace> open(
      PlanFile plan,
      Configuration configuration,
      ParseResult arguments,
      Console console,
      View view) {
    if (Options.find(arguments, Options.STATE) != null) {
      return open(arguments, console, configuration, view);
    }
    Optional<BackendSettings> remembered = plan.backend();
    Optional<BackendRecord> recorded;
    try {
      recorded = BackendRecord.load(Backends.recordFile(console));
      if (remembered.isEmpty()
          || (recorded.isPresent() && !isOf(recorded.get(), remembered.get()))) {
        view.report(ofAnother(remembered, recorded));
        return Optional.empty();
      }
    } catch (IOException e) {
      view.report(Backends.unreadable(console, e));
      return Optional.empty();
    }
    return open(
        Backends.withSecretsOf(configuration, remembered.get()).withSecrets(console),
        Workspaces.of(console).current(),
        configuration,
        console,
        view);
  }

  private static boolean isOf(BackendRecord record, BackendSettings plan) throws IOException {
    return record.type().equals(plan.type())
        && plan.isSamePlace(
            new BackendSettings(plan.factory(), record.arguments(plan.factory().schema())));
  }

  private static Diagnostic ofAnother(
      Optional<BackendSettings> remembered, Optional<BackendRecord> recorded) {
    return Diagnostic.error(
        "plan-file.backend",
        "The saved plan is for another backend",
        "It was made for a state in the backend "
            + remembered
                .map(plan -> "\"" + plan.type() + "\"")
                .orElse("of another version of Groma")
            + recorded
                .map(record ->
                    remembered.isPresent() && record.type().equals(remembered.get().type())
                        ? ", and this directory is initialized for it with other arguments"
                        : ", and this directory is initialized for \"" + record.type() + "\"")
                .orElse("")
            + ". Apply it where it was made, run \"groma init\" with the configuration that it was"
            + " made from, or make a new plan.");
  }

  /// The place that is given.
  static Optional<StatePlace> open(
      BackendSettings settings,
      String workspace,
      Configuration configuration,
      Console console,
      View view) {
    Backend.Opened opened = Backends.open(settings, configuration.root().backend(), console);
    Backend backend = opened.backend();
    view.report(
        backend == null ? hinted(opened.diagnostics(), settings, console) : opened.diagnostics());
    return backend == null
        ? Optional.empty()
        : Optional.of(new StatePlace(backend, workspace, settings));
  }

  /// The same in another workspace.
  StatePlace in(String other) {
    return new StatePlace(backend, other, settings);
  }

  /// The store of the state.
  StateStore store() {
    return backend.store(workspace);
  }

  /// What messages call it.
  String shown() {
    return backend.place(workspace);
  }

  /// Reads the state; nothing after an error, which is reported.
  Optional<State> read(Console console, View view) {
    StateStore.ReadResult read = store().read();
    view.report(
        read.state() == null ? hinted(read.diagnostics(), settings, console) : read.diagnostics());
    return Optional.ofNullable(read.state());
  }

  /// Tells what is wrong with the place, with what may help.
  void report(Diagnostic problem, Console console, View view) {
    view.report(hinted(List.of(problem), settings, console));
  }

  /// Reports what `problem` says.
  void report(StorageException problem, Console console, View view) {
    report(problem.diagnostic(), console, view);
  }

  private static List<Diagnostic> hinted(
      List<Diagnostic> problems, BackendSettings settings, Console console) {
    @Nullable Diagnostic hint = hint(settings, console);
    List<Diagnostic> all = new ArrayList<>(problems);
    if (hint != null) {
      all.add(hint);
    }
    return all;
  }

  /// Secrets that were given to `init` alone are gone; whoever is refused must know that.
  private static @Nullable Diagnostic hint(BackendSettings settings, Console console) {
    List<String> missing = new ArrayList<>();
    try {
      BackendRecord.load(Backends.recordFile(console))
          .filter(saved -> saved.type().equals(settings.type()))
          .ifPresent(saved ->
              saved
                  .secrets()
                  .forEach((name, secret) -> {
                    if (!secret.inBlock() && settings.arguments().require(name).isNull()) {
                      missing.add(name);
                    }
                  }));
    } catch (IOException _) {
      return null;
    }
    return missing.isEmpty()
        ? null
        : Diagnostic.warning(
            "backend.secrets-not-stored",
            "Sensitive arguments of the backend are not stored",
            "\"groma init\" was given "
                + String.join(", ", missing)
                + " with -backend-config. Groma writes no secret to disk, so every command needs it"
                + " again: set "
                + String.join(", ", missing.stream().map(BackendSettings::variable).toList())
                + (missing.size() == 1 ? "" : " respectively")
                + ", or the environment variable that the backend itself reads.");
  }

  @Override
  public void close() {
    backend.close();
  }
}

package dev.groma.cli;

import dev.groma.cli.encryption.EncryptionSettings;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.VariableLoader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.format.StateCodec;
import dev.groma.state.store.Backend;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.io.IOException;
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
/// @param sealing how states and plans are encrypted
/// @param encryption how the states of the backend are
/// @param source where the state is until it is first changed; null when that is here, too
record StatePlace(
    Backend backend,
    String workspace,
    BackendSettings settings,
    EncryptionSettings sealing,
    Encryption encryption,
    @Nullable StatePlace source)
    implements AutoCloseable {
  private StatePlace(
      Backend backend,
      String workspace,
      BackendSettings settings,
      EncryptionSettings sealing,
      Encryption encryption) {
    this(backend, workspace, settings, sealing, encryption, null);
  }

  /// The place for the directory of `console`; nothing after an error, which is reported.
  static Optional<StatePlace> open(ParseResult arguments, Console console, View view) {
    return Sealing.configuration(console, view)
        .flatMap(configuration -> open(arguments, console, configuration, view));
  }

  /// The same where the configuration is at hand.
  static Optional<StatePlace> open(
      ParseResult arguments, Console console, Configuration configuration, View view) {
    return open(
            Options.find(arguments, Options.STATE),
            Options.variables(arguments),
            console,
            configuration,
            view)
        .flatMap(place ->
            StateFiles.of(arguments).applyTo(place, arguments, configuration, console, view));
  }

  /// The same with what `-state` says, or null, and the values of variables that the encryption may
  /// need.
  static Optional<StatePlace> open(
      @Nullable String file,
      List<VariableLoader.Option> variables,
      Console console,
      Configuration configuration,
      View view) {
    if (file != null) {
      // It may be the file of any workspace.
      return Sealing.of(variables, console, configuration, view)
          .flatMap(sealing ->
              open(
                  Backends.local().with("path", Value.of(file)),
                  Backend.DEFAULT,
                  sealing.anywhere(),
                  configuration,
                  console,
                  view));
    }
    String workspace = Workspaces.of(console).current();
    Optional<Diagnostic> unusable = Workspaces.refusal(workspace);
    if (unusable.isPresent()) {
      view.report(unusable.get());
      return Optional.empty();
    }
    return Backends.inUse(configuration, console, view)
        .flatMap(settings -> open(variables, settings, workspace, configuration, console, view))
        .filter(place -> place.hasStore(view));
  }

  /// False when the backend has no such workspace, which is reported; this is then closed.
  private boolean hasStore(View view) {
    try {
      return store() != null;
    } catch (StorageException e) {
      view.report(e.diagnostic());
      close();
      return false;
    }
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
    BackendSettings settings =
        Backends.withSecretsOf(
                ConfigLoader.load(console.directory()).configuration(), remembered.get())
            .withSecrets(console);
    Optional<Diagnostic> missing = Backends.missing(settings, plan.backendSecrets());
    if (missing.isPresent()) {
      view.report(missing.get());
      return Optional.empty();
    }
    return open(
            Options.variables(arguments),
            settings,
            Workspaces.of(console).current(),
            configuration,
            console,
            view)
        .filter(place -> place.hasStore(view))
        .flatMap(place ->
            StateFiles.of(arguments).applyTo(place, arguments, configuration, console, view));
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
      List<VariableLoader.Option> variables,
      BackendSettings settings,
      String workspace,
      Configuration configuration,
      Console console,
      View view) {
    return Sealing.of(variables, console, configuration, view)
        .flatMap(sealing -> open(settings, workspace, sealing, configuration, console, view));
  }

  private static Optional<StatePlace> open(
      BackendSettings settings,
      String workspace,
      EncryptionSettings sealing,
      Configuration configuration,
      Console console,
      View view) {
    Optional<Encryption> encryption = Sealing.reporting(view, found -> sealing.state(found::add));
    return encryption.flatMap(
        sealed -> open(settings, workspace, sealing, sealed, configuration, console, view));
  }

  private static Optional<StatePlace> open(
      BackendSettings settings,
      String workspace,
      EncryptionSettings sealing,
      Encryption encryption,
      Configuration configuration,
      Console console,
      View view) {
    Backend.Opened opened =
        Backends.open(settings, configuration.root().backend(), encryption, console);
    Backend backend = opened.backend();
    view.report(opened.diagnostics());
    return backend == null
        ? Optional.empty()
        : Optional.of(new StatePlace(backend, workspace, settings, sealing, encryption));
  }

  /// The same in another workspace.
  StatePlace in(String other) {
    return new StatePlace(backend, other, settings, sealing, encryption);
  }

  /// The same with another backend of the same kind.
  StatePlace with(Backend other) {
    return new StatePlace(other, workspace, settings, sealing, encryption, source);
  }

  /// The same for the state that is in `before` until it is first changed.
  StatePlace from(StatePlace before) {
    return new StatePlace(backend, workspace, settings, sealing, encryption, before);
  }

  /// `state` as it is stored here.
  byte[] stored(State state) {
    return new StateCodec(encryption.in(workspace)).write(state);
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
  Optional<State> read(View view) {
    StateStore.ReadResult read = store().read();
    view.report(read.diagnostics());
    return Optional.ofNullable(read.state());
  }

  @Override
  public void close() {
    backend.close();
    sealing.close();
    if (source != null) {
      source.close();
    }
  }
}

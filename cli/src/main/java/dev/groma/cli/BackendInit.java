package dev.groma.cli;

import dev.groma.engine.config.BackendBlock;
import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// What `groma init` does about the backend: records which one is used from now on, and moves the
/// states there when they were elsewhere before.
final class BackendInit {
  private static final String CONFIG = "-backend-config";
  private static final String MIGRATE = "-migrate-state";
  private static final String RECONFIGURE = "-reconfigure";
  private static final String FORCE = "-force-copy";

  private final ParseResult arguments;
  private final Console console;
  private final Configuration configuration;
  private final View view;
  private final Prompt prompt;

  /// What this run has set up, with the secrets that only its options have.
  private @Nullable BackendSettings configured;

  private BackendInit(
      ParseResult arguments, Console console, Configuration configuration, View view) {
    this.arguments = arguments;
    this.console = console;
    this.configuration = configuration;
    this.view = view;
    this.prompt = Prompt.of(arguments, console, view);
  }

  /// Adds the options.
  static void declare(CommandSpec spec) {
    spec.addOption(
        Options.flagOn(
            "-backend", "Set up where the state is kept; the default. =false leaves it."));
    spec.addOption(
        Options.values(
            CONFIG, "FILE|KEY=VALUE", "Arguments of the backend that its block leaves out."));
    spec.addOption(
        Options.flag(MIGRATE, "Copy the states from the backend that was used before, asking."));
    spec.addOption(Options.flag(FORCE, "The same, answering yes to every question."));
    spec.addOption(
        Options.flag(
            RECONFIGURE, "Use the backend of the configuration; states stay where they are."));
  }

  /// Does it. False after an error, which is reported.
  static boolean run(
      ParseResult arguments, Console console, Configuration configuration, View view) {
    if (Options.isOn(arguments, RECONFIGURE)
        && (Options.isOn(arguments, MIGRATE) || Options.isOn(arguments, FORCE))) {
      view.report(
          Diagnostic.error(
              "cli.init-options",
              "Invalid init options",
              "The "
                  + (Options.isOn(arguments, MIGRATE) ? MIGRATE : FORCE)
                  + " and -reconfigure options are mutually-exclusive. Give one of them."));
      return false;
    }
    if (Options.isOff(arguments, "-backend")) {
      return true;
    }
    view.note("\nInitializing the backend...");
    BackendInit init = new BackendInit(arguments, console, configuration, view);
    return init.configure() && init.checkWorkspace();
  }

  private boolean mayMigrate() {
    return Options.isOn(arguments, MIGRATE) || Options.isOn(arguments, FORCE);
  }

  private boolean configure() {
    Optional<BackendRecord> saved;
    try {
      saved =
          Options.isOn(arguments, RECONFIGURE)
              ? Optional.empty()
              : BackendRecord.load(Backends.recordFile(console));
    } catch (IOException e) {
      view.report(Backends.unreadable(console, e));
      return false;
    }
    BackendBlock block = configuration.root().backend();
    return block == null ? unset(saved) : set(block, saved);
  }

  private boolean unset(Optional<BackendRecord> saved) {
    if (!Options.all(arguments, CONFIG).isEmpty()) {
      view.report(
          Diagnostic.warning(
              "backend.no-block",
              "Missing backend configuration",
              "-backend-config was used without a \"backend\" block in the configuration, so it has"
                  + " no effect. Add a block such as backend: {http: {}} to \"terraform\"."));
    }
    if (saved.isEmpty()) {
      return !Options.isOn(arguments, RECONFIGURE) || forget("");
    }
    if (!mayMigrate()) {
      view.report(needsDecision());
      return false;
    }
    view.note(
        "Groma has detected you're unconfiguring your previously set \""
            + saved.get().type()
            + "\" backend.");
    return migrate(previous(saved.get()), Optional.of(Backends.local()))
        && forget(saved.get().type());
  }

  private boolean forget(String type) {
    try {
      if (BackendRecord.load(Backends.recordFile(console)).isPresent()) {
        BackendRecord.forget(Backends.recordFile(console));
        view.note(
            "\nSuccessfully unset the backend"
                + (type.isEmpty() ? "" : " \"" + type + "\"")
                + ". Groma will now operate locally.");
      }
      return true;
    } catch (IOException e) {
      view.report(unwritable(e));
      return false;
    }
  }

  private static Diagnostic needsDecision() {
    return Diagnostic.error(
        "backend.changed",
        "Backend configuration changed",
        "A change in the backend configuration has been detected, which may require migrating"
            + " existing state.\n\nIf you wish to attempt automatic migration of the state, use"
            + " \"groma init -migrate-state\".\nIf you wish to store the current configuration with"
            + " no changes to the state, use \"groma init -reconfigure\".");
  }

  private boolean set(BackendBlock block, Optional<BackendRecord> saved) {
    BackendFactory factory = Backends.find(block.type()).orElseThrow();
    Value.Obj given = block.decode(factory.schema(), new ArrayList<>());
    Optional<SortedMap<String, Value>> overrides =
        BackendOverrides.read(Options.all(arguments, CONFIG), factory.schema(), console, view);
    if (overrides.isEmpty() || overridesSecret(block, factory, given, overrides.get())) {
      return false;
    }
    BackendSettings wanted =
        new BackendSettings(factory, given).with(overrides.get()).withSecrets(console);
    BackendRecord record =
        BackendRecord.of(factory.type(), wanted.arguments(), given, factory.schema());
    if (saved.isPresent()) {
      boolean untouched =
          overrides.get().isEmpty() && Backends.changed(saved.get(), factory, given).isEmpty();
      if (untouched || isSame(saved.get(), wanted)) {
        return untouched || save(record);
      }
      if (!mayMigrate()) {
        view.report(needsDecision());
        return false;
      }
      view.note(
          """
          Backend configuration changed!

          Groma has detected that the configuration specified for the backend
          has changed. Groma will now check for existing state in the backends.
          """);
    }
    Optional<BackendSettings> from =
        saved.isPresent() ? previous(saved.get()) : Optional.of(Backends.local());
    if (!migrate(from, Optional.of(wanted)) || !save(record)) {
      return false;
    }
    configured = wanted;
    view.note(
        """

        Successfully configured the backend "%s"! Groma will automatically
        use this backend unless the backend configuration changes.\
        """
            .formatted(factory.type()));
    secretsAreNotKept(record);
    return true;
  }

  private void secretsAreNotKept(BackendRecord record) {
    List<String> variables = new ArrayList<>();
    record
        .secrets()
        .forEach((name, secret) -> {
          if (!secret.inBlock()) {
            variables.add(BackendSettings.variable(name));
          }
        });
    if (!variables.isEmpty()) {
      view.note(
          "\nSecrets are not stored. Commands take them from "
              + String.join(", ", variables)
              + ".");
    }
  }

  private boolean overridesSecret(
      BackendBlock block,
      BackendFactory factory,
      Value.Obj given,
      SortedMap<String, Value> overrides) {
    for (String name : BackendSettings.of(factory).sensitive()) {
      if (overrides.containsKey(name) && !given.require(name).isNull()) {
        view.report(
            Diagnostic.error(
                    "backend.secret-given-twice",
                    "Sensitive argument given twice",
                    "The block sets \""
                        + name
                        + "\", and so does -backend-config. Since that value is not stored, later"
                        + " commands would use the one in the block. Remove it from the block.")
                .at(block.place(name)));
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(BackendRecord saved, BackendSettings wanted) {
    try {
      return saved.type().equals(wanted.type())
          && wanted.isSamePlace(
              new BackendSettings(wanted.factory(), saved.arguments(wanted.factory().schema())))
          && wanted.sensitive().stream()
              .allMatch(name -> saved.had(name, wanted.arguments().require(name)));
    } catch (IOException _) {
      return false;
    }
  }

  /// The backend that was used before; nothing when it cannot be used, which is reported.
  private Optional<BackendSettings> previous(BackendRecord saved) {
    Optional<BackendFactory> factory = Backends.find(saved.type());
    if (factory.isEmpty()) {
      view.report(
          Diagnostic.error(
              "backend.unknown-previous",
              "The previous backend is not built in",
              "This directory was initialized with the backend \""
                  + saved.type()
                  + "\", from which Groma cannot read states. Move them with the program that"
                  + " put them there (\"terraform init -migrate-state\" to the backend \"local\","
                  + " say); or run \"groma init -reconfigure\" to leave them where they are."));
      return Optional.empty();
    }
    try {
      BackendSettings settings =
          new BackendSettings(factory.get(), saved.arguments(factory.get().schema()));
      BackendBlock block = configuration.root().backend();
      if (block != null && block.type().equals(saved.type())) {
        Value.Obj given = block.decode(factory.get().schema(), new ArrayList<>());
        for (String name : settings.sensitive()) {
          if (saved.hadInBlock(name, given.require(name))) {
            settings = settings.with(java.util.Map.of(name, given.require(name)));
          }
        }
      }
      settings = settings.withSecrets(console);
      Optional<Diagnostic> missing = Backends.missing(settings, saved.secrets().keySet());
      missing.ifPresent(view::report);
      return missing.isPresent() ? Optional.empty() : Optional.of(settings);
    } catch (IOException e) {
      view.report(Backends.unreadable(console, e));
      return Optional.empty();
    }
  }

  private boolean migrate(Optional<BackendSettings> from, Optional<BackendSettings> to) {
    Optional<Locking> locking = Locking.of(arguments, console, view);
    if (from.isEmpty() || to.isEmpty() || locking.isEmpty()) {
      return false;
    }
    Optional<StatePlace> target = place(to.get());
    if (target.isEmpty()) {
      return false;
    }
    try (StatePlace fresh = target.get()) {
      Optional<StatePlace> source = place(from.get());
      if (source.isEmpty()) {
        return false;
      }
      try (StatePlace old = source.get()) {
        return Options.isOn(arguments, RECONFIGURE)
            || new Migration(old, fresh, locking.get(), prompt, console, view).run();
      }
    }
  }

  private Optional<StatePlace> place(BackendSettings settings) {
    return StatePlace.open(
        Options.variables(arguments), settings, Backend.DEFAULT, configuration, console, view);
  }

  private boolean save(BackendRecord record) {
    try {
      record.save(Backends.recordFile(console));
      return true;
    } catch (IOException e) {
      view.report(unwritable(e));
      return false;
    }
  }

  private Diagnostic unwritable(IOException cause) {
    return Diagnostic.error(
        "backend.unwritable-record",
        "The backend cannot be recorded",
        "The file "
            + Console.shown(Backends.recordFile(console))
            + " cannot be written: "
            + Workspaces.reason(cause)
            + ". States that were copied are in both places; those of the source are as they were."
            + " Work in a directory that you can write to, or name another place for this file with"
            + " TF_DATA_DIR, and run the same command again.");
  }

  /// Asks for another workspace when the selected one does not exist.
  private boolean checkWorkspace() {
    Workspaces workspaces = Workspaces.of(console);
    String current = workspaces.current();
    if (workspaces.override() != null || current.equals(Backend.DEFAULT)) {
      return true;
    }
    Optional<BackendSettings> used =
        configured == null ? Backends.inUse(configuration, console, view) : Optional.of(configured);
    Optional<StatePlace> place = used.flatMap(this::place);
    if (place.isEmpty()) {
      return false;
    }
    try (StatePlace open = place.get()) {
      @Nullable SortedSet<String> all = open.backend().workspaces();
      return all == null
          ? select(workspaces, Backend.DEFAULT)
          : all.contains(current) || choose(workspaces, current, List.copyOf(all));
    } catch (StorageException e) {
      view.report(e.diagnostic());
      return false;
    }
  }

  private boolean choose(Workspaces workspaces, String current, List<String> all) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      list.append("\n").append(i + 1).append(". ").append(all.get(i));
    }
    Optional<String> answer =
        prompt.ask(
            "\nThe currently selected workspace (" + current + ") does not exist.",
            "This is expected behavior when the selected workspace did not have an\n"
                + "existing non-empty state. Please enter a number to select a workspace:\n"
                + list,
            "or select one with TF_WORKSPACE, \"groma workspace select\" or \"groma workspace"
                + " new\"");
    if (answer.isEmpty()) {
      return false;
    }
    int chosen = answer.get().matches("[0-9]{1,6}") ? Integer.parseInt(answer.get()) : 0;
    if (chosen < 1 || chosen > all.size()) {
      view.report(
          Diagnostic.error(
              "workspace.refused",
              "Failed to select workspace",
              "\""
                  + answer.get()
                  + "\" is not one of the numbers 1 to "
                  + all.size()
                  + ". Run the same command again."));
      return false;
    }
    return select(workspaces, all.get(chosen - 1));
  }

  private boolean select(Workspaces workspaces, String name) {
    try {
      workspaces.select(name);
      view.note("Switched to workspace \"" + name + "\".");
      return true;
    } catch (IOException e) {
      view.report(unwritable(e));
      return false;
    }
  }
}

package dev.groma.cli;

import dev.groma.cli.encryption.EncryptionSettings;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.RequiredVersion;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.config.VersionConstraint;
import dev.groma.engine.plan.Mode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.format.StateWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What the user wrote: a configuration and the values of its variables.
///
/// @param configuration the configuration, without errors
/// @param variables the values of the root module's variables
/// @param loading how long it took to load them
record Inputs(Configuration configuration, SortedMap<String, Value> variables, Duration loading) {
  /// Inputs that took no time to speak of.
  Inputs(Configuration configuration, SortedMap<String, Value> variables) {
    this(configuration, variables, Duration.ZERO);
  }

  /// The release of Terraform whose configurations, states and documents these are.
  static final String TERRAFORM_VERSION = StateWriter.TERRAFORM_VERSION;

  /// Loads both, and asks for values that are missing; nothing after an error, which is reported.
  ///
  /// @param mode what for; only to destroy, no configuration is needed
  static Optional<Inputs> load(ParseResult arguments, Console console, View view, Mode mode) {
    Clock clock = console.machine().clock();
    Instant begun = clock.instant();
    return load(Options.variables(arguments), arguments, console, view, mode)
        .map(inputs -> inputs.loadedIn(Duration.between(begun, clock.instant())));
  }

  /// The same, which took this long to load.
  Inputs loadedIn(Duration time) {
    return new Inputs(configuration, variables, time);
  }

  /// The same with these `-var` and `-var-file` options; nobody is asked.
  static Optional<Inputs> load(
      List<VariableLoader.Option> options, Console console, View view, Mode mode) {
    return load(options, null, console, view, mode);
  }

  /// @param asking the options of the run that may ask for values; null when it may not
  private static Optional<Inputs> load(
      List<VariableLoader.Option> options,
      @Nullable ParseResult asking,
      Console console,
      View view,
      Mode mode) {
    return configuration(console, view)
        .filter(configuration -> mode == Mode.DESTROY || isThere(configuration, console, view))
        .flatMap(configuration -> {
          VariableLoader.Loaded given = variables(options, console, configuration);
          VariableLoader.Loaded loaded =
              asking == null
                  ? given
                  : VariablePrompt.ask(configuration.root(), given, asking, console, view)
                      .map(answers -> variables(answers, console, configuration))
                      .orElse(given);
          view.sources(loaded.sources());
          view.report(loaded.diagnostics());
          return loaded.hasErrors()
              ? Optional.empty()
              : Optional.of(new Inputs(configuration, loaded.values()));
        });
  }

  private static boolean isThere(Configuration configuration, Console console, View view) {
    if (!configuration.sources().isEmpty()) {
      return true;
    }
    view.report(
        Diagnostic.error(
            "config.empty",
            "No configuration files",
            "The directory "
                + console.directory()
                + " holds no file that ends in .tf.json, .tf.yaml or .tf.yml. Planning without a"
                + " configuration would mark everything for destruction, which is normally not what"
                + " is wanted. Write a configuration, name its directory with -chdir, or use"
                + " \"groma destroy\" if everything is to go."));
    return false;
  }

  /// The values of the variables of `configuration`.
  static VariableLoader.Loaded variables(
      ParseResult arguments, Console console, Configuration configuration) {
    return variables(Options.variables(arguments), console, configuration);
  }

  /// The same with these options.
  static VariableLoader.Loaded variables(
      List<VariableLoader.Option> options, Console console, Configuration configuration) {
    return VariableLoader.load(
        configuration.root(), console.directory(), console.environment(), options);
  }

  /// The configuration alone; nothing after an error, which is reported.
  static Optional<Configuration> configuration(Console console, View view) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(console.directory(), modules(console));
    view.sources(Backends.sources(loaded.configuration()));
    List<Diagnostic> found = new ArrayList<>(loaded.diagnostics());
    found.addAll(check(loaded.configuration()));
    view.report(found);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(loaded.configuration());
  }

  /// The folder of the modules that come from elsewhere.
  static Path modules(Console console) {
    return Workspaces.data(console).resolve("modules");
  }

  /// What this program cannot do of what `configuration` asks for.
  static List<Diagnostic> check(Configuration configuration) {
    List<Diagnostic> found = new ArrayList<>();
    found.addAll(EncryptionSettings.check(configuration.root().encryption()));
    for (RequiredVersion required : configuration.root().requiredVersions()) {
      boolean allowed =
          VersionConstraint.parse(required.constraint())
              .map(constraint -> constraint.allows(TERRAFORM_VERSION))
              .orElse(true);
      if (!allowed) {
        found.add(
            Diagnostic.error(
                    "config.required-version",
                    "Unsupported Terraform Core version",
                    "This configuration asks for a version "
                        + required.constraint()
                        + ". Groma "
                        + VersionCommand.VERSION
                        + " reads the configurations of version "
                        + TERRAFORM_VERSION
                        + ". Change required_version, or use a Groma that reads newer ones.")
                .at(required.range()));
      }
    }
    found.addAll(Backends.check(configuration));
    return found;
  }
}

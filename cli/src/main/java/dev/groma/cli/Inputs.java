package dev.groma.cli;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.ParseResult;

/// What the user wrote: a configuration and the values of its variables.
///
/// @param configuration the configuration, without errors
/// @param variables the values of the root module's variables
record Inputs(Configuration configuration, SortedMap<String, Value> variables) {
  /// The release of Terraform whose configurations, states and documents these are.
  static final String TERRAFORM_VERSION = StateWriter.TERRAFORM_VERSION;

  /// Loads both; nothing after an error, which is reported.
  ///
  /// @param mode what for; only to destroy, no configuration is needed
  static Optional<Inputs> load(ParseResult arguments, Console console, View view, Mode mode) {
    return load(Options.variables(arguments), console, view, mode);
  }

  /// The same with these `-var` and `-var-file` options.
  static Optional<Inputs> load(
      List<VariableLoader.Option> options, Console console, View view, Mode mode) {
    return configuration(console, view)
        .filter(configuration -> mode == Mode.DESTROY || isThere(configuration, console, view))
        .flatMap(configuration -> {
          VariableLoader.Loaded loaded = variables(options, console, configuration);
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

  private static VariableLoader.Loaded variables(
      List<VariableLoader.Option> options, Console console, Configuration configuration) {
    return VariableLoader.load(
        configuration.root(), console.directory(), console.environment(), options);
  }

  /// The configuration alone; nothing after an error, which is reported.
  static Optional<Configuration> configuration(Console console, View view) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(console.directory(), modules(console));
    view.sources(loaded.configuration().sources());
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

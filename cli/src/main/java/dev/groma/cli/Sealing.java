package dev.groma.cli;

import dev.groma.cli.encryption.EncryptionSettings;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.EncryptionBlock;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.plan.EarlyValues;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Finds out how the states and plans of a directory are encrypted: as its configuration says, with
/// what `GROMA_ENCRYPTION` or `TF_ENCRYPTION` says in the place of the same.
final class Sealing {
  private static final String VARIABLE = "TF_ENCRYPTION";
  private static final String OWN_VARIABLE = "GROMA_ENCRYPTION";

  private Sealing() {}

  /// The encryption of the directory, whose configuration is not loaded yet.
  static Optional<EncryptionSettings> of(ParseResult arguments, Console console, View view) {
    return configuration(console, view)
        .flatMap(configuration -> of(Options.variables(arguments), console, configuration, view));
  }

  /// How a state file may be encrypted that the user names; nothing after an error, which is
  /// reported.
  static Optional<Encryption> ofGiven(ParseResult arguments, Console console, View view) {
    return of(arguments, console, view)
        .flatMap(settings -> reporting(view, found -> settings.state(found::add)))
        .map(Encryption::forGiven);
  }

  /// The configuration of the directory, mistakes and all, for commands that work on the state
  /// alone. Nothing after an error about its encryption, which is reported.
  static Optional<Configuration> configuration(Console console, View view) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(console.directory(), Inputs.modules(console));
    view.sources(Backends.sources(loaded.configuration()));
    if (isDoubtful(loaded)) {
      view.report(loaded.diagnostics());
      return Optional.empty();
    }
    return Optional.of(loaded.configuration());
  }

  /// Whether `loaded` may ask for encryption in a way that was not understood: nothing must be
  /// written in clear for that reason.
  private static boolean isDoubtful(ConfigLoader.Loaded loaded) {
    return loaded.hasErrors()
        && loaded.configuration().sources().values().stream()
            .anyMatch(source -> source.text().contains("encryption"));
  }

  /// The encryption that `configuration` and the environment ask for; nothing after an error, which
  /// is reported.
  static Optional<EncryptionSettings> of(
      List<VariableLoader.Option> variables,
      Console console,
      Configuration configuration,
      View view) {
    @Nullable EncryptionBlock block = configuration.root().encryption();
    String text = console.variable(VARIABLE);
    if (text != null) {
      String own = console.environment().get(OWN_VARIABLE);
      String name = own == null || own.isEmpty() ? VARIABLE : OWN_VARIABLE;
      EncryptionBlock.Loaded over = EncryptionBlock.parse(text, name);
      view.report(over.diagnostics());
      if (over.block() == null) {
        return Optional.empty();
      }
      block = block == null ? over.block() : block.with(over.block());
    }
    return Optional.of(
        new EncryptionSettings(block, surroundings(variables, console, configuration, block)));
  }

  private static EncryptionSettings.Surroundings surroundings(
      List<VariableLoader.Option> options,
      Console console,
      Configuration configuration,
      @Nullable EncryptionBlock block) {
    SortedMap<String, Value> variables =
        block == null
            ? new TreeMap<>()
            : Inputs.variables(options, console, configuration).values();
    ProviderContext context = Clouds.context(console, null);
    String workspace = Workspaces.of(console).current();
    return new EncryptionSettings.Surroundings(
        new EarlyValues(configuration, variables, workspace, context),
        console.directory(),
        console.environment(),
        context.random());
  }

  /// What `asked` finds; nothing after an error, which is reported.
  static <T> Optional<T> reporting(View view, Asked<T> asked) {
    List<Diagnostic> found = new ArrayList<>();
    Optional<T> result = asked.by(found);
    view.report(found);
    return result;
  }

  /// Something that adds what is wrong to a list.
  @FunctionalInterface
  interface Asked<T> {
    /// Finds it.
    Optional<T> by(List<Diagnostic> diagnostics);
  }
}

package dev.groma.cli;

import dev.groma.cli.modules.ModuleInstaller;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma init`: installs the modules that come from elsewhere, sets up where the state is kept, and
/// checks that a directory can be worked with. Providers are built in, so nothing is downloaded for them.
final class InitCommand implements Command {
  @Override
  public String name() {
    return "init";
  }

  @Override
  public String description() {
    return "Install the modules that come from elsewhere, set up where the state is kept, and check"
        + " that this directory can be worked with.";
  }

  @Override
  public void declare(CommandSpec spec) {
    BackendInit.declare(spec);
    spec.addOption(
        Options.flagOn("-input", "Ask for what is missing; the default. =false makes it an error."));
    spec.addOption(Options.flagOn("-get", "Install modules; the default. =false leaves it."));
    spec.addOption(Options.flag("-upgrade", "Fetch all modules anew, and pin what is there now."));
    spec.addOption(Options.value("-lockfile", "MODE", "Accepted, and without effect."));
    Options.declareState(spec);
    Options.declareView(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    if (!Options.isOff(arguments, "-get")
        && !install(console, view, Options.isOn(arguments, "-upgrade"))) {
      return 1;
    }
    Optional<Configuration> loaded = Inputs.configuration(console, view);
    if (loaded.isEmpty()) {
      return 1;
    }
    if (loaded.get().sources().isEmpty()) {
      view.note(
          """
          Groma initialized in an empty directory!

          The directory has no configuration files. Write one, main.tf.yaml for example, to begin with.\
          """);
      return 0;
    }
    if (!BackendInit.run(arguments, console, loaded.get(), view)) {
      return 1;
    }
    view.note("\nInitializing provider plugins...");
    ProviderRegistry registry = Clouds.providers();
    List<Diagnostic> missing = new ArrayList<>();
    providers(loaded.get().root())
        .forEach((name, place) -> {
          ProviderAddress address = loaded.get().root().providerAddress(name);
          Optional<ProviderAddress> builtIn = find(registry, loaded.get().root(), name);
          if (builtIn.isPresent()) {
            view.note("- " + builtIn.get() + " is built in to Groma");
          } else {
            missing.add(missing(name, address, registry).at(place));
          }
        });
    view.report(missing);
    if (!missing.isEmpty()) {
      return 1;
    }
    view.note(
        """

        Groma has been successfully initialized!

        You may now begin working with Groma. Try running "groma plan" to see any changes
        that are required for your infrastructure.\
        """);
    return 0;
  }

  /// Installs the modules of the directory of `console`; false after an error, which is reported.
  static boolean install(Console console, View view, boolean upgrade) {
    ModuleInstaller installer =
        new ModuleInstaller(
            console.directory(),
            Inputs.modules(console),
            new LocalPrograms(console.environment()),
            upgrade,
            view::note);
    try {
      List<Diagnostic> found = installer.install();
      if (!found.isEmpty()) {
        view.sources(ConfigLoader.load(console.directory()).configuration().sources());
        view.report(found);
      }
      return found.isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<ProviderAddress> find(
      ProviderRegistry registry, ModuleConfig module, String name) {
    var byAddress = registry.find(module.providerAddress(name));
    return (module.requiredProviders().containsKey(name)
            ? byAddress
            : byAddress.or(() -> registry.findByType(name)))
        .map(factory -> factory.address());
  }

  /// The local names of the providers that `module` uses, each with a place that names it.
  private static SortedMap<String, @Nullable SourceRange> providers(ModuleConfig module) {
    SortedMap<String, @Nullable SourceRange> all = new TreeMap<>();
    for (ResourceBlock resource : module.resources().values()) {
      all.put(resource.provider().localName(), resource.provider().range());
    }
    module.providers().values().forEach(p -> all.put(p.localName(), p.declaration()));
    module.requiredProviders().values().forEach(p -> all.put(p.localName(), p.declaration()));
    return all;
  }

  private static Diagnostic missing(
      String name, ProviderAddress address, ProviderRegistry registry) {
    return Diagnostic.error(
        "config.unknown-provider",
        "Provider not built in",
        "The provider \""
            + name
            + "\" means "
            + address
            + ", which is not part of Groma. Built in are: "
            + String.join(", ", registry.addresses().stream().map(Object::toString).toList())
            + ". Correct the name, or name one of these in required_providers.");
  }
}

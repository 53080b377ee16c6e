package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma providers`: prints the providers that the configuration and the state need.
final class ProvidersCommand implements Command {
  @Override
  public String name() {
    return "providers";
  }

  @Override
  public String description() {
    return "Print the providers that the configuration and the state need.";
  }

  @Override
  public List<Command> parts() {
    return List.of(new SchemaCommand());
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    Optional<Configuration> loaded = Inputs.configuration(console, view);
    if (loaded.isEmpty()) {
      return 1;
    }
    Optional<State> state =
        StateSession.read(arguments, console, loaded.get(), view);
    if (state.isEmpty()) {
      return 1;
    }
    console.out().println("\nProviders required by configuration:\n.");
    print(loaded.get().tree(), "", console);
    console.out().println();
    SortedSet<ProviderAddress> recorded = new TreeSet<>();
    state.get().instances().values().forEach(i -> recorded.add(i.provider().provider()));
    if (!recorded.isEmpty()) {
      console.out().println("Providers required by state:\n");
      recorded.forEach(address -> console.out().println("    provider[" + address + "]\n"));
    }
    return 0;
  }

  /// Prints what `tree` requires, and the modules that it calls below that.
  private static void print(ModuleTree tree, String indent, Console console) {
    List<String> lines = required(tree.module());
    int left = lines.size() + tree.children().size();
    for (String line : lines) {
      console.out().println(indent + (--left > 0 ? "├── " : "└── ") + line);
    }
    for (Map.Entry<String, ModuleTree> child : tree.children().entrySet()) {
      boolean last = --left == 0;
      console.out().println(indent + (last ? "└── " : "├── ") + "module." + child.getKey());
      print(child.getValue(), indent + (last ? "    " : "│   "), console);
    }
  }

  private static List<String> required(ModuleConfig module) {
    SortedMap<ProviderAddress, String> all = new TreeMap<>();
    module
        .resources()
        .values()
        .forEach(r -> {
          all.putIfAbsent(resolve(module, r.provider().localName()), "");
        });
    module.providers().values().forEach(p -> all.putIfAbsent(resolve(module, p.localName()), ""));
    module
        .requiredProviders()
        .values()
        .forEach(p -> all.put(p.address(), p.version() == null ? "" : " " + p.version()));
    return all.entrySet().stream().map(e -> "provider[" + e.getKey() + "]" + e.getValue()).toList();
  }

  /// The provider that a configuration means by `localName`.
  static ProviderAddress resolve(ModuleConfig module, String localName) {
    ProviderAddress written = module.providerAddress(localName);
    if (module.requiredProviders().containsKey(localName)) {
      return written;
    }
    ProviderRegistry registry = Clouds.providers();
    return registry
        .find(written)
        .or(() -> registry.findByType(localName))
        .map(factory -> factory.address())
        .orElse(written);
  }

  /// `groma providers schema -json`.
  private static final class SchemaCommand implements Command {
    @Override
    public String name() {
      return "schema";
    }

    @Override
    public String description() {
      return "Print what the built-in providers offer, for programs.";
    }

    @Override
    public void declare(CommandSpec spec) {
      spec.addOption(Options.jsonOnly());
    }

    @Override
    public int run(ParseResult arguments, Console console) {
      if (Options.isJsonMissing(arguments, console)) {
        return 1;
      }
      console.out().println(SchemaJson.render(Clouds.providers()));
      return 0;
    }
  }
}

package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.Refactoring;
import dev.groma.engine.discover.Adoption;
import dev.groma.engine.discover.Discovery;
import dev.groma.engine.discover.Recorded;
import dev.groma.engine.drift.PathPattern;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.plan.Event;
import dev.groma.engine.render.DiscoveryReport;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma discover`: says what exists in a cloud and who manages it, and writes configuration for
/// what nobody does. Changes nothing in the cloud.
final class DiscoverCommand implements Command {
  private static final String TYPES = "-types";
  private static final String REGION = "-region";
  private static final String OUT = "-out";
  private static final String FORMAT = "-format";
  private static final List<String> FORMATS = List.of("yaml", "json");

  @Override
  public String name() {
    return "discover";
  }

  @Override
  public String description() {
    return "Say what exists in a cloud and who manages it; write configuration for the rest.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameter("CLOUD", "The cloud, by the name of its provider."));
    spec.addOption(
        Options.values(
            TYPES, "TYPE,...", "Only these types; * stands for any characters. All by default."));
    spec.addOption(
        Options.values(
            REGION,
            "REGION",
            "The region to look at, or several; that of the provider by default."));
    spec.addOption(
        Options.values(
            Options.STATE,
            "FILE|DIR",
            "What is managed: a state file, or a directory with a configuration; may be repeated."
                + " This directory by default."));
    spec.addOption(
        Options.values(
            "-ignore",
            "TYPE[:NAME]",
            "Leave alone objects of these types, with this name or id; * stands for any"
                + " characters."));
    spec.addOption(
        Options.value(
            OUT, "DIR", "Write configuration for what is not managed to a new file there."));
    spec.addOption(Options.value(FORMAT, "yaml|json", "How to write it; yaml by default."));
    spec.addOption(
        Options.flag(
            Options.EMULATOR, "Use the emulated clouds of this directory instead of real ones."));
    spec.addOption(
        Options.flag(Traffic.STATS, "Print how often which operation of the cloud was called."));
    spec.addOption(
        Options.value(
            Traffic.TRACE, "FILE", "Write the requests to the cloud to this file (HAR)."));
    spec.addOption(Options.flag(Options.JSON, "Print the report as one JSON object."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(Options.flag(Options.COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    Console messages = Options.isOn(arguments, Options.JSON) ? console.beside() : console;
    View view = TextView.of(arguments, messages);
    Optional<Traffic> traffic = Traffic.open(arguments, console, view);
    Optional<Clouds> opened =
        traffic.flatMap(_ -> Clouds.open(Options.isOn(arguments, Options.EMULATOR), console, view));
    if (traffic.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    try (Traffic open = traffic.get();
        Clouds clouds = opened.get()) {
      return run(arguments, console, clouds, open, view);
    }
  }

  private static int run(
      ParseResult arguments, Console console, Clouds clouds, Traffic traffic, View view) {
    String cloud = String.valueOf(Options.parameter(arguments));
    Optional<ProviderFactory> factory = factory(cloud, clouds, view);
    String format = Options.find(arguments, FORMAT);
    if (format != null && !FORMATS.contains(format)) {
      view.report(
          Diagnostic.error(
              "cli.format", "Wrong format", "-format is yaml or json, not " + format + "."));
      return 1;
    }
    Optional<List<Recorded>> recorded = recorded(arguments, console, view);
    if (factory.isEmpty() || recorded.isEmpty()) {
      return 1;
    }
    SortedMap<String, Schema> types = types(factory.get(), Options.all(arguments, TYPES), view);
    SortedMap<String, Provider> providers = new TreeMap<>();
    List<String> regions = Options.all(arguments, REGION);
    try {
      boolean configured = !types.isEmpty();
      for (String region : regions.isEmpty() ? List.of("") : regions) {
        configured =
            configured && configure(factory.get(), region, clouds, traffic, view, providers);
      }
      return configured
          ? look(arguments, console, cloud, providers, types, recorded.get(), view)
          : 1;
    } finally {
      providers.values().forEach(Provider::close);
    }
  }

  private static int look(
      ParseResult arguments,
      Console console,
      String cloud,
      SortedMap<String, Provider> providers,
      SortedMap<String, Schema> types,
      List<Recorded> recorded,
      View view) {
    CallContext context = new CallContext("discover", "discover", _ -> {}, () -> false);
    List<Discovery.Ignored> ignored =
        Options.all(arguments, "-ignore").stream().map(Discovery.Ignored::of).toList();
    String out = Options.find(arguments, OUT);
    Path folder = out == null ? null : console.directory().resolve(out).normalize();
    Optional<Target> target =
        folder == null ? Optional.empty() : Target.of(folder, arguments, console, view);
    if (folder != null && target.isEmpty()) {
      return 1;
    }
    List<Recorded> known = new ArrayList<>(recorded);
    target.ifPresent(t -> known.addAll(t.existing.known()));
    Discovery.Result result = Discovery.run(providers, types, known, ignored, context);
    String written = "";
    boolean good = !Diagnostic.hasErrors(result.diagnostics());
    if (target.isPresent()) {
      Adoption.Result adopted =
          Adoption.of(
              result.objects(),
              target.get().existing,
              providers,
              aliases(cloud, providers, target.get()),
              types,
              context);
      view.report(adopted.diagnostics());
      good &= !Diagnostic.hasErrors(adopted.diagnostics());
      if (adopted.adopted() > 0) {
        Syntax syntax = "json".equals(Options.find(arguments, FORMAT)) ? Syntax.JSON : Syntax.YAML;
        Optional<Path> file = target.get().write(adopted, cloud, providers, syntax, view);
        written = file.map(path -> Console.shown(path).toString()).orElse("");
        good &= file.isPresent();
      }
      tell(adopted, written, view);
    }
    if (Options.isOn(arguments, Options.JSON)) {
      console.out().println(DiscoveryReport.json(result, cloud, providers.keySet(), written));
    } else {
      console.out().print(DiscoveryReport.text(result, TextView.style(arguments, console)));
    }
    console.out().flush();
    view.report(result.diagnostics());
    return good ? 0 : 1;
  }

  private static void tell(Adoption.Result adopted, String written, View view) {
    if (written.isEmpty()) {
      view.note("There is nothing new to write configuration for.\n");
      return;
    }
    view.note(
        "Configuration for "
            + adopted.adopted()
            + (adopted.adopted() == 1 ? " object" : " objects")
            + " is in "
            + written
            + ". Review it, then plan and apply there: only imports should be planned.");
    List<String> secrets =
        adopted.draft().variables().entrySet().stream()
            .filter(entry -> !entry.getValue().optional())
            .map(entry -> "  - " + entry.getKey())
            .toList();
    view.note(
        secrets.isEmpty()
            ? ""
            : "These variables stand for sensitive values, which are not in the file. Give them as"
                + " TF_VAR_<name>:\n"
                + String.join("\n", secrets)
                + "\n");
  }

  // The cloud

  private static Optional<ProviderFactory> factory(String cloud, Clouds clouds, View view) {
    List<String> known =
        clouds.registry().addresses().stream()
            .map(address -> address.type())
            .filter(type -> !type.equals("terraform"))
            .toList();
    if (!known.contains(cloud)) {
      view.report(
          Diagnostic.error(
              "cli.no-cloud",
              "There is no such cloud",
              "Name one of "
                  + String.join(", ", known)
                  + "."
                  + Suggestion.didYouMean(cloud, known)));
      return Optional.empty();
    }
    return clouds.registry().findByType(cloud);
  }

  private static SortedMap<String, Schema> types(
      ProviderFactory factory, List<String> wanted, View view) {
    SortedMap<String, Schema> all = new TreeMap<>(factory.schema().resources());
    List<PathPattern> patterns =
        wanted.stream()
            .flatMap(words -> Arrays.stream(words.split(",", -1)))
            .map(PathPattern::new)
            .toList();
    for (PathPattern pattern : patterns) {
      if (all.keySet().stream().noneMatch(pattern::matches)) {
        view.report(
            Diagnostic.error(
                "cli.no-type",
                "There is no such type",
                "\""
                    + pattern
                    + "\" is none of "
                    + String.join(", ", all.keySet())
                    + "."
                    + Suggestion.didYouMean(pattern.toString(), all.keySet())));
        return new TreeMap<>();
      }
    }
    all.keySet()
        .removeIf(type -> !patterns.isEmpty() && patterns.stream().noneMatch(p -> p.matches(type)));
    return all;
  }

  private static boolean configure(
      ProviderFactory factory,
      String region,
      Clouds clouds,
      Traffic traffic,
      View view,
      SortedMap<String, Provider> into) {
    Value.Obj nothing = nothing(factory.schema().provider().block());
    Value configuration = region.isEmpty() ? nothing : nothing.with("region", Value.of(region));
    ProviderFactory.ConfigureResult result = factory.configure(configuration, clouds.context());
    view.report(result.diagnostics().all());
    if (result.diagnostics().hasErrors()) {
      result.provider().close();
      return false;
    }
    Event.Listener listener = traffic.watch(_ -> {});
    if (result.provider() instanceof Observable observable) {
      observable.observe(listener::called);
    }
    into.put(region, result.provider());
    return true;
  }

  /// The block without anything in it.
  private static Value.Obj nothing(Block block) {
    SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
    block
        .impliedType()
        .attributes()
        .forEach((name, type) -> {
          NestedBlock nested = block.blocks().get(name);
          boolean many = nested != null && type instanceof Type.ListType;
          parts.put(
              name,
              many
                  ? new Value.ListOf(((Type.ListType) type).element(), List.of())
                  : Value.nullOf(type));
        });
    return new Value.Obj(parts);
  }

  // What is managed

  private static Optional<List<Recorded>> recorded(
      ParseResult arguments, Console console, View view) {
    List<Recorded> all = new ArrayList<>();
    List<String> words = Options.all(arguments, Options.STATE);
    for (String word : words.isEmpty() ? List.of(".") : words) {
      Path path = console.directory().resolve(word).normalize();
      Optional<State> state =
          Files.isDirectory(path)
              ? state(arguments, console.in(path), view)
              : Files.exists(path)
                  ? StateSession.read(arguments, console, path, view)
                  : missing(path, view);
      if (state.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(Recorded.of(state.get(), word));
    }
    return Optional.of(all);
  }

  private static Optional<State> missing(Path path, View view) {
    view.report(
        Diagnostic.error(
            "cli.no-state",
            "There is no such state",
            Console.shown(path) + " is neither a file nor a directory. Correct -state."));
    return Optional.empty();
  }

  /// The state of a directory, which may have no configuration.
  private static Optional<State> state(ParseResult arguments, Console console, View view) {
    return Sealing.configuration(console, view)
        .flatMap(configuration ->
            StatePlace.open(
                (String) null, Options.variables(arguments), console, configuration, view))
        .flatMap(place -> {
          try (place) {
            return place.read(view);
          }
        });
  }

  /// How resources refer to the provider of each region: the first one is the implied one.
  private static Map<String, String> aliases(
      String cloud, SortedMap<String, Provider> providers, Target target) {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String region : providers.keySet()) {
      String key = target.provider(cloud, region, aliases.isEmpty());
      aliases.put(region, key.equals(cloud) ? "" : key);
    }
    return aliases;
  }

  private static String alias(String region) {
    return Character.isLetter(region.charAt(0)) ? region : "_" + region;
  }

  /// The directory that configuration is written to.
  ///
  /// @param existing what is there
  private record Target(Path folder, Configuration configuration, Adoption.Existing existing) {
    static Optional<Target> of(Path folder, ParseResult arguments, Console console, View view) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        view.report(
            Diagnostic.error(
                "cli.unwritable",
                "Failed to write file",
                Console.shown(folder)
                    + " cannot be made ("
                    + e.getClass().getSimpleName()
                    + "). Name a directory that you can write to, in -out."));
        return Optional.empty();
      }
      Optional<Configuration> loaded = Inputs.configuration(console.in(folder), view);
      Optional<State> state = loaded.flatMap(_ -> state(arguments, console.in(folder), view));
      if (loaded.isEmpty() || state.isEmpty()) {
        return Optional.empty();
      }
      Configuration configuration = loaded.get();
      Map<String, Set<String>> resources = new TreeMap<>();
      configuration
          .root()
          .resources()
          .values()
          .forEach(r -> resources.computeIfAbsent(r.type(), _ -> new TreeSet<>()).add(r.name()));
      List<Recorded> known = new ArrayList<>(Recorded.of(state.get(), folder.toString()));
      known.removeIf(
          one -> !configuration.root().resources().containsKey(one.address().resource().local()));
      configuration.root().refactorings().stream()
          .filter(Refactoring.Import.class::isInstance)
          .map(Refactoring.Import.class::cast)
          .filter(block -> block.forEach() == null && block.to().key() == null)
          .forEach(block ->
              constant(block.id())
                  .ifPresent(id ->
                      known.add(
                          new Recorded(
                              Console.shown(folder).toString(),
                              block.to().resource().instance(InstanceKey.none()),
                              Recorded.kind(block.to().resource().type()),
                              Value.nullValue(),
                              id))));
      return Optional.of(
          new Target(
              folder,
              configuration,
              new Adoption.Existing(resources, configuration.root().variables().keySet(), known)));
    }

    private static Optional<String> constant(Expression id) {
      return id instanceof Expression.Literal literal && literal.value() instanceof Value.Str text
          ? Optional.of(text.text())
          : Optional.empty();
    }

    /// The key of the provider configuration for `region`: one that is declared for it, or the one
    /// that [#providers] declares.
    String provider(String cloud, String region, boolean isFirst) {
      if (region.isEmpty()) {
        return cloud;
      }
      return declared(cloud, region)
          .orElseGet(() ->
              isFirst && !configuration.root().providers().containsKey(cloud)
                  ? cloud
                  : cloud + "." + alias(region));
    }

    private Optional<String> declared(String cloud, String region) {
      return configuration.root().providers().values().stream()
          .filter(block -> block.localName().equals(cloud) && block.forEach() == null)
          .filter(block ->
              block.body().members().stream()
                  .anyMatch(member ->
                      member.key().equals("region")
                          && member.value() instanceof StringNode text
                          && text.text().equals(region)))
          .map(block -> block.key())
          .findFirst();
    }

    /// Writes what was adopted to a file that is not there yet.
    Optional<Path> write(
        Adoption.Result adopted,
        String cloud,
        SortedMap<String, Provider> providers,
        Syntax syntax,
        View view) {
      String ending = syntax == Syntax.JSON ? ".tf.json" : ".tf.yaml";
      Path file = folder.resolve("discovered" + ending);
      for (int i = 2; Files.exists(file); i++) {
        file = folder.resolve("discovered-" + i + ending);
      }
      String text =
          adopted
              .draft()
              .print(
                  syntax,
                  List.of("Found in " + cloud + " by Groma; an apply takes these objects over."));
      boolean written =
          providers(cloud, providers, view) && ConfigurationFile.write(file, text, view);
      return written ? Optional.of(file) : Optional.empty();
    }

    /// Declares the providers of the regions, as far as they are not declared yet.
    private boolean providers(String cloud, SortedMap<String, Provider> providers, View view) {
      List<String> blocks = new ArrayList<>();
      boolean isFirst = true;
      for (String region : providers.keySet()) {
        String key = provider(cloud, region, isFirst);
        if (!region.isEmpty() && declared(cloud, region).isEmpty()) {
          blocks.add(
              key.equals(cloud)
                  ? "    - {region: " + region + "}\n"
                  : "    - {alias: " + alias(region) + ", region: " + region + "}\n");
        }
        isFirst = false;
      }
      Path file = folder.resolve("providers-of-" + cloud + ".tf.yaml");
      for (int i = 2; Files.exists(file); i++) {
        file = folder.resolve("providers-of-" + cloud + "-" + i + ".tf.yaml");
      }
      return blocks.isEmpty()
          || ConfigurationFile.write(
              file, "provider:\n  " + cloud + ":\n" + String.join("", blocks), view);
    }
  }
}

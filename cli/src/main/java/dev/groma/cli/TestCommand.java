package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.config.TestReader;
import dev.groma.engine.config.Variable;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.render.JUnitXml;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.testing.TestResult;
import dev.groma.engine.testing.TestResult.Status;
import dev.groma.engine.testing.TestRunner;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma test`: carries out the runs of test files, and says which assertions hold.
final class TestCommand implements Command {
  private static final List<String> ENDINGS =
      List.of(".tftest.json", ".tftest.yaml", ".tftest.yml");

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String description() {
    return "Run the tests of the configuration.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.values("-filter", "FILE", "Run this test file only; several may be named."));
    spec.addOption(
        Options.value("-test-directory", "DIR", "Where test files are besides here; tests."));
    spec.addOption(Options.flag("-verbose", "Print the plan or the state of each run."));
    spec.addOption(Options.value("-junit-xml", "FILE", "Write the results for CI systems, too."));
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    spec.addOption(
        Options.number("-parallelism", "N", "How many calls may be under way at once; 10."));
    spec.addOption(
        Options.flag(
            Options.EMULATOR, "Use clouds that live in this process instead of the real ones."));
    Options.declareView(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TestView view = TestView.of(arguments, console);
    SortedMap<String, SourceText> sources = new TreeMap<>();
    Optional<SortedSet<String>> names = names(arguments, console, view);
    Optional<Configuration> configuration = Inputs.configuration(console, view.view());
    if (names.isEmpty() || configuration.isEmpty()) {
      return 1;
    }
    sources.putAll(configuration.get().sources());
    Optional<SortedMap<String, TestFile>> files = files(names.get(), console, view, sources);
    Optional<Clouds> opened =
        files.flatMap(
            _ -> Clouds.open(Options.isOn(arguments, Options.EMULATOR), console, view.view()));
    if (files.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    SortedMap<String, List<TestResult>> results = new TreeMap<>();
    Status worst;
    try (Clouds clouds = opened.get()) {
      worst = run(files.get(), configuration.get(), clouds, arguments, console, view, results);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    results.values().forEach(all -> all.forEach(r -> counts.merge(r.status(), 1, Integer::sum)));
    view.summary(worst, counts);
    String xml = Options.find(arguments, "-junit-xml");
    boolean written =
        xml == null || write(console.directory().resolve(xml), results, sources, view);
    return worst.compareTo(Status.PASS) <= 0 && written ? 0 : 1;
  }

  private static Status run(
      SortedMap<String, TestFile> files,
      Configuration configuration,
      Clouds clouds,
      ParseResult arguments,
      Console console,
      TestView view,
      SortedMap<String, List<TestResult>> results)
      throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    TestRunner.Setting setting =
        new TestRunner.Setting(
            configuration,
            module -> globals(module, arguments, console),
            Inputs.modules(console),
            planning(clouds, arguments, console, configuration),
            stop::get);
    SortedMap<String, List<String>> found = new TreeMap<>();
    files.forEach(
        (name, file) -> found.put(name, file.runs().stream().map(TestFile.Run::name).toList()));
    view.found(found);
    Status worst = Status.SKIP;
    try (Interrupts.Listening _ =
        console.interrupts().listen(count -> interrupted(count, stop, view))) {
      for (TestFile file : files.values()) {
        List<TestResult> all = new ArrayList<>();
        results.put(file.name(), all);
        view.begins(file.name());
        Status status =
            TestRunner.run(
                file, setting, view.listener(file.name(), all, Schemas.of(clouds.registry())));
        view.ended(file.name(), status);
        worst = worst.worse(status);
      }
    }
    return worst;
  }

  private static void interrupted(int count, AtomicBoolean stop, TestView view) {
    if (count > 1) {
      Runtime.getRuntime().halt(1);
    }
    stop.set(true);
    view.view()
        .note(
            """

            Interrupt received.
            No more runs are begun, and what was made is destroyed.
            A second interrupt stops at once; what was made stays then.
            """);
  }

  private static PlanRequest.Setting planning(
      Clouds clouds, ParseResult arguments, Console console, Configuration configuration) {
    return new PlanRequest.Setting(
        clouds.registry(),
        clouds.context(),
        Math.max(1, arguments.matchedOptionValue("-parallelism", 10)),
        Workspaces.of(console).current(),
        console.directory(),
        Event.Listener.none(),
        new LocalPrograms(console.environment()));
  }

  /// What the user gave for the variables of `module`, and their defaults.
  private static SortedMap<String, Value> globals(
      ModuleConfig module, ParseResult arguments, Console console) {
    VariableLoader.Loaded loaded =
        VariableLoader.load(
            module, console.directory(), console.environment(), Options.variables(arguments));
    SortedMap<String, Value> values = new TreeMap<>(loaded.values());
    for (Variable variable : module.variables().values()) {
      Value value = values.get(variable.name());
      if (value != null && !value.isKnown()) {
        values.remove(variable.name());
      }
    }
    return values;
  }

  /// The test files that are asked for; nothing after an error, which is reported.
  private static Optional<SortedSet<String>> names(
      ParseResult arguments, Console console, TestView view) {
    SortedSet<String> all = new TreeSet<>();
    String folder = Options.find(arguments, "-test-directory");
    for (String directory : List.of("", folder == null ? "tests" : folder)) {
      Path path = console.directory().resolve(directory);
      if (!Files.isDirectory(path)) {
        continue;
      }
      try (Stream<Path> files = Files.list(path)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> ENDINGS.stream().anyMatch(name::endsWith) && !name.startsWith("."))
            .forEach(name -> all.add(directory.isEmpty() ? name : directory + "/" + name));
      } catch (IOException e) {
        view.view().report(unreadable(path.toString(), e));
        return Optional.empty();
      }
    }
    SortedSet<String> wanted = new TreeSet<>();
    for (String filter : Options.all(arguments, "-filter")) {
      String name = Path.of(filter).normalize().toString().replace('\\', '/');
      if (!all.contains(name)) {
        view.view()
            .report(
                Diagnostic.error(
                    "test.unknown-file",
                    "Unknown test file",
                    "There is no test file "
                        + filter
                        + ". Test files are in the directory or in its folder of tests, and their"
                        + " names end in .tftest.json, .tftest.yaml or .tftest.yml."));
        return Optional.empty();
      }
      wanted.add(name);
    }
    return Optional.of(wanted.isEmpty() ? all : wanted);
  }

  private static Optional<SortedMap<String, TestFile>> files(
      SortedSet<String> names,
      Console console,
      TestView view,
      SortedMap<String, SourceText> sources) {
    SortedMap<String, TestFile> files = new TreeMap<>();
    List<Diagnostic> found = new ArrayList<>();
    for (String name : names) {
      try {
        SourceText source =
            new SourceText(name, Files.readString(console.directory().resolve(name)));
        sources.put(name, source);
        files.put(name, TestReader.read(source, found));
      } catch (IOException e) {
        found.add(unreadable(name, e));
      }
    }
    view.view().sources(sources);
    view.view().report(found);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(files);
  }

  private static Diagnostic unreadable(String name, IOException e) {
    return Diagnostic.error(
        "config.unreadable-file",
        "Failed to read file",
        name + " could not be read (" + e.getClass().getSimpleName() + ").");
  }

  private static boolean write(
      Path file,
      SortedMap<String, List<TestResult>> results,
      SortedMap<String, SourceText> sources,
      TestView view) {
    try {
      Files.writeString(file, JUnitXml.render(results, sources::get));
      return true;
    } catch (IOException e) {
      view.view()
          .report(
              Diagnostic.error(
                  "test.junit-xml",
                  "Failed to write the results",
                  Console.shown(file)
                      + " cannot be written ("
                      + e.getClass().getSimpleName()
                      + "). Correct -junit-xml."));
      return false;
    }
  }
}

package dev.groma.cli;

import dev.groma.cli.conformance.Cases;
import dev.groma.cli.conformance.Shown;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.Schemas;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.format.StateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plans the cases of the real program and compares the plan documents. The cases that fail are
/// listed by name with the reason; a case that begins to pass must be taken off its list.
class PlanConformanceTest {
  /// The cases in which the real program lists relevant attributes of a module instance without a
  /// key, which does not exist, besides those that do.
  private static final Set<String> KEYLESS =
      Set.of("module_for_each", "module_nested_for_each", "realistic_modules_chain");

  private static final Pattern OUTPUT = Pattern.compile("\\$\\{(terraform_data\\.\\w+)\\.output}");

  /// The cases that are about the command line.
  private static final Set<String> COMMAND_LINES =
      Set.of(
          "extra_positional_arg",
          "refresh_only_with_destroy_conflict",
          "replace_with_destroy_conflict");

  private static final List<String> CHANGE_KEYS =
      List.of(
          "actions",
          "before",
          "after",
          "after_unknown",
          "before_sensitive",
          "after_sensitive",
          "replace_paths",
          "importing");
  private static final List<String> RESOURCE_KEYS =
      List.of(
          "address",
          "previous_address",
          "module_address",
          "mode",
          "type",
          "name",
          "index",
          "deposed",
          "action_reason");

  @ParameterizedTest
  @ValueSource(strings = {"plans", "json_syntax"})
  void plansAreThoseOfTheRealProgram(String category) throws IOException, InterruptedException {
    Cases.check(category, 100, this::run);
  }

  private record Arguments(
      Mode mode,
      boolean refresh,
      Set<InstanceAddress> replace,
      List<AddressPattern> targets,
      List<VariableLoader.Option> variables) {}

  private static Arguments arguments(JsonNode args) {
    Mode mode = Mode.NORMAL;
    boolean refresh = true;
    Set<InstanceAddress> replace = new HashSet<>();
    List<AddressPattern> targets = new ArrayList<>();
    List<VariableLoader.Option> variables = new ArrayList<>();
    List<String> words = new ArrayList<>();
    args.forEach(word -> words.add(word.asString()));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      switch (name) {
        case "-destroy" -> mode = Mode.DESTROY;
        case "-refresh-only" -> mode = Mode.REFRESH_ONLY;
        case "-refresh" -> refresh = !word.endsWith("false");
        case "-replace" ->
            AddressParser.instance(word.substring(equals + 1)).ifPresent(replace::add);
        case "-target" -> AddressPattern.parse(word.substring(equals + 1)).ifPresent(targets::add);
        case "-var" ->
            variables.add(
                new VariableLoader.Option.Assignment(
                    equals < 0 ? words.get(++i) : word.substring(equals + 1)));
        case "-var-file" ->
            variables.add(new VariableLoader.Option.VariablesFile(word.substring(equals + 1)));
        default -> throw new IllegalArgumentException("option not supported: " + word);
      }
    }
    return new Arguments(mode, refresh, replace, targets, variables);
  }

  private List<String> run(Cases.Case one) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("groma-case").toRealPath();
    try {
      one.write("", directory);
      for (String own : List.of("args.json", "expected.json", "prior.tfstate")) {
        Files.deleteIfExists(directory.resolve(own));
      }
      return compare(one, directory);
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return List.of("fault: " + e);
    } finally {
      Cases.deleteTree(directory);
    }
  }

  private static List<String> compare(Cases.Case one, Path directory)
      throws IOException, InterruptedException {
    JsonNode expected =
        Cases.JSON.readTree(
            Objects.requireNonNull(one.files().get("expected.json"))
                .replace("<cwd>", directory.toString()));
    JsonNode args =
        one.files().containsKey("args.json") ? one.json("args.json") : Cases.JSON.nullNode();
    Shown.repeatMarks(expected);
    handOnMarks(expected, one);
    if (COMMAND_LINES.contains(one.id())) {
      return refusedCommandLine(expected, args);
    }
    Arguments arguments = arguments(args.path("args"));
    Map<String, String> environment = new HashMap<>();
    args.path("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asString()));
    List<Diagnostic> diagnostics = new ArrayList<>();
    ProviderRegistry registry = registry();
    Plan plan = plan(one, directory, arguments, environment, registry, diagnostics);
    boolean errors = Diagnostic.hasErrors(diagnostics);
    if (expected.has("error")) {
      return errors ? compareErrors(expected, diagnostics) : List.of("no error was reported");
    }
    if (errors || plan == null) {
      return diagnostics.stream().filter(Diagnostic::isError).map(d -> "error: " + d).toList();
    }
    JsonNode document = Cases.JSON.readTree(PlanJson.render(plan, Schemas.of(registry), true));
    List<String> found = new ArrayList<>();
    found.addAll(
        Cases.differences(
            project(expected.path("resource_changes")),
            project(changes(document.path("resource_changes"))),
            "resource_changes"));
    found.addAll(
        Cases.differences(
            byAddress(expected.path("resource_drift")),
            byAddress(changes(document.path("resource_drift"))),
            "resource_drift"));
    found.addAll(
        Cases.differences(
            outputs(expected.path("output_changes")),
            outputs(document.path("output_changes")),
            "output_changes"));
    found.addAll(
        Cases.differences(expected.path("applyable"), document.path("applyable"), "applyable"));
    found.addAll(
        Cases.differences(expected.path("complete"), document.path("complete"), "complete"));
    if (!KEYLESS.contains(one.id())) {
      found.addAll(
          Cases.differences(
              relevant(expected.path("relevant_attributes")),
              relevant(document.path("relevant_attributes")),
              "relevant_attributes"));
    }
    int exit = plan.hasChanges() ? 2 : 0;
    if (exit != expected.path("exit_code").asInt()) {
      found.add("exit_code: expected " + expected.path("exit_code") + " but was " + exit);
    }
    List<String> warnings =
        diagnostics.stream().filter(d -> !d.isError()).map(Diagnostic::summary).toList();
    for (JsonNode warning : expected.path("warnings")) {
      String summary = warning.path("summary").asString();
      if (!warnings.contains(summary) && !warnings.contains(ours(summary))) {
        found.add("warning missing: " + warning.path("summary").asString());
      }
    }
    return found;
  }

  /// An object whose input is the output of another one is as sensitive as that.
  private static void handOnMarks(JsonNode expected, Cases.Case one) {
    if (!one.files().getOrDefault("main.tf.json", "").contains(".output}\"")) {
      return;
    }
    JsonNode blocks = one.json("main.tf.json").path("resource").path("terraform_data");
    Map<String, JsonNode> changes = new HashMap<>();
    expected
        .path("resource_changes")
        .forEach(change -> changes.put(change.path("address").asString(), change));
    blocks
        .propertyNames()
        .forEach(name -> {
          String input = blocks.path(name).path("input").asString("");
          Matcher whole = OUTPUT.matcher(input);
          JsonNode change = changes.get("terraform_data." + name);
          JsonNode other = whole.matches() ? changes.get(whole.group(1)) : null;
          if (change != null
              && other != null
              && other.path("after_sensitive").path("input").asBoolean(false)) {
            ((ObjectNode) change.get("after_sensitive")).put("input", true).put("output", true);
          }
        });
  }

  /// What is wrong with the command line itself is found before anything is loaded.
  private static List<String> refusedCommandLine(JsonNode expected, JsonNode args)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("plan", "-input=false"));
    args.path("args").forEach(word -> words.add(word.asString()));
    try (Shell shell = new Shell()) {
      Shell.Result result = shell.run(words.toArray(String[]::new));
      String summary = expected.path("error").path("summary").asString();
      return result.code() == expected.path("exit_code").asInt() && result.text().contains(summary)
          ? List.of()
          : List.of("expected " + summary + " but was " + result);
    }
  }

  private static @Nullable Plan plan(
      Cases.Case one,
      Path directory,
      Arguments arguments,
      Map<String, String> environment,
      ProviderRegistry registry,
      List<Diagnostic> diagnostics)
      throws InterruptedException {
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
    diagnostics.addAll(loaded.diagnostics());
    if (loaded.hasErrors()) {
      return null;
    }
    VariableLoader.Loaded variables =
        VariableLoader.load(
            loaded.configuration().root(), directory, environment, arguments.variables());
    diagnostics.addAll(variables.diagnostics());
    if (variables.hasErrors()) {
      return null;
    }
    State state = State.EMPTY;
    if (one.files().containsKey("prior.tfstate")) {
      StateReader.Result read =
          StateReader.read(
              one.files().get("prior.tfstate").getBytes(StandardCharsets.UTF_8), "prior.tfstate");
      diagnostics.addAll(read.diagnostics());
      if (read.state() == null) {
        return null;
      }
      state = read.state();
    }
    ProviderContext context =
        new ProviderContext(
            environment::get,
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            new TreeMap<>(),
            "test",
            directory);
    PlanRequest.Setting setting =
        new PlanRequest.Setting(registry, context, 10, "default", directory, Event.Listener.none());
    PlanResult result =
        Planner.plan(
            new PlanRequest(
                loaded.configuration(),
                variables.values(),
                state,
                PlanOptions.all(arguments.mode())
                    .withRefresh(arguments.refresh())
                    .withReplace(arguments.replace())
                    .withSelection(new Selection(arguments.targets(), List.of())),
                Instant.now(),
                setting));
    diagnostics.addAll(result.diagnostics());
    return result.plan();
  }

  private static ProviderRegistry registry() {
    List<ProviderFactory> factories = new ArrayList<>();
    ServiceLoader.load(ProviderFactory.class).forEach(factories::add);
    return new ProviderRegistry(factories);
  }

  private static List<String> compareErrors(JsonNode expected, List<Diagnostic> diagnostics) {
    JsonNode error = expected.get("error");
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    if (error.has("cycle_members")) {
      for (JsonNode member : error.get("cycle_members")) {
        if (errors.stream()
            .noneMatch(d -> d.detail().contains(member.asString().replace(" (expand)", "")))) {
          return List.of("cycle without " + member);
        }
      }
      return List.of();
    }
    List<String> summaries = new ArrayList<>(List.of(error.path("summary").asString()));
    expected.path("other_errors").forEach(e -> summaries.add(e.path("summary").asString()));
    return errors.stream()
            .anyMatch(d ->
                summaries.stream()
                    .anyMatch(s -> d.summary().equals(s) || d.summary().equals(ours(s))))
        ? List.of()
        : List.of(
            "error: expected "
                + summaries
                + ": "
                + error.path("detail_contains").asString()
                + " but was "
                + errors);
  }

  private static String ours(String text) {
    return text.replace("Terraform", "Groma");
  }

  /// The entries of a plan document in the form of the expected results.
  private static JsonNode changes(JsonNode list) {
    ArrayNode result = Cases.JSON.createArrayNode();
    for (JsonNode entry : list) {
      ObjectNode flat = Cases.JSON.createObjectNode();
      RESOURCE_KEYS.forEach(key -> {
        if (entry.has(key)) {
          flat.set(key, entry.get(key));
        }
      });
      CHANGE_KEYS.forEach(key -> {
        if (entry.path("change").has(key)) {
          flat.set(key, entry.path("change").get(key));
        }
      });
      result.add(flat);
    }
    return result;
  }

  /// The entries in any order.
  private static JsonNode relevant(JsonNode list) {
    SortedSet<String> all = new TreeSet<>();
    list.forEach(entry -> all.add(entry.path("resource").asString() + entry.path("attribute")));
    return Cases.JSON.valueToTree(all);
  }

  private static JsonNode project(JsonNode list) {
    return byAddress(list);
  }

  private static JsonNode byAddress(JsonNode list) {
    ObjectNode result = Cases.JSON.createObjectNode();
    for (JsonNode entry : list) {
      ObjectNode copy = (ObjectNode) entry.deepCopy();
      copy.properties()
          .removeIf(e ->
              e.getValue().isNull() && !e.getKey().equals("before") && !e.getKey().equals("after"));
      copy.remove("module_address");
      result.set(entry.path("address").asString() + " " + entry.path("deposed").asString(""), copy);
    }
    return result;
  }

  private static JsonNode outputs(JsonNode map) {
    ObjectNode result = Cases.JSON.createObjectNode();
    map.properties()
        .forEach(e -> {
          ObjectNode copy = (ObjectNode) e.getValue().deepCopy();
          copy.properties()
              .removeIf(p ->
                  p.getValue().isNull()
                      && (p.getKey().equals("before") || p.getKey().equals("after")));
          copy.remove("causes"); // Groma's own
          result.set(e.getKey(), copy);
        });
    return result;
  }
}

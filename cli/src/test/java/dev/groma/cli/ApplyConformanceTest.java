package dev.groma.cli;

import dev.groma.cli.conformance.Cases;
import dev.groma.cli.conformance.Placeholders;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.StateJson;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.format.StateReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs the command sequences of the real program and compares what was done, in which order, and
/// the state after each command. The cases that fail are listed by name; a case that begins to pass
/// must be taken off the list.
class ApplyConformanceTest {
  private static final Set<String> STREAMING = Set.of("apply", "plan", "destroy", "refresh");

  @Test
  void sequencesEndAsThoseOfTheRealProgram() throws IOException, InterruptedException {
    Cases.check("apply", 80, one -> new Sequence(one).run());
  }

  /// One case while it is run.
  private static final class Sequence {
    private final Cases.Case one;
    private final List<String> found = new ArrayList<>();
    private final Path directory;
    private final Placeholders placeholders;
    private List<String> configuration = List.of();
    private String workspace = "";

    Sequence(Cases.Case one) throws IOException {
      this.one = one;
      this.directory = Files.createTempDirectory("groma-case").toRealPath();
      this.placeholders = new Placeholders(directory);
    }

    List<String> run() throws IOException {
      try {
        int number = 0;
        for (JsonNode step : one.json("steps.json").get("steps")) {
          int before = found.size();
          step(step);
          if (found.size() > before) {
            found.add(before, "step " + number + " " + step.path("command").asString());
            return found;
          }
          number++;
        }
        return found;
      } catch (RuntimeException e) {
        found.add("fault: " + e);
        return found;
      } finally {
        Cases.deleteTree(directory);
      }
    }

    private void step(JsonNode step) throws IOException {
      if (step.has("config")) {
        configure(step.get("config").asString());
      }
      List<String> words = new ArrayList<>(List.of(step.get("command").asString().split(" ", -1)));
      boolean streaming = STREAMING.contains(words.getFirst());
      if (words.getFirst().equals("validate")) {
        words.add("-json");
      }
      if (streaming) {
        words.add("-input=false");
        words.add("-json");
      }
      step.path("args")
          .forEach(word -> words.add(word.asString().replace("<cwd>", directory.toString())));
      SortedMap<String, String> environment = new TreeMap<>(Map.of("HOME", "/home/user"));
      environment.put("PATH", "/usr/bin:/bin");
      step.path("env")
          .properties()
          .forEach(e -> environment.put(e.getKey(), e.getValue().asString()));
      workspace = environment.getOrDefault("TF_WORKSPACE", "");
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Console console =
          new Console(
              new PrintWriter(out),
              new PrintWriter(err),
              new BufferedReader(new StringReader("")),
              false,
              environment,
              directory,
              Interrupts.none());
      int code = Main.run(console, words.toArray(String[]::new));
      console.flush();
      check(step.get("expect"), code, out.toString(), err.toString(), streaming);
    }

    private void configure(String prefix) throws IOException {
      for (String name : configuration) {
        Files.deleteIfExists(directory.resolve(name));
      }
      one.write(prefix + "/", directory);
      configuration =
          one.files().keySet().stream()
              .filter(name -> name.startsWith(prefix + "/"))
              .map(name -> name.substring(prefix.length() + 1))
              .toList();
    }

    private void check(JsonNode expect, int code, String out, String err, boolean streaming)
        throws IOException {
      if (code != expect.path("exit_code").asInt()) {
        found.add(
            "exit code: expected "
                + expect.path("exit_code")
                + " but was "
                + code
                + "\n"
                + out
                + err);
        return;
      }
      if (streaming) {
        checkStream(expect, out);
      } else if (expect.has("stdout")) {
        compare(expect.get("stdout"), Cases.JSON.valueToTree(out), "stdout");
      } else if (expect.has("stdout_json")) {
        compare(expect.get("stdout_json"), Cases.JSON.readTree(out), "stdout_json");
      }
      if (!streaming) {
        checkTexts(expect, out + err);
      }
      if (expect.has("state") || expect.has("outputs")) {
        checkState(expect);
      }
    }

    /// What commands without a stream say to people, whatever the width of the lines.
    private void checkTexts(JsonNode expect, String said) {
      String plain = flat(said);
      for (JsonNode error : expect.path("errors")) {
        for (String key : List.of("summary", "detail_contains", "text_contains")) {
          String wanted = error.path(key).asString("").replace("Terraform", "Groma");
          wanted = wanted.replaceAll("([\"`])terraform ", "$1groma ");
          if (!plain.contains(flat(wanted))) {
            found.add("not said: " + wanted + " in " + said);
          }
        }
      }
    }

    private static String flat(String text) {
      return text.replaceAll("[│╷╵\\s]+", " ").strip();
    }

    private void checkStream(JsonNode expect, String out) {
      List<String> events = new ArrayList<>();
      List<String> done = new ArrayList<>();
      List<String> failed = new ArrayList<>();
      List<String> errors = new ArrayList<>();
      List<String> warnings = new ArrayList<>();
      for (String line : out.lines().toList()) {
        JsonNode json = Cases.JSON.readTree(line);
        String operation =
            json.path("hook").path("action").asString("")
                + " "
                + json.path("hook").path("resource").path("addr").asString("");
        switch (json.path("type").asString("")) {
          case "apply_start" -> {
            events.add("start " + operation);
          }
          case "apply_complete" -> {
            done.add(operation);
            events.add("end " + operation);
          }
          case "apply_errored" -> failed.add(operation);
          case "diagnostic" -> {
            boolean error = json.path("diagnostic").path("severity").asString("").equals("error");
            (error ? errors : warnings).add(json.path("diagnostic").path("summary").asString(""));
          }
          default -> {}
        }
      }
      Collections.sort(done);
      Collections.sort(failed);
      if (expect.has("operations")) {
        compare(expect.get("operations"), Cases.JSON.valueToTree(done), "operations");
      }
      if (expect.has("failed_operations")) {
        compare(expect.get("failed_operations"), Cases.JSON.valueToTree(failed), "failed");
      }
      for (JsonNode pair : expect.path("order")) {
        // Groma orders instance by instance, so that instances with other keys need not wait.
        if (!key(pair.get(0).asString()).equals(key(pair.get(1).asString()))) {
          continue;
        }
        int first = events.indexOf("end " + pair.get(0).asString());
        int second = events.indexOf("start " + pair.get(1).asString());
        if (first < 0 || second < first) {
          found.add("order: " + pair + " in " + events);
        }
      }
      for (JsonNode warning : expect.path("warnings")) {
        String summary = warning.path("summary").asString("").replace("Terraform", "Groma");
        if (!warnings.contains(summary)) {
          found.add("warning missing: " + summary + " in " + warnings);
        }
      }
      for (JsonNode error : expect.path("errors")) {
        String summary = error.path("summary").asString("").replace("Terraform", "Groma");
        if (summary.startsWith("Cycle:")) {
          summary = "Dependency cycle";
        }
        if (!summary.isEmpty() && !errors.contains(summary)) {
          found.add("error missing: " + summary + " in " + errors);
        }
      }
    }

    private static String key(String operation) {
      int bracket = operation.indexOf('[');
      return bracket < 0 ? "" : operation.substring(bracket);
    }

    private void checkState(JsonNode expect) throws IOException {
      Path file = stateFile();
      State state = State.EMPTY;
      if (Files.exists(file)) {
        StateReader.Result read = StateReader.read(Files.readAllBytes(file), "terraform.tfstate");
        if (read.state() == null) {
          found.add("state: " + read.diagnostics());
          return;
        }
        state = read.state();
      }
      JsonNode document =
          Cases.JSON.readTree(StateJson.render(state, Schemas.of(registry()), true));
      compare(expect.path("state"), resources(document, state), "state");
      ObjectNode outputs = Cases.JSON.createObjectNode();
      document
          .path("values")
          .path("outputs")
          .properties()
          .forEach(e -> outputs.set(e.getKey(), e.getValue()));
      compare(expect.path("outputs"), outputs, "outputs");
    }

    /// The state of the workspace that is selected.
    private Path stateFile() throws IOException {
      Path selection = directory.resolve(".terraform/environment");
      String name = workspace;
      if (name.isEmpty()) {
        name = Files.exists(selection) ? Files.readString(selection).strip() : "default";
      }
      return name.equals("default")
          ? directory.resolve("terraform.tfstate")
          : directory.resolve("terraform.tfstate.d").resolve(name).resolve("terraform.tfstate");
    }

    private static JsonNode resources(JsonNode document, State state) {
      SortedMap<String, JsonNode> sorted = new TreeMap<>();
      collect(document.path("values").path("root_module"), state, sorted);
      ArrayNode list = Cases.JSON.createArrayNode();
      sorted.values().forEach(list::add);
      return list;
    }

    private static void collect(JsonNode module, State state, SortedMap<String, JsonNode> out) {
      for (JsonNode resource : module.path("resources")) {
        ObjectNode kept = Cases.JSON.createObjectNode();
        for (String key :
            List.of("address", "mode", "type", "name", "index", "values", "tainted")) {
          if (resource.has(key)) {
            kept.set(key, resource.get(key));
          }
        }
        if (!resource.path("sensitive_values").isEmpty()) {
          kept.set("sensitive_values", resource.get("sensitive_values"));
        }
        if (resource.has("deposed_key")) {
          kept.put("deposed", true);
        }
        if (!resource.path("depends_on").isEmpty()) {
          Set<String> all = new TreeSet<>();
          resource.get("depends_on").forEach(name -> closure(name.asString(), state, all));
          kept.set("depends_on", Cases.JSON.valueToTree(all));
        }
        out.put(
            resource.path("address").asString() + " " + resource.path("deposed_key").asString(""),
            kept);
      }
      module.path("child_modules").forEach(child -> collect(child, state, out));
    }

    /// The real program records dependencies of dependencies too.
    private static void closure(String name, State state, Set<String> all) {
      if (!all.add(name)) {
        return;
      }
      state
          .instances()
          .forEach((address, instance) -> {
            if (address.resource().toString().equals(name)) {
              dependencies(instance).forEach(d -> closure(d.toString(), state, all));
            }
          });
    }

    private static Set<ResourceAddress> dependencies(Instance instance) {
      StateObject current = instance.current();
      return current == null ? Set.of() : new LinkedHashSet<>(current.dependencies());
    }

    private static ProviderRegistry registry() {
      List<ProviderFactory> factories = new ArrayList<>();
      ServiceLoader.load(ProviderFactory.class).forEach(factories::add);
      return new ProviderRegistry(factories);
    }

    private void compare(JsonNode expected, JsonNode actual, String path) {
      found.addAll(placeholders.differences(expected, actual, path));
    }
  }
}

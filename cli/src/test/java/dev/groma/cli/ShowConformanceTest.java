package dev.groma.cli;

import dev.groma.cli.conformance.Cases;
import dev.groma.cli.conformance.Placeholders;
import dev.groma.cli.conformance.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Compares whole documents of `show -json`, of plans and of states, with those of the real
/// program. The cases that differ are listed by name; one that begins to agree must be taken off
/// the list. `testkit/conformance/show.py` makes the pack again.
class ShowConformanceTest {
  private static final Set<String> RESULTS =
      Set.of("args.json", "prior.tfstate", "prior.json", "plan.json", "state.json");

  @Test
  void documentsAreThoseOfTheRealProgram() throws IOException, InterruptedException {
    Cases.check("show", 25, ShowConformanceTest::run);
  }

  private static List<String> run(Cases.Case one) throws IOException {
    JsonNode arguments = one.json("args.json");
    try (Shell shell = new Shell()) {
      for (var file : one.files().entrySet()) {
        if (!RESULTS.contains(file.getKey())) {
          shell.write(file.getKey(), file.getValue());
        }
      }
      arguments
          .path("env")
          .properties()
          .forEach(e -> shell.set(e.getKey(), e.getValue().asString()));
      Placeholders placeholders = new Placeholders(shell.directory());
      List<String> found = new ArrayList<>();
      if (one.files().containsKey("prior.tfstate")) {
        shell.write("terraform.tfstate", one.files().get("prior.tfstate"));
        found.addAll(
            placeholders.differences(
                Shown.state(one.files().get("prior.json")), shown(shell), "prior"));
      }
      List<String> words = new ArrayList<>(List.of("plan", "-input=false", "-out=the.plan"));
      arguments.path("args").forEach(word -> words.add(word.asString()));
      Shell.Result planned = shell.run(words.toArray(String[]::new));
      if (!Files.exists(shell.directory().resolve("the.plan"))) {
        return List.of("no plan: " + planned);
      }
      found.addAll(
          placeholders.differences(
              Shown.plan(one.files().get("plan.json")), shown(shell, "the.plan"), "plan"));
      if (one.files().containsKey("state.json")) {
        shell.run("apply", "-input=false", "the.plan");
        found.addAll(
            placeholders.differences(
                Shown.state(one.files().get("state.json")), shown(shell), "state"));
      }
      return found;
    }
  }

  private static JsonNode shown(Shell shell, String... what) throws IOException {
    List<String> words = new ArrayList<>(List.of("show", "-json"));
    words.addAll(List.of(what));
    Shell.Result result = shell.run(words.toArray(String[]::new));
    return result.code() == 0
        ? Shown.ours(result.text(), shell.read("terraform.tfstate"))
        : Cases.JSON.valueToTree("not shown: " + result);
  }
}

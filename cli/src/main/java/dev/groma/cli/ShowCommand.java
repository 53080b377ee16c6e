package dev.groma.cli;

import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.StateJson;
import dev.groma.engine.render.StateText;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma show`: prints a state or a saved plan.
final class ShowCommand implements Command {
  private static final String SHOW_SENSITIVE = "-show-sensitive";

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String description() {
    return "Print the state, or a saved plan.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameter("FILE", "A saved plan or a state file."));
    spec.addOption(Options.flag(Options.JSON, "Print the JSON document for programs."));
    spec.addOption(
        Options.flag(
            SHOW_SENSITIVE,
            "With -json: sensitive values of a saved plan in clear. Only an encrypted plan holds"
                + " them."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    boolean json = Options.isOn(arguments, Options.JSON);
    String name = Options.parameter(arguments);
    @Nullable Path file = name == null ? null : console.directory().resolve(name);
    if (file != null && PlanFile.isOne(file)) {
      boolean reveal = Options.isOn(arguments, SHOW_SENSITIVE);
      return Sealing.of(arguments, console, view)
          .flatMap(settings -> Sealing.reporting(view, found -> settings.plan(found::add)))
          .flatMap(
              encryption -> PlanFile.read(file, String.valueOf(name), encryption.forGiven(), view))
          .map(plan -> print(console, json ? json(plan, reveal) : plan.shown()))
          .orElse(1);
    }
    if (file != null && !Files.exists(file)) {
      view.report(
          Diagnostic.error(
              "cli.missing-file",
              "Failed to read the given file as a state or plan file",
              "There is no file " + name + ". Name a saved plan or a state file."));
      return 1;
    }
    Optional<State> state =
        file == null
            ? StateSession.read(arguments, console, TextView.of(arguments, console.beside()))
            : StateSession.read(arguments, console, file, TextView.of(arguments, console.beside()));
    if (state.isEmpty()) {
      return 1;
    }
    if (!json && state.get().lineage().isEmpty() && state.get().isEmpty()) {
      return print(console, "No state.");
    }
    Schemas schemas = Schemas.of(Clouds.providers());
    return print(
        console,
        json
            ? StateJson.render(state.get(), schemas, true)
            : StateText.render(state.get(), schemas));
  }

  private static String json(PlanFile plan, boolean reveal) {
    return reveal ? plan.revealed().orElseGet(plan::json) : plan.json();
  }

  private static int print(Console console, String text) {
    console.out().print(text.endsWith("\n") ? text : text + "\n");
    return 0;
  }
}

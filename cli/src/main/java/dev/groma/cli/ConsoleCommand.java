package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.ConsoleSession;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.render.OutputText;
import dev.groma.engine.render.TypeText;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma console`: evaluates expressions, at a terminal or from standard input.
///
/// From standard input each answer is printed as soon as its expression has ended; an expression
/// that is wrong is told on standard error, does not stop the others, and makes the exit code 1.
final class ConsoleCommand implements Command {
  private static final String HELP =
      """
      Type an expression and press Enter to see its value. It can refer to variables, local values,
      modules and resources as expressions of the configuration do; resources are as the state
      records them, or as they will be when the console was started with -plan.

        type(EXPRESSION)   the type of an expression
        exit               leaves; so does Ctrl-D

      An expression goes on in the next line inside brackets, and after a backslash at the end of
      a line. At a terminal, Tab completes names, and the arrow keys and Ctrl-R find earlier lines.\
      """;

  @Override
  public String name() {
    return "console";
  }

  @Override
  public String description() {
    return "Evaluate expressions against what the state records.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.flag(
            "-plan", "Make a plan first, and evaluate against what it leads to, not the state."));
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    spec.addOption(
        Options.flag(Options.EMULATOR, "With -plan, use clouds that live in this process."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    Options.declareState(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    Optional<ConsoleSession> session =
        Inputs.configuration(console, view)
            .flatMap(configuration -> open(configuration, arguments, console, view));
    if (session.isEmpty()) {
      return 1;
    }
    Dialogue dialogue = new Dialogue(session.get(), console, view);
    if (console.terminal()) {
      ConsolePrompt.run(dialogue, Clouds.dataDirectory(console));
      return 0;
    }
    try {
      return dialogue.batch(console.in()) ? 0 : 1;
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "console.input", "Standard input cannot be read", e + ". Give a readable input."));
      return 1;
    }
  }

  private static Optional<ConsoleSession> open(
      Configuration configuration, ParseResult arguments, Console console, TextView view) {
    VariableLoader.Loaded variables = Inputs.variables(arguments, console, configuration);
    boolean planned = Options.isOn(arguments, "-plan");
    // What no value was given for is unknown here, as in the plan of a caller that will give one.
    List<Diagnostic> found =
        variables.diagnostics().stream()
            .filter(d -> planned || !d.code().equals(VariableLoader.MISSING))
            .toList();
    view.sources(variables.sources());
    view.report(found);
    if (Diagnostic.hasErrors(found)) {
      return Optional.empty();
    }
    Inputs inputs = new Inputs(configuration, variables.values());
    return planned
        ? planned(inputs, arguments, console, view)
        : recorded(inputs, arguments, console, view);
  }

  private static Optional<ConsoleSession> recorded(
      Inputs inputs, ParseResult arguments, Console console, TextView view) {
    PlanRequest.Setting setting = setting(console);
    Optional<CompiledModule> compiled = compile(inputs.configuration(), setting, view);
    return compiled.flatMap(module ->
        StateSession.read(arguments, console, inputs.configuration(), view)
            .map(state -> {
              List<Diagnostic> found = new ArrayList<>();
              ConsoleSession session =
                  ConsoleSession.open(
                      inputs.configuration(),
                      module,
                      inputs.variables(),
                      state,
                      setting,
                      found::add);
              view.report(found);
              return session;
            }));
  }

  private static Optional<ConsoleSession> planned(
      Inputs inputs, ParseResult arguments, Console console, TextView view) {
    Optional<Session> opened = Session.open(arguments, console, view, "Console", inputs);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    Optional<Plan> plan;
    try (Session session = opened.get()) {
      plan = session.plan(PlanOptions.all(Mode.NORMAL), session.now());
    }
    PlanRequest.Setting setting = setting(console);
    return plan.flatMap(made ->
        compile(inputs.configuration(), setting, view)
            .map(module -> ConsoleSession.open(made, module, setting, _ -> {})));
  }

  private static Optional<CompiledModule> compile(
      Configuration configuration, PlanRequest.Setting setting, View view) {
    List<Diagnostic> found = new ArrayList<>();
    CompiledModule compiled = CompiledModule.compile(configuration, setting.registry(), found::add);
    view.report(found);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(compiled);
  }

  private static PlanRequest.Setting setting(Console console) {
    Clouds clouds = Clouds.of(console, null);
    return new PlanRequest.Setting(
        clouds.registry(),
        clouds.context(),
        1,
        Workspaces.of(console).current(),
        console.directory(),
        Event.Listener.none());
  }

  /// Questions and answers.
  ///
  /// @param session gives the answers
  /// @param console takes them
  /// @param view takes what is wrong
  record Dialogue(ConsoleSession session, Console console, TextView view) {
    /// Answers all that `input` holds. True when nothing was wrong.
    boolean batch(BufferedReader input) throws IOException {
      boolean good = true;
      StringBuilder text = new StringBuilder();
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        text.append(line);
        ConsoleSession.Answer answer = session.enter(text.toString());
        if (answer instanceof ConsoleSession.Answer.Exit) {
          return good;
        }
        if (answer instanceof ConsoleSession.Answer.Incomplete) {
          text.append('\n');
          continue;
        }
        good &= tell(answer);
        text.setLength(0);
      }
      boolean complete = text.isEmpty() || tell(session.evaluate(text.toString()));
      return good && complete;
    }

    /// Prints `answer`. False when something is wrong.
    boolean tell(ConsoleSession.Answer answer) {
      switch (answer) {
        case ConsoleSession.Answer.Nothing _,
            ConsoleSession.Answer.Incomplete _,
            ConsoleSession.Answer.Exit _ -> {}
        case ConsoleSession.Answer.Help _ -> print(HELP);
        case ConsoleSession.Answer.Result(Value value) -> print(OutputText.value(value));
        case ConsoleSession.Answer.ResultType(Type type) -> print(TypeText.of(type));
        case ConsoleSession.Answer.Failed failed -> {
          view.sources(new TreeMap<>(Map.of(ConsoleSession.FILE, failed.source())));
          view.report(failed.diagnostics());
          return false;
        }
      }
      return true;
    }

    private void print(String text) {
      console.out().println(text);
      console.out().flush();
    }
  }
}

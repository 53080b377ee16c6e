package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.render.Schemas;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma apply`: makes what exists equal to the configuration, or carries out a saved plan.
final class ApplyCommand implements Command {
  @Override
  public String name() {
    return "apply";
  }

  @Override
  public String description() {
    return "Make what exists equal to the configuration.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameter("PLAN", "A plan that \"groma plan -out\" has saved."));
    spec.addOption(Options.flag("-auto-approve", "Do not ask before anything is changed."));
    spec.addOption(Options.flag("-destroy", "Destroy everything, as \"groma destroy\" does."));
    Options.declarePlanning(spec);
    Options.declareStateOut(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    String file = Options.parameter(arguments);
    if (file != null) {
      return applySaved(file, arguments, console, view);
    }
    return PlanArguments.of(arguments, view)
        .map(asked -> planAndApply(arguments, console, view, asked))
        .orElse(1);
  }

  /// Plans, asks and applies.
  static int planAndApply(ParseResult arguments, Console console, View view, PlanOptions asked) {
    boolean approved = Options.isOn(arguments, "-auto-approve");
    if (!approved && view.isForPrograms()) {
      view.report(
          Diagnostic.error(
              "cli.no-approval",
              "Plan file or auto-approve required",
              "Groma cannot ask for interactive approval when -json is set. You can either apply a"
                  + " saved plan file, or enable the -auto-approve option."));
      return 1;
    }
    Optional<Policies> policies = Policies.of(arguments, console, view);
    Optional<Session> opened =
        policies
            .flatMap(_ -> Inputs.load(arguments, console, view, asked.mode()))
            .flatMap(i -> Session.open(arguments, console, view, "Apply", i));
    if (policies.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    PlanOptions judged = asked.withRules(policies.get().rules(asked.rules()));
    try (Session session = opened.get()) {
      Optional<Plan> plan =
          approved
              ? session.planToApply(judged, session.now())
              : session.planOrShowPart(judged, session.now());
      if (plan.isEmpty()) {
        return 1;
      }
      view.plan(plan.get());
      if (!policies.get().allow(plan.get(), judged.rules(), session, view)) {
        return 1;
      }
      boolean go =
          approved
              || !plan.get().hasChanges()
              || Approval.ask(arguments, console, view, plan.get());
      return go && session.apply(plan.get()) ? Session.codeOf(plan.get()) : 1;
    }
  }

  private static int applySaved(String name, ParseResult arguments, Console console, View view) {
    Optional<PlanFile> read =
        Sealing.of(arguments, console, view)
            .flatMap(settings -> Sealing.reporting(view, found -> settings.plan(found::add)))
            .flatMap(encryption ->
                PlanFile.read(console.directory().resolve(name), name, encryption, view));
    if (read.isEmpty()) {
      return 1;
    }
    PlanFile saved = read.get();
    if (saved.errored()) {
      view.report(
          Diagnostic.error(
              "plan-file.errored",
              "Cannot apply incomplete plan",
              "Groma encountered an error when generating this plan, so it cannot be applied. Plan"
                  + " again, and apply a plan that was made without errors."));
      return 1;
    }
    if (Options.isOn(arguments, Options.EMULATOR) && !saved.emulator()) {
      view.report(
          Diagnostic.error(
              "plan-file.emulator",
              "The saved plan is about real clouds",
              "It was made without -emulator, so it cannot be applied to emulated clouds. Leave the"
                  + " option out, or make a new plan with it."));
      return 1;
    }
    String workspace = Workspaces.of(console).current();
    if (!workspace.equals(saved.workspace())) {
      view.report(
          Diagnostic.error(
              "plan-file.workspace",
              "The saved plan is for another workspace",
              "It was made in the workspace \""
                  + saved.workspace()
                  + "\", and the one in use is \""
                  + workspace
                  + "\". Select that workspace, or make a new plan."));
      return 1;
    }
    @Nullable Diagnostic changed =
        saved.changedFiles(console.directory(), console.directory().resolve(name));
    if (changed != null) {
      view.report(changed);
      return 1;
    }
    Optional<Policies> policies = Policies.of(arguments, console, view);
    Optional<Session> opened =
        policies
            .flatMap(_ -> inputs(saved, arguments, console, view))
            .flatMap(inputs ->
                Session.open(
                    arguments,
                    console,
                    view,
                    "Apply",
                    inputs,
                    saved.emulator(),
                    () -> StatePlace.open(saved, inputs.configuration(), arguments, console, view),
                    OpenOperations.Leave.of("Apply")));
    if (policies.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      Optional<Plan> plan = session.planToApply(saved.options(), saved.timestamp());
      if (plan.isEmpty()) {
        return 1;
      }
      @Nullable Diagnostic stale =
          saved.staleness(plan.get(), Schemas.of(session.clouds().registry()));
      if (stale != null) {
        view.report(stale);
        return 1;
      }
      if (!policies.get().allow(plan.get(), saved.options().rules(), session, view)) {
        return 1;
      }
      return session.apply(plan.get()) ? Session.codeOf(plan.get()) : 1;
    }
  }

  private static Optional<Inputs> inputs(
      PlanFile saved, ParseResult arguments, Console console, View view) {
    Clock clock = console.machine().clock();
    Instant begun = clock.instant();
    Configuration configuration = saved.configuration(console.directory());
    view.sources(Backends.sources(configuration));
    SortedMap<String, Value> given = Inputs.variables(arguments, console, configuration).values();
    return saved
        .variables(given, name -> origin(name, arguments, console), view)
        .map(values -> new Inputs(configuration, values, Duration.between(begun, clock.instant())));
  }

  private static Optional<String> origin(String name, ParseResult arguments, Console console) {
    boolean assigned =
        Options.variables(arguments).stream()
            .anyMatch(option ->
                option instanceof VariableLoader.Option.Assignment(String text)
                    && text.startsWith(name + "="));
    if (assigned) {
      return Optional.of("set using the -var=\"" + name + "=...\" command line argument");
    }
    return console.environment().containsKey("TF_VAR_" + name)
        ? Optional.of("set by an environment variable")
        : Optional.empty();
  }
}

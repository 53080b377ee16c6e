package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Proof;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma plan`: shows what an apply would do.
final class PlanCommand implements Command {
  private static final int CHANGES = 2;
  private static final String PREFLIGHT = "-preflight";

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String description() {
    return "Show the changes that the configuration asks for.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.value("-out", "FILE", "Save the plan, to be applied later."));
    spec.addOption(
        Options.flag(
            "-detailed-exitcode", "Exit with 2 instead of 0 when there is something to change."));
    spec.addOption(Options.flag("-destroy", "Plan to destroy everything."));
    spec.addOption(
        Options.flag(
            PREFLIGHT,
            "Ask the clouds whether they would carry out the changes: permissions, parameters,"
                + " quotas."));
    Options.declarePlanning(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    Optional<Mode> mode = mode(arguments, view);
    Optional<Set<InstanceAddress>> replace = Session.replaced(arguments, view);
    if (mode.isEmpty() || replace.isEmpty()) {
      return 1;
    }
    Optional<Inputs> inputs = Inputs.load(arguments, console, view, mode.get());
    if (inputs.isEmpty()) {
      return 1;
    }
    Optional<Session> opened = Session.open(arguments, console, view, "Plan", inputs.get(), false);
    if (opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      Instant now = session.now();
      boolean refresh = !Options.isOff(arguments, "-refresh");
      boolean preflight = Options.isOn(arguments, PREFLIGHT);
      Optional<PlanResult> planned =
          session.plan(mode.get(), refresh, preflight, replace.get(), now);
      Plan plan = planned.map(PlanResult::plan).orElse(null);
      if (planned.isEmpty() || plan == null) {
        return 1;
      }
      view.plan(plan);
      if (!passed(planned.get().proofs(), view)) {
        return 1;
      }
      String file = Options.find(arguments, "-out");
      if (file != null && !save(plan, refresh, replace.get(), session, console, view, file)) {
        return 1;
      }
      view.howToApply(plan, file);
      return Options.isOn(arguments, "-detailed-exitcode") && plan.hasChanges() ? CHANGES : 0;
    }
  }

  /// Shows what the clouds said; false when one of them refuses a change.
  private static boolean passed(List<Proof> proofs, View view) {
    view.preflight(proofs);
    List<Diagnostic> refusals = proofs.stream().flatMap(p -> p.refusal().stream()).toList();
    view.report(refusals);
    return !Diagnostic.hasErrors(refusals);
  }

  private static boolean save(
      Plan plan,
      boolean refresh,
      Set<InstanceAddress> replace,
      Session session,
      Console console,
      View view,
      String file) {
    @Nullable Diagnostic problem =
        PlanFile.write(
            console.directory().resolve(file),
            file,
            plan,
            refresh,
            replace,
            session.workspace(),
            session.clouds());
    if (problem != null) {
      view.report(problem);
    }
    return problem == null;
  }

  /// The mode that the options ask for; nothing after an error, which is reported.
  static Optional<Mode> mode(ParseResult arguments, View view) {
    boolean destroy = Options.isOn(arguments, "-destroy");
    boolean refreshOnly = Options.isOn(arguments, "-refresh-only");
    if (destroy && refreshOnly) {
      view.report(
          Diagnostic.error(
              "cli.modes",
              "Incompatible plan mode options",
              "The -destroy and -refresh-only options are mutually-exclusive. Give one of them."));
      return Optional.empty();
    }
    if (refreshOnly && Options.isOff(arguments, "-refresh")) {
      view.report(
          Diagnostic.error(
              "cli.modes",
              "Incompatible refresh options",
              "It doesn't make sense to use -refresh-only at the same time as -refresh=false,"
                  + " because there would be nothing to do. Give one of them."));
      return Optional.empty();
    }
    return Optional.of(destroy ? Mode.DESTROY : refreshOnly ? Mode.REFRESH_ONLY : Mode.NORMAL);
  }
}

package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma refresh`: brings the state up to date with what exists, without asking.
final class RefreshCommand implements Command {
  @Override
  public String name() {
    return "refresh";
  }

  @Override
  public String description() {
    return "Bring the state up to date with what exists. Prefer \"apply -refresh-only\", which"
        + " asks.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    Options.declareSelection(spec);
    Options.declareRun(spec);
    Options.declareStateOut(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    Optional<PlanOptions> asked = PlanArguments.of(arguments, view, Mode.REFRESH_ONLY);
    if (asked.isEmpty()) {
      return 1;
    }
    Optional<Session> opened =
        Inputs.load(arguments, console, view, Mode.REFRESH_ONLY)
            .flatMap(inputs -> Session.open(arguments, console, view, "Refresh", inputs));
    if (opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      Optional<Plan> plan = session.plan(asked.get(), session.now());
      return plan.isPresent() && session.apply(plan.get()) ? 0 : 1;
    }
  }
}

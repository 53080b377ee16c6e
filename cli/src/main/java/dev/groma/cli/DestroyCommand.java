package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma destroy`: deletes everything that the state records.
final class DestroyCommand implements Command {
  @Override
  public String name() {
    return "destroy";
  }

  @Override
  public String description() {
    return "Delete everything that was made.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag("-auto-approve", "Do not ask before anything is deleted."));
    Options.declarePlanning(spec);
    Options.declareStateOut(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    return PlanArguments.of(arguments, view, Mode.DESTROY)
        .map(asked -> ApplyCommand.planAndApply(arguments, console, view, asked))
        .orElse(1);
  }
}

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
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    return ApplyCommand.planAndApply(arguments, console, View.of(arguments, console), Mode.DESTROY);
  }
}

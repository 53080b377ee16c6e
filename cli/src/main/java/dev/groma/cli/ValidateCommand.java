package dev.groma.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma validate`: checks a configuration by itself, without variables, state or clouds.
final class ValidateCommand implements Command {
  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String description() {
    return "Check the configuration, without looking at the state or any cloud.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.JSON, "Print the result as JSON."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.flag(Options.COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    return 1;
  }
}

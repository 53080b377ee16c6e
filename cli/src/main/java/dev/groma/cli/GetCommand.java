package dev.groma.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma get`: installs the modules that come from elsewhere, as `groma init` does besides.
final class GetCommand implements Command {
  @Override
  public String name() {
    return "get";
  }

  @Override
  public String description() {
    return "Install the modules that come from git or archives.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag("-update", "Fetch everything anew, and pin what is there now."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    return InitCommand.install(console, view, Options.isOn(arguments, "-update")) ? 0 : 1;
  }
}

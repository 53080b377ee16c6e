package dev.groma.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma demo`
final class DemoCommand implements Command {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String description() {
    return "Show the whole life of a configuration on emulated clouds, in a minute.";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    return 1;
  }
}

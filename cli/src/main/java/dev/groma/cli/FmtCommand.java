package dev.groma.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma fmt`: lays files of a configuration out in one way.
final class FmtCommand implements Command {
  private static final int FAILED = 2;
  private static final int DIFFERENT = 3;

  @Override
  public String name() {
    return "fmt";
  }

  @Override
  public String description() {
    return "Lay the files of a configuration out in one way, keeping comments and order.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(
        Options.parameters(
            "FILE|DIR|-", "What to lay out; the directory by default, - is standard input."));
    spec.addOption(Options.flagOn("-list", "Print the names of files that differ; the default."));
    spec.addOption(Options.flagOn("-write", "Write the files; the default. Not with -check."));
    spec.addOption(Options.flag("-diff", "Print what differs."));
    spec.addOption(
        Options.flag("-check", "Write nothing; exit with 3 when a file differs, with 0 if none."));
    spec.addOption(Options.flag("-recursive", "Look into the directories inside, too."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    Optional<List<ConfigurationFile>> files =
        ConfigurationFile.find(
            Options.parameters(arguments), Options.isOn(arguments, "-recursive"), console, view);
    if (files.isEmpty()) {
      return FAILED;
    }
    boolean check = Options.isOn(arguments, "-check");
    boolean list = !Options.isOff(arguments, "-list");
    boolean write = !check && !Options.isOff(arguments, "-write");
    boolean diff = Options.isOn(arguments, "-diff");
    boolean failed = false;
    boolean differs = false;
    for (ConfigurationFile file : files.get()) {
      Optional<String> printed = file.printed(file.syntax(), view);
      if (printed.isEmpty()) {
        failed = true;
        continue;
      }
      boolean same = printed.get().equals(file.text());
      differs |= !same;
      if (!same && list && file.path() != null) {
        console.out().println(file.name());
      }
      if (!same && diff) {
        console.out().print(LineDiff.unified(file.name(), file.text(), printed.get()));
      }
      if (file.path() == null) {
        if (write && !diff) {
          console.out().print(printed.get());
        }
      } else if (!same && write) {
        failed |= !ConfigurationFile.write(file.path(), printed.get(), view);
      }
    }
    return failed ? FAILED : check && differs ? DIFFERENT : 0;
  }
}

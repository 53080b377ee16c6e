package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma force-unlock`: explains why the lock of a state in a file needs no such command.
final class ForceUnlockCommand implements Command {
  @Override
  public String name() {
    return "force-unlock";
  }

  @Override
  public String description() {
    return "Release the lock of a state that is kept elsewhere; one in a file needs it never.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameter("LOCK_ID", "The id that the message about it says."));
    spec.addOption(Options.flag("-force", "Do not ask."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView.of(arguments, console)
        .report(
            Diagnostic.error(
                "state.local-lock",
                "Local state cannot be unlocked by another process",
                "The lock of a state in a file belongs to the process that holds it and ends with"
                    + " it, also when that process is killed. Look for a run that is still at work,"
                    + " and wait for it or stop it."));
    return 1;
  }
}

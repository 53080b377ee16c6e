package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma force-unlock`: takes a lock away from a run that does not exist any more.
final class ForceUnlockCommand implements Command {
  @Override
  public String name() {
    return "force-unlock";
  }

  @Override
  public String description() {
    return "Take the lock of the state away from a run that does not exist any more.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameter("LOCK_ID", "The id that the message about it says."));
    spec.addOption(Options.flag("-force", "Do not ask."));
    spec.addOption(Options.flagOn("-input", "Ask; the default. =false makes that an error."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    String id = Options.parameter(arguments);
    if (id == null) {
      view.report(
          Diagnostic.error(
              "cli.arguments",
              "Expected a single argument: LOCK_ID",
              "Name the lock by the id that the message about it says, so that no other lock is"
                  + " taken away by mistake."));
      return 1;
    }
    Optional<StatePlace> opened = StatePlace.open(arguments, console, view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StatePlace place = opened.get()) {
      boolean sure =
          Options.isOn(arguments, "-force")
              || place.settings().type().equals(Backends.LOCAL)
              || Approval.ask(
                  arguments,
                  console,
                  view,
                  """
                  Do you really want to force-unlock?
                    Groma will remove the lock on the remote state.
                    This will allow local Groma commands to modify this state, even though it
                    may still be in use. Only 'yes' will be accepted to confirm.

                    Enter a value: \
                  """,
                  "force-unlock cancelled.");
      if (!sure) {
        return 1;
      }
      Optional<Diagnostic> problem = place.store().unlock(id);
      if (problem.isPresent()) {
        place.report(problem.get(), console, view);
        return 1;
      }
      view.note(
          """
          Groma state has been successfully unlocked!

          The state has been unlocked, and Groma commands should now be able to
          obtain a new lock on the remote state.\
          """);
      return 0;
    }
  }
}

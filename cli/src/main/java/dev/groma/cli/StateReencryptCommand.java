package dev.groma.cli;

import dev.groma.state.State;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state reencrypt`: writes the state anew in the way that is configured now, where it is
/// stored in another one: with an older key, in clear, or encrypted though it is to be in clear.
/// Every run that changes the state does so, too.
final class StateReencryptCommand implements Command {
  @Override
  public String name() {
    return "reencrypt";
  }

  @Override
  public String description() {
    return "Write the state with the key and method that are configured now.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    Options.declareState(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    Optional<StateSession> opened = StateSession.open(arguments, console, "StateReencrypt", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      State before = session.state();
      if (before.lineage().isEmpty()) {
        view.note("There is no state yet.");
        return 0;
      }
      if (!session.commit(before)) {
        return 1;
      }
      view.note(
          session.state().serial() == before.serial()
              ? "The state is stored as it is configured already."
              : "The state was written anew, with serial " + session.state().serial() + ".");
      return 0;
    }
  }
}

package dev.groma.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state`: looks at what is recorded, and changes the record.
final class StateCommand implements Command {
  static final String NAME = "state";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Look at what the state records, and change the record.";
  }

  @Override
  public List<Command> parts() {
    return List.of(
        new StateListCommand(),
        new StateShowCommand(),
        new StateIdentitiesCommand(),
        new StateRmCommand(),
        new StateMvCommand(),
        new StateTransferCommand(StateTransferCommand.Direction.PULL),
        new StateTransferCommand(StateTransferCommand.Direction.PUSH),
        new StateReplaceProviderCommand(),
        new StateReencryptCommand(),
        new StateHistoryCommand(),
        new StateDiffCommand(),
        new StateRestoreCommand());
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    throw new IllegalStateException("only its parts are run");
  }
}

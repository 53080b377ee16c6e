package dev.groma.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command of the program: what it is called, what it accepts and what it does.
///
/// Options are declared as values, not as annotated fields: nothing is reflected over at start-up,
/// and a command has no state.
interface Command {
  /// The word that calls this command.
  String name();

  /// What this command is for, in one sentence.
  String description();

  /// Adds the options and parameters of this command to `spec`.
  void declare(CommandSpec spec);

  /// Does the work. Returns the exit code.
  int run(ParseResult arguments, Console console);

  /// The commands whose names follow that of this one.
  default List<Command> parts() {
    return List.of();
  }

  /// True when this command does something without one of its parts.
  default boolean isComplete() {
    return parts().isEmpty();
  }

  /// The name and purpose of this command alone, for lists of commands.
  default CommandSpec outline() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name());
    spec.usageMessage().description(description());
    return spec;
  }

  /// This command as picocli knows it; [#of] leads back.
  default CommandSpec spec() {
    CommandSpec spec = outline();
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .abbreviateSynopsis(true);
    spec.addOption(Options.help());
    declare(spec);
    for (Command part : parts()) {
      spec.addSubcommand(part.name(), part.spec());
    }
    return spec;
  }

  /// The command that was asked for.
  static Command of(ParseResult arguments) {
    return (Command) arguments.commandSpec().userObject();
  }
}

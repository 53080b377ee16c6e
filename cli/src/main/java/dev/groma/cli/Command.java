package dev.groma.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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

  /// This command as picocli knows it; [#of] leads back.
  default CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name());
    spec.usageMessage().description(description());
    spec.addOption(flag("Print this help.", "-help", "--help", "-h"));
    declare(spec);
    return spec;
  }

  /// The command that was asked for.
  static Command of(ParseResult arguments) {
    return (Command) arguments.commandSpec().userObject();
  }

  /// An option without a value.
  static OptionSpec flag(String description, String name, String... aliases) {
    String[] names = new String[aliases.length + 1];
    names[0] = name;
    System.arraycopy(aliases, 0, names, 1, aliases.length);
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }
}

package dev.groma.cli;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program: finds the command that the arguments name, runs it and exits with its code.
public final class Main {
  private Main() {}

  /// Runs one command line in this process and ends the JVM with its exit code.
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = run(console, args);
    console.flush();
    System.exit(code);
  }

  /// Runs one command line. Returns the exit code: 0 for success, 1 for an error, others as the
  /// command defines.
  static int run(Console console, String... args) {
    CommandSpec root = CommandSpec.create().name("groma");
    root.usageMessage().description("Plans and applies configurations of cloud networks.");
    root.addOption(Command.flag("Print this help.", "-help", "--help", "-h"));
    for (Command command : commands()) {
      root.addSubcommand(command.name(), command.spec());
    }
    CommandLine line =
        new CommandLine(root)
            .setPosixClusteredShortOptionsAllowed(false)
            .setOverwrittenOptionsAllowed(true)
            .setOut(console.out())
            .setErr(console.err())
            .setParameterExceptionHandler((problem, _) -> explain(console, problem))
            .setExecutionStrategy(parsed -> execute(console, parsed));
    return line.execute(args);
  }

  private static List<Command> commands() {
    return List.of(new VersionCommand());
  }

  private static int execute(Console console, ParseResult root) {
    ParseResult asked = root.hasSubcommand() ? root.subcommand() : root;
    if (!root.hasSubcommand() || asked.hasMatchedOption("-help")) {
      asked.commandSpec().commandLine().usage(console.out());
      return root.hasSubcommand() || root.hasMatchedOption("-help") ? 0 : 1;
    }
    return Command.of(asked).run(asked, console);
  }

  private static int explain(Console console, ParameterException problem) {
    String name = problem.getCommandLine().getCommandSpec().qualifiedName();
    console.err().println("Error: " + message(problem));
    console.err().println();
    console.err().println("`" + name + " -help` lists what it accepts.");
    return 1;
  }

  private static String message(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      return Objects.requireNonNullElse(problem.getMessage(), "The arguments make no sense.");
    }
    String word = unmatched.getUnmatched().getFirst();
    if (problem.getCommandLine().getParent() != null) {
      return "Unexpected argument `" + word + "`.";
    }
    List<String> suggestions = unmatched.getSuggestions();
    return "There is no command `"
        + word
        + "`."
        + (suggestions.isEmpty() ? "" : " Did you mean `" + suggestions.getFirst() + "`?");
  }
}

package dev.groma.cli;

import dev.groma.engine.render.Style;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.StateObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  ///
  /// Halts, since by now nothing is left for a shutdown hook to do, and an orderly exit would first
  /// set up the JDK's logging to ask whether exits are logged.
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = run(console, args);
    console.flush();
    Runtime.getRuntime().halt(code);
  }

  /// Runs one command line. Returns the exit code: 0 for success, 1 for an error, others as the
  /// command defines. Throws nothing: a mistake of ours is a message, too.
  static int run(Console console, String... args) {
    try {
      List<String> words = CommandLineWords.of(console, List.of(args));
      return new CommandLine(program(words))
          .setPosixClusteredShortOptionsAllowed(false)
          .setOverwrittenOptionsAllowed(true)
          .setUnmatchedOptionsArePositionalParams(false)
          .setOut(console.out())
          .setErr(console.err())
          .setParameterExceptionHandler((problem, _) -> explain(console, problem))
          .setExecutionStrategy(parsed -> execute(console, parsed))
          .execute(words.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      console.err().println("Error: " + e.getMessage());
      return 1;
    }
  }

  /// The commands; where `words` begin with the name of one, that one alone, since each costs
  /// start-up time. All of them are there to be listed and to find a misspelt one.
  private static CommandSpec program(List<String> words) {
    CommandSpec root = CommandSpec.create().name("groma");
    root.usageMessage()
        .description("Plans and applies configurations of cloud networks.")
        .synopsisHeading("Usage: ")
        .customSynopsis("groma [-chdir=DIR] COMMAND [OPTIONS] [ARGUMENTS]")
        .optionListHeading("%nOptions before the command:%n")
        .commandListHeading("%nCommands:%n");
    root.addOption(Options.help());
    root.addOption(Options.flag("-version", "Print the version."));
    root.addOption(
        Options.value("-chdir", "DIR", "Go to this directory first, and run the command there."));
    String first = first(words);
    for (Command command : commands()) {
      if (command.name().equals(first)) {
        root.addSubcommand(first, command.spec());
        return root;
      }
    }
    for (Command command : commands()) {
      root.addSubcommand(command.name(), command.outline());
    }
    return root;
  }

  /// The first word that is no option, or "".
  private static String first(List<String> words) {
    for (String word : words) {
      if (!word.startsWith("-")) {
        return word;
      }
    }
    return "";
  }

  private static List<Command> commands() {
    return List.of(
        new InitCommand(),
        new ValidateCommand(),
        new FmtCommand(),
        new ConvertCommand(),
        new TestCommand(),
        new PlanCommand(),
        new ReviewCommand(),
        new ApplyCommand(),
        new DestroyCommand(),
        new RefreshCommand(),
        new RecoverCommand(),
        new DriftCommand(),
        new DiscoverCommand(),
        new ShowCommand(),
        new OutputCommand(),
        new StateCommand(),
        new TaintCommand(StateObject.Status.TAINTED),
        new TaintCommand(StateObject.Status.READY),
        new GetCommand(),
        new ImportCommand(),
        new WorkspaceCommand(),
        new ForceUnlockCommand(),
        new ProvidersCommand(),
        new GraphCommand(),
        new LinksCommand(),
        new ModulesCommand(),
        new ConsoleCommand(),
        new MetadataCommand(),
        new EmulatorCommand(),
        new DemoCommand(),
        new VersionCommand());
  }

  private static int execute(Console console, ParseResult root) {
    if (Options.isOn(root, "-version") && !root.hasSubcommand()) {
      return new VersionCommand().print(console, false);
    }
    ParseResult asked = root;
    while (asked.hasSubcommand()) {
      asked = asked.subcommand();
    }
    boolean complete = root.hasSubcommand() && Command.of(asked).isComplete();
    if (!complete || asked.hasMatchedOption("-help")) {
      boolean wanted = asked.hasMatchedOption("-help");
      asked.commandSpec().commandLine().usage(wanted ? console.out() : console.err());
      return wanted ? 0 : 1;
    }
    String chdir = Options.find(root, "-chdir");
    if (chdir == null) {
      return perform(asked, console);
    }
    Path directory = console.directory().resolve(chdir).normalize();
    if (!Files.isDirectory(directory)) {
      console.err().println("Error: Cannot change to the directory of -chdir");
      console.err().println();
      console
          .err()
          .println(chdir + " is not a directory. Correct the option, or create the directory.");
      return 1;
    }
    return perform(asked, console.in(directory));
  }

  private static int perform(ParseResult asked, Console console) {
    try {
      return Command.of(asked).run(asked, console);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return confess(console, e);
    }
  }

  /// What is said about a mistake of ours. The trace is for those who ask for it.
  private static int confess(Console console, Throwable problem) {
    console.out().flush();
    boolean colour = console.terminal() && console.variable("NO_COLOR") == null;
    new Report(console, new Style(colour, Style.PLAIN.width()), false)
        .print(List.of(internal(problem)));
    if (console.variable("TF_LOG") != null) {
      problem.printStackTrace(console.err());
    }
    return 1;
  }

  /// The diagnostic of a mistake of ours.
  static Diagnostic internal(Throwable problem) {
    StackTraceElement[] trace = problem.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    return Diagnostic.error(
            "internal.unexpected",
            "Internal error",
            "Something happened that should not: "
                + problem.getClass().getSimpleName()
                + where
                + ". What was done before is recorded; GROMA_LOG=debug prints more. This is a bug"
                + " in Groma.")
        .in(Category.INTERNAL);
  }

  private static int explain(Console console, ParameterException problem) {
    CommandSpec spec = problem.getCommandLine().getCommandSpec();
    console.err().println("Error: " + message(problem, spec));
    console.err().println();
    console.err().println("`" + spec.qualifiedName() + " -help` lists what it accepts.");
    return 1;
  }

  private static String message(ParameterException problem, CommandSpec spec) {
    if (!(problem instanceof UnmatchedArgumentException unmatched)) {
      return Objects.requireNonNullElse(problem.getMessage(), "The arguments make no sense.");
    }
    String word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      return "There is no option `" + name + "`." + didYouMean(name, optionNames(spec));
    }
    return spec.subcommands().isEmpty()
        ? "Too many command line arguments: `"
            + word
            + "` means nothing here. To work in another directory, use -chdir."
        : "There is no command `" + word + "`." + didYouMean(word, spec.subcommands().keySet());
  }

  private static List<String> optionNames(CommandSpec spec) {
    List<String> names = new ArrayList<>();
    spec.options().forEach(option -> names.add(option.shortestName()));
    return names;
  }

  private static String didYouMean(String word, Iterable<String> known) {
    List<String> names = new ArrayList<>();
    known.forEach(names::add);
    return Suggestion.nearest(word, names).map(name -> " Did you mean `" + name + "`?").orElse("");
  }
}

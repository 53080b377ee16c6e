package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// Asks the user things while a directory is initialised.
///
/// @param force every question is answered by `yes`
/// @param allowed somebody may be asked
/// @param console the terminal
/// @param view tells why nobody could be asked
record Prompt(boolean force, boolean allowed, Console console, View view) {
  /// What the options say.
  static Prompt of(ParseResult arguments, Console console, View view) {
    String input = console.variable("TF_INPUT");
    boolean off =
        Options.isOff(arguments, "-input")
            || "0".equals(input)
            || "false".equals(input)
            || view.isForPrograms();
    return new Prompt(Options.isOn(arguments, "-force-copy"), !off, console, view);
  }

  /// Whether the user says `yes`; nothing when nobody could be asked, which is reported.
  Optional<Boolean> confirm(String question, String explanation) {
    if (force) {
      return Optional.of(true);
    }
    return ask(question, explanation, "-force-copy answers yes to every question of this kind")
        .map(answer -> answer.equals("yes"));
  }

  /// What the user answers; nothing when nobody could be asked, which is reported.
  ///
  /// @param otherwise what to do where nobody can be asked
  Optional<String> ask(String question, String explanation, String otherwise) {
    if (!allowed) {
      view.report(
          refused(
              "Input is switched off, and this must be answered first:\n\n" + question, otherwise));
      return Optional.empty();
    }
    console
        .out()
        .print(question + "\n" + explanation.indent(2) + "\n  Enter a value: ");
    console.out().flush();
    String answer;
    try {
      answer = console.in().readLine();
    } catch (IOException _) {
      answer = null;
    }
    console.out().println();
    if (answer == null) {
      view.report(
          refused("There was no answer: standard input has ended. The question was:\n\n"
              + question, otherwise));
      return Optional.empty();
    }
    return Optional.of(answer.strip());
  }

  private static Diagnostic refused(String why, String otherwise) {
    return Diagnostic.error(
        "backend.no-answer",
        "Error asking for state migration action",
        why + "\n\nNothing was changed. Run the command where somebody can answer; " + otherwise
            + ".");
  }
}

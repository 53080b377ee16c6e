package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/// Asks the user whether a plan shall be carried out.
final class Approval {
  private Approval() {}

  /// True when the user says `yes`. Why not is told.
  static boolean ask(ParseResult arguments, Console console, View view, Mode mode) {
    return ask(
        arguments,
        console,
        view,
        question(mode),
        "\n" + (mode == Mode.DESTROY ? "Destroy" : "Apply") + " cancelled.");
  }

  /// True when the user answers `question` by `yes`. Why not is told; `cancelled` after another
  /// answer.
  static boolean ask(
      ParseResult arguments, Console console, View view, String question, String cancelled) {
    String input = console.variable("TF_INPUT");
    boolean mayAsk =
        !Options.isOff(arguments, "-input") && !"0".equals(input) && !"false".equals(input);
    if (!mayAsk) {
      view.report(
          Diagnostic.error(
              "cli.no-approval",
              "Approval needed",
              "Nothing was changed, because nobody may be asked: input is switched off. Add"
                  + " -auto-approve, or apply a plan that was saved with -out."));
      return false;
    }
    console.out().print(question);
    console.out().flush();
    String answer;
    try {
      answer = console.in().readLine();
    } catch (IOException _) {
      answer = null;
    }
    if (answer == null) {
      console.out().println();
      view.report(
          Diagnostic.error(
              "cli.no-approval",
              "Approval needed",
              "Nothing was changed, because there was no answer: standard input has ended. Add"
                  + " -auto-approve to run without being asked."));
      return false;
    }
    if (answer.strip().equals("yes")) {
      return true;
    }
    view.note(cancelled);
    return false;
  }

  private static String question(Mode mode) {
    return switch (mode) {
      case NORMAL ->
          """

          Do you want to perform these actions?
            Groma will perform the actions described above.
            Only 'yes' will be accepted to approve.

            Enter a value: \
          """;
      case DESTROY ->
          """

          Do you really want to destroy all resources?
            Groma will destroy all your managed infrastructure, as shown above.
            There is no undo. Only 'yes' will be accepted to confirm.

            Enter a value: \
          """;
      case REFRESH_ONLY ->
          """

          Would you like to update the Groma state to reflect these detected changes?
            Groma will write these changes to the state without modifying any real infrastructure.
            There is no undo. Only 'yes' will be accepted to confirm.

            Enter a value: \
          """;
    };
  }
}

package dev.groma.cli;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ParseResult;

/// Asks the user whether a plan shall be carried out.
final class Approval {
  private Approval() {}

  /// True when the user says `yes`. Why not is told.
  static boolean ask(ParseResult arguments, Console console, View view, Plan plan) {
    return ask(
        arguments,
        console,
        view,
        question(plan),
        "\n" + (plan.mode() == Mode.DESTROY ? "Destroy" : "Apply") + " cancelled.");
  }

  /// True when the user answers `question` by `yes`. Why not is told; `cancelled` after another
  /// answer.
  static boolean ask(
      ParseResult arguments, Console console, View view, String question, String cancelled) {
    return answer(arguments, console, view, question, cancelled) == Answer.YES;
  }

  /// What came of a question.
  enum Answer {
    /// The user agrees.
    YES,
    /// The user does not.
    NO,
    /// There is nobody to answer, which is reported.
    NONE
  }

  /// The same where it matters why not.
  static Answer answer(
      ParseResult arguments, Console console, View view, String question, String cancelled) {
    if (!VariablePrompt.mayAsk(arguments, console)) {
      view.report(
          Diagnostic.error(
              "cli.no-approval",
              "Approval needed",
              "Nothing was changed, because nobody may be asked: input is switched off. Add"
                  + " -auto-approve, or apply a plan that was saved with -out."));
      return Answer.NONE;
    }
    console.out().print(question);
    console.out().flush();
    String answer = console.answer(false);
    if (answer == null) {
      console.out().println();
      view.report(
          Diagnostic.error(
              "cli.no-approval",
              "Approval needed",
              "Nothing was changed, because there was no answer: standard input has ended. Add"
                  + " -auto-approve to run without being asked."));
      return Answer.NONE;
    }
    if (answer.strip().equals("yes")) {
      return Answer.YES;
    }
    view.note(cancelled);
    return Answer.NO;
  }

  private static String question(Plan plan) {
    String all =
        switch (plan.mode()) {
          case NORMAL ->
              """

              Do you want to perform these actions?
                Groma will perform the actions described above: %s.
                Only 'yes' will be accepted to approve.

                Enter a value: \
              """;
          case DESTROY ->
              plan.complete()
                  ? """

                  Do you really want to destroy all resources?
                    Groma will destroy all your managed infrastructure, as shown above: %s.
                    There is no undo. Only 'yes' will be accepted to confirm.

                    Enter a value: \
                  """
                  : """

                  Do you really want to destroy these resources?
                    Groma will destroy what is shown above and leave the rest: %s.
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
    return all.formatted(tally(plan));
  }

  /// What a plan does, such as `2 to create, 1 to forget`.
  private static String tally(Plan plan) {
    SortedMap<Action, Integer> counts = new TreeMap<>();
    plan.changes().stream()
        .filter(change -> change.action() != Action.NO_OP)
        .forEach(change -> counts.merge(change.action(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((action, count) -> parts.add(count + " to " + words(action)));
    long outputs = plan.outputs().stream().filter(o -> o.action() != Action.NO_OP).count();
    if (outputs > 0 || parts.isEmpty()) {
      parts.add(outputs + (outputs == 1 ? " output value" : " output values") + " to set");
    }
    return String.join(", ", parts);
  }

  private static String words(Action action) {
    return switch (action) {
      case NO_OP -> "leave";
      case CREATE -> "create";
      case READ -> "read";
      case UPDATE -> "change";
      case DELETE_THEN_CREATE -> "delete and create anew";
      case CREATE_THEN_DELETE -> "replace, the new one first";
      case CREATE_THEN_FORGET -> "create anew, the old one kept and forgotten";
      case DELETE -> "destroy";
      case FORGET -> "forget";
    };
  }
}

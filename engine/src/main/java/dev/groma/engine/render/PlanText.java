package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Reason;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A plan for people, in the form that they know.
///
/// 1. Sensitive values are never shown.
/// 2. Below a changed attribute stands what the change does to traffic, and where it comes from.
public final class PlanText {
  private static final int RULE = 77;

  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Style style) {
    this.style = style;
  }

  /// `plan`, beginning with an empty line.
  public static String render(Plan plan, Style style) {
    PlanText text = new PlanText(style);
    text.plan(plan);
    return text.out.toString();
  }

  /// One change with its comment lines, as it stands in a plan; empty when there is nothing to say.
  public static String render(Change change, Style style) {
    PlanText text = new PlanText(style);
    text.change(change, false);
    return text.out.toString();
  }

  /// The last lines of `plan`: how to apply it.
  ///
  /// @param file where the plan was saved, or null
  public static String epilogue(@Nullable String file, Style style) {
    String rule =
        "\n" + "─".repeat(style.width() > 0 ? Math.min(style.width(), RULE) : RULE) + "\n\n";
    return rule
        + (file == null
            ? style.wrap(
                    "Note: You didn't use the -out option to save this plan, so Groma can't"
                        + " guarantee to take exactly these actions if you run \"groma apply\""
                        + " now.")
                + "\n"
            : "Saved the plan to: "
                + file
                + "\n\n"
                + "To perform exactly these actions, run the following command to apply:\n"
                + "    groma apply \""
                + file
                + "\"\n");
  }

  private void plan(Plan plan) {
    List<Change> drift =
        plan.notableDrift().stream()
            .filter(c ->
                c.action() != Action.NO_OP || (plan.mode() == Mode.REFRESH_ONLY && c.isMoved()))
            .toList();
    List<Change> changes = plan.changes().stream().filter(PlanText::isShown).toList();
    String outputs = outputs(plan.outputs());
    boolean showDrift =
        !drift.isEmpty()
            && (plan.mode() == Mode.REFRESH_ONLY || !changes.isEmpty() || !outputs.isEmpty());
    if (showDrift) {
      drift(drift, plan.mode());
    }
    if (changes.isEmpty() && outputs.isEmpty()) {
      nothing(plan, showDrift);
      return;
    }
    if (showDrift) {
      out.append('\n').append(epilogueRule());
    }
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    changes.forEach(c -> counts.merge(c.action(), 1, Integer::sum));
    counts.remove(Action.NO_OP);
    legend(counts.keySet());
    if (!changes.isEmpty()) {
      changes(plan, changes, counts);
    }
    if (!outputs.isEmpty()) {
      out.append("\nChanges to Outputs:\n").append(outputs);
      if (counts.isEmpty()) {
        paragraph(
            "You can apply this plan to save these new output values to the Groma state, without"
                + " changing any real infrastructure.");
      }
    }
  }

  private String epilogueRule() {
    return "─".repeat(style.width() > 0 ? Math.min(style.width(), RULE) : RULE) + "\n";
  }

  private void paragraph(String text) {
    out.append('\n').append(style.wrap(text)).append('\n');
  }

  /// Data that is not read any more disappears without a word.
  private static boolean isShown(Change change) {
    return switch (change.action()) {
      case NO_OP -> change.isMoved() || change.importId() != null;
      case DELETE, FORGET -> change.address().resource().mode() == ResourceMode.MANAGED;
      case CREATE, READ, UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> true;
    };
  }

  private void nothing(Plan plan, boolean haveDrift) {
    if (plan.errored()) {
      out.append('\n')
          .append(style.bold(style.red("Planning failed.")))
          .append(style.bold(" Groma encountered an error while generating this plan."))
          .append("\n\n");
      return;
    }
    switch (plan.mode()) {
      case REFRESH_ONLY -> {
        if (!haveDrift) {
          headline("Your infrastructure still matches the configuration.");
          paragraph(
              "Groma has checked that the real remote objects still match the result of your most"
                  + " recent changes, and found no differences.");
        }
      }
      case DESTROY -> {
        headline("No objects need to be destroyed.");
        paragraph(
            "Either you have not created any objects yet or the existing objects were already"
                + " deleted outside of Groma.");
      }
      case NORMAL -> {
        headline("Your infrastructure matches the configuration.");
        paragraph(
            "Groma has compared your real infrastructure against your configuration and found no"
                + " differences, so no changes are needed.");
      }
    }
  }

  private void headline(String rest) {
    out.append('\n')
        .append(style.bold(style.green("No changes.")))
        .append(style.bold(" " + rest))
        .append('\n');
  }

  private void drift(List<Change> drift, Mode mode) {
    out.append('\n')
        .append(style.bold(style.cyan("Note:")))
        .append(style.bold(" Objects have changed outside of Groma"))
        .append('\n');
    paragraph(
        "Groma detected the following changes made outside of Groma since the last \"groma apply\""
            + " which may have affected this plan:");
    for (Change change : drift) {
      out.append('\n');
      change(change, true);
    }
    out.append('\n');
    paragraph(
        mode == Mode.REFRESH_ONLY
            ? "This is a refresh-only plan, so Groma will not take any actions to undo these. If"
                + " you were expecting these changes then you can apply this plan to record the"
                + " updated values in the Groma state without changing any remote objects."
            : "Unless you have made equivalent changes to your configuration, or ignored the"
                + " relevant attributes using ignore_changes, the following plan may include"
                + " actions to undo or respond to these changes.");
  }

  private void legend(Set<Action> actions) {
    if (actions.isEmpty()) {
      return;
    }
    paragraph(
        "Groma used the selected providers to generate the following execution plan. Resource"
            + " actions are indicated with the following symbols:");
    for (Action action :
        List.of(
            Action.CREATE,
            Action.UPDATE,
            Action.DELETE,
            Action.DELETE_THEN_CREATE,
            Action.CREATE_THEN_DELETE,
            Action.CREATE_THEN_FORGET,
            Action.READ,
            Action.FORGET)) {
      if (actions.contains(action)) {
        out.append(symbol(action)).append(meaning(action)).append('\n');
      }
    }
  }

  private static String meaning(Action action) {
    return switch (action) {
      case CREATE -> "create";
      case UPDATE -> "update in-place";
      case DELETE -> "destroy";
      case DELETE_THEN_CREATE -> "destroy and then create replacement";
      case CREATE_THEN_DELETE -> "create replacement and then destroy";
      case CREATE_THEN_FORGET -> "create replacement and then forget";
      case READ -> "read (data resources)";
      case FORGET -> "forget";
      case NO_OP -> "";
    };
  }

  /// Four columns before a resource.
  private String symbol(Action action) {
    return switch (action) {
      case NO_OP -> "    ";
      case CREATE -> Op.CREATE.symbol(style);
      case UPDATE -> Op.UPDATE.symbol(style);
      case DELETE -> Op.DELETE.symbol(style);
      case DELETE_THEN_CREATE -> style.red("-") + "/" + style.green("+") + " ";
      case CREATE_THEN_DELETE -> style.green("+") + "/" + style.red("-") + " ";
      case CREATE_THEN_FORGET -> style.green("+") + "/" + style.red(".") + " ";
      case READ -> " " + style.cyan("<=") + " ";
      case FORGET -> "  " + style.red(".") + " ";
    };
  }

  private void changes(Plan plan, List<Change> changes, Map<Action, Integer> counts) {
    out.append(
        plan.errored()
            ? "\nGroma planned the following actions, but then encountered a problem:\n"
            : "\nGroma will perform the following actions:\n");
    for (Change change : changes) {
      out.append('\n');
      change(change, false);
    }
    Plan.Counts sum = plan.counts();
    out.append('\n')
        .append(style.bold("Plan:"))
        .append(sum.imported() == 0 ? "" : " " + sum.imported() + " to import,")
        .append(
            " %d to add, %d to change, %d to destroy"
                .formatted(sum.add(), sum.change(), sum.destroy()));
    int forgotten =
        counts.getOrDefault(Action.FORGET, 0) + counts.getOrDefault(Action.CREATE_THEN_FORGET, 0);
    out.append(forgotten == 0 ? "" : ", " + forgotten + " to forget").append(".\n");
  }

  // One change

  private void change(Change change, boolean isDrift) {
    Action action = change.action();
    boolean isImport = action == Action.NO_OP && change.importId() != null;
    if (action == Action.NO_OP && !change.isMoved() && !isImport) {
      return;
    }
    comment(change, isDrift);
    boolean exists = action == Action.UPDATE && !isDrift;
    DiffText diff =
        new DiffText(
            style,
            Set.copyOf(change.replacePaths()),
            action == Action.FORGET ? DiffText.Marks.SYMBOLS : DiffText.Marks.FULL);
    List<Change.Cause> causes =
        action == Action.UPDATE || action.isReplace() ? change.causes() : List.of();
    var resource = change.address().resource();
    String body =
        new BlockText(diff, isDrift ? List.of() : causes, exists)
            .body(
                change.schema().block(),
                present(change.before()),
                present(change.after()),
                Path.ROOT,
                0,
                isImport);
    out.append(symbol(action))
        .append(resource.mode() == ResourceMode.DATA ? "data" : "resource")
        .append(" \"%s\" \"%s\" ".formatted(resource.type(), resource.name()))
        .append(body)
        .append('\n');
  }

  private static @Nullable Value present(Value value) {
    return value.isNull() ? null : value.unmark();
  }

  private void comment(Change change, boolean isDrift) {
    String name =
        change.address()
            + (change.deposed().isEmpty() ? "" : " (deposed object " + change.deposed() + ")");
    Action action = change.action();
    String imported = change.importId();
    if (action == Action.NO_OP && imported != null) {
      line(style.bold("  # " + name) + " will be imported");
      return;
    }
    if (action == Action.NO_OP) {
      line(style.bold("  # " + change.previousAddress()) + " has moved to " + style.bold(name));
      return;
    }
    line(style.bold("  # " + name) + " " + (isDrift ? driftWords(action) : words(change)));
    if (imported != null) {
      line("  # (imported from " + Quoting.quote(imported) + ")");
      if (action.deletes()) {
        line("  # " + style.yellow("Warning: this will destroy the imported resource"));
      }
    }
    if (!isDrift) {
      String because = because(change);
      if (!because.isEmpty()) {
        line("  # (" + because + ")");
      }
      change.causes().stream()
          .filter(PlanText::isTold)
          .forEach(cause -> line("  # " + style.gray(BlockText.because(cause))));
      String effect = Effects.ofObject(change);
      if (!effect.isEmpty()) {
        line("  # (" + style.yellow(effect) + ")");
      }
    }
    if (change.isMoved()) {
      line("  # (moved from " + change.previousAddress() + ")");
    }
  }

  /// That there is a new block needs no word: the plan shows what is new.
  private static boolean isTold(Change.Cause cause) {
    return cause.path().steps().isEmpty() && cause.kind() != Change.Cause.Kind.BLOCK;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String driftWords(Action action) {
    return action == Action.DELETE
        ? "has been deleted"
        : action == Action.CREATE ? "has been created" : "has changed";
  }

  private String words(Change change) {
    String replaced = style.bold(style.red("replaced"));
    return switch (change.action()) {
      case CREATE -> "will be created";
      case READ -> "will be read during apply";
      case UPDATE -> "will be updated in-place";
      case DELETE -> "will be " + style.bold(style.red("destroyed"));
      case FORGET -> "will no longer be managed by Groma, but will not be destroyed";
      case CREATE_THEN_FORGET ->
          "must be " + replaced + ", but the existing object will not be destroyed";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE ->
          switch (change.reason()) {
            case REPLACE_BECAUSE_TAINTED -> "is tainted, so must be " + replaced;
            case REPLACE_BY_REQUEST -> "will be " + replaced + ", as requested";
            case REPLACE_BY_TRIGGERS ->
                "will be " + replaced + " due to changes in replace_triggered_by";
            case null, default -> "must be " + replaced;
          };
      case NO_OP -> "";
    };
  }

  private static String because(Change change) {
    if (change.action().forgets()) {
      return "destroy = false is set in the configuration";
    }
    if (change.action() == Action.DELETE && !change.deposed().isEmpty()) {
      return "left over from a partially-failed replacement of this instance";
    }
    Reason reason = change.reason();
    return reason == null ? "" : because(reason, change);
  }

  private static String because(Reason reason, Change change) {
    var resource = change.address().resource();
    InstanceKey key = change.address().key();
    return switch (reason) {
      case DELETE_BECAUSE_NO_RESOURCE_CONFIG -> "because " + resource + " is not in configuration";
      case DELETE_BECAUSE_NO_MODULE -> "because " + resource.module() + " is not in configuration";
      case DELETE_BECAUSE_NO_MOVE_TARGET ->
          "because "
              + change.address()
              + ", where "
              + change.previousAddress()
              + " was moved, is not in configuration";
      case DELETE_BECAUSE_WRONG_REPETITION ->
          switch (key) {
            case InstanceKey.None _ -> "because resource uses count or for_each";
            case InstanceKey.Index _ -> "because resource does not use count";
            case InstanceKey.Name _ -> "because resource does not use for_each";
          };
      case DELETE_BECAUSE_COUNT_INDEX -> "because index " + key + " is out of range for count";
      case DELETE_BECAUSE_DISABLED -> "because enabled is false";
      case READ_BECAUSE_CHECK_NESTED -> "config will be reloaded to verify a check block";
      case DELETE_BECAUSE_EACH_KEY -> "because key " + key + " is not in for_each map";
      case READ_BECAUSE_CONFIG_UNKNOWN -> "config refers to values not yet known";
      case READ_BECAUSE_DEPENDENCY_PENDING ->
          "depends on a resource or a module with changes pending";
      case REPLACE_BECAUSE_TAINTED,
          REPLACE_BY_REQUEST,
          REPLACE_BY_TRIGGERS,
          REPLACE_BECAUSE_CANNOT_UPDATE ->
          "";
    };
  }

  // Outputs

  private String outputs(List<OutputChange> all) {
    List<OutputChange> changed = all.stream().filter(o -> o.action() != Action.NO_OP).toList();
    int width = changed.stream().mapToInt(o -> Columns.of(Quoting.name(o.name()))).max().orElse(0);
    DiffText diff = new DiffText(style, List.of(), DiffText.Marks.FULL);
    StringBuilder text = new StringBuilder();
    for (OutputChange output : changed) {
      Value before = outputValue(output.before(), output, output.action() == Action.CREATE);
      Value after = outputValue(output.after(), output, output.action() == Action.DELETE);
      Op op =
          switch (output.action()) {
            case CREATE -> Op.CREATE;
            case DELETE -> Op.DELETE;
            case NO_OP,
                READ,
                UPDATE,
                DELETE_THEN_CREATE,
                CREATE_THEN_DELETE,
                CREATE_THEN_FORGET,
                FORGET ->
                Op.UPDATE;
          };
      DiffText.Place place = new DiffText.Place(Path.ROOT, Type.DYNAMIC, 0, true, false);
      diff.entry(Quoting.name(output.name()), width, op, before, after, place, text);
      if (op == Op.UPDATE && output.cause() != null) {
        String because = BlockText.because(output.cause());
        text.append(DiffText.indent(0)).append("    # ").append(style.gray(because)).append('\n');
      }
    }
    return text.toString();
  }

  private static @Nullable Value outputValue(Value value, OutputChange output, boolean absent) {
    return absent ? null : output.sensitive() ? value.mark(Mark.SENSITIVE) : value;
  }
}

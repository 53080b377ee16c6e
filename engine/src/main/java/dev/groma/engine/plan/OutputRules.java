package dev.groma.engine.plan;

import dev.groma.engine.config.Output;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.OutputValue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the output values of the root module may be and what happens to them.
public final class OutputRules {
  private OutputRules() {}

  /// Refuses values that the declaration does not admit.
  public static boolean check(Output output, Value value, Consumer<Diagnostic> diagnostics) {
    Set<Mark> marks = value.marksDeep();
    if (marks.contains(Mark.EPHEMERAL)) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.ephemeral-output",
                  "Ephemeral value not allowed",
                  "This output value is not declared as returning an ephemeral value, so it cannot be set to a result"
                      + " derived from an ephemeral value.")
              .at(output.value().range()));
      return false;
    }
    if (marks.contains(Mark.SENSITIVE) && !output.sensitive()) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.sensitive-output",
                  "Output refers to sensitive values",
                  "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Groma"
                      + " requires that any root module output containing sensitive data be explicitly marked as sensitive,"
                      + " to confirm your intent.\n\nIf you do intend to export this data, annotate the output value as"
                      + " sensitive by adding the following argument:\n    \"sensitive\": true")
              .at(output.declaration()));
      return false;
    }
    return true;
  }

  /// Refuses values that the declaration of an output of a called module does not admit.
  public static boolean checkInner(Output output, Value value, Consumer<Diagnostic> diagnostics) {
    boolean isEphemeral = value.marksDeep().contains(Mark.EPHEMERAL);
    if (isEphemeral == output.ephemeral()) {
      return true;
    }
    diagnostics.accept(
        (isEphemeral
                ? Diagnostic.error(
                    "config.ephemeral-output",
                    "Ephemeral value not allowed",
                    "This output value is not declared as returning an ephemeral value, so it cannot"
                        + " be set to a result derived from an ephemeral value.")
                : Diagnostic.error(
                    "config.ephemeral-output",
                    "Value not allowed in ephemeral output",
                    "This output value is declared as returning an ephemeral value, so it can only"
                        + " be set to an ephemeral value."))
            .at(output.value().range()));
    return false;
  }

  /// What happens to `output`.
  ///
  /// @param before what is recorded of it, or null
  /// @param value its value, marked
  static OutputChange change(Output output, @Nullable OutputValue before, Value value) {
    Value old = before == null ? Value.nullOf(Type.DYNAMIC) : before.marked();
    Value after = output.sensitive() ? value.mark(Mark.SENSITIVE) : value;
    Value plain = value.unmarkDeep();
    Action action;
    if (plain.isNull() && old.isNull()) {
      action = Action.NO_OP;
    } else if (old.isNull()) {
      action = Action.CREATE;
    } else if (plain.isWhollyKnown()
        && plain.equals(old.unmarkDeep())
        && before != null
        && before.sensitive() == output.sensitive()) {
      action = Action.NO_OP;
    } else {
      action = Action.UPDATE;
    }
    return new OutputChange(output.name(), action, old, after, output.sensitive());
  }
}

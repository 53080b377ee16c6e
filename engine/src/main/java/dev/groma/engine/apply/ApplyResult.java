package dev.groma.engine.apply;

import dev.groma.engine.plan.Plan;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.util.List;

/// The outcome of an apply.
///
/// @param state what is there now, with the serial of the state the plan was made from; the caller
///   commits it, also when there are errors
/// @param done how many objects were made, changed and deleted
/// @param skipped how many changes were not begun because of an error or an interrupt
/// @param diagnostics what the user should know, in display order
public record ApplyResult(
    State state, Plan.Counts done, int skipped, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public ApplyResult {
    diagnostics = List.copyOf(diagnostics);
  }
}

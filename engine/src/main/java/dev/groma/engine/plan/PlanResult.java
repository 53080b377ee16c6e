package dev.groma.engine.plan;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcome of planning.
///
/// @param plan the plan; null when nothing could be planned; marked as errored when only a part
///   could
/// @param diagnostics what the user should know, in display order
public record PlanResult(@Nullable Plan plan, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public PlanResult {
    diagnostics = List.copyOf(diagnostics);
  }
}

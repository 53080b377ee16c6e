package dev.groma.engine.plan;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcome of planning.
///
/// @param plan the plan; null when nothing could be planned; marked as errored when only a part
///   could
/// @param diagnostics what the user should know, in display order
/// @param proofs what the clouds said about each change, in the order of the plan; empty unless
///   they were asked
public record PlanResult(@Nullable Plan plan, List<Diagnostic> diagnostics, List<Proof> proofs) {
  /// Copies the lists.
  public PlanResult {
    diagnostics = List.copyOf(diagnostics);
    proofs = List.copyOf(proofs);
  }

  /// A result without proofs.
  public PlanResult(@Nullable Plan plan, List<Diagnostic> diagnostics) {
    this(plan, diagnostics, List.of());
  }
}

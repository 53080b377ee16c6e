package dev.groma.engine.plan;

import dev.groma.engine.expr.function.FilesSeen;
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
/// @param files what functions saw of files
public record PlanResult(
    @Nullable Plan plan,
    List<Diagnostic> diagnostics,
    List<Proof> proofs,
    List<FilesSeen.Sight> files) {
  /// Copies the lists.
  public PlanResult {
    diagnostics = List.copyOf(diagnostics);
    proofs = List.copyOf(proofs);
    files = List.copyOf(files);
  }

  /// A result without proofs, for which no file was looked at.
  public PlanResult(@Nullable Plan plan, List<Diagnostic> diagnostics) {
    this(plan, diagnostics, List.of(), List.of());
  }
}

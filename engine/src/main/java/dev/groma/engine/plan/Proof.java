package dev.groma.engine.plan;

import dev.groma.providers.spi.Previewable.Outcome;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// What a cloud said when it was asked whether it would carry out a change.
///
/// @param change the change
/// @param outcome its answer
/// @param reason why it could not be asked; empty unless that is the outcome
/// @param refusal why it would not
public record Proof(Change change, Outcome outcome, String reason, List<Diagnostic> refusal) {
  /// Copies the list.
  public Proof {
    refusal = List.copyOf(refusal);
  }
}

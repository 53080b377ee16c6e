package dev.groma.engine.recover;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.PendingOperation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of an operation of an earlier run.
///
/// @param operation the operation
/// @param outcome what came of it
/// @param id the id of the object, empty when there is none
/// @param detail the same in sentences, with what to do where something is left to do
/// @param candidates the objects that the operation may have made, when the user has to say
/// @param diagnostics what the cloud said
public record Settlement(
    PendingOperation operation,
    Outcome outcome,
    String id,
    String detail,
    List<Candidate> candidates,
    List<Diagnostic> diagnostics) {
  /// Copies the lists.
  public Settlement {
    candidates = List.copyOf(candidates);
    diagnostics = List.copyOf(diagnostics);
  }

  /// An object that a create may have made.
  ///
  /// @param id its id
  /// @param created when it was made, if the cloud tells
  public record Candidate(String id, @Nullable Instant created) {}

  /// What came of an operation.
  public enum Outcome {
    /// The object was made, and everything was done that was to be done with it.
    COMPLETED,
    /// The object was made, and is not complete.
    TAINTED,
    /// The object was made; what is left to do with it is left to a run that may change things.
    FOUND,
    /// Nothing was made.
    DISCARDED,
    /// The object that was changed or deleted was read again.
    READ,
    /// The object is gone.
    GONE,
    /// It could not be found out.
    OPEN;

    /// The outcome as documents have it.
    public String word() {
      return switch (this) {
        case COMPLETED -> "completed";
        case TAINTED -> "tainted";
        case FOUND -> "found";
        case DISCARDED -> "discarded";
        case READ -> "read";
        case GONE -> "gone";
        case OPEN -> "open";
      };
    }
  }

  /// True when the operation stays on record.
  public boolean isOpen() {
    return outcome == Outcome.OPEN || outcome == Outcome.FOUND;
  }

  /// True when nothing may be created before this is settled.
  public boolean blocks() {
    return outcome == Outcome.OPEN && operation.action() == PendingOperation.Action.CREATE;
  }
}

package dev.groma.engine.drift;

import dev.groma.schemas.diag.Diagnostic;
import java.time.Duration;
import java.util.List;

/// What was found in one stack: a configuration with its state.
///
/// @param name what reports call it
/// @param workspace the workspace whose state it is
/// @param objects how many objects the state records
/// @param findings what is not as it should be
/// @param diagnostics what went wrong and what the user should know
/// @param calls how many requests were sent to the clouds
/// @param elapsed how long it took
public record StackDrift(
    String name,
    String workspace,
    int objects,
    Findings findings,
    List<Diagnostic> diagnostics,
    int calls,
    Duration elapsed) {
  /// What is not as it should be.
  ///
  /// @param drifted the objects that are not as recorded, by address
  /// @param others what the next apply would do because of drift that is not a consequence of one
  ///   object alone
  /// @param unapplied what the configuration asks for besides
  public record Findings(
      List<Drifted> drifted, List<Consequence> others, List<Unapplied> unapplied) {
    /// Nothing.
    public static final Findings NONE = new Findings(List.of(), List.of(), List.of());

    /// Copies the lists.
    public Findings {
      drifted = List.copyOf(drifted);
      others = List.copyOf(others);
      unapplied = List.copyOf(unapplied);
    }
  }

  /// Copies the list.
  public StackDrift {
    diagnostics = List.copyOf(diagnostics);
  }

  /// True when it could not be looked at as a whole.
  public boolean failed() {
    return Diagnostic.hasErrors(diagnostics);
  }

  /// The objects that count as drift.
  public List<Drifted> counting() {
    return findings.drifted.stream()
        .filter(one -> one.counts() || (!findings.others.isEmpty() && !one.isExcused()))
        .toList();
  }

  /// The objects that are different and do not count.
  public List<Drifted> known() {
    List<Drifted> counting = counting();
    return findings.drifted.stream().filter(one -> !counting.contains(one)).toList();
  }

  /// True when something counts as drift.
  public boolean drifts() {
    return !counting().isEmpty();
  }

  /// True when an apply would do something that has nothing to do with drift.
  public boolean isUnapplied() {
    return !findings.unapplied.isEmpty();
  }

  /// True when it is as it should be, as a whole.
  public boolean isClean() {
    return !failed() && !drifts() && !isUnapplied();
  }
}

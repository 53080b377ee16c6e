package dev.groma.engine.testing;

import dev.groma.engine.config.TestFile;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a run came to.
///
/// @param run the run
/// @param status the outcome
/// @param diagnostics what the user should know
/// @param started when it began
/// @param elapsed how long it took
/// @param plan what it planned, when it planned only; null otherwise
/// @param state what it made, when it applied; null otherwise
public record TestResult(
    TestFile.Run run,
    Status status,
    List<Diagnostic> diagnostics,
    Instant started,
    Duration elapsed,
    @Nullable Plan plan,
    @Nullable State state) {
  /// Copies the list.
  public TestResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /// The outcome of a run or of a file; the worst of its runs for a file.
  public enum Status {
    /// It was not begun.
    SKIP,
    /// Everything holds.
    PASS,
    /// Something does not hold.
    FAIL,
    /// It could not be carried out.
    ERROR;

    /// The word of the JSON log.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The worse of the two.
    public Status worse(Status other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }
}

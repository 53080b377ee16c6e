package dev.groma.engine.policy;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;
import org.jspecify.annotations.Nullable;

/// A rule of a user's.
///
/// @param name its name; findings call it `policy.NAME`
/// @param description what it is for; empty for nothing
/// @param each what it is asked about
/// @param when where it applies, or null for everywhere
/// @param verdict what it means when its condition holds
/// @param condition what must not be so
/// @param message what the user is told; null for the description
/// @param range its place
public record Policy(
    String name,
    String description,
    Each each,
    @Nullable Expression when,
    Verdict verdict,
    Expression condition,
    @Nullable Expression message,
    SourceRange range) {
  /// What a rule is asked about.
  public enum Each {
    /// Each change of an object, as `change`.
    CHANGE,
    /// The plan as a whole.
    PLAN
  }

  /// What it means when the condition of a rule holds.
  public enum Verdict {
    /// The plan must not be applied.
    DENY,
    /// A reviewer should know.
    WARN
  }

  /// The name that findings and options have for it.
  public String word() {
    return "policy." + name;
  }
}

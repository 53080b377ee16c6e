package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.schema.Doc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something the user is told when a condition on several attributes holds.
///
/// @param name its name, unique in the spec
/// @param on when it is looked at
/// @param when when it applies
/// @param severity error or warning
/// @param at the attribute concerned, or null
/// @param message what is wrong, why, and what to do
public record Rule(
    String name, Set<On> on, Condition when, Severity severity, @Nullable String at, Doc message) {
  /// Copies the set.
  public Rule {
    on = Set.copyOf(on);
  }

  /// True when it refuses rather than warns.
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// An occasion to look at rules.
  public enum On {
    /// The configuration is looked at, whatever exists.
    VALIDATE,
    /// The object is to be created.
    CREATE,
    /// It is to be changed.
    UPDATE,
    /// It is to be deleted; the condition speaks of it as it is.
    DELETE,
    /// It was read.
    READ
  }
}

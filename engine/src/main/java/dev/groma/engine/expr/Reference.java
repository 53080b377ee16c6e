package dev.groma.engine.expr;

import dev.groma.schemas.diag.SourceRange;
import java.util.List;

/// A place in an expression that names an object of the module.
///
/// @param subject the object
/// @param remaining the steps into it that are written behind it, up to the end of the chain
/// @param range the subject and the steps
public record Reference(Subject subject, List<Step> remaining, SourceRange range) {
  /// Copies the steps.
  public Reference {
    remaining = List.copyOf(remaining);
  }
}

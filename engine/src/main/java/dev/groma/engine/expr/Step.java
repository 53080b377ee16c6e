package dev.groma.engine.expr;

import dev.groma.schemas.diag.SourceRange;
import java.util.List;

/// One step from a value to a part of it.
public sealed interface Step {
  /// The text of this step.
  SourceRange range();

  /// `.name`.
  record Attribute(String name, SourceRange range) implements Step {}

  /// `[key]`, or `.0` in the old way of writing.
  record Index(Expression key, SourceRange range) implements Step {}

  /// `[*]` or `.*`: `each` is applied to every element; a value that is no sequence is treated as a
  /// sequence of it alone, null as an empty one.
  record Splat(List<Step> each, SourceRange range) implements Step {
    /// Copies the steps.
    public Splat {
      each = List.copyOf(each);
    }
  }
}

package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Traversal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How changes of a resource are made: its `lifecycle` block.
///
/// @param createBeforeDestroy whether a replacement is created first; null when nothing is said
/// @param preventDestroy true where a plan that destroys it is refused; null when nothing is said
/// @param destroy whether its object is deleted when it has to go; otherwise it is only forgotten
/// @param enabled false where there shall be no object; null when nothing is said
/// @param ignoreChanges which differences from the configuration are not acted upon
/// @param replaceTriggeredBy expressions of references to what replaces it when it changes
/// @param preconditions what must hold before it is planned
/// @param postconditions what must hold afterwards
public record Lifecycle(
    @Nullable Boolean createBeforeDestroy,
    @Nullable Expression preventDestroy,
    boolean destroy,
    @Nullable Expression enabled,
    IgnoreChanges ignoreChanges,
    List<Expression> replaceTriggeredBy,
    List<CheckRule> preconditions,
    List<CheckRule> postconditions) {
  /// What holds where there is no `lifecycle` block.
  public static final Lifecycle DEFAULT =
      new Lifecycle(null, null, true, null, IgnoreChanges.NONE, List.of(), List.of(), List.of());

  /// Copies the lists.
  public Lifecycle {
    replaceTriggeredBy = List.copyOf(replaceTriggeredBy);
    preconditions = List.copyOf(preconditions);
    postconditions = List.copyOf(postconditions);
  }

  /// Which differences from the configuration are not acted upon.
  public sealed interface IgnoreChanges {
    /// None are ignored.
    IgnoreChanges NONE = new Attributes(List.of());

    /// All attributes are left as they are.
    record All() implements IgnoreChanges {}

    /// The attributes at these paths are left as they are. Indexes are constant.
    record Attributes(List<Traversal> paths) implements IgnoreChanges {
      /// Copies the list.
      public Attributes {
        paths = List.copyOf(paths);
      }
    }
  }
}

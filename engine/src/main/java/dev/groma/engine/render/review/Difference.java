package dev.groma.engine.render.review;

import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one attribute of an object differs, part by part.
///
/// @param attribute the name of the attribute or nested block
/// @param replaces the change asks for a new object
/// @param impact what traffic feels of this change alone
/// @param edits the parts that differ
/// @param place where the new value is written, if it is
/// @param upstream what that refers to and changes too, or is an input: addresses, variables, local
///   values
public record Difference(
    String attribute,
    boolean replaces,
    Impact impact,
    List<Edit> edits,
    @Nullable SourceRange place,
    List<String> upstream) {
  /// Copies the lists.
  public Difference {
    edits = List.copyOf(edits);
    upstream = List.copyOf(upstream);
  }

  /// True when nobody asked for it: the cloud decides, and says after apply what it is.
  public boolean isDecidedByCloud() {
    return place == null
        && edits.stream()
            .allMatch(e -> e.after() != null && e.after().kind() == Shown.Kind.UNKNOWN);
  }

  /// How one part of an attribute differs. A part that has the same value before and after was
  /// moved to another position.
  ///
  /// @param where the part, from the attribute on: `[2].port`, `["env"]`; `:7` for the seventh line
  ///   of a text; empty for the attribute itself
  /// @param before the value before, or null when there was none
  /// @param after the value after, or null when there will be none
  public record Edit(String where, @Nullable Shown before, @Nullable Shown after) {
    /// True when the part has another position and is otherwise the same. Of a sensitive value
    /// nobody can tell.
    public boolean isMove() {
      return before != null && before.kind() == Shown.Kind.VALUE && before.equals(after);
    }
  }
}

package dev.groma.engine.expr;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name followed by constant steps, such as `module.a["k"].b` or `tags["x"]`.
///
/// @param steps the steps; the first is the name, an [Step.Attribute]; indexes are string or number
///   literals; no splats
/// @param range the whole text
public record Traversal(List<Step> steps, SourceRange range) {
  /// Copies the steps.
  public Traversal {
    steps = List.copyOf(steps);
  }

  /// The name it begins with.
  public String rootName() {
    return ((Step.Attribute) steps.getFirst()).name();
  }

  /// The path into a value that this describes; null when an index is no whole number that fits.
  public @Nullable Path toPath() {
    Path path = Path.ROOT;
    for (Step step : steps) {
      switch (step) {
        case Step.Attribute a -> path = path.attribute(a.name());
        case Step.Index(Expression.Literal(Value.Str(String key), _), _) -> path = path.key(key);
        case Step.Index(Expression.Literal(Num n, _), _) when n.isInt() && n.signum() >= 0 ->
            path = path.index(n.toInt());
        case Step.Index _, Step.Splat _ -> {
          return null;
        }
      }
    }
    return path;
  }
}

package dev.groma.engine.generate;

import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.Optional;

/// Knows which values of an object are better written as references to other objects.
@FunctionalInterface
public interface References {
  /// Every value is written as it is.
  References NONE = (_, _) -> Optional.empty();

  /// The expression that stands for `value`, without `${` and `}`; nothing to write the value.
  ///
  /// @param path where it is set: an attribute, or an element of one
  /// @param value an unmarked value that is known and not null
  Optional<String> find(Path path, Value value);
}

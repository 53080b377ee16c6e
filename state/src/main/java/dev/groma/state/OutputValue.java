package dev.groma.state;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;

/// The value of an output of the root module.
///
/// @param value the value, wholly known and without marks
/// @param sensitive whether it is never printed
public record OutputValue(Value value, boolean sensitive) {
  /// Takes the marks away; those of `value` count as `sensitive`.
  public OutputValue {
    sensitive = sensitive || value.marksDeep().contains(Mark.SENSITIVE);
    value = value.unmarkDeep();
  }

  /// The type of the value.
  public Type type() {
    return value.type();
  }

  /// The value, marked when it is sensitive.
  public Value marked() {
    return sensitive ? value.mark(Mark.SENSITIVE) : value;
  }

  @Override
  public String toString() {
    return sensitive ? "(sensitive value)" : value.toString();
  }
}

package dev.groma.engine.plan;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;

/// What happens to an output value of the root module.
///
/// @param name its name
/// @param action create, update, delete or no-op
/// @param before its value now, marked; a null value when there is none
/// @param after its value afterwards, marked; a null value when there is none
/// @param sensitive it is declared sensitive
public record OutputChange(
    String name, Action action, Value before, Value after, boolean sensitive) {
  /// True when the value must not be shown.
  public boolean hidden() {
    return sensitive || before.has(Mark.SENSITIVE) || after.has(Mark.SENSITIVE);
  }
}

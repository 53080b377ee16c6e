package dev.groma.engine.plan;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/// What happens to an output value of the root module.
///
/// @param name its name
/// @param action create, update, delete or no-op
/// @param before its value now, marked; a null value when there is none
/// @param after its value afterwards, marked; a null value when there is none
/// @param sensitive it is declared sensitive
/// @param cause why it changes, where it is known
public record OutputChange(
    String name,
    Action action,
    Value before,
    Value after,
    boolean sensitive,
    Change.@Nullable Cause cause) {
  /// A change without a known cause.
  public OutputChange(String name, Action action, Value before, Value after, boolean sensitive) {
    this(name, action, before, after, sensitive, null);
  }

  /// The same, because of `why`.
  OutputChange because(Change.Cause why) {
    return new OutputChange(name, action, before, after, sensitive, why);
  }

  /// True when the value must not be shown.
  public boolean hidden() {
    return sensitive || before.has(Mark.SENSITIVE) || after.has(Mark.SENSITIVE);
  }
}

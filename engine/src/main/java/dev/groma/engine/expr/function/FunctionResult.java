package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Value;

/// What came of calling a function.
public sealed interface FunctionResult {
  /// The function returned `value`.
  record Returned(Value value) implements FunctionResult {}

  /// The function refused its arguments.
  ///
  /// @param argument the position, from zero, of the argument at fault, or -1 when no single one is
  /// @param message what is wrong, as a phrase that begins in lower case and has no full stop
  record Failed(int argument, String message) implements FunctionResult {}
}

package dev.groma.engine.expr.function;

/// Leaves the implementation of a function with a [FunctionResult.Failed]; never leaves this
/// package.
final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int argument;

  FunctionFailure(int argument, String message) {
    super(message, null, false, false);
    this.argument = argument;
  }

  FunctionFailure(String message) {
    this(-1, message);
  }

  FunctionResult.Failed result() {
    return new FunctionResult.Failed(argument, String.valueOf(getMessage()));
  }
}

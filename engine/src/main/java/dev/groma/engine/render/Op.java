package dev.groma.engine.render;

import org.jspecify.annotations.Nullable;

/// What a line of a difference says about its value.
enum Op {
  NONE,
  CREATE,
  UPDATE,
  DELETE;

  static Op of(@Nullable Object before, @Nullable Object after, boolean same) {
    if (before == null) {
      return after == null ? NONE : CREATE;
    }
    return after == null ? DELETE : same ? NONE : UPDATE;
  }

  /// Four columns before the value.
  String symbol(Style style) {
    return switch (this) {
      case NONE -> "    ";
      case CREATE -> "  " + style.green("+") + " ";
      case UPDATE -> "  " + style.yellow("~") + " ";
      case DELETE -> "  " + style.red("-") + " ";
    };
  }
}

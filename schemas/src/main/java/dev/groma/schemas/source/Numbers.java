package dev.groma.schemas.source;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Reads decimal numbers without letting a few characters ask for gigabytes.
final class Numbers {
  private Numbers() {}

  /// The number that `text`, a well-formed decimal, stands for, or null when it is beyond [Limits].
  static @Nullable BigDecimal decimal(String text) {
    if (text.length() > Limits.DIGITS + 20) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text);
      boolean huge =
          value.precision() > Limits.DIGITS || Math.abs((long) value.scale()) > Limits.EXPONENT;
      return value.signum() == 0 ? BigDecimal.ZERO : huge ? null : value;
    } catch (NumberFormatException _) {
      return null;
    }
  }
}

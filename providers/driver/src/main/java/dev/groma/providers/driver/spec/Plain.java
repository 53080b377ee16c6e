package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Value;

/// Comparison of values where the type of a null does not count.
public final class Plain {
  private Plain() {}

  /// True when both are null or they are equal.
  public static boolean same(Value a, Value b) {
    return a.isNull() ? b.isNull() : a.equals(b);
  }
}

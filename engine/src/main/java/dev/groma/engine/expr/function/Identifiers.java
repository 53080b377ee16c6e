package dev.groma.engine.expr.function;

import java.util.regex.Pattern;

/// The names that need no quotes in the configuration language.
final class Identifiers {
  private static final Pattern IDENTIFIER =
      Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}-]*");

  private Identifiers() {}

  static boolean isValid(String name) {
    return IDENTIFIER.matcher(name).matches();
  }
}

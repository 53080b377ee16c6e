package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.StringNode;
import java.util.List;
import java.util.regex.Pattern;

/// What names look like.
final class Names {
  private static final Pattern IDENTIFIER =
      Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{N}\\p{M}\\p{Pc}-]*");

  private Names() {}

  static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  /// Reports a name that is no identifier.
  ///
  /// @param kind what it names, such as `variable`
  static boolean check(StringNode name, String kind, List<Diagnostic> diagnostics) {
    boolean valid = isIdentifier(name.text());
    if (!valid) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-name",
                  "Invalid " + kind + " name",
                  "A name must start with a letter or underscore and may contain only letters,"
                      + " digits, underscores, and dashes.")
              .at(name.range()));
    }
    return valid;
  }
}

package dev.groma.schemas.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The core schema of YAML 1.2.2, section 10.3: what a plain scalar means.
///
/// `yes`, `no`, `on`, `off`, dates and times are text, and `010` is ten.
final class CoreSchema {
  static final String PREFIX = "tag:yaml.org,2002:";
  static final String SEQ = PREFIX + "seq";
  static final String MAP = PREFIX + "map";

  private static final Pattern DECIMAL_INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN");

  private CoreSchema() {}

  /// What a scalar is.
  enum Meaning {
    TEXT,
    NULL,
    TRUE,
    FALSE,
    NUMBER,
    /// Infinite, or not a number.
    NOT_FINITE,
    /// Its tag is none of the core schema.
    UNKNOWN_TAG,
    /// Its tag asks for something else than it holds.
    MISFIT
  }

  /// What `text` with an explicit `tag`, or without one, is.
  static Meaning meaning(@Nullable String tag, String text) {
    Meaning plain = plain(text);
    if (tag == null) {
      return plain;
    }
    boolean isNumber = plain == Meaning.NUMBER || plain == Meaning.NOT_FINITE;
    boolean isTruth = plain == Meaning.TRUE || plain == Meaning.FALSE;
    return switch (tag) {
      case PREFIX + "str" -> Meaning.TEXT;
      case PREFIX + "null" -> plain == Meaning.NULL ? plain : Meaning.MISFIT;
      case PREFIX + "bool" -> isTruth ? plain : Meaning.MISFIT;
      case PREFIX + "float" -> isNumber ? plain : Meaning.MISFIT;
      case PREFIX + "int" -> isInteger(text) ? plain : Meaning.MISFIT;
      default -> Meaning.UNKNOWN_TAG;
    };
  }

  private static boolean isInteger(String text) {
    return DECIMAL_INTEGER.matcher(text).matches()
        || OCTAL.matcher(text).matches()
        || HEXADECIMAL.matcher(text).matches();
  }

  private static Meaning plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Meaning.NULL;
      case "true", "True", "TRUE" -> Meaning.TRUE;
      case "false", "False", "FALSE" -> Meaning.FALSE;
      default ->
          NOT_FINITE.matcher(text).matches()
              ? Meaning.NOT_FINITE
              : isNumber(text) ? Meaning.NUMBER : Meaning.TEXT;
    };
  }

  private static boolean isNumber(String text) {
    char c = text.charAt(0);
    return (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9'))
        && (FLOAT.matcher(text).matches()
            || OCTAL.matcher(text).matches()
            || HEXADECIMAL.matcher(text).matches());
  }

  /// The number that `text` stands for, or null when it is beyond [Limits].
  static @Nullable BigDecimal number(String text) {
    if (text.length() > Limits.DIGITS) {
      return null;
    }
    if (OCTAL.matcher(text).matches()) {
      return new BigDecimal(new BigInteger(text.substring(2), 8));
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return new BigDecimal(new BigInteger(text.substring(2), 16));
    }
    return Numbers.decimal(text);
  }
}

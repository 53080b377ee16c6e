package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// One use of a format text: `%[flags][width][.precision][[argument]]verb`.
final class Format {
  private static final int WIDEST = 1_000_000;

  private final String text;
  private final List<Value> values;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private int highest;

  private Format(String text, List<Value> values) {
    this.text = text;
    this.values = values;
  }

  /// `format` with its verbs replaced by `values`, which must be wholly known.
  static String apply(String format, List<Value> values) {
    return new Format(format, values).run();
  }

  /// @param width -1 for none
  /// @param precision -1 for none
  private record Verb(String raw, int offset, String flags, int width, int precision, char mode) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }
  }

  private String run() {
    while (at < text.length()) {
      int verb = text.indexOf('%', at);
      if (verb < 0) {
        out.append(text, at, text.length());
        break;
      }
      out.append(text, at, verb);
      at = verb + 1;
      if (at < text.length() && text.charAt(at) == '%') {
        out.append('%');
        at++;
      } else {
        verb(verb);
      }
    }
    if (highest < values.size()) {
      throw new FunctionFailure(
          highest + 1,
          highest == 0
              ? "too many arguments; no verbs in format string"
              : "too many arguments; only " + highest + " used by format string");
    }
    return out.toString();
  }

  private void verb(int start) {
    int flagsStart = at;
    while (at < text.length() && "0 +#-".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String flags = text.substring(flagsStart, at);
    int width = digits();
    int precision = -1;
    if (peek() == '.') {
      at++;
      if (at >= text.length()) {
        throw unfinished();
      }
      precision = Math.max(0, digits());
    }
    int argument = next;
    if (peek() == '[') {
      at++;
      if (at < text.length() && (text.charAt(at) < '1' || text.charAt(at) > '9')) {
        throw unrecognized();
      }
      argument = digits() - 1;
      if (peek() != ']') {
        throw unrecognized();
      }
      at++;
    }
    char mode = peek();
    if (!((mode >= 'a' && mode <= 'z') || (mode >= 'A' && mode <= 'Z'))) {
      throw unrecognized();
    }
    at++;
    next = argument + 1;
    highest = Math.max(highest, next);
    Verb verb = new Verb(text.substring(start, at), start, flags, width, precision, mode);
    out.append(formatted(verb, argument));
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      return -1;
    }
    if (at - start > 7 || Integer.parseInt(text.substring(start, at)) > WIDEST) {
      throw new FunctionFailure("number in format string is too great at offset " + start);
    }
    return Integer.parseInt(text.substring(start, at));
  }

  private FunctionFailure unfinished() {
    return new FunctionFailure("invalid format string starting at offset " + at);
  }

  private FunctionFailure unrecognized() {
    return at >= text.length()
        ? unfinished()
        : new FunctionFailure(
            "unrecognized format character '"
                + Character.toString(text.codePointAt(at))
                + "' at offset "
                + at);
  }

  private String formatted(Verb verb, int argument) {
    if (argument >= values.size()) {
      throw new FunctionFailure(
          "not enough arguments for "
              + Values.quote(verb.raw)
              + " at "
              + verb.offset
              + ": need index "
              + (argument + 1)
              + " but have "
              + values.size()
              + " total");
    }
    Value value = values.get(argument);
    return switch (verb.mode) {
      case 'v' -> asIs(verb, value);
      case 't' -> Values.isTrue(as(verb, value, Type.BOOL)) ? "true" : "false";
      case 'b' -> integer(verb, value, 2, "0b");
      case 'd' -> integer(verb, value, 10, "");
      case 'o' -> integer(verb, value, 8, "0");
      case 'x' -> integer(verb, value, 16, "0x");
      case 'X' -> integer(verb, value, 16, "0x").toUpperCase(Locale.ROOT);
      case 'e', 'E', 'f', 'g', 'G' -> decimal(verb, (Num) as(verb, value, Type.NUMBER));
      case 's' -> padded(verb, string(verb, value));
      case 'q' -> padded(verb, JsonText.encode(Value.of(string(verb, value))));
      default ->
          throw new FunctionFailure(
              "unsupported format verb '"
                  + verb.mode
                  + "' in "
                  + Values.quote(verb.raw)
                  + " at offset "
                  + verb.offset);
    };
  }

  private static Value as(Verb verb, Value value, Type type) {
    if (value.isNull()) {
      throw unsupported(verb, "null value cannot be formatted");
    }
    return switch (Conversion.convert(value, type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> throw unsupported(verb, f.message());
    };
  }

  private static FunctionFailure unsupported(Verb verb, String reason) {
    return new FunctionFailure(
        "unsupported value for " + Values.quote(verb.raw) + " at " + verb.offset + ": " + reason);
  }

  private static String asIs(Verb verb, Value value) {
    if (!verb.has('#') && value instanceof Value.Str s) {
      return padded(verb, s.text());
    }
    if (!verb.has('#') && value instanceof Num n) {
      return padded(verb, (n.signum() < 0 ? "-" : "") + shortest(n.abs(), 'e'));
    }
    return padded(verb, JsonText.encode(value));
  }

  private static String string(Verb verb, Value value) {
    String string = Values.text(as(verb, value, Type.STRING));
    if (verb.precision < 0) {
      return string;
    }
    List<String> clusters = Graphemes.of(string);
    return String.join("", clusters.subList(0, Math.min(verb.precision, clusters.size())));
  }

  private static String padded(Verb verb, String text) {
    int missing = verb.width - (verb.width < 0 ? 0 : Graphemes.count(text));
    if (missing <= 0) {
      return text;
    }
    String pad = (verb.has('0') ? "0" : " ").repeat(missing);
    return verb.has('-') ? text + pad : pad + text;
  }

  private static String integer(Verb verb, Value value, int base, String prefix) {
    Num number = (Num) as(verb, value, Type.NUMBER);
    if (!number.isInteger()) {
      throw unsupported(verb, "an integer is required");
    }
    BigInteger integer = number.toBigInteger();
    String digits = integer.abs().toString(base);
    if (verb.precision == 0 && integer.signum() == 0) {
      digits = "";
    }
    digits = "0".repeat(Math.max(0, verb.precision - digits.length())) + digits;
    String sign = sign(verb, integer.signum()) + (verb.has('#') ? prefix : "");
    return signed(verb, sign, digits, verb.precision < 0);
  }

  private static String sign(Verb verb, int signum) {
    return signum < 0 ? "-" : verb.has('+') ? "+" : verb.has(' ') ? " " : "";
  }

  private static String signed(Verb verb, String sign, String digits, boolean zeros) {
    int missing = verb.width - sign.length() - digits.length();
    if (missing <= 0) {
      return sign + digits;
    }
    if (verb.has('-')) {
      return sign + digits + " ".repeat(missing);
    }
    return verb.has('0') && zeros
        ? sign + "0".repeat(missing) + digits
        : " ".repeat(missing) + sign + digits;
  }

  private static String decimal(Verb verb, Num number) {
    if (number.isInfinite()) {
      return number.toString();
    }
    Num size = number.abs();
    BigDecimal exact = size.toBigDecimal();
    int precision = verb.precision < 0 ? 6 : verb.precision;
    String digits =
        switch (verb.mode) {
          case 'f' -> exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
          case 'e', 'E' -> exponent(exact, precision, verb.mode);
          default -> {
            char e = verb.mode == 'g' ? 'e' : 'E';
            yield verb.precision < 0 ? shortest(size, e) : general(exact, verb.precision, e);
          }
        };
    return signed(verb, sign(verb, number.signum()), digits, true);
  }

  private static String exponent(BigDecimal exact, int precision, char e) {
    BigDecimal rounded =
        exact.signum() == 0
            ? BigDecimal.ZERO
            : exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int power = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
    digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
    return scientific(digits.substring(0, precision + 1), power, e);
  }

  private static String scientific(String digits, int power, char e) {
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String exponent = (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    return digits.charAt(0) + fraction + e + (power < 0 ? "-" : "+") + exponent;
  }

  private static String general(BigDecimal exact, int precision, char e) {
    int significant = Math.max(1, precision);
    BigDecimal rounded =
        exact.round(new MathContext(significant, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    int digits = rounded.precision();
    int power = rounded.signum() == 0 ? 0 : digits - 1 - rounded.scale();
    int limit = significant > digits && digits >= power + 1 ? digits : significant;
    return compact(rounded, power, limit, e);
  }

  /// The fewest digits that tell the number from its neighbours.
  private static String shortest(Num size, char e) {
    BigDecimal decimal = new BigDecimal(size.toString()).stripTrailingZeros();
    int power = decimal.signum() == 0 ? 0 : decimal.precision() - 1 - decimal.scale();
    return compact(decimal, power, 6, e);
  }

  private static String compact(BigDecimal stripped, int power, int limit, char e) {
    return power < -4 || power >= limit
        ? scientific(stripped.unscaledValue().toString(), power, e)
        : stripped.toPlainString();
  }
}

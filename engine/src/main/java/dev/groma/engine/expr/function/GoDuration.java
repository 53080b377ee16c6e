package dev.groma.engine.expr.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as the Go library writes them: `1h30m`, `-1.5s`, `0`.
final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]*)([^0-9.]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /// The duration in nanoseconds.
  static long parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String rest = signed ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0;
    }
    BigDecimal total = BigDecimal.ZERO;
    if (rest.isEmpty()) {
      throw invalid(text);
    }
    while (!rest.isEmpty()) {
      Matcher part = PART.matcher(rest);
      if (!part.lookingAt() || part.group(1).chars().noneMatch(c -> c >= '0' && c <= '9')) {
        throw invalid(text);
      }
      if (part.group(2).isEmpty()) {
        throw new FunctionFailure("time: missing unit in duration " + Values.quote(text));
      }
      Long unit = NANOS.get(part.group(2));
      if (unit == null) {
        throw new FunctionFailure(
            "time: unknown unit "
                + Values.quote(part.group(2))
                + " in duration "
                + Values.quote(text));
      }
      total =
          total.add(
              new BigDecimal("0" + part.group(1) + (part.group(1).contains(".") ? "0" : ""))
                  .multiply(BigDecimal.valueOf(unit)));
      rest = rest.substring(part.end());
    }
    BigDecimal nanos = total.setScale(0, RoundingMode.DOWN);
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw invalid(text);
    }
    return text.startsWith("-") ? -nanos.longValueExact() : nanos.longValueExact();
  }

  private static FunctionFailure invalid(String text) {
    return new FunctionFailure("time: invalid duration " + Values.quote(text));
  }
}

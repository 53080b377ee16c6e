package dev.groma.engine.expr.function;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/// Reads and prints points in time as RFC 3339 defines them.
final class Timestamp {
  private static final String NOT_VALID = "not a valid RFC3339 timestamp: ";

  private final String text;
  private final int argument;
  private int at;

  private Timestamp(String text, int argument) {
    this.text = text;
    this.argument = argument;
  }

  /// The point in time that `text` stands for; refuses `argument` when it is none.
  static OffsetDateTime parse(String text, int argument) {
    return new Timestamp(text, argument).parse();
  }

  /// `time` to the second, `Z` standing for UTC.
  static String print(OffsetDateTime time) {
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02dT%02d:%02d:%02d%s",
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        offset(time, ":"));
  }

  /// The offset from UTC: `Z`, or hours and minutes with `separator` between.
  static String offset(OffsetDateTime time, String separator) {
    return time.getOffset().equals(ZoneOffset.UTC) ? "Z" : digits(time, separator);
  }

  /// The offset from UTC in digits, `+00:00` for UTC.
  static String digits(OffsetDateTime time, String separator) {
    int minutes = time.getOffset().getTotalSeconds() / 60;
    return String.format(
        Locale.ROOT,
        "%s%02d%s%02d",
        minutes < 0 ? "-" : "+",
        Math.abs(minutes) / 60,
        separator,
        Math.abs(minutes) % 60);
  }

  private FunctionFailure problem(String what) {
    return new FunctionFailure(argument, NOT_VALID + what);
  }

  private FunctionFailure unusable(int from, String what) {
    String rest = text.substring(from);
    return problem(
        rest.isEmpty()
            ? "end of string before " + what
            : "cannot use " + Values.quote(rest) + " as " + what);
  }

  private OffsetDateTime parse() {
    int year = digits(4, "year");
    separator('-');
    int month = digits(2, "month");
    if (month < 1 || month > 12) {
      throw unusable(at, "month");
    }
    separator('-');
    int day = digits(2, "day of month");
    if (at >= text.length() || text.charAt(at) != 'T') {
      throw problem("missing required time introducer 'T'");
    }
    at++;
    int hourStart = at;
    int hour = hour();
    int hourDigits = at - hourStart;
    separator(':');
    int minute = minute();
    separator(':');
    int second = digits(2, "second");
    if (second > 59) {
      throw unusable(at, "second");
    }
    int nanos = fraction();
    ZoneOffset offset = offset();
    if (at < text.length()) {
      throw unusable(at, "timestamp segment");
    }
    if (hourDigits != 2) {
      throw problem("hour must have exactly two digits");
    }
    try {
      return OffsetDateTime.of(year, month, day, hour, minute, second, nanos, offset);
    } catch (DateTimeException _) {
      throw problem("day out of range");
    }
  }

  private boolean isDigit(int position) {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
  }

  private int digits(int count, String what) {
    for (int i = 0; i < count; i++) {
      if (!isDigit(at + i)) {
        throw unusable(at, what);
      }
    }
    at += count;
    return Integer.parseInt(text.substring(at - count, at));
  }

  private void separator(char wanted) {
    if (at >= text.length()) {
      throw problem("end of string where \"" + wanted + "\" is expected");
    }
    if (text.charAt(at) != wanted) {
      throw problem(
          "found " + Values.quote(text.substring(at)) + " where \"" + wanted + "\" is expected");
    }
    at++;
  }

  private int hour() {
    int start = at;
    while (at < start + 2 && isDigit(at)) {
      at++;
    }
    int hour = at == start ? -1 : Integer.parseInt(text.substring(start, at));
    if (hour < 0 || hour > 23) {
      throw problem("hour must be between 0 and 23 inclusive");
    }
    return hour;
  }

  private int minute() {
    boolean two = isDigit(at) && isDigit(at + 1);
    int minute = two ? Integer.parseInt(text.substring(at, at + 2)) : 60;
    if (minute > 59) {
      throw problem("minute must have exactly two digits");
    }
    at += 2;
    return minute;
  }

  private int fraction() {
    if (at >= text.length() || text.charAt(at) != '.' || !isDigit(at + 1)) {
      if (at < text.length() && text.charAt(at) == ',') {
        throw problem("cannot use \",\" as timestamp segment");
      }
      return 0;
    }
    int start = ++at;
    while (isDigit(at)) {
      at++;
    }
    String nine = (text.substring(start, at) + "000000000").substring(0, 9);
    return Integer.parseInt(nine);
  }

  private ZoneOffset offset() {
    if (at < text.length() && text.charAt(at) == 'Z') {
      at++;
      return ZoneOffset.UTC;
    }
    boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
    boolean complete =
        signed
            && isDigit(at + 1)
            && isDigit(at + 2)
            && text.startsWith(":", at + 3)
            && isDigit(at + 4)
            && isDigit(at + 5);
    if (!complete) {
      throw unusable(at, "UTC offset");
    }
    int hours = Integer.parseInt(text.substring(at + 1, at + 3));
    int minutes = Integer.parseInt(text.substring(at + 4, at + 6));
    int sign = text.charAt(at) == '-' ? -1 : 1;
    at += 6;
    if (hours > 18 || minutes > 59) {
      throw unusable(at, "UTC offset");
    }
    return ZoneOffset.ofTotalSeconds(sign * (hours * 60 + minutes) * 60);
  }
}

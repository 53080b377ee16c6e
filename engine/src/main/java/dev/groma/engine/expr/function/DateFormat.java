package dev.groma.engine.expr.function;

import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/// The forms of `formatdate`: runs of one letter stand for parts of a point in time, text between
/// single quotes and everything else for itself.
final class DateFormat {
  private final String format;
  private final OffsetDateTime time;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private DateFormat(String format, OffsetDateTime time) {
    this.format = format;
    this.time = time;
  }

  static String apply(String format, OffsetDateTime time) {
    return new DateFormat(format, time).run();
  }

  private String run() {
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c == '\'') {
        quoted();
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        int start = at;
        while (at < format.length() && format.charAt(at) == c) {
          at++;
        }
        out.append(verb(format.substring(start, at)));
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private void quoted() {
    at++;
    while (true) {
      if (at >= format.length()) {
        throw new FunctionFailure(0, "unterminated literal '");
      }
      char c = format.charAt(at++);
      if (c != '\'') {
        out.append(c);
      } else if (at < format.length() && format.charAt(at) == '\'') {
        out.append('\'');
        at++;
      } else {
        return;
      }
    }
  }

  private String verb(String verb) {
    int length = verb.length();
    return switch (verb.charAt(0)) {
      case 'Y' ->
          switch (length) {
            case 2 -> padded(time.getYear() % 100);
            case 4 -> String.format(Locale.ROOT, "%04d", time.getYear());
            default -> throw problem(verb, "year must either be \"YY\" or \"YYYY\"");
          };
      case 'M' ->
          switch (length) {
            case 3 -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 4 -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            default ->
                number(
                    verb,
                    time.getMonthValue(),
                    "month must be \"M\", \"MM\", \"MMM\", or \"MMMM\"");
          };
      case 'D' -> number(verb, time.getDayOfMonth(), "day of month must either be \"D\" or \"DD\"");
      case 'E' ->
          switch (length) {
            case 3 -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 4 -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            default -> throw problem(verb, "day of week must either be \"EEE\" or \"EEEE\"");
          };
      case 'h' -> number(verb, time.getHour(), "24-hour must either be \"h\" or \"hh\"");
      case 'H' ->
          number(verb, (time.getHour() + 11) % 12 + 1, "12-hour must either be \"H\" or \"HH\"");
      case 'm' -> number(verb, time.getMinute(), "minute must either be \"m\" or \"mm\"");
      case 's' -> number(verb, time.getSecond(), "second must either be \"s\" or \"ss\"");
      case 'A' -> half(verb, "AM", "PM");
      case 'a' -> half(verb, "am", "pm");
      case 'Z' -> zone(verb);
      default -> throw new FunctionFailure(0, "invalid date format verb " + Values.quote(verb));
    };
  }

  private static FunctionFailure problem(String verb, String rule) {
    return new FunctionFailure(0, "invalid date format verb " + Values.quote(verb) + ": " + rule);
  }

  private static String padded(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }

  private static String number(String verb, int number, String rule) {
    return switch (verb.length()) {
      case 1 -> String.valueOf(number);
      case 2 -> padded(number);
      default -> throw problem(verb, rule);
    };
  }

  private String half(String verb, String morning, String afternoon) {
    if (verb.length() != 2) {
      throw problem(verb, "must be \"" + verb.charAt(0) + verb.charAt(0) + "\"");
    }
    return time.getHour() < 12 ? morning : afternoon;
  }

  private String zone(String verb) {
    return switch (verb.length()) {
      case 1 -> Timestamp.offset(time, ":");
      case 3 -> {
        String offset = Timestamp.offset(time, "");
        yield offset.equals("Z") ? "UTC" : offset;
      }
      case 4 -> Timestamp.digits(time, "");
      case 5 -> Timestamp.digits(time, ":");
      default -> throw problem(verb, "timezone must be Z, ZZZZ, or ZZZZZ");
    };
  }
}

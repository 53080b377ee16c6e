package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Functions on points in time, which are texts as RFC 3339 defines them.
final class DateFunctions {
  private DateFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of("formatdate", Type.STRING)
            .doc("A point in time in a given form.")
            .with(
                "format",
                Type.STRING,
                "Repeated letters stand for parts: `YYYY-MM-DD`, `hh:mm:ss`, `EEE`, `MMM`, `HH`,"
                    + " `AA`, `Z`; text between single quotes stands for itself.")
            .with("time", Type.STRING, "")
            .does((a, _) ->
                Value.of(DateFormat.apply(text(a.get(0)), Timestamp.parse(text(a.get(1)), 1)))),
        Function.of("plantimestamp", Type.STRING)
            .doc("The point in time at which the plan was made.")
            .does((_, c) -> Value.of(now(c.planTimestamp()))),
        Function.of("timeadd", Type.STRING)
            .doc("A point in time moved by a duration.")
            .with("timestamp", Type.STRING, "")
            .with(
                "duration",
                Type.STRING,
                "Such as `1h30m` or `-5.5s`; units are h, m, s, ms, us, ns.")
            .does((a, _) ->
                Value.of(
                    Timestamp.print(
                        Timestamp.parse(text(a.get(0)), -1)
                            .plusNanos(GoDuration.parse(text(a.get(1))))))),
        Function.of("timecmp", Type.NUMBER)
            .doc("-1, 0 or 1, as the first point in time is before, at or after the second.")
            .with("timestamp_a", Type.STRING, "")
            .with("timestamp_b", Type.STRING, "")
            .does((a, _) -> {
              Instant first = Timestamp.parse(text(a.get(0)), 0).toInstant();
              Instant second = Timestamp.parse(text(a.get(1)), 1).toInstant();
              return Value.of(Integer.signum(first.compareTo(second)));
            }),
        Function.of("timestamp", Type.STRING)
            .doc("The point in time of the call: known only when applying.")
            .does((_, c) ->
                c.pure() ? Value.unknown(Type.STRING) : Value.of(now(c.clock().instant()))));
  }

  private static String now(Instant instant) {
    return Timestamp.print(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
  }
}

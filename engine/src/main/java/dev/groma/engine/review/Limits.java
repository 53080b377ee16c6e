package dev.groma.engine.review;

import dev.groma.engine.plan.Change;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long the operations on an object may take: what its block `timeouts` says, or else its spec.
///
/// @param change what is done to the object
/// @param along what is done to others within that time, one of them beside the other
record Limits(Change change, List<Change> along) {
  /// ", at most 15m", the sum of `operations`; empty when one has no known limit.
  String within(String... operations) {
    return total(operations).map(text -> ", at most " + text).orElse("");
  }

  /// The same in Chinese.
  String withinZh(String... operations) {
    return total(operations).map(text -> "，最长 " + text).orElse("");
  }

  private Optional<String> total(String... operations) {
    Optional<Duration> longest = Optional.of(Duration.ZERO);
    for (Change other : along) {
      Optional<Duration> one = sum(other, operations);
      longest = longest.flatMap(l -> one.map(o -> o.compareTo(l) > 0 ? o : l));
    }
    Optional<Duration> most = longest;
    return sum(change, operations).flatMap(own -> most.map(own::plus)).map(Limits::text);
  }

  private static Optional<Duration> sum(Change change, String... operations) {
    Duration total = Duration.ZERO;
    for (String operation : operations) {
      Optional<Duration> limit = limit(change, operation);
      if (limit.isEmpty()) {
        return Optional.empty();
      }
      total = total.plus(limit.get());
    }
    return Optional.of(total);
  }

  private static Optional<Duration> limit(Change change, String operation) {
    Value object = change.after().isNull() ? change.before() : change.after();
    Optional<Value> own = Path.of("timeouts").attribute(operation).find(object).map(Value::unmark);
    if (own.isPresent() && own.get() instanceof Value.Str s) {
      return duration(s.text());
    }
    if (own.isPresent() && !own.get().isKnown()) {
      return Optional.empty();
    }
    Role role = change.schema().role();
    return role == null ? Optional.empty() : Optional.ofNullable(role.limits().get(operation));
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static String text(Duration duration) {
    long minutes = duration.toMinutes();
    return duration.toSecondsPart() == 0 && minutes > 0
        ? minutes + "m"
        : duration.toSeconds() + "s";
  }
}

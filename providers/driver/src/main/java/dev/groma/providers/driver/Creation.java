package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The call that makes the objects of a type, seen from afterwards: what of an object it decided.
final class Creation {
  /// How long a cloud is relied upon to remember an idempotency token. Neither document names a
  /// time; this is well within what the vendors are known to keep.
  static final Duration REMEMBERED = Duration.ofHours(1);

  /// The attributes that hold the time at which an object was made, by the conventions of the
  /// specs.
  private static final List<String> TIMES = List.of("create_time", "created_time", "created_at");

  private static final long FIRST_MILLISECOND_LIKE = 100_000_000_000L;

  private final @Nullable Step call;
  private final SortedSet<String> asked = new TreeSet<>();

  private Creation(ResourceSpec spec) {
    Optional<Step> first =
        spec.operation(Kind.CREATE).steps().stream().filter(s -> s.target() != null).findFirst();
    call = first.orElse(null);
    first.ifPresent(step -> {
      asked.addAll(step.send());
      step.query().values().forEach(body -> body.names(this::ask));
      step.body().values().forEach(body -> body.names(this::ask));
      if (step.target() instanceof Step.Target.Path path) {
        path.path().names().forEach(this::ask);
      }
    });
    asked.removeIf(name -> !spec.block().has(name));
  }

  static Creation of(ResourceSpec spec) {
    return new Creation(spec);
  }

  private void ask(String name) {
    asked.add(Facts.plain(name));
  }

  /// True when the call carries an idempotency token.
  boolean isRepeatable() {
    return call != null && call.repeatable();
  }

  /// True when `seen`, the object as it is, has everything that the call asked for when `wanted`
  /// was to be made.
  boolean madeAs(Value wanted, Value seen) {
    return asked.stream().allMatch(name -> agrees(Facts.at(wanted, name), Facts.at(seen, name)));
  }

  /// The same as far as a list tells.
  ///
  /// @param known what `listed` says, in the spelling of `wanted`
  /// @param listed the object as the list has it, null where that does not tell
  boolean allows(Value wanted, Value known, Value listed) {
    return asked.stream()
        .allMatch(name ->
            Facts.at(listed, name).isNull()
                || agrees(Facts.at(wanted, name), told(Facts.at(known, name))));
  }

  /// `value` with unknown for null: what a list does not tell may be anything.
  private static Value told(Value value) {
    return value.isNull() ? Value.unknown(value.type()) : value.mapParts(Creation::told);
  }

  /// True when `seen` has all that `wanted` asks for, which is nothing where it is null.
  private static boolean agrees(Value wanted, Value seen) {
    if (wanted.isNull() || !wanted.isKnown() || !seen.isKnown()) {
      return true;
    }
    return switch (wanted) {
      case Value.Obj o ->
          o.attributes().entrySet().stream()
              .allMatch(e -> agrees(e.getValue(), Facts.at(seen, e.getKey())));
      case Value.ListOf _, Value.Tuple _ -> each(Codec.parts(wanted), Codec.parts(seen));
      default -> wanted.equals(seen);
    };
  }

  private static boolean each(List<Value> wanted, List<Value> seen) {
    if (wanted.size() != seen.size()) {
      return false;
    }
    Iterator<Value> other = seen.iterator();
    return wanted.stream().allMatch(part -> agrees(part, other.next()));
  }

  /// When an object was made; null when neither its read nor its list tells.
  static @Nullable Instant time(Value read, Value listed) {
    for (Value object : List.of(read, listed)) {
      for (String name : TIMES) {
        Instant time = time(Facts.at(object, name));
        if (time != null) {
          return time;
        }
      }
    }
    return null;
  }

  private static @Nullable Instant time(Value value) {
    return switch (value) {
      case Num _, Value.Str _ -> time(Execution.text(value));
      default -> null;
    };
  }

  /// Seconds or milliseconds since 1970, or a time of ISO 8601, which is UTC where it has no
  /// offset.
  static @Nullable Instant time(String text) {
    try {
      if (text.matches("[0-9]{9,15}")) {
        long number = Long.parseLong(text);
        return number < FIRST_MILLISECOND_LIKE
            ? Instant.ofEpochSecond(number)
            : Instant.ofEpochMilli(number);
      }
      String iso = text.replaceFirst(" ", "T").replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2");
      return iso.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      return null;
    }
  }
}

package dev.groma.providers.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Something secret that is good for a while and is renewed before it expires.
///
/// It is due for renewal five minutes before its end, or when nine tenths of a shorter life are
/// over.
public final class Lease<T> {
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /// How long something fetched is trusted although a service denies it.
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final AtomicReference<@Nullable Held<T>> held = new AtomicReference<>();

  private record Held<T>(T value, Instant since, Instant until) {}

  /// True when it has to be fetched at `now`.
  public boolean isDue(Instant now) {
    Held<T> current = held.get();
    return current == null || !now.isBefore(current.until());
  }

  /// Holds `value`, which was fetched at `now` and is good until `expiry`.
  public void take(T value, Instant now, Instant expiry) {
    Duration life = Duration.between(now, expiry);
    Duration tenth = life.dividedBy(10);
    Duration margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    held.set(new Held<>(value, now, expiry.minus(margin)));
  }

  /// What is held.
  ///
  /// @throws IllegalStateException when nothing was ever taken
  public T require() {
    Held<T> current = held.get();
    if (current == null) {
      throw new IllegalStateException("nothing was fetched yet");
    }
    return current.value();
  }

  /// Lets go of what is held, which a service denies at `now`; false when it was fetched so lately
  /// that the reason must be another one.
  public boolean forget(Instant now) {
    Held<T> current = held.get();
    return current != null
        && Duration.between(current.since(), now).compareTo(FRESH) > 0
        && held.compareAndSet(current, null);
  }

  /// Nothing of what is held: it is secret.
  @Override
  public String toString() {
    return "a lease";
  }
}

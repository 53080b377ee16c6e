package dev.groma.engine.recover;

import dev.groma.providers.spi.Resumable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What follows from what exists for a create whose outcome is not known.
///
/// 1. What was made before the operation began is not its object. Clocks may differ by [#CLOCKS].
/// 2. As many objects as there are creates of the same request are the objects of these creates:
///    which is whose makes no difference, since nothing tells them apart.
/// 3. An object that was asked for a moment ago may not be shown yet.
/// 4. Where there is nothing but objects that are too old, the clock may have been wrong: somebody
///    has to say.
sealed interface Verdict {
  /// How far the clocks of this machine and of a cloud may be apart. Clouds refuse requests of
  /// clocks that are more than this off.
  Duration CLOCKS = Duration.ofMinutes(15);

  /// The create made this.
  record Made(Resumable.Found object) implements Verdict {}

  /// The create made nothing.
  record Nothing() implements Verdict {}

  /// To be looked at again.
  record TooEarly() implements Verdict {}

  /// The user has to say.
  ///
  /// @param old true when all are older than the operation
  record Undecided(boolean old) implements Verdict {}

  /// The verdict on a create.
  ///
  /// @param began when it was announced
  /// @param objects what exists, is as the request asked, and is in no state
  /// @param alike how many creates of the same request have no object yet, this one among them
  /// @param settled true when everything that was asked for when it began is shown by now
  static Verdict of(Instant began, List<Resumable.Found> objects, int alike, boolean settled) {
    List<Resumable.Found> young =
        objects.stream()
            .filter(o -> o.created() == null || !o.created().isBefore(began.minus(CLOCKS)))
            .toList();
    if (young.size() > alike) {
      return new Undecided(false);
    }
    if (!young.isEmpty()) {
      return new Made(young.getFirst());
    }
    if (!objects.isEmpty()) {
      return new Undecided(true);
    }
    return settled ? new Nothing() : new TooEarly();
  }
}

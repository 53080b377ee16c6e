package dev.groma.engine.render.review;

import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Finding.Kind;
import dev.groma.engine.review.Finding.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// A condition under which a plan must not go on without somebody's word.
///
/// @param name what it is called on the command line: `destroy`, `replace`, `risk=LEVEL`, `policy`
/// @param stops true for the plans that it stops
public record Gate(String name, Predicate<Review> stops) {
  /// The names that there are, for messages.
  public static final String NAMES =
      "destroy, replace, risk=blocking, risk=high, risk=medium, risk=low, policy";

  /// The gate called `name`.
  public static Optional<Gate> of(String name) {
    Optional<Predicate<Review>> stops =
        switch (name) {
          case "destroy" -> Optional.of(review -> review.counts().destroy() > 0);
          case "replace" -> Optional.of(review -> review.counts().replace() > 0);
          case "policy" -> Optional.of(review -> review.findings().stream().anyMatch(Gate::denies));
          default -> level(name).map(Gate::atLeast);
        };
    return stops.map(condition -> new Gate(name, condition));
  }

  private static boolean denies(Finding finding) {
    return finding.kind() == Kind.POLICY && finding.level() == Level.BLOCKING;
  }

  private static Predicate<Review> atLeast(Level level) {
    return review ->
        review.findings().stream().anyMatch(finding -> finding.level().compareTo(level) <= 0);
  }

  private static Optional<Level> level(String name) {
    return Arrays.stream(Level.values())
        .filter(level -> name.equals("risk=" + ReviewJson.word(level)))
        .findFirst();
  }
}

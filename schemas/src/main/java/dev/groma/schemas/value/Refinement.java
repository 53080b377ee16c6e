package dev.groma.schemas.value;

import org.jspecify.annotations.Nullable;

/// What is already known of an unknown value.
///
/// @param notNull the value will not be null
/// @param prefix a text that the string will begin with; empty when nothing is known
/// @param min the least number it can be, or null
/// @param max the greatest number it can be, or null
/// @param minLength the least number of elements of a collection
/// @param maxLength the greatest number of elements of a collection, `Integer.MAX_VALUE` when
///   unbounded
public record Refinement(
    boolean notNull,
    String prefix,
    @Nullable Num min,
    @Nullable Num max,
    int minLength,
    int maxLength) {
  /// Nothing is known.
  public static final Refinement NONE = new Refinement(false, "", null, null, 0, Integer.MAX_VALUE);

  /// Only that it is not null.
  public static final Refinement NOT_NULL =
      new Refinement(true, "", null, null, 0, Integer.MAX_VALUE);

  /// This and a known prefix; also not null.
  public Refinement withPrefix(String known) {
    return new Refinement(true, known, min, max, minLength, maxLength);
  }
}

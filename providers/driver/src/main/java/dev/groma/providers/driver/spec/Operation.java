package dev.groma.providers.driver.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is done to create, read, update, delete or list.
///
/// @param steps the calls in their order
/// @param timeout how long all of it may take
/// @param paging how a list comes in pages, or null when it does not
public record Operation(List<Step> steps, Duration timeout, @Nullable Paging paging) {
  /// An operation without calls.
  public static final Operation NONE = new Operation(List.of(), Duration.ofMinutes(1), null);

  /// Copies the steps.
  public Operation {
    steps = List.copyOf(steps);
  }

  /// Pages that are asked for by a marker that the page before gave.
  ///
  /// @param marker the parameter that takes the marker
  /// @param next where the answer has the next marker
  /// @param more where the answer says whether there are more, or null when the absence of a marker
  ///   says so
  /// @param sizeParameter the parameter that takes the number of objects in a page, or null
  /// @param size that number
  public record Paging(
      String marker,
      String next,
      @Nullable String more,
      @Nullable String sizeParameter,
      int size) {}
}

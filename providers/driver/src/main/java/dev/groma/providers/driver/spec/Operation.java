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

  /// Pages that are asked for one after the other.
  ///
  /// @param marker the parameter that takes the marker, or the number of the page, or of the
  ///   objects that are left out
  /// @param next where the answer has the next marker, whose absence ends the list; null where
  ///   pages are numbered from 1 or objects counted, and one that is not full ends the list
  /// @param counted true when `marker` takes the number of objects to leave out
  /// @param sizeParameter the parameter that takes the number of objects in a page, or null
  /// @param size that number
  public record Paging(
      String marker,
      @Nullable String next,
      boolean counted,
      @Nullable String sizeParameter,
      int size) {}
}

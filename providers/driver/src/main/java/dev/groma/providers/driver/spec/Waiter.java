package dev.groma.providers.driver.spec;

import java.time.Duration;
import java.util.List;

/// Waits, by reading the object again and again, until it is in a wanted state.
///
/// @param status where the answer to a read has the state
/// @param success the states that end the wait
/// @param failure the states from which no wanted one follows
/// @param retry the states on the way; with none, every other state is on the way
/// @param gone true when it also ends well because the object is gone
/// @param delay how long to wait before the first read
/// @param interval the longest time between two reads
/// @param timeout how long to wait at most
public record Waiter(
    String status,
    List<String> success,
    List<String> failure,
    List<String> retry,
    boolean gone,
    Duration delay,
    Duration interval,
    Duration timeout) {
  /// Copies the lists.
  public Waiter {
    success = List.copyOf(success);
    failure = List.copyOf(failure);
    retry = List.copyOf(retry);
  }
}

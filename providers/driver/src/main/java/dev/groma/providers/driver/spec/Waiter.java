package dev.groma.providers.driver.spec;

import java.util.List;

/// Waits, by reading the object again and again, until it is in a wanted state. It ends well when
/// the object is gone where that is what the operation is for, and never otherwise; it takes no
/// longer than the operation may.
///
/// @param status where the answer to a read has the state
/// @param success the states that end the wait
/// @param failure the states from which no wanted one follows
public record Waiter(String status, List<String> success, List<String> failure) {
  /// Copies the lists.
  public Waiter {
    success = List.copyOf(success);
    failure = List.copyOf(failure);
  }
}

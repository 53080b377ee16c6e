package dev.groma.providers.driver.spec;

import dev.groma.schemas.schema.Doc;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Waits, by reading the object again and again, until it is in a wanted state. It ends well when
/// the object is gone where that is what the operation is for, and never otherwise; it takes no
/// longer than the operation may.
///
/// @param status where the answer to a read has the state
/// @param success the states that end the wait
/// @param failure the states from which no wanted one follows, each with what it means and what to
///   do, as far as that is known
public record Waiter(String status, List<String> success, SortedMap<String, Doc> failure) {
  /// Copies the collections.
  public Waiter {
    success = List.copyOf(success);
    failure = Collections.unmodifiableSortedMap(new TreeMap<>(failure));
  }
}

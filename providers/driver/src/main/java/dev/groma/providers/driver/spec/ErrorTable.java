package dev.groma.providers.driver.spec;

import dev.groma.schemas.schema.Doc;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The errors of a cloud: where an answer has them, and what each code means.
///
/// @param code where the body of an error has its code
/// @param message where it has the vendor's message
/// @param requestId where it has the id of the request
/// @param requestIdHeader the header that has the id of the request
/// @param entries the errors by code
public record ErrorTable(
    String code,
    String message,
    String requestId,
    String requestIdHeader,
    SortedMap<String, Entry> entries) {
  /// Copies the map.
  public ErrorTable {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /// What an error code means.
  ///
  /// @param errorClass what is done about it
  /// @param explanation why it happens and what to do
  public record Entry(ErrorClass errorClass, Doc explanation) {}

  /// What `code` means.
  public Optional<Entry> find(String code) {
    return Optional.ofNullable(entries.get(code));
  }
}

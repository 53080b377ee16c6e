package dev.groma.providers.driver.spec;

import dev.groma.schemas.schema.Doc;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The errors of a cloud: where an answer has them, and what each code means.
///
/// @param code where the body of an error may have its code; the first that is there counts
/// @param message where it may have the vendor's message
/// @param requestId where it may have the id of the request
/// @param requestIdHeader the header that has the id of the request
/// @param entries the errors by code; a code that means different things is listed as `403 CODE`
public record ErrorTable(
    List<String> code,
    List<String> message,
    List<String> requestId,
    String requestIdHeader,
    SortedMap<String, Entry> entries) {
  /// Copies the collections.
  public ErrorTable {
    code = List.copyOf(code);
    message = List.copyOf(message);
    requestId = List.copyOf(requestId);
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /// What an error code means.
  ///
  /// @param errorClass what is done about it
  /// @param explanation why it happens and what to do
  public record Entry(ErrorClass errorClass, Doc explanation) {}

  /// What `code` means in an answer with that status.
  public Optional<Entry> find(int status, String code) {
    return Optional.ofNullable(entries.get(status + " " + code))
        .or(() -> Optional.ofNullable(entries.get(code)));
  }
}

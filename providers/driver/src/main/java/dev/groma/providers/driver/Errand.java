package dev.groma.providers.driver;

import dev.groma.schemas.value.Value;
import java.util.SortedMap;

/// A call that fetches what other requests are signed with, such as temporary credentials or a
/// token.
///
/// @param what what it does, as the end of "could not …"
/// @param operation what the API calls it
/// @param request the request, not signed
/// @param signer what signs it
/// @param taker takes the answer
public record Errand(String what, String operation, Request request, Signer signer, Taker taker) {
  /// Takes what an errand fetched.
  public interface Taker {
    /// Takes the body and the headers (names in lower case) of an answer; false when they lack what
    /// was asked for.
    boolean take(Value body, SortedMap<String, String> headers);
  }

  /// What it does: the rest may be secret.
  @Override
  public String toString() {
    return what;
  }
}

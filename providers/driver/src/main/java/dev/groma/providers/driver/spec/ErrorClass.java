package dev.groma.providers.driver.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What kind of refusal an error of an API is, which decides what is done about it.
public enum ErrorClass {
  /// The change would be carried out, had it not been asked for as a trial.
  ALLOWED,
  /// The object does not exist. Only ever by an exact code that the step lists.
  GONE,
  /// The object is in the way of the request, or the request of the object: not sent again.
  CONFLICT,
  /// The object is being changed: sent again after a while.
  BUSY,
  /// Too many requests: sent again, more slowly.
  THROTTLED,
  /// The service failed, and whether it did what was asked is not known: sent again where that
  /// cannot do it twice.
  UNAVAILABLE,
  /// The account or key may not do this.
  DENIED,
  /// Anything else: not sent again.
  FATAL;

  /// The word that specs use.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The class with that word.
  public static Optional<ErrorClass> of(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }
}

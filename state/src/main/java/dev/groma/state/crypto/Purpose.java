package dev.groma.state.crypto;

import java.util.Locale;

/// What something encrypted is, so that one cannot be passed off as another.
public enum Purpose {
  /// A whole state.
  STATE,
  /// A sensitive value in a state.
  FIELD,
  /// A record of a journal.
  JOURNAL,
  /// A plan file.
  PLAN;

  /// The name in envelopes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

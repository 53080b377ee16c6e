package dev.groma.schemas.schema;

/// A description in the languages of the users.
///
/// @param english one line, in English
/// @param chinese the same in Chinese; empty when there is none
public record Doc(String english, String chinese) {
  /// No description.
  public static final Doc NONE = new Doc("", "");
}

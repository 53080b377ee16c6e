package dev.groma.engine.render.review;

/// A value as a reviewer may see it.
///
/// @param kind whether it may be seen at all
/// @param text the value as an expression would write it, on one line; empty unless the kind is
///   [Kind#VALUE]
public record Shown(Kind kind, String text) {
  /// What is known of a value and may be said.
  public enum Kind {
    /// The value itself.
    VALUE,
    /// It is null.
    NULL,
    /// It must not be seen.
    SENSITIVE,
    /// It is known only after apply.
    UNKNOWN
  }

  static final Shown NULL = new Shown(Kind.NULL, "");
  static final Shown SENSITIVE = new Shown(Kind.SENSITIVE, "");
  static final Shown UNKNOWN = new Shown(Kind.UNKNOWN, "");

  static Shown of(String text) {
    return new Shown(Kind.VALUE, text);
  }

  /// The text for people; kinds other than values in the words of the console.
  public String words() {
    return switch (kind) {
      case VALUE -> text;
      case NULL -> "null";
      case SENSITIVE -> "(sensitive value)";
      case UNKNOWN -> "(known after apply)";
    };
  }
}

package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;

/// What a text may ask of the reader; more than any honest file needs.
final class Limits {
  /// How deep lists and objects may be nested.
  static final int DEPTH = 200;

  /// How many characters a text may have.
  static final int CHARACTERS = 50_000_000;

  /// How many values a text may hold, those that a YAML alias repeats counted each time.
  static final int NODES = 1_000_000;

  /// The largest power of ten that a number may be written with.
  static final int EXPONENT = 1_000_000;

  /// The most digits that a number may have.
  static final int DIGITS = 10_000;

  private Limits() {}

  static Diagnostic tooDeep(SourceRange at) {
    return Diagnostic.error(
            "source.too-deep",
            "Nesting too deep",
            "Values may be nested at most " + DEPTH + " levels deep.")
        .at(at);
  }

  static Diagnostic tooMany(SourceRange at) {
    return Diagnostic.error(
            "source.too-many-values",
            "Too many values",
            "A file may hold at most "
                + NODES
                + " values, those that aliases repeat included. Split it into several files.")
        .at(at);
  }

  static Diagnostic tooLong(String file) {
    return Diagnostic.error(
            "source.too-long",
            "File too large",
            "A file may have at most " + CHARACTERS + " characters. Split it into several files.")
        .at(SourceRange.of(file));
  }

  static Diagnostic numberTooLarge(SourceRange at) {
    return Diagnostic.error(
            "source.number-too-large",
            "Number too large",
            "A number may have at most "
                + DIGITS
                + " digits and a power of ten of at most "
                + EXPONENT
                + ". Write it as a string if its digits matter.")
        .at(at);
  }
}

package dev.groma.schemas.diag;

/// A part of a file.
///
/// @param file the name as messages print it, relative to the working directory where possible
/// @param start the place of its first character
/// @param end the place after its last character
public record SourceRange(String file, Position start, Position end)
    implements Comparable<SourceRange> {
  /// The beginning of `file`, for messages about the file as a whole.
  public static SourceRange of(String file) {
    return new SourceRange(file, Position.START, Position.START);
  }

  /// The range from the start of this to the end of `last`, in one file.
  public SourceRange to(SourceRange last) {
    return new SourceRange(file, start, last.end);
  }

  @Override
  public int compareTo(SourceRange other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : start.compareTo(other.start);
  }

  /// `file:line:column`.
  @Override
  public String toString() {
    return file + ":" + start.line() + ":" + start.column();
  }
}

package dev.groma.schemas.diag;

/// A place in a text.
///
/// @param line the line, from 1
/// @param column the column in Unicode characters, from 1
/// @param offset the offset in bytes of UTF-8, from 0
public record Position(int line, int column, int offset) implements Comparable<Position> {
  /// The beginning of a text.
  public static final Position START = new Position(1, 1, 0);

  @Override
  public int compareTo(Position other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}

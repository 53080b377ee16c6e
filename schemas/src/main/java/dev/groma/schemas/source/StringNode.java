package dev.groma.schemas.source;

import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.IntFunction;

/// A string as it stands in a JSON or YAML text.
///
/// It knows where in the file each of its characters is written, through escapes and line folding;
/// that is worked out only when asked for.
public final class StringNode implements Node {
  private final String text;
  private final SourceRange range;
  private final IntFunction<Position> places;

  StringNode(String text, SourceRange range, IntFunction<Position> places) {
    this.text = text;
    this.range = range;
    this.places = places;
  }

  /// A string written without quotes or escapes from the start of `range` on, such as a value from
  /// the command line.
  public static StringNode of(String text, SourceRange range) {
    return new StringNode(text, range, index -> advance(range.start(), text, index));
  }

  private static Position advance(Position start, String text, int index) {
    String before = text.substring(0, index);
    int lastBreak = before.lastIndexOf('\n');
    String lastLine = before.substring(lastBreak + 1);
    int breaks = (int) before.chars().filter(c -> c == '\n').count();
    int columns = lastLine.codePointCount(0, lastLine.length());
    return new Position(
        start.line() + breaks,
        breaks == 0 ? start.column() + columns : columns + 1,
        start.offset() + before.getBytes(StandardCharsets.UTF_8).length);
  }

  /// The string, escapes decoded.
  public String text() {
    return text;
  }

  @Override
  public SourceRange range() {
    return range;
  }

  /// The place in the file of the character at `charIndex` of [#text]; the length of the text
  /// stands for the place after the last character.
  ///
  /// @throws IndexOutOfBoundsException for an index outside the text
  public Position positionOf(int charIndex) {
    Objects.checkIndex(charIndex, text.length() + 1);
    return places.apply(charIndex);
  }

  /// The part of the file that holds the characters from `from` to before `to` of [#text].
  public SourceRange rangeOf(int from, int to) {
    return new SourceRange(range.file(), positionOf(from), positionOf(to));
  }

  /// The part from the character at `from` to before the one at `to` as a string of its own.
  public StringNode part(int from, int to) {
    return new StringNode(
        text.substring(from, to), rangeOf(from, to), index -> places.apply(from + index));
  }

  /// True for a string with the same text in the same place.
  @Override
  public boolean equals(Object other) {
    return other instanceof StringNode s && text.equals(s.text) && range.equals(s.range);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "StringNode[" + text + ", " + range + "]";
  }
}

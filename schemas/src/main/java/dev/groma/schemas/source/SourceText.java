package dev.groma.schemas.source;

import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The text of a file, addressed by line, column and byte.
///
/// Lines end at a line feed; a carriage return before it belongs to the line end.
public final class SourceText {
  /// So many characters lie between two places whose column and byte are kept.
  private static final int STRIDE = 64;

  private final String fileName;
  private final String text;
  private final boolean ascii;
  private final int[] lineStarts;
  private final int[] codePoints;
  private final int[] bytes;

  /// A text that messages call `fileName`.
  public SourceText(String fileName, String text) {
    this.fileName = fileName;
    this.text = text;
    IntStream feeds = IntStream.range(0, text.length()).filter(i -> text.charAt(i) == '\n');
    lineStarts = IntStream.concat(IntStream.of(0), feeds.map(i -> i + 1)).toArray();
    ascii = text.chars().allMatch(c -> c < 0x80);
    codePoints = new int[ascii ? 1 : text.length() / STRIDE + 1];
    bytes = new int[codePoints.length];
    for (int i = 1; i < codePoints.length; i++) {
      codePoints[i] = codePointsBefore(i * STRIDE, i - 1);
      bytes[i] = bytesBefore(i * STRIDE, i - 1);
    }
  }

  /// The name as messages print it.
  public String fileName() {
    return fileName;
  }

  /// The whole text.
  public String text() {
    return text;
  }

  /// How many lines there are, at least one.
  public int lineCount() {
    return lineStarts.length;
  }

  /// The line with this number, from 1, without its end; empty when there is no such line.
  public String line(int number) {
    if (number < 1 || number > lineStarts.length) {
      return "";
    }
    int start = lineStarts[number - 1];
    int end = number < lineStarts.length ? lineStarts[number] - 1 : text.length();
    return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /// The place of the character at `charIndex`; an index outside the text stands for its nearest
  /// end.
  public Position position(int charIndex) {
    int index = Math.clamp(charIndex, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    if (ascii) {
      return new Position(line + 1, index - lineStarts[line] + 1, index);
    }
    int column =
        codePointsBefore(index, index / STRIDE)
            - codePointsBefore(lineStarts[line], lineStarts[line] / STRIDE);
    return new Position(line + 1, column + 1, bytesBefore(index, index / STRIDE));
  }

  /// The part from the character at `from` to before the one at `to`.
  public SourceRange range(int from, int to) {
    return new SourceRange(fileName, position(from), position(to));
  }

  private int codePointsBefore(int index, int known) {
    int count = codePoints[known];
    for (int i = known * STRIDE; i < index; i++) {
      count += Character.isLowSurrogate(text.charAt(i)) ? 0 : 1;
    }
    return count;
  }

  private int bytesBefore(int index, int known) {
    int count = bytes[known];
    for (int i = known * STRIDE; i < index; i++) {
      char c = text.charAt(i);
      // The two halves of a surrogate pair make four bytes.
      count += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return count;
  }

  /// The file name only: a text may hold secrets.
  @Override
  public String toString() {
    return "SourceText[" + fileName + "]";
  }
}

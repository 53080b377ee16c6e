package dev.groma.schemas.source;

import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The text of a file, addressed by line, column and byte.
///
/// Lines end at a line feed; a carriage return before it belongs to the line end.
public final class SourceText {
  private final String fileName;
  private final String text;
  private final int[] lineStarts;
  private final int[] lineOffsets;

  /// A text that messages call `fileName`.
  public SourceText(String fileName, String text) {
    this.fileName = fileName;
    this.text = text;
    List<int[]> starts = new ArrayList<>();
    starts.add(new int[] {0, 0});
    int from = 0;
    int offset = 0;
    for (int feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', from)) {
      offset += utf8Length(text, from, feed + 1);
      from = feed + 1;
      starts.add(new int[] {from, offset});
    }
    lineStarts = starts.stream().mapToInt(s -> s[0]).toArray();
    lineOffsets = starts.stream().mapToInt(s -> s[1]).toArray();
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

  /// The place of the character at `charIndex`; an index behind the end stands for the end.
  public Position position(int charIndex) {
    int index = Math.clamp(charIndex, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    int start = lineStarts[line];
    return new Position(
        line + 1,
        text.codePointCount(start, index) + 1,
        lineOffsets[line] + utf8Length(text, start, index));
  }

  /// The part from the character at `from` to before the one at `to`.
  public SourceRange range(int from, int to) {
    return new SourceRange(fileName, position(from), position(to));
  }

  /// The place at the end of the text.
  public SourceRange end() {
    return range(text.length(), text.length());
  }

  private static int utf8Length(String text, int from, int to) {
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // The two halves of a surrogate pair make four bytes; a lone one is written as "?" or U+FFFD
      // and cannot come from a file.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  @Override
  public String toString() {
    return "SourceText[" + fileName + "]";
  }
}

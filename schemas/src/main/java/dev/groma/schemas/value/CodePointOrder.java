package dev.groma.schemas.value;

import java.util.Comparator;

/// The order of strings by Unicode code point, which is also the order of their UTF-8 bytes. It
/// differs from [String#compareTo] where surrogate pairs meet characters above them.
public enum CodePointOrder implements Comparator<String> {
  /// The only instance.
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xs = Character.isSurrogate(x);
        boolean ys = Character.isSurrogate(y);
        return xs == ys ? Character.compare(x, y) : xs ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}

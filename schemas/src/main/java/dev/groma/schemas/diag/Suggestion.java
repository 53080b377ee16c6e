package dev.groma.schemas.diag;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what a misspelt name was meant to be.
public final class Suggestion {
  private Suggestion() {}

  /// The one of `known` nearest to `given`, when fewer than three letters or less than a third of
  /// it differ.
  public static Optional<String> nearest(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> !name.equals(given))
        .filter(name -> distance(given, name) <= Math.max(1, Math.min(3, (given.length() + 2) / 3)))
        .min(Comparator.<String>comparingInt(name -> distance(given, name)).thenComparing(n -> n));
  }

  /// A sentence ` Did you mean "x"?`, beginning with a blank, or nothing.
  public static String didYouMean(String given, Collection<String> known) {
    return nearest(given, known).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }

  /// The number of letters to insert, delete, replace or swap with their neighbour.
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = current;
      current = spare;
    }
    return last[b.length()];
  }
}

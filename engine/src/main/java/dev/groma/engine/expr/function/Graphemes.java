package dev.groma.engine.expr.function;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits text into what readers see as characters: extended grapheme clusters of Unicode 15.0.
final class Graphemes {
  private static final Pattern CLUSTER = Pattern.compile("\\X");
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Graphemes() {}

  static List<String> of(String text) {
    List<String> all = new ArrayList<>();
    Matcher matcher = CLUSTER.matcher(text);
    while (matcher.find()) {
      splitConjuncts(matcher.group(), all);
    }
    return all;
  }

  static int count(String text) {
    return of(text).size();
  }

  /// Later versions of Unicode keep Indic consonants together that 15.0 separates.
  private static void splitConjuncts(String cluster, List<String> all) {
    int start = 0;
    int before = -1;
    for (int i = 0; i < cluster.length(); i += Character.charCount(cluster.codePointAt(i))) {
      int c = cluster.codePointAt(i);
      if (before >= 0 && joins(before) && isConsonant(c)) {
        all.add(cluster.substring(start, i));
        start = i;
      }
      before = c;
    }
    all.add(cluster.substring(start));
  }

  private static boolean joins(int c) {
    return c == ZERO_WIDTH_JOINER || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isConsonant(int c) {
    return Character.getType(c) == Character.OTHER_LETTER
        && Character.UnicodeScript.of(c) != Character.UnicodeScript.HANGUL;
  }
}

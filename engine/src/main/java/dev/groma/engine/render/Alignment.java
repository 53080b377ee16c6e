package dev.groma.engine.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Which elements of two sequences belong together.
public final class Alignment {
  /// Beyond this many comparisons everything between the common ends counts as replaced.
  private static final long MAX_COMPARISONS = 4_000_000;

  /// A position in each sequence, -1 where the element is only in the other one.
  public record Pair(int before, int after) {}

  private Alignment() {}

  /// The first with the first, the second with the second and so on.
  static List<Pair> byPosition(int before, int after) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.max(before, after); i++) {
      pairs.add(new Pair(i < before ? i : -1, i < after ? i : -1));
    }
    return pairs;
  }

  /// Equal elements wherever they are, those of `before` first.
  public static <T> List<Pair> bySameness(List<T> before, List<T> after) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      pairs.add(new Pair(i, after.indexOf(before.get(i))));
    }
    for (int j = 0; j < after.size(); j++) {
      if (!before.contains(after.get(j))) {
        pairs.add(new Pair(-1, j));
      }
    }
    return pairs;
  }

  /// Along the longest common subsequence. Between its members, elements that `comparable` accepts
  /// are paired in turn, so that their difference is shown instead of the whole of both.
  public static <T> List<Pair> byCommonSubsequence(
      List<T> before, List<T> after, BiPredicate<T, T> comparable) {
    List<Pair> pairs = new ArrayList<>();
    int i = 0;
    int j = 0;
    for (Pair common : longestCommon(before, after)) {
      addRun(before, after, i, common.before, j, common.after, comparable, pairs);
      pairs.add(common);
      i = common.before + 1;
      j = common.after + 1;
    }
    addRun(before, after, i, before.size(), j, after.size(), comparable, pairs);
    return pairs;
  }

  private static <T> void addRun(
      List<T> before,
      List<T> after,
      int i,
      int beforeEnd,
      int j,
      int afterEnd,
      BiPredicate<T, T> comparable,
      List<Pair> out) {
    int next = j;
    for (int k = i; k < beforeEnd; k++) {
      boolean together = next < afterEnd && comparable.test(before.get(k), after.get(next));
      out.add(new Pair(k, together ? next++ : -1));
    }
    for (; next < afterEnd; next++) {
      out.add(new Pair(-1, next));
    }
  }

  private static <T> List<Pair> longestCommon(List<T> before, List<T> after) {
    List<Pair> common = new ArrayList<>();
    int start = 0;
    int n = before.size();
    int m = after.size();
    while (start < n && start < m && before.get(start).equals(after.get(start))) {
      common.add(new Pair(start, start));
      start++;
    }
    while (n > start && m > start && before.get(n - 1).equals(after.get(m - 1))) {
      n--;
      m--;
    }
    if ((long) (n - start) * (m - start) <= MAX_COMPARISONS) {
      addMiddle(before, after, start, n, m, common);
    }
    for (int i = n, j = m; i < before.size(); i++, j++) {
      common.add(new Pair(i, j));
    }
    return common;
  }

  private static <T> void addMiddle(
      List<T> before, List<T> after, int start, int n, int m, List<Pair> common) {
    int[][] length = new int[n - start + 1][m - start + 1];
    for (int i = n - 1; i >= start; i--) {
      for (int j = m - 1; j >= start; j--) {
        length[i - start][j - start] =
            before.get(i).equals(after.get(j))
                ? length[i - start + 1][j - start + 1] + 1
                : Math.max(length[i - start + 1][j - start], length[i - start][j - start + 1]);
      }
    }
    int i = start;
    int j = start;
    while (i < n && j < m) {
      if (before.get(i).equals(after.get(j))) {
        common.add(new Pair(i++, j++));
      } else if (length[i - start + 1][j - start] >= length[i - start][j - start + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }
}

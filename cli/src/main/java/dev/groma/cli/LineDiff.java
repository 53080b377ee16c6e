package dev.groma.cli;

import java.util.ArrayList;
import java.util.List;

/// The lines in which two texts differ, in the unified format that `patch` reads.
///
/// Equal beginnings and ends are set aside first; what is between is compared by its longest common
/// subsequence, or, beyond a size where that takes too much memory, replaced as a whole.
final class LineDiff {
  private static final int CONTEXT = 3;
  private static final long MOST_CELLS = 25_000_000;

  private final List<String> old;
  private final List<String> now;
  private final List<Edit> edits = new ArrayList<>();

  private LineDiff(List<String> old, List<String> now) {
    this.old = old;
    this.now = now;
  }

  /// One line, kept, taken away or added.
  private record Edit(char sign, String line) {}

  /// What turns `before` into `after`; "" when they are equal.
  static String unified(String name, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    LineDiff diff = new LineDiff(lines(before), lines(after));
    diff.compare();
    return "--- old/" + name + "\n+++ new/" + name + "\n" + diff.hunks();
  }

  /// The lines with their ends, so that a missing last one counts.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int feed = text.indexOf('\n', from);
      int to = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }

  private void compare() {
    int start = 0;
    int shorter = Math.min(old.size(), now.size());
    while (start < shorter && old.get(start).equals(now.get(start))) {
      start++;
    }
    int same = 0;
    while (same < shorter - start
        && old.get(old.size() - 1 - same).equals(now.get(now.size() - 1 - same))) {
      same++;
    }
    keep(0, start);
    between(start, old.size() - same, start, now.size() - same);
    keep(old.size() - same, old.size());
  }

  private void keep(int from, int to) {
    old.subList(from, to).forEach(line -> edits.add(new Edit(' ', line)));
  }

  private void between(int oldFrom, int oldTo, int newFrom, int newTo) {
    int rows = oldTo - oldFrom;
    int columns = newTo - newFrom;
    boolean small = (long) (rows + 1) * (columns + 1) <= MOST_CELLS;
    int[][] common = small ? common(oldFrom, rows, newFrom, columns) : new int[0][];
    int i = 0;
    int j = 0;
    while (small && i < rows && j < columns) {
      if (old.get(oldFrom + i).equals(now.get(newFrom + j))) {
        edits.add(new Edit(' ', old.get(oldFrom + i)));
        i++;
        j++;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        edits.add(new Edit('-', old.get(oldFrom + i++)));
      } else {
        edits.add(new Edit('+', now.get(newFrom + j++)));
      }
    }
    old.subList(oldFrom + i, oldTo).forEach(line -> edits.add(new Edit('-', line)));
    now.subList(newFrom + j, newTo).forEach(line -> edits.add(new Edit('+', line)));
  }

  /// The length of the longest common subsequence of what follows each pair of lines.
  private int[][] common(int oldFrom, int rows, int newFrom, int columns) {
    int[][] length = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        length[i][j] =
            old.get(oldFrom + i).equals(now.get(newFrom + j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    return length;
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    int oldLine = 1;
    int newLine = 1;
    int at = 0;
    while (at < edits.size()) {
      int change = at;
      while (change < edits.size() && edits.get(change).sign() == ' ') {
        change++;
      }
      if (change == edits.size()) {
        break;
      }
      int from = Math.max(at, change - CONTEXT);
      oldLine += from - at;
      newLine += from - at;
      int to = end(change);
      int olds = 0;
      int news = 0;
      StringBuilder body = new StringBuilder();
      for (Edit edit : edits.subList(from, to)) {
        olds += edit.sign() == '+' ? 0 : 1;
        news += edit.sign() == '-' ? 0 : 1;
        body.append(edit.sign()).append(edit.line());
        if (!edit.line().endsWith("\n")) {
          body.append("\n\\ No newline at end of file\n");
        }
      }
      out.append("@@ -").append(olds == 0 ? oldLine - 1 : oldLine).append(',').append(olds);
      out.append(" +").append(news == 0 ? newLine - 1 : newLine).append(',').append(news);
      out.append(" @@\n").append(body);
      oldLine += olds;
      newLine += news;
      at = to;
    }
    return out.toString();
  }

  /// Where the hunk with the change at `change` ends: after the context of its last change.
  private int end(int change) {
    int last = change;
    for (int i = change; i < edits.size() && i - last <= 2 * CONTEXT; i++) {
      if (edits.get(i).sign() != ' ') {
        last = i;
      }
    }
    return Math.min(edits.size(), last + CONTEXT + 1);
  }
}

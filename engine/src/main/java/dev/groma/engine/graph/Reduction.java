package dev.groma.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Leaves out the edges of a graph that follow from others, for drawings.
public final class Reduction {
  /// Above this number of nodes nobody looks at a drawing edge by edge, and leaving some out would
  /// cost the square of it.
  private static final int LIMIT = 20_000;

  private Reduction() {}

  /// `before` without the edges that follow from others; as it is when the graph has cycles or is
  /// very large.
  ///
  /// @param before for each node, those that must be done before it
  public static List<int[]> of(List<int[]> before) {
    int[] ordered = ordered(before);
    if (ordered.length < before.size() || ordered.length > LIMIT) {
      return before;
    }
    BitSet[] behind = new BitSet[ordered.length];
    int[][] direct = new int[ordered.length][];
    for (int node : ordered) {
      BitSet further = new BitSet();
      for (int earlier : before.get(node)) {
        further.or(behind[earlier]);
      }
      direct[node] =
          Arrays.stream(before.get(node)).filter(earlier -> !further.get(earlier)).toArray();
      for (int earlier : direct[node]) {
        further.set(earlier);
      }
      behind[node] = further;
    }
    return List.of(direct);
  }

  /// The nodes, each after those that come before it; without those behind a cycle.
  private static int[] ordered(List<int[]> before) {
    List<List<Integer>> after = new ArrayList<>();
    before.forEach(_ -> after.add(new ArrayList<>(2)));
    int[] missing = new int[before.size()];
    int[] ordered = new int[before.size()];
    int known = 0;
    for (int node = 0; node < missing.length; node++) {
      missing[node] = before.get(node).length;
      for (int earlier : before.get(node)) {
        after.get(earlier).add(node);
      }
      if (missing[node] == 0) {
        ordered[known++] = node;
      }
    }
    for (int done = 0; done < known; done++) {
      for (int later : after.get(ordered[done])) {
        if (--missing[later] == 0) {
          ordered[known++] = later;
        }
      }
    }
    return Arrays.copyOf(ordered, known);
  }
}

package dev.groma.engine.render.review;

import dev.groma.engine.render.review.Review.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where the nodes of a graph are drawn: in columns, what depends on others to their right. The
/// same graph is always drawn the same way.
///
/// Parts that have nothing to do with each other are laid out one by one and put beside and below
/// each other. In each part a node stands in the column after the last of those that it depends on;
/// within a column, close to what it is connected with, found by moving each node to the middle of
/// its neighbours in turn. A column that would be too high is broken into several.
///
/// @param places the place of each node's upper left corner; null for nodes that are left out
/// @param width the width of all
/// @param height the height of all
record Layout(List<Layout.@Nullable Place> places, int width, int height) {
  /// A place, in pixels.
  record Place(int x, int y) {}

  static final int NODE_WIDTH = 284;
  static final int NODE_HEIGHT = 30;
  private static final int ROW = NODE_HEIGHT + 10;
  private static final int COLUMN = NODE_WIDTH + 70;
  private static final int SUB_COLUMN = NODE_WIDTH + 24;
  private static final int MARGIN = 40;
  private static final int SWEEPS = 8;
  private static final int LEAST_ROWS = 12;

  /// How much wider than high the whole shall be.
  private static final double ASPECT = 1.7;

  /// The layout of the nodes for which `kept` is true.
  static Layout of(List<Node> nodes, boolean[] kept) {
    List<List<Integer>> parts = parts(nodes, kept);
    Place[] places = new Place[nodes.size()];
    List<int[]> sizes = new ArrayList<>();
    for (List<Integer> part : parts) {
      sizes.add(new Part(nodes, kept, part).place(places));
    }
    return pack(parts, sizes, places);
  }

  /// The connected parts, the largest first.
  private static List<List<Integer>> parts(List<Node> nodes, boolean[] kept) {
    List<List<Integer>> near = neighbours(nodes, kept);
    boolean[] seen = new boolean[nodes.size()];
    List<List<Integer>> parts = new ArrayList<>();
    for (int start = 0; start < nodes.size(); start++) {
      if (!kept[start] || seen[start]) {
        continue;
      }
      List<Integer> part = new ArrayList<>();
      Deque<Integer> open = new ArrayDeque<>(List.of(start));
      seen[start] = true;
      while (!open.isEmpty()) {
        int node = open.remove();
        part.add(node);
        for (int other : near.get(node)) {
          if (!seen[other]) {
            seen[other] = true;
            open.add(other);
          }
        }
      }
      part.sort(null);
      parts.add(part);
    }
    parts.sort(Comparator.comparingInt(part -> -part.size()));
    return parts;
  }

  private static List<List<Integer>> neighbours(List<Node> nodes, boolean[] kept) {
    List<List<Integer>> near = new ArrayList<>();
    nodes.forEach(_ -> near.add(new ArrayList<>()));
    for (int node = 0; node < nodes.size(); node++) {
      for (int above : nodes.get(node).above()) {
        if (kept[node] && kept[above]) {
          near.get(node).add(above);
          near.get(above).add(node);
        }
      }
    }
    return near;
  }

  /// Puts parts beside each other as long as there is room, then below.
  private static Layout pack(
      List<List<Integer>> parts, List<int[]> sizes, @Nullable Place[] places) {
    double area = 0;
    int widest = 0;
    for (int[] size : sizes) {
      area += (double) (size[0] + MARGIN) * (size[1] + MARGIN);
      widest = Math.max(widest, size[0]);
    }
    int limit = Math.max(widest, (int) Math.sqrt(area * ASPECT));
    int x = 0;
    int y = 0;
    int shelf = 0;
    int width = 0;
    for (int i = 0; i < parts.size(); i++) {
      int[] size = sizes.get(i);
      if (x > 0 && x + size[0] > limit) {
        x = 0;
        y += shelf + MARGIN;
        shelf = 0;
      }
      for (int node : parts.get(i)) {
        Place place = places[node];
        if (place != null) {
          places[node] = new Place(place.x + x, place.y + y);
        }
      }
      x += size[0] + MARGIN;
      width = Math.max(width, x - MARGIN);
      shelf = Math.max(shelf, size[1]);
    }
    return new Layout(Arrays.asList(places), width, y + shelf);
  }

  /// A connected part, being laid out.
  private static final class Part {
    private final List<Node> nodes;
    private final boolean[] kept;
    private final List<Integer> members;
    private final List<List<Integer>> near;
    private final int[] layer;
    private final double[] rank;

    Part(List<Node> nodes, boolean[] kept, List<Integer> members) {
      this.nodes = nodes;
      this.kept = kept;
      this.members = members;
      this.near = neighbours(nodes, kept);
      this.layer = new int[nodes.size()];
      this.rank = new double[nodes.size()];
    }

    /// Writes the places of the members, from zero on. Returns width and height.
    int[] place(@Nullable Place[] places) {
      layers();
      List<List<Integer>> columns = columns();
      int rows = Math.max(LEAST_ROWS, (int) Math.ceil(Math.sqrt(members.size() * 2.4)));
      int x = 0;
      int tallest = 0;
      List<List<Integer>> drawn = new ArrayList<>();
      List<Integer> at = new ArrayList<>();
      for (List<Integer> column : columns) {
        int pieces = (column.size() + rows - 1) / rows;
        int each = (column.size() + pieces - 1) / pieces;
        for (int from = 0; from < column.size(); from += each) {
          List<Integer> piece = column.subList(from, Math.min(from + each, column.size()));
          drawn.add(piece);
          at.add(x);
          tallest = Math.max(tallest, piece.size());
          x += from + each < column.size() ? SUB_COLUMN : COLUMN;
        }
      }
      for (int i = 0; i < drawn.size(); i++) {
        int y = (tallest - drawn.get(i).size()) * ROW / 2;
        for (int node : drawn.get(i)) {
          places[node] = new Place(at.get(i), y);
          y += ROW;
        }
      }
      return new int[] {x - COLUMN + NODE_WIDTH, tallest * ROW - (ROW - NODE_HEIGHT)};
    }

    /// Each node comes after all that it depends on. Nodes in a cycle, which no plan has, stay
    /// where they are when every other node has its layer.
    private void layers() {
      boolean changed = true;
      for (int round = 0; changed && round <= members.size(); round++) {
        changed = false;
        for (int node : members) {
          for (int above : nodes.get(node).above()) {
            if (kept[above] && layer[node] <= layer[above]) {
              layer[node] = layer[above] + 1;
              changed = true;
            }
          }
        }
      }
    }

    private List<List<Integer>> columns() {
      TreeMap<Integer, List<Integer>> columns = new TreeMap<>();
      for (int node : members) {
        columns.computeIfAbsent(layer[node], _ -> new ArrayList<>()).add(node);
      }
      List<List<Integer>> all = new ArrayList<>(columns.values());
      all.forEach(this::rank);
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        boolean forth = sweep % 2 == 0;
        for (List<Integer> column : forth ? all : all.reversed()) {
          double[] middle = new double[nodes.size()];
          column.forEach(node -> middle[node] = middle(node, forth));
          column.sort(Comparator.comparingDouble(node -> middle[node]));
          rank(column);
        }
      }
      return all;
    }

    /// Ranks are between 0 and 1, so that columns of different heights can be compared.
    private void rank(List<Integer> column) {
      for (int i = 0; i < column.size(); i++) {
        rank[column.get(i)] = (i + 0.5) / column.size();
      }
    }

    private double middle(int node, boolean forth) {
      return near.get(node).stream()
          .filter(other -> forth ? layer[other] < layer[node] : layer[other] > layer[node])
          .mapToDouble(other -> rank[other])
          .average()
          .orElse(rank[node]);
    }
  }
}

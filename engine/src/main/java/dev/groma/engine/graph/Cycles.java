package dev.groma.engine.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/// Finds the cycles of a graph.
public final class Cycles {
  private Cycles() {}

  /// The shortest cycle of each group of nodes that reach each other, in the order in which its
  /// nodes refer to the next; none when there are no cycles.
  ///
  /// @param before for each node, those that must be done before it
  public static List<List<Integer>> find(List<int[]> before) {
    if (isAcyclic(before)) {
      return List.of();
    }
    List<List<Integer>> cycles = new ArrayList<>();
    for (int node = 0; node < before.size(); node++) {
      for (int earlier : before.get(node)) {
        if (earlier == node) {
          cycles.add(List.of(node));
        }
      }
    }
    groups(before).forEach(group -> cycles.add(shortest(group, before)));
    return cycles.stream().sorted((a, b) -> Integer.compare(a.getFirst(), b.getFirst())).toList();
  }

  /// The groups of several nodes that reach each other.
  ///
  /// @param before for each node, those that must be done before it
  public static List<Set<Integer>> groups(List<int[]> before) {
    Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
    for (int node = 0; node < before.size(); node++) {
      graph.addVertex(node);
    }
    for (int node = 0; node < before.size(); node++) {
      for (int earlier : before.get(node)) {
        if (earlier != node) {
          graph.addEdge(node, earlier);
        }
      }
    }
    return new GabowStrongConnectivityInspector<>(graph)
        .stronglyConnectedSets().stream().filter(group -> group.size() > 1).toList();
  }

  private static boolean isAcyclic(List<int[]> before) {
    int size = before.size();
    int[] waiting = new int[size];
    List<List<Integer>> after = new ArrayList<>(size);
    for (int node = 0; node < size; node++) {
      after.add(new ArrayList<>(2));
    }
    ArrayDeque<Integer> ready = new ArrayDeque<>();
    for (int node = 0; node < size; node++) {
      waiting[node] = before.get(node).length;
      for (int earlier : before.get(node)) {
        after.get(earlier).add(node);
      }
      if (waiting[node] == 0) {
        ready.add(node);
      }
    }
    int done = 0;
    while (!ready.isEmpty()) {
      done++;
      for (int successor : after.get(ready.poll())) {
        if (--waiting[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    return done == size;
  }

  /// The shortest way from the smallest node of `group` through the group back to it.
  private static List<Integer> shortest(Set<Integer> group, List<int[]> before) {
    int start = group.stream().min(Integer::compare).orElseThrow();
    Map<Integer, Integer> cameFrom = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      int node = queue.poll();
      for (int next : before.get(node)) {
        if (next == start) {
          return wayBack(node, start, cameFrom);
        }
        if (group.contains(next) && seen.add(next)) {
          cameFrom.put(next, node);
          queue.add(next);
        }
      }
    }
    throw new IllegalStateException("node " + start + " is in no cycle");
  }

  private static List<Integer> wayBack(int last, int start, Map<Integer, Integer> cameFrom) {
    ArrayDeque<Integer> cycle = new ArrayDeque<>();
    Integer node = last;
    while (node != null && node != start) {
      cycle.addFirst(node);
      node = cameFrom.get(node);
    }
    cycle.addFirst(start);
    return List.copyOf(cycle);
  }
}

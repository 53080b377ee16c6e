package dev.groma.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The steps of an apply and which must be complete before which begins. All ordering is decided
/// here, once, while planning.
///
/// @param steps the steps
/// @param before for each step, the positions of the steps that must be complete before it begins,
///   ascending
public record ExecutionGraph(List<Step> steps, List<int[]> before) {
  /// No steps.
  public static final ExecutionGraph EMPTY = new ExecutionGraph(List.of(), List.of());

  /// Copies the lists.
  public ExecutionGraph {
    steps = List.copyOf(steps);
    before = List.copyOf(before);
  }

  /// Collects steps and edges.
  public static final class Builder {
    private final Map<Step, Integer> positions = new LinkedHashMap<>();
    private final List<List<Integer>> before = new ArrayList<>();

    /// The position of `step`, which is added when it is new.
    public int step(Step step) {
      Integer position = positions.get(step);
      if (position == null) {
        position = positions.size();
        positions.put(step, position);
        before.add(new ArrayList<>(4));
      }
      return position;
    }

    /// Says that `first` must be complete before `then` begins.
    public void order(Step first, Step then) {
      if (!first.equals(then)) {
        int from = step(first);
        before.get(step(then)).add(from);
      }
    }

    /// True when `step` was added.
    public boolean has(Step step) {
      return positions.containsKey(step);
    }

    /// The graph, without repeated edges.
    public ExecutionGraph build() {
      List<int[]> sorted = new ArrayList<>(before.size());
      for (List<Integer> list : before) {
        sorted.add(
            Arrays.stream(list.stream().mapToInt(i -> i).toArray()).distinct().sorted().toArray());
      }
      return new ExecutionGraph(List.copyOf(positions.keySet()), sorted);
    }
  }
}

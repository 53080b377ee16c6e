package dev.groma.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static List<int[]> graph(int[]... before) {
    return List.of(before);
  }

  private static final int[] NONE = {};

  @Test
  void everyNodeComesAfterItsPredecessors() throws InterruptedException {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<int[]> before = new ArrayList<>();
      for (int node = 0; node < 200; node++) {
        int limit = node;
        before.add(
            random
                .ints(random.nextInt(4), 0, Math.max(1, limit))
                .filter(n -> n < limit)
                .distinct()
                .toArray());
      }
      Set<Integer> done = ConcurrentHashMap.newKeySet();
      Queue<String> wrong = new ConcurrentLinkedQueue<>();
      Walk.run(
          before,
          new Walk.Visitor() {
            @Override
            public boolean visit(int node) {
              for (int earlier : before.get(node)) {
                if (!done.contains(earlier)) {
                  wrong.add(node + " before " + earlier);
                }
              }
              return done.add(node);
            }

            @Override
            public void skip(int node) {
              wrong.add("skipped " + node);
            }
          });
      assertThat(wrong).as("seed %d", seed).isEmpty();
      assertThat(done).as("seed %d", seed).hasSize(200);
    }
  }

  @Test
  void whatComesAfterAFailureIsSkippedAndTheRestGoesOn() throws InterruptedException {
    // 0 <- 1 <- 2, 0 <- 3; 1 fails.
    List<int[]> before = graph(NONE, new int[] {0}, new int[] {1}, new int[] {0});
    Set<Integer> visited = ConcurrentHashMap.newKeySet();
    Set<Integer> skipped = ConcurrentHashMap.newKeySet();
    Walk.run(
        before,
        new Walk.Visitor() {
          @Override
          public boolean visit(int node) {
            visited.add(node);
            return node != 1;
          }

          @Override
          public void skip(int node) {
            skipped.add(node);
          }
        });
    assertThat(visited).containsExactlyInAnyOrder(0, 1, 3);
    assertThat(skipped).containsExactly(2);
  }

  @Test
  void aChainOfAHundredThousandNodesIsWalked() throws InterruptedException {
    int size = 100_000;
    List<int[]> before = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      before.add(node == 0 ? NONE : new int[] {node - 1});
    }
    List<Integer> order = new ArrayList<>();
    Walk.run(
        before,
        new Walk.Visitor() {
          @Override
          public boolean visit(int node) {
            return order.add(node);
          }

          @Override
          public void skip(int node) {
            throw new AssertionError();
          }
        });
    assertThat(order).hasSize(size).isSorted();
  }

  @Test
  void aFaultOfTheVisitorEndsTheWalk() {
    assertThatThrownBy(() ->
            Walk.run(
                graph(NONE, new int[] {0}),
                new Walk.Visitor() {
                  @Override
                  public boolean visit(int node) {
                    throw new IllegalStateException("broken");
                  }

                  @Override
                  public void skip(int node) {}
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  @Test
  void cyclesAreFoundShortest() {
    // 0 -> 1 -> 2 -> 0 and 0 -> 2 directly; 3 alone refers to itself; 4 to 0.
    List<int[]> before =
        graph(new int[] {1, 2}, new int[] {2}, new int[] {0}, new int[] {3}, new int[] {0});
    assertThat(Cycles.find(before)).containsExactly(List.of(0, 2), List.of(3));
    assertThat(Cycles.find(graph(NONE, new int[] {0}))).isEmpty();
  }

  @Test
  void whatFollowsFromOtherEdgesIsLeftOut() {
    List<int[]> before =
        graph(
            new int[] {1, 2, 3, 4},
            new int[] {3},
            new int[] {3, 4},
            new int[] {4},
            NONE,
            new int[] {4});
    assertThat(Reduction.of(before).stream().map(Arrays::toString))
        .containsExactly("[1, 2]", "[3]", "[3]", "[4]", "[]", "[4]");
    List<int[]> cyclic = graph(new int[] {1, 2}, new int[] {2}, new int[] {0});
    assertThat(Reduction.of(cyclic)).isSameAs(cyclic);
    assertThat(Cycles.groups(cyclic)).containsExactly(Set.of(0, 1, 2));
  }

  @Test
  void deepChainsHaveNoCycle() {
    List<int[]> before = new ArrayList<>();
    for (int node = 0; node < 50_000; node++) {
      before.add(node == 49_999 ? NONE : new int[] {node + 1});
    }
    assertThat(Cycles.find(before)).isEmpty();
  }
}

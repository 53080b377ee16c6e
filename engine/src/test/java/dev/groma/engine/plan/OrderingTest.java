package dev.groma.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.graph.Cycles;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The constraints O1 to O6 of docs/lifecycle.md.
class OrderingTest {
  private final List<Change> changes = new ArrayList<>();
  private final Map<InstanceAddress, Set<Dependency>> configured = new HashMap<>();
  private final Map<ResourceAddress, Set<ResourceAddress>> recorded = new TreeMap<>();
  private final Set<ResourceAddress> late = new HashSet<>();

  private static InstanceAddress address(String name) {
    return InstanceAddress.managed("t", name);
  }

  private OrderingTest change(String name, Action action) {
    changes.add(
        new Change(
            address(name),
            address(name),
            "",
            ProviderConfigAddress.root(ProviderAddress.BUILTIN),
            new Schema(0, Block.EMPTY),
            action,
            null,
            Value.nullValue(),
            Value.nullValue(),
            List.of(),
            "",
            false,
            List.of(),
            List.of(),
            false,
            null,
            null));
    return this;
  }

  private OrderingTest configured(String name, String on) {
    configured
        .computeIfAbsent(address(name), _ -> new HashSet<>())
        .add(new Dependency.OnInstance(address(on)));
    return this;
  }

  private OrderingTest recorded(String name, String on) {
    recorded
        .computeIfAbsent(address(name).resource(), _ -> new HashSet<>())
        .add(address(on).resource());
    return this;
  }

  private OrderingTest late(String name) {
    late.add(address(name).resource());
    return this;
  }

  private ExecutionGraph order() {
    return Ordering.order(
        changes, new Ordering.Dependencies(configured, Map.of(), Map.of(), recorded, late));
  }

  private static Step apply(String name) {
    return new Step.Apply(address(name));
  }

  private static Step destroy(String name) {
    return new Step.Destroy(address(name), "");
  }

  /// True when the graph makes `then` wait for `first`, directly or not.
  private static boolean waits(ExecutionGraph graph, Step then, Step first) {
    int from = graph.steps().indexOf(then);
    int to = graph.steps().indexOf(first);
    assertThat(from).isNotNegative();
    assertThat(to).isNotNegative();
    BitSet seen = new BitSet();
    List<Integer> stack = new ArrayList<>(List.of(from));
    while (!stack.isEmpty()) {
      int node = stack.removeLast();
      for (int earlier : graph.before().get(node)) {
        if (earlier == to) {
          return true;
        }
        if (!seen.get(earlier)) {
          seen.set(earlier);
          stack.add(earlier);
        }
      }
    }
    return false;
  }

  @Test
  void o1DependentsAreAppliedAfterwards() {
    ExecutionGraph graph =
        change("a", Action.CREATE).change("b", Action.UPDATE).configured("b", "a").order();
    assertThat(waits(graph, apply("b"), apply("a"))).isTrue();
    assertThat(waits(graph, apply("a"), apply("b"))).isFalse();
  }

  @Test
  void o1HoldsThroughObjectsThatStayAsTheyAre() {
    ExecutionGraph graph =
        change("a", Action.CREATE)
            .change("b", Action.NO_OP)
            .change("c", Action.CREATE)
            .configured("b", "a")
            .configured("c", "b")
            .order();
    assertThat(waits(graph, apply("c"), apply("a"))).isTrue();
  }

  @Test
  void o2DependentsAreDestroyedFirst() {
    ExecutionGraph graph =
        change("a", Action.DELETE).change("b", Action.DELETE).recorded("b", "a").order();
    assertThat(waits(graph, destroy("a"), destroy("b"))).isTrue();
  }

  @Test
  void o3ReplacementsAreDeletedFirstUnlessLate() {
    assertThat(waits(change("a", Action.DELETE_THEN_CREATE).order(), apply("a"), destroy("a")))
        .isTrue();
    changes.clear();
    ExecutionGraph graph = change("a", Action.CREATE_THEN_DELETE).late("a").order();
    assertThat(waits(graph, destroy("a"), apply("a"))).isTrue();
  }

  @Test
  void o4LateObjectsGoAfterEverythingThatDependsOnThem() {
    ExecutionGraph graph =
        change("a", Action.CREATE_THEN_DELETE)
            .change("b", Action.UPDATE)
            .change("c", Action.UPDATE)
            .configured("b", "a")
            .configured("c", "b")
            .late("a")
            .order();
    assertThat(waits(graph, destroy("a"), apply("b"))).isTrue();
    assertThat(waits(graph, destroy("a"), apply("c"))).isTrue();
  }

  @Test
  void o5DependencyIsChangedAfterItsDependentIsDestroyed() {
    ExecutionGraph graph =
        change("a", Action.UPDATE)
            .change("b", Action.DELETE_THEN_CREATE)
            .configured("b", "a")
            .recorded("b", "a")
            .order();
    assertThat(waits(graph, apply("a"), destroy("b"))).isTrue();
    assertThat(waits(graph, apply("b"), apply("a"))).isTrue();
  }

  @Test
  void o6DependentIsChangedAfterItsDependencyIsDestroyed() {
    ExecutionGraph graph =
        change("a", Action.DELETE).change("b", Action.UPDATE).recorded("b", "a").order();
    assertThat(waits(graph, apply("b"), destroy("a"))).isTrue();
  }

  @Test
  void recordedCirclesOfInterruptedAppliesAreBroken() {
    ExecutionGraph graph =
        change("a", Action.DELETE)
            .change("b", Action.DELETE)
            .recorded("a", "b")
            .recorded("b", "a")
            .order();
    assertThat(Cycles.find(graph.before())).isEmpty();
  }

  @Test
  void thereIsNeverACircle() {
    for (long seed = 0; seed < 500; seed++) {
      OrderingTest random = random(seed);
      assertThat(Cycles.find(random.order().before())).as("seed %d", seed).isEmpty();
    }
  }

  /// Ten resources, each depending on some before it; what is late is closed under dependencies, as
  /// the planner makes it.
  private static OrderingTest random(long seed) {
    Random random = new Random(seed);
    OrderingTest test = new OrderingTest();
    boolean[] isLate = new boolean[10];
    Map<Integer, Set<Integer>> depends = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < i; j++) {
        boolean inConfiguration = random.nextInt(4) == 0;
        boolean inState = random.nextInt(4) == 0;
        if (inConfiguration) {
          test.configured("r" + i, "r" + j);
        }
        if (inState) {
          test.recorded("r" + i, "r" + j);
        }
        if (inConfiguration || inState) {
          depends.computeIfAbsent(i, _ -> new HashSet<>()).add(j);
        }
      }
    }
    for (int i = 9; i >= 0; i--) {
      isLate[i] |= random.nextInt(6) == 0;
      if (isLate[i]) {
        test.late("r" + i);
        depends.getOrDefault(i, Set.of()).forEach(j -> isLate[j] = true);
      }
    }
    Action[] choices = {
      Action.NO_OP, Action.CREATE, Action.UPDATE, Action.DELETE, Action.DELETE_THEN_CREATE
    };
    for (int i = 0; i < 10; i++) {
      Action action = choices[random.nextInt(choices.length)];
      if (action == Action.DELETE_THEN_CREATE && isLate[i]) {
        action = Action.CREATE_THEN_DELETE;
      }
      if (action == Action.DELETE) {
        test.configured.remove(
            new InstanceAddress(address("r" + i).resource(), InstanceKey.none()));
      }
      test.change("r" + i, action);
    }
    return test;
  }
}

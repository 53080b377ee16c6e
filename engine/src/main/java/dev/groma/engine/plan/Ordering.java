package dev.groma.engine.plan;

import dev.groma.engine.graph.Cycles;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns changes and dependencies into the order of an apply. This is the one place that knows it.
final class Ordering {
  // Let B depend on A: in the configuration (C), or as recorded when B was last made (P). A
  // resource is late when it or
  // anything that depends on it is replaced create-first: its old objects then go after all new
  // ones are there.
  //
  // 1. apply(B) after apply(A)                                    for A in C(B)
  // 2. destroy(A) after destroy(B)                                for A in P(B)
  // 3. apply(X) after destroy(X), or before it when X is late     replacements
  // 4. destroy(A) after apply of all that depends on A            when A is late: C transitively, P
  // directly
  // 5. apply(A) after destroy(B)                                  for A in P(B) or C(B), B not late
  // 6. apply(B) after destroy(A)                                  for A in P(B), A not late
  //
  // A and B are resources of the configuration, as the state records them: with all their
  // instances in all instances of their module. What expressions refer to is ordered per instance.
  //
  // Edges between whole resources go through joins, so their number is linear in resources,
  // instances and references.

  /// What is known of the dependencies.
  ///
  /// @param instances what each configured instance depends on, directly
  /// @param values what each computed value depends on, directly, by its name
  /// @param outputs what each output value depends on
  /// @param recorded what each resource that is in the state was made after
  /// @param late the resources that are replaced create-first, and all that these depend on
  record Dependencies(
      Map<InstanceAddress, Set<Dependency>> instances,
      Map<String, Set<Dependency>> values,
      Map<String, Set<Dependency>> outputs,
      Map<ResourceAddress, Set<ResourceAddress>> recorded,
      Set<ResourceAddress> late) {}

  private final ExecutionGraph.Builder graph = new ExecutionGraph.Builder();
  private final Dependencies known;
  private final SortedMap<ResourceAddress, List<Change>> byResource = new TreeMap<>();
  private final Map<ResourceAddress, List<Change>> inModules = new HashMap<>();
  private final Map<ResourceAddress, Set<ResourceAddress>> configured = new HashMap<>();
  private final Map<ResourceAddress, Set<ResourceAddress>> recorded = new HashMap<>();
  private final Map<ResourceAddress, Set<ResourceAddress>> dependents = new HashMap<>();
  private final Set<InstanceAddress> appliedInstances = new HashSet<>();
  private final Set<ResourceAddress> late;

  private Ordering(List<Change> changes, Dependencies known) {
    this.known = known;
    for (Change change : changes) {
      ResourceAddress resource = change.address().resource();
      ResourceAddress configuredAs = resource.withoutKeys();
      byResource.computeIfAbsent(configuredAs, _ -> new ArrayList<>()).add(change);
      if (!resource.equals(configuredAs)) {
        inModules.computeIfAbsent(resource, _ -> new ArrayList<>()).add(change);
      }
      if (applies(change)) {
        appliedInstances.add(change.address());
      }
    }
    Map<ResourceAddress, Set<Dependency>> direct = new HashMap<>();
    known
        .instances()
        .forEach((address, dependencies) ->
            direct
                .computeIfAbsent(address.resource().withoutKeys(), _ -> new HashSet<>())
                .addAll(dependencies));
    ResourcesBehind behind = new ResourcesBehind(known.values());
    direct.forEach((address, dependencies) -> configured.put(address, behind.of(dependencies)));
    recordedWithoutCycles();
    configured.forEach((b, all) -> all.forEach(a -> dependents(a).add(b)));
    recorded.forEach((b, all) -> all.forEach(a -> dependents(a).add(b)));
    late = known.late();
  }

  /// The graph of an apply of `changes`.
  static ExecutionGraph order(List<Change> changes, Dependencies known) {
    return new Ordering(changes, known).build();
  }

  private Set<ResourceAddress> dependents(ResourceAddress address) {
    return dependents.computeIfAbsent(address, _ -> new TreeSet<>());
  }

  /// States of interrupted applies can record dependencies both ways; such pairs are left in any
  /// order.
  private void recordedWithoutCycles() {
    List<ResourceAddress> all = new ArrayList<>(new TreeSet<>(known.recorded().keySet()));
    Map<ResourceAddress, Integer> positions = new HashMap<>();
    for (ResourceAddress address : all) {
      positions.put(address, positions.size());
    }
    List<int[]> before = new ArrayList<>();
    for (ResourceAddress address : all) {
      before.add(
          recordedOf(address).stream()
              .map(positions::get)
              .filter(position -> position != null)
              .mapToInt(i -> i)
              .toArray());
    }
    Set<ResourceAddress> entangled = new HashSet<>();
    Cycles.find(before).forEach(cycle -> cycle.forEach(i -> entangled.add(all.get(i))));
    for (ResourceAddress address : all) {
      Set<ResourceAddress> kept = new TreeSet<>(recordedOf(address));
      if (entangled.contains(address)) {
        kept.removeAll(entangled);
      }
      recorded.put(address, kept);
    }
  }

  private Set<ResourceAddress> recordedOf(ResourceAddress address) {
    return known.recorded().getOrDefault(address, Set.of());
  }

  private ExecutionGraph build() {
    for (Map.Entry<ResourceAddress, List<Change>> entry : byResource.entrySet()) {
      entry.getValue().forEach(this::addSteps);
      orderResource(entry.getKey(), entry.getValue());
    }
    known
        .outputs()
        .forEach((name, dependencies) -> {
          Step output = new Step.Output(name);
          graph.step(output);
          dependencies.forEach(dependency -> orderAfter(dependency, output));
        });
    return graph.build();
  }

  private void addSteps(Change change) {
    InstanceAddress address = change.address();
    Step.Apply apply = new Step.Apply(address);
    Step.Destroy destroy = new Step.Destroy(address, change.deposed());
    switch (change.action()) {
      case NO_OP, CREATE, READ, UPDATE -> graph.step(apply);
      case DELETE, FORGET -> graph.step(destroy);
      case DELETE_THEN_CREATE -> graph.order(destroy, apply);
      case CREATE_THEN_DELETE, CREATE_THEN_FORGET -> graph.order(apply, destroy);
    }
    if (applies(change)) {
      known
          .instances()
          .getOrDefault(address, Set.of())
          .forEach(dependency -> orderAfter(dependency, apply));
    }
  }

  private record Edge(Dependency first, Step then) {}

  private void orderAfter(Dependency dependency, Step then) {
    ArrayDeque<Edge> open = new ArrayDeque<>(List.of(new Edge(dependency, then)));
    while (!open.isEmpty()) {
      Edge edge = open.poll();
      switch (edge.first()) {
        case Dependency.OnInstance(InstanceAddress address) -> {
          if (appliedInstances.contains(address)) {
            graph.order(new Step.Apply(address), edge.then());
          }
        }
        case Dependency.OnResource(ResourceAddress address) -> {
          Step join = applied(address);
          if (join != null) {
            graph.order(join, edge.then());
          }
        }
        case Dependency.OnValue(String name) -> {
          Step.Join join = new Step.Join(name);
          if (!graph.has(join)) {
            graph.step(join);
            known
                .values()
                .getOrDefault(name, Set.of())
                .forEach(inner -> open.add(new Edge(inner, join)));
          }
          graph.order(join, edge.then());
        }
      }
    }
  }

  private static boolean applies(Change change) {
    return change.action() != Action.DELETE && change.action() != Action.FORGET;
  }

  private static boolean destroys(Change change) {
    return change.action().deletes() || change.action().forgets();
  }

  /// The point where all instances of `address` are applied, or null when none is.
  private @Nullable Step applied(ResourceAddress address) {
    return join(address, address.toString(), Ordering::applies, false);
  }

  /// The point where all objects of `address` that go are gone, or null when none goes.
  private @Nullable Step destroyed(ResourceAddress address) {
    return join(address, address + " (destroy)", Ordering::destroys, true);
  }

  private @Nullable Step join(
      ResourceAddress address, String name, Predicate<Change> member, boolean destroy) {
    Step.Join join = new Step.Join(name);
    if (!graph.has(join)) {
      List<Change> members =
          inModules.getOrDefault(address, byResource.getOrDefault(address, List.of())).stream()
              .filter(member)
              .toList();
      if (members.isEmpty()) {
        return null;
      }
      for (Change change : members) {
        graph.order(
            destroy
                ? new Step.Destroy(change.address(), change.deposed())
                : new Step.Apply(change.address()),
            join);
      }
    }
    return join;
  }

  private void orderResource(ResourceAddress a, List<Change> changes) {
    List<Step> destroys =
        changes.stream()
            .filter(Ordering::destroys)
            .<Step>map(c -> new Step.Destroy(c.address(), c.deposed()))
            .toList();
    List<Step> applies =
        changes.stream()
            .filter(c -> applies(c) && c.action() != Action.NO_OP)
            .<Step>map(c -> new Step.Apply(c.address()))
            .toList();
    for (ResourceAddress b : dependents.getOrDefault(a, Set.of())) {
      Step gone = destroyed(b);
      if (recorded.getOrDefault(b, Set.of()).contains(a)) {
        orderAll(gone, destroys);
      }
      if (!late.contains(b)) {
        orderAll(gone, applies);
      }
    }
    for (ResourceAddress dependency : recorded.getOrDefault(a, Set.of())) {
      if (!late.contains(dependency)) {
        orderAll(destroyed(dependency), applies);
      }
    }
    if (late.contains(a) && !destroys.isEmpty()) {
      orderAll(downstream(a), destroys);
      for (ResourceAddress b : dependents.getOrDefault(a, Set.of())) {
        orderAll(applied(b), destroys);
      }
    }
  }

  private void orderAll(@Nullable Step first, List<Step> then) {
    if (first != null) {
      then.forEach(step -> graph.order(first, step));
    }
  }

  /// The point where everything that the configuration makes depend on `address`, directly or not,
  /// is applied.
  private Step downstream(ResourceAddress address) {
    Step.Join join = new Step.Join(address + " (dependents)");
    ArrayDeque<ResourceAddress> queue = new ArrayDeque<>();
    if (!graph.has(join)) {
      graph.step(join);
      queue.add(address);
    }
    while (!queue.isEmpty()) {
      ResourceAddress current = queue.poll();
      Step.Join here = new Step.Join(current + " (dependents)");
      for (ResourceAddress b : dependents.getOrDefault(current, Set.of())) {
        if (!configured.getOrDefault(b, Set.of()).contains(current)) {
          continue;
        }
        Step.Join further = new Step.Join(b + " (dependents)");
        if (!graph.has(further)) {
          graph.step(further);
          queue.add(b);
        }
        graph.order(further, here);
        Step done = applied(b);
        if (done != null) {
          graph.order(done, here);
        }
      }
    }
    return join;
  }
}

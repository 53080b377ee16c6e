package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.review.Review.Node;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes the graph of objects from what their resources depend on.
///
/// What is known is which resource depends on which. Of its instances an object depends on those
/// that its values mention, by their ids or as what they wait for; where there are none, on the one
/// with the same key; otherwise on all, through a meeting point, so that there are never more edges
/// than objects, mentions and dependencies.
final class Dependencies {
  private record Named(Action action, Collection<ResourceAddress> above, Set<String> mentioned) {}

  private final SortedMap<InstanceAddress, Named> objects = new TreeMap<>();
  private final Map<String, InstanceAddress> names = new HashMap<>();

  /// Adds an object. Of one that is there already, the graver action counts.
  ///
  /// @param above the resources that it depends on, whatever instance of their modules they are in
  /// @param values the object before and after
  void add(
      InstanceAddress address,
      Action action,
      Collection<ResourceAddress> above,
      List<Value> values) {
    Set<String> mentioned = new HashSet<>();
    for (Value value : values) {
      mentions(value, mentioned);
      if (value.unmark() instanceof Value.Obj object
          && object.attributes().get("id") instanceof Value.Str(String id)
          && !id.isEmpty()) {
        names.put(id, address);
      }
    }
    names.put(address.toString(), address);
    Named known = objects.get(address);
    if (known == null || gravity(action) > gravity(known.action)) {
      objects.put(address, new Named(action, above, mentioned));
    }
  }

  /// The texts in `value`, and the objects whose attributes it waits for.
  private static void mentions(Value value, Set<String> into) {
    switch (value) {
      case Value.Marked marked when marked.has(Mark.SENSITIVE) -> {}
      case Value.Marked marked -> mentions(marked.value(), into);
      case Value.Str(String text) -> into.add(text);
      case Value.Unknown unknown -> {
        String origin = unknown.origin();
        for (int dot = origin.lastIndexOf('.'); dot > 0; dot = origin.lastIndexOf('.', dot - 1)) {
          into.add(origin.substring(0, dot));
        }
      }
      case Value.ListOf list -> list.elements().forEach(part -> mentions(part, into));
      case Value.SetOf set -> set.elements().forEach(part -> mentions(part, into));
      case Value.Tuple tuple -> tuple.elements().forEach(part -> mentions(part, into));
      case Value.MapOf map -> map.entries().values().forEach(part -> mentions(part, into));
      case Value.Obj object -> object.attributes().values().forEach(part -> mentions(part, into));
      case Value.Null _, Num _, Value.Bool _ -> {}
    }
  }

  private static int gravity(Action action) {
    return switch (action) {
      case NO_OP -> 0;
      case READ -> 1;
      case FORGET -> 2;
      case CREATE -> 3;
      case UPDATE -> 4;
      case CREATE_THEN_FORGET -> 5;
      case CREATE_THEN_DELETE -> 6;
      case DELETE_THEN_CREATE -> 7;
      case DELETE -> 8;
    };
  }

  /// The nodes: objects by address, then meeting points by name.
  List<Node> nodes() {
    Map<InstanceAddress, Integer> positions = new HashMap<>();
    Map<ResourceAddress, SortedMap<ResourceAddress, List<InstanceAddress>>> instances =
        new HashMap<>();
    for (InstanceAddress address : objects.keySet()) {
      positions.put(address, positions.size());
      instances
          .computeIfAbsent(address.resource().withoutKeys(), _ -> new TreeMap<>())
          .computeIfAbsent(address.resource(), _ -> new ArrayList<>())
          .add(address);
    }
    List<TreeSet<Integer>> above = new ArrayList<>();
    List<TreeSet<String>> met = new ArrayList<>();
    SortedMap<String, TreeSet<Integer>> meetings = new TreeMap<>();
    objects.forEach((address, named) -> {
      TreeSet<Integer> direct = new TreeSet<>();
      TreeSet<String> through = new TreeSet<>();
      Set<ResourceAddress> found = new HashSet<>();
      for (String text : named.mentioned) {
        InstanceAddress other = names.get(text);
        if (other != null && isAbove(other, named)) {
          found.add(other.resource().withoutKeys());
          direct.add(positions.get(other));
        }
      }
      for (ResourceAddress upstream : named.above) {
        if (found.contains(upstream.withoutKeys())) {
          continue;
        }
        var all = instances.getOrDefault(upstream.withoutKeys(), Collections.emptySortedMap());
        List<InstanceAddress> near = nearest(address, all);
        if (near.size() > 1) {
          String name = meeting(near);
          through.add(name);
          TreeSet<Integer> gathered = meetings.computeIfAbsent(name, _ -> new TreeSet<>());
          if (gathered.isEmpty()) {
            near.forEach(one -> gathered.add(positions.get(one)));
          }
        } else {
          near.forEach(one -> direct.add(positions.get(one)));
        }
      }
      direct.remove(positions.get(address));
      above.add(direct);
      met.add(through);
    });
    Map<String, Integer> places = new HashMap<>();
    meetings.keySet().forEach(name -> places.put(name, objects.size() + places.size()));
    List<Node> nodes = new ArrayList<>();
    objects.forEach((address, named) -> {
      TreeSet<Integer> direct = above.get(nodes.size());
      met.get(nodes.size()).forEach(name -> direct.add(places.get(name)));
      nodes.add(new Node(address.toString(), named.action, false, List.copyOf(direct)));
    });
    meetings.forEach(
        (name, all) -> nodes.add(new Node(name, Action.NO_OP, true, List.copyOf(all))));
    return nodes;
  }

  private static boolean isAbove(InstanceAddress other, Named named) {
    ResourceAddress resource = other.resource().withoutKeys();
    return named.above.stream().anyMatch(one -> one.withoutKeys().equals(resource));
  }

  private static String meeting(List<InstanceAddress> near) {
    ResourceAddress first = near.getFirst().resource();
    boolean one = first.equals(near.getLast().resource());
    return (one ? first : first.withoutKeys()) + "[*]";
  }

  /// Those of the instances of a resource that `address` most probably looks at: in the same
  /// instance of the module, and with the same key, where there are such.
  ///
  /// @param candidates the instances by the resource in each instance of its module
  private static List<InstanceAddress> nearest(
      InstanceAddress address, SortedMap<ResourceAddress, List<InstanceAddress>> candidates) {
    int depth = candidates.keySet().stream().mapToInt(one -> common(address, one)).max().orElse(0);
    List<InstanceAddress> near = new ArrayList<>();
    for (Map.Entry<ResourceAddress, List<InstanceAddress>> one : candidates.entrySet()) {
      if (common(address, one.getKey()) == depth) {
        InstanceAddress same = one.getKey().instance(address.key());
        boolean paired =
            one.getValue().size() > 1 && Collections.binarySearch(one.getValue(), same) >= 0;
        near.addAll(paired ? List.of(same) : one.getValue());
      }
    }
    return near;
  }

  /// How many steps of their modules are the same.
  private static int common(InstanceAddress one, ResourceAddress other) {
    List<ModuleAddress.Step> a = one.resource().module().steps();
    List<ModuleAddress.Step> b = other.module().steps();
    int n = 0;
    while (n < Math.min(a.size(), b.size()) && a.get(n).equals(b.get(n))) {
      n++;
    }
    return n;
  }
}

package dev.groma.engine.render.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Instances of one resource to which the same happens, though perhaps with other values.
///
/// @param items the instances, at least one
record Batch(List<Item> items) {
  private record Likeness(
      String block, Group group, String reason, String drift, List<Part> parts) {}

  private record Part(String attribute, boolean replaces, Impact impact, List<String> where) {}

  static List<Batch> of(List<Item> items) {
    Map<Likeness, List<Item>> all = new LinkedHashMap<>();
    items.forEach(item -> all.computeIfAbsent(likeness(item), _ -> new ArrayList<>()).add(item));
    return all.values().stream().map(Batch::new).toList();
  }

  private static Likeness likeness(Item item) {
    Group group = Group.of(item);
    boolean whole = group == Group.ADD || group == Group.DESTROY;
    return new Likeness(
        item.block().replaceAll("\\[[^]]*]", ""),
        group,
        item.reason() + item.action(),
        item.drift(),
        whole ? List.of() : item.differences().stream().map(Batch::part).toList());
  }

  private static Part part(Difference difference) {
    return new Part(
        difference.attribute(),
        difference.replaces(),
        difference.impact(),
        difference.edits().stream().map(Difference.Edit::where).toList());
  }

  Item first() {
    return items.getFirst();
  }

  int size() {
    return items.size();
  }

  /// The names of the attributes that differ in any of the instances, without those that the cloud
  /// decides.
  List<String> attributes() {
    return items.stream()
        .flatMap(item -> item.differences().stream())
        .filter(difference -> !difference.isDecidedByCloud())
        .map(Difference::attribute)
        .distinct()
        .sorted()
        .toList();
  }

  /// How the attribute `name` differs, with the instances that differ so. Instances that differ
  /// only in what was there before something that nobody knows yet differ in the same way.
  Map<Difference, List<Item>> differences(String name) {
    Map<Difference, Map<Difference, List<Item>>> alike = new LinkedHashMap<>();
    for (Item item : items) {
      for (Difference difference : item.differences()) {
        if (difference.attribute().equals(name)) {
          alike
              .computeIfAbsent(vague(difference), _ -> new LinkedHashMap<>())
              .computeIfAbsent(difference, _ -> new ArrayList<>())
              .add(item);
        }
      }
    }
    Map<Difference, List<Item>> all = new LinkedHashMap<>();
    alike.forEach((vague, exact) -> {
      if (exact.size() == 1) {
        all.putAll(exact);
      } else {
        all.put(vague, exact.values().stream().flatMap(List::stream).toList());
      }
    });
    return all;
  }

  private static Difference vague(Difference difference) {
    return new Difference(
        difference.attribute(),
        difference.replaces(),
        difference.impact(),
        difference.edits().stream().map(Batch::vague).toList(),
        difference.place(),
        difference.upstream());
  }

  private static Difference.Edit vague(Difference.Edit edit) {
    boolean open =
        edit.before() != null && edit.after() != null && edit.after().kind() == Shown.Kind.UNKNOWN;
    return open ? new Difference.Edit(edit.where(), Shown.of("…"), edit.after()) : edit;
  }
}

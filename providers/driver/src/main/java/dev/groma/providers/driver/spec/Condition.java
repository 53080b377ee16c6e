package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// When something applies: all its parts must hold. A part that speaks of something unknown does
/// not hold.
///
/// @param changed one of these attributes changes, or gets a value when the object is created
/// @param is these attributes each have one of the values; null stands for having none
/// @param not these attributes each have none of the values
/// @param increases these numbers become more
/// @param decreases these numbers become less
/// @param overlap of these CIDR blocks, or lists of such, two of different attributes overlap
public record Condition(
    List<String> changed,
    SortedMap<String, List<Body>> is,
    SortedMap<String, List<Body>> not,
    List<String> increases,
    List<String> decreases,
    List<String> overlap) {
  /// What always holds.
  public static final Condition ALWAYS =
      new Condition(
          List.of(),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          List.of(),
          List.of(),
          List.of());

  /// Copies the parts.
  public Condition {
    changed = List.copyOf(changed);
    is = Collections.unmodifiableSortedMap(new TreeMap<>(is));
    not = Collections.unmodifiableSortedMap(new TreeMap<>(not));
    increases = List.copyOf(increases);
    decreases = List.copyOf(decreases);
    overlap = List.copyOf(overlap);
  }

  /// True when every part holds of `facts`.
  public boolean holds(Facts facts) {
    return (changed.isEmpty() || changed.stream().anyMatch(name -> changes(name, facts)))
        && is.entrySet().stream().allMatch(e -> compare(e.getKey(), e.getValue(), true, facts))
        && not.entrySet().stream().allMatch(e -> compare(e.getKey(), e.getValue(), false, facts))
        && increases.stream().allMatch(name -> less(facts.before(name), facts.value(name)))
        && decreases.stream().allMatch(name -> less(facts.value(name), facts.before(name)))
        && (overlap.isEmpty() || overlaps(facts));
  }

  /// The names that it speaks of.
  public List<String> names() {
    List<String> all = new ArrayList<>(changed);
    for (SortedMap<String, List<Body>> part : List.of(is, not)) {
      all.addAll(part.keySet());
      part.values().forEach(values -> values.forEach(value -> value.names(all::add)));
    }
    all.addAll(increases);
    all.addAll(decreases);
    all.addAll(overlap);
    return all;
  }

  private static boolean changes(String name, Facts facts) {
    Value after = facts.value(name);
    return !Plain.same(facts.before(name), after);
  }

  /// True when `name` is known to have one of `values`, or, where `wanted` is false, to have none.
  private static boolean compare(String name, List<Body> values, boolean wanted, Facts facts) {
    Value value = facts.value(name);
    boolean known = value.isKnown();
    boolean found = false;
    for (Body body : values) {
      switch (body) {
        case Body.Fixed f -> found |= known && Plain.same(value, f.value());
        case Body.Filled f -> {
          Value other = f.template().value(facts);
          known &= other.isKnown();
          found |= known && alike(value, other);
        }
        case Body.Fields _, Body.Items _ -> {}
      }
    }
    return known && found == wanted;
  }

  private static boolean alike(Value a, Value b) {
    return (a instanceof Value.Str x && b instanceof Value.Str y)
        ? x.text().equalsIgnoreCase(y.text())
        : Plain.same(a, b);
  }

  private boolean overlaps(Facts facts) {
    for (int i = 0; i < overlap.size(); i++) {
      List<Cidr> some = cidrs(facts.value(overlap.get(i)));
      for (String other : overlap.subList(i + 1, overlap.size())) {
        List<Cidr> others = cidrs(facts.value(other));
        if (some.stream().anyMatch(one -> others.stream().anyMatch(one::overlaps))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Cidr> cidrs(Value value) {
    return switch (value) {
      case Value.Str s -> Cidr.parse(s.text()).map(List::of).orElse(List.of());
      case Value.ListOf l -> l.elements().stream().flatMap(e -> cidrs(e).stream()).toList();
      case Value.SetOf s -> s.elements().stream().flatMap(e -> cidrs(e).stream()).toList();
      default -> List.of();
    };
  }

  private static boolean less(Value one, Value other) {
    return one instanceof Num a && other instanceof Num b && a.compareTo(b) < 0;
  }
}

package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// When something applies: all its parts must hold. A part that speaks of something unknown does
/// not hold.
///
/// @param changed one of these attributes changes, or gets a value when the object is created
/// @param is these attributes each have one of the values
/// @param set these attributes have a value
/// @param unset these have none
/// @param equal these all have the same value, in upper or lower case; none for no such part
/// @param decreases these numbers become less
public record Condition(
    List<String> changed,
    SortedMap<String, List<Value>> is,
    List<String> set,
    List<String> unset,
    List<String> equal,
    List<String> decreases) {
  /// What always holds.
  public static final Condition ALWAYS =
      new Condition(
          List.of(), Collections.emptySortedMap(), List.of(), List.of(), List.of(), List.of());

  /// Copies the parts.
  public Condition {
    changed = List.copyOf(changed);
    is = Collections.unmodifiableSortedMap(new TreeMap<>(is));
    set = List.copyOf(set);
    unset = List.copyOf(unset);
    equal = List.copyOf(equal);
    decreases = List.copyOf(decreases);
  }

  /// True when every part holds of `facts`.
  public boolean holds(Facts facts) {
    return (changed.isEmpty() || changed.stream().anyMatch(name -> changes(name, facts)))
        && is.entrySet().stream().allMatch(e -> e.getValue().contains(facts.value(e.getKey())))
        && set.stream().allMatch(name -> isSet(facts.value(name)))
        && unset.stream().allMatch(name -> facts.value(name).isNull())
        && sameValue(facts)
        && decreases.stream().allMatch(name -> less(facts.value(name), facts.before(name)));
  }

  /// The names that it speaks of.
  public List<String> names() {
    List<String> all = new ArrayList<>(changed);
    all.addAll(is.keySet());
    all.addAll(set);
    all.addAll(unset);
    all.addAll(equal);
    all.addAll(decreases);
    return all;
  }

  private static boolean changes(String name, Facts facts) {
    Value after = facts.value(name);
    return !Plain.same(facts.before(name), after);
  }

  private static boolean isSet(Value value) {
    return value.isKnown() && !value.isNull();
  }

  private static boolean less(Value after, Value before) {
    return after instanceof Num a && before instanceof Num b && a.compareTo(b) < 0;
  }

  private boolean sameValue(Facts facts) {
    List<Value> values = equal.stream().map(facts::value).toList();
    return values.stream().allMatch(Condition::isSet)
        && values.stream().map(Condition::folded).distinct().count() <= 1;
  }

  private static Object folded(Value value) {
    return value instanceof Value.Str s ? s.text().toLowerCase(Locale.ROOT) : value;
  }
}

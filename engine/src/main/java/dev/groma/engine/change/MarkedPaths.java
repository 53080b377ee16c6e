package dev.groma.engine.change;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The marks of a value by the paths of the marked parts, so that they can be taken off before a
/// provider sees the value and put back on what it answers.
///
/// @param entries the marked parts, outermost first
public record MarkedPaths(List<Entry> entries) {
  /// No marks.
  public static final MarkedPaths NONE = new MarkedPaths(List.of());

  /// Copies the list.
  public MarkedPaths {
    entries = List.copyOf(entries);
  }

  /// One marked part.
  public record Entry(Path path, Set<Mark> marks) {}

  /// The marks of `value` and its parts.
  public static MarkedPaths of(Value value) {
    List<Entry> found = new ArrayList<>();
    collect(value, Path.ROOT, found);
    return found.isEmpty() ? NONE : new MarkedPaths(found);
  }

  private static void collect(Value value, Path at, List<Entry> out) {
    if (!value.marks().isEmpty()) {
      out.add(new Entry(at, value.marks()));
    }
    switch (value.unmark()) {
      case Value.ListOf l -> collectAll(l.elements(), at, out);
      case Value.Tuple t -> collectAll(t.elements(), at, out);
      case Value.MapOf m -> m.entries().forEach((key, part) -> collect(part, at.key(key), out));
      case Value.Obj o ->
          o.attributes().forEach((name, part) -> collect(part, at.attribute(name), out));
      default -> {}
    }
  }

  private static void collectAll(List<Value> parts, Path at, List<Entry> out) {
    for (int i = 0; i < parts.size(); i++) {
      collect(parts.get(i), at.index(i), out);
    }
  }

  /// `value` with these marks on the parts that exist in it; where a marked part is gone or cannot
  /// be reached, the nearest part around it is marked instead.
  public Value applyTo(Value value) {
    Value result = value;
    for (Entry entry : entries) {
      result = mark(result, entry.path().steps(), entry.marks());
    }
    return result;
  }

  private static Value mark(Value value, List<Path.Step> steps, Set<Mark> marks) {
    if (steps.isEmpty()) {
      return value.mark(marks);
    }
    Path.Step step = steps.getFirst();
    List<Path.Step> rest = steps.subList(1, steps.size());
    return switch (value) {
      case Value.Marked m -> mark(m.value(), steps, marks).mark(m.marks());
      case Value.Obj o when step instanceof Path.Attribute(String name) ->
          o.attributes().containsKey(name)
              ? new Value.Obj(replaced(o.attributes(), name, rest, marks))
              : value;
      case Value.MapOf m when step instanceof Path.Key(String key) ->
          m.entries().containsKey(key)
              ? new Value.MapOf(m.element(), replaced(m.entries(), key, rest, marks))
              : value;
      case Value.ListOf l when step instanceof Path.Index(int i) && i < l.elements().size() ->
          new Value.ListOf(l.element(), replaced(l.elements(), i, rest, marks));
      case Value.Tuple t when step instanceof Path.Index(int i) && i < t.elements().size() ->
          new Value.Tuple(replaced(t.elements(), i, rest, marks));
      case Value.Null _ -> value;
      default -> value.mark(marks);
    };
  }

  private static SortedMap<String, Value> replaced(
      SortedMap<String, Value> parts, String name, List<Path.Step> rest, Set<Mark> marks) {
    SortedMap<String, Value> copy = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, Value> part : parts.entrySet()) {
      copy.put(
          part.getKey(),
          part.getKey().equals(name) ? mark(part.getValue(), rest, marks) : part.getValue());
    }
    return copy;
  }

  private static List<Value> replaced(
      List<Value> parts, int position, List<Path.Step> rest, Set<Mark> marks) {
    List<Value> copy = new ArrayList<>(parts);
    copy.set(position, mark(parts.get(position), rest, marks));
    return copy;
  }
}

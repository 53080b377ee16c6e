package dev.groma.state;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes marks off a value as paths and puts them back.
final class SensitivePaths {
  private SensitivePaths() {}

  static SortedSet<Path> of(Value value) {
    SortedSet<Path> found = new TreeSet<>();
    if (!value.marksDeep().isEmpty()) {
      collect(value, Path.ROOT, found);
    }
    return found;
  }

  private static void collect(Value value, Path at, Set<Path> found) {
    switch (value) {
      case Value.Marked m -> {
        if (m.has(Mark.EPHEMERAL)) {
          throw new IllegalArgumentException("an ephemeral value cannot be stored: " + at);
        }
        found.add(at);
        collect(m.value(), at, found);
      }
      case Value.Obj o ->
          o.attributes().forEach((name, part) -> collect(part, at.attribute(name), found));
      case Value.MapOf m -> m.entries().forEach((key, part) -> collect(part, at.key(key), found));
      case Value.ListOf l -> collectAll(l.elements(), at, found);
      case Value.Tuple t -> collectAll(t.elements(), at, found);
      case Value.SetOf _, Value.Str _, Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> {}
    }
  }

  private static void collectAll(List<Value> parts, Path at, Set<Path> found) {
    for (int i = 0; i < parts.size(); i++) {
      collect(parts.get(i), at.index(i), found);
    }
  }

  /// `value` with the parts at `paths` marked. A path that ends in nothing is passed over; one that
  /// goes on inside a set marks the set.
  static Value mark(Value value, SortedSet<Path> paths) {
    Value marked = value;
    for (Path path : paths) {
      marked = mark(marked, path.steps());
    }
    return marked;
  }

  private static Value mark(Value value, List<Path.Step> steps) {
    if (steps.isEmpty() || value.unmark() instanceof Value.SetOf) {
      return value.mark(Mark.SENSITIVE);
    }
    List<Path.Step> rest = steps.subList(1, steps.size());
    Value inner = value.unmark();
    Value changed =
        switch (steps.getFirst()) {
          case Path.Attribute a ->
              inner instanceof Value.Obj o
                  ? new Value.Obj(changed(o.attributes(), a.name(), rest))
                  : inner;
          case Path.Key k ->
              inner instanceof Value.MapOf m
                  ? new Value.MapOf(m.element(), changed(m.entries(), k.key(), rest))
                  : inner instanceof Value.Obj o
                      ? new Value.Obj(changed(o.attributes(), k.key(), rest))
                      : inner;
          case Path.Index i ->
              switch (inner) {
                case Value.ListOf l ->
                    new Value.ListOf(l.element(), changed(l.elements(), i.position(), rest));
                case Value.Tuple t -> new Value.Tuple(changed(t.elements(), i.position(), rest));
                default -> inner;
              };
        };
    return changed.mark(value.marks());
  }

  private static SortedMap<String, Value> changed(
      SortedMap<String, Value> parts, String key, List<Path.Step> rest) {
    Value part = parts.get(key);
    if (part == null) {
      return parts;
    }
    SortedMap<String, Value> copy = new TreeMap<>(parts);
    copy.put(key, mark(part, rest));
    return copy;
  }

  private static List<Value> changed(List<Value> parts, int position, List<Path.Step> rest) {
    if (position >= parts.size()) {
      return parts;
    }
    List<Value> copy = new ArrayList<>(parts);
    copy.set(position, mark(parts.get(position), rest));
    return copy;
  }
}

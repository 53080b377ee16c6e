package dev.groma.schemas.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way from a value to one of its parts: attribute names, list indexes and map keys, outermost
/// first.
///
/// @param steps the steps, none for the value itself
public record Path(List<Step> steps) implements Comparable<Path> {
  /// The value itself.
  public static final Path ROOT = new Path(List.of());

  /// Copies the steps.
  public Path {
    steps = List.copyOf(steps);
  }

  /// One step into a value.
  public sealed interface Step {}

  /// Into the attribute `name` of an object.
  public record Attribute(String name) implements Step {}

  /// Into the element at `position`, from zero, of a list or tuple.
  public record Index(int position) implements Step {}

  /// Into the entry `key` of a map.
  public record Key(String key) implements Step {}

  /// The path of the attribute `name` of the root.
  public static Path of(String name) {
    return ROOT.attribute(name);
  }

  /// This path and one more step.
  public Path then(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Path(more);
  }

  /// This path and then the attribute `name`.
  public Path attribute(String name) {
    return then(new Attribute(name));
  }

  /// This path and then the element at `position`.
  public Path index(int position) {
    return then(new Index(position));
  }

  /// This path and then the entry `key`.
  public Path key(String key) {
    return then(new Key(key));
  }

  /// True when `other` is this path or leads through it.
  public boolean isPrefixOf(Path other) {
    return steps.size() <= other.steps.size() && steps.equals(other.steps.subList(0, steps.size()));
  }

  /// The part of `value` that this path leads to; nothing when there is none, or when it is inside
  /// a set, a null or an unknown value. Marks met on the way are kept on the result.
  public Optional<Value> find(Value value) {
    Value current = value;
    for (Step step : steps) {
      Value inner = current.unmark();
      Value part =
          switch (step) {
            case Attribute a -> inner instanceof Value.Obj o ? o.attributes().get(a.name) : null;
            case Key k -> inner instanceof Value.MapOf m ? m.entries().get(k.key) : null;
            case Index i ->
                inner instanceof Value.ListOf l && i.position < l.elements().size()
                    ? l.elements().get(i.position)
                    : inner instanceof Value.Tuple t && i.position < t.elements().size()
                        ? t.elements().get(i.position)
                        : null;
          };
      if (part == null) {
        return Optional.empty();
      }
      current = part.mark(current.marks());
    }
    return Optional.of(current);
  }

  @Override
  public int compareTo(Path other) {
    int end = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < end; i++) {
      int byStep = compareSteps(steps.get(i), other.steps.get(i));
      if (byStep != 0) {
        return byStep;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }

  private static int compareSteps(Step a, Step b) {
    return a instanceof Index x && b instanceof Index y
        ? Integer.compare(x.position, y.position)
        : CodePointOrder.INSTANCE.compare(text(a), text(b));
  }

  /// The path as it is written in an expression, such as `tags["x"]` or `rules[0].port`.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      out.append(step instanceof Attribute a && out.isEmpty() ? a.name : text(step));
    }
    return out.toString();
  }

  private static String text(Step step) {
    return switch (step) {
      case Attribute a -> "." + a.name;
      case Index i -> "[" + i.position + "]";
      case Key k -> "[\"" + k.key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    };
  }
}

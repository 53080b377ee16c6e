package dev.groma.engine.plan;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A part of an object that is different, as small as it can be named: an attribute, an entry of a
/// map, or one of these in a nested block.
///
/// @param path where it is; [Path#ROOT] when there was or is no object at all
/// @param kind how much it matters
/// @param before what it was, marked; null when it was not there
/// @param after what it is, marked; null when it is not there
public record Difference(Path path, DriftKind kind, @Nullable Value before, @Nullable Value after) {
  /// The differences between two objects that `block` describes, marked or not, by path.
  public static List<Difference> between(Block block, Value before, Value after) {
    List<Difference> found = new ArrayList<>();
    if (before.unmark() instanceof Value.Obj then && after.unmark() instanceof Value.Obj now) {
      objects(block, Path.ROOT, then, now, found);
    } else if (!before.unmarkDeep().equals(after.unmarkDeep())) {
      found.add(new Difference(Path.ROOT, DriftKind.MATERIAL, before, after));
    }
    found.sort((one, other) -> one.path.compareTo(other.path));
    return found;
  }

  /// True when the values must not be shown.
  public boolean hidden() {
    return isSensitive(before) || isSensitive(after);
  }

  private static boolean isSensitive(@Nullable Value value) {
    return value != null && value.marksDeep().contains(Mark.SENSITIVE);
  }

  private static void objects(
      Block block, Path path, Value.Obj then, Value.Obj now, List<Difference> found) {
    SortedSet<String> names = new TreeSet<>(then.attributes().keySet());
    names.addAll(now.attributes().keySet());
    for (String name : names) {
      Value before = then.attributes().get(name);
      Value after = now.attributes().get(name);
      if (isSame(before, after)) {
        continue;
      }
      NestedBlock nested = block.blocks().get(name);
      if (nested == null || before == null || after == null) {
        attribute(block.attributes().get(name), path.attribute(name), before, after, found);
      } else {
        nested(nested, path.attribute(name), before, after, found);
      }
    }
  }

  private static boolean isSame(@Nullable Value before, @Nullable Value after) {
    return before == null || after == null
        ? before == after
        : before.unmarkDeep().equals(after.unmarkDeep());
  }

  private static void nested(
      NestedBlock nested, Path path, Value before, Value after, List<Difference> found) {
    Block block = nested.block();
    Value then = before.unmark();
    Value now = after.unmark();
    if (then instanceof Value.Obj a && now instanceof Value.Obj b) {
      objects(block, path, a, b, found);
    } else if (then instanceof Value.MapOf a && now instanceof Value.MapOf b) {
      SortedSet<String> keys = new TreeSet<>(a.entries().keySet());
      keys.addAll(b.entries().keySet());
      for (String key : keys) {
        one(block, path.key(key), a.entries().get(key), b.entries().get(key), found);
      }
    } else if (then instanceof Value.ListOf a
        && now instanceof Value.ListOf b
        && a.elements().size() == b.elements().size()
        && !sameElements(then, now)) {
      for (int i = 0; i < a.elements().size(); i++) {
        one(block, path.index(i), a.elements().get(i), b.elements().get(i), found);
      }
    } else {
      found.add(new Difference(path, kindOfBlocks(block, then, now), before, after));
    }
  }

  private static void one(
      Block block, Path path, @Nullable Value then, @Nullable Value now, List<Difference> found) {
    if (isSame(then, now)) {
      return;
    }
    if (then != null
        && now != null
        && then.unmark() instanceof Value.Obj a
        && now.unmark() instanceof Value.Obj b) {
      objects(block, path, a, b, found);
    } else {
      found.add(new Difference(path, DriftKind.MATERIAL, then, now));
    }
  }

  /// Of sets of blocks, and of lists that hold more or fewer blocks than before.
  private static DriftKind kindOfBlocks(Block block, Value then, Value now) {
    if (isEmpty(then) && isEmpty(now)) {
      return DriftKind.NORMALISED;
    }
    if (sameElements(then, now)) {
      return DriftKind.ORDER_ONLY;
    }
    return then.unmarkDeep() instanceof Value.SetOf a
            && now.unmarkDeep() instanceof Value.SetOf b
            && a.elements().size() == b.elements().size()
            && isMatched(configured(block, a), configured(block, b))
        ? DriftKind.COMPUTED_ONLY
        : DriftKind.MATERIAL;
  }

  /// The elements without what the cloud decides.
  private static List<Value> configured(Block block, Value.SetOf set) {
    return set.elements().stream().map(element -> configured(block, element)).toList();
  }

  private static Value configured(Block block, Value element) {
    if (!(element instanceof Value.Obj object)) {
      return element;
    }
    Value.Obj out = object;
    for (Map.Entry<String, Attribute> one : block.attributes().entrySet()) {
      if (one.getValue().mode() == Mode.COMPUTED && out.attributes().containsKey(one.getKey())) {
        out = out.with(one.getKey(), Value.nullOf(one.getValue().type()));
      }
    }
    return out;
  }

  private static void attribute(
      @Nullable Attribute attribute,
      Path path,
      @Nullable Value before,
      @Nullable Value after,
      List<Difference> found) {
    DriftKind kind = kind(attribute, before, after);
    if (kind != DriftKind.NORMALISED
        && before != null
        && after != null
        && before.unmark() instanceof Value.MapOf then
        && after.unmark() instanceof Value.MapOf now) {
      SortedSet<String> keys = new TreeSet<>(then.entries().keySet());
      keys.addAll(now.entries().keySet());
      for (String key : keys) {
        Value a = marked(then.entries().get(key), before);
        Value b = marked(now.entries().get(key), after);
        if (!isSame(a, b)) {
          found.add(new Difference(path.key(key), kind, a, b));
        }
      }
    } else {
      found.add(new Difference(path, kind, before, after));
    }
  }

  private static @Nullable Value marked(@Nullable Value part, Value whole) {
    return part == null ? null : part.mark(whole.marks());
  }

  private static DriftKind kind(
      @Nullable Attribute attribute, @Nullable Value before, @Nullable Value after) {
    if (attribute == null || before == null || after == null) {
      return DriftKind.MATERIAL;
    }
    Value then = before.unmarkDeep();
    Value now = after.unmarkDeep();
    if (attribute.mode() == Mode.COMPUTED) {
      return DriftKind.COMPUTED_ONLY;
    }
    if (isEmpty(then) && isEmpty(now)) {
      return DriftKind.NORMALISED;
    }
    if (attribute.equivalence() == Equivalence.CASE_INSENSITIVE
        && then instanceof Value.Str(String a)
        && now instanceof Value.Str(String b)
        && a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT))) {
      return DriftKind.NORMALISED;
    }
    return sameElements(then, now) ? DriftKind.ORDER_ONLY : DriftKind.MATERIAL;
  }

  private static boolean isEmpty(Value value) {
    return value.isNull()
        || (value instanceof Value.Str(String text) && text.isEmpty())
        || (value instanceof Value.MapOf map && map.entries().isEmpty())
        || (value instanceof Value.SetOf set && set.elements().isEmpty())
        || (value instanceof Value.ListOf list && list.elements().isEmpty());
  }

  private static boolean sameElements(Value then, Value now) {
    return then.unmarkDeep() instanceof Value.ListOf a
        && now.unmarkDeep() instanceof Value.ListOf b
        && a.elements().size() == b.elements().size()
        && isMatched(a.elements(), b.elements());
  }

  /// True when each of `now` is one of `then`, of which there are as many.
  private static boolean isMatched(List<Value> then, List<Value> now) {
    List<Value> left = new ArrayList<>(then);
    return now.stream().allMatch(left::remove);
  }
}

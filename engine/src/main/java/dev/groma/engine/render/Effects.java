package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What changes do to traffic, in words.
public final class Effects {
  private Effects() {}

  /// What the change of an attribute in place does; empty for nothing.
  static String ofUpdate(Effect effect) {
    return switch (effect) {
      case NONE, REPLACES -> "";
      case RENEGOTIATES -> "tunnel renegotiates at the next SA lifetime";
      case INTERRUPTS -> "traffic is interrupted while this is changed";
    };
  }

  /// What the change of an object in place does by each part that has an effect, also in nested
  /// blocks.
  static SortedMap<Path, Effect> ofParts(Change change) {
    SortedMap<Path, Effect> all = new TreeMap<>();
    if (change.action() == Action.UPDATE) {
      collect(change.schema().block(), change.before(), change.after(), Path.ROOT, all);
    }
    return all;
  }

  private static void collect(
      Block block, Value before, Value after, Path path, SortedMap<Path, Effect> all) {
    block
        .attributes()
        .forEach((name, attribute) -> {
          boolean changed = !part(before, name).equals(part(after, name));
          if (changed && !ofUpdate(attribute.effect()).isEmpty()) {
            all.put(path.attribute(name), attribute.effect());
          }
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          SortedMap<Path, Value> old = occurrences(part(before, name), path.attribute(name));
          SortedMap<Path, Value> now = occurrences(part(after, name), path.attribute(name));
          SortedSet<Path> places = new TreeSet<>(old.keySet());
          places.addAll(now.keySet());
          for (Path place : places) {
            Value was = old.getOrDefault(place, Value.nullValue());
            Value is = now.getOrDefault(place, Value.nullValue());
            collect(nested.block(), was, is, place, all);
          }
        });
  }

  private static Value part(Value object, String name) {
    Value part = object.unmark() instanceof Value.Obj o ? o.attributes().get(name) : null;
    return part == null || part.isNull() ? Value.nullValue() : part.unmarkDeep();
  }

  /// The blocks in `value` by their places; those of a set by their order, as reviews show them.
  private static SortedMap<Path, Value> occurrences(Value value, Path path) {
    SortedMap<Path, Value> all = new TreeMap<>();
    switch (value) {
      case Value.ListOf l -> indexed(l.elements(), path, all);
      case Value.SetOf s -> indexed(s.elements(), path, all);
      case Value.Tuple t -> indexed(t.elements(), path, all);
      case Value.MapOf m -> m.entries().forEach((key, one) -> all.put(path.key(key), one));
      case Value one -> all.put(path, one);
    }
    return all;
  }

  private static void indexed(List<Value> values, Path path, SortedMap<Path, Value> all) {
    for (int i = 0; i < values.size(); i++) {
      all.put(path.index(i), values.get(i));
    }
  }

  /// True when `change` takes away an object that carries traffic.
  public static boolean isFelt(Change change) {
    return change.action().deletes()
        && !change.provider().provider().equals(ProviderAddress.BUILTIN)
        && BlockText.carriesTraffic(change.schema().block());
  }

  /// What the deletion or replacement of an object does; empty for nothing.
  static String ofObject(Change change) {
    if (!isFelt(change)) {
      return "";
    }
    return switch (change.action()) {
      case DELETE_THEN_CREATE ->
          "what it carries is down from its deletion until the new one is ready";
      case CREATE_THEN_DELETE -> "what it carries is interrupted when the new one takes over";
      case DELETE -> "what it carries goes down";
      case NO_OP, CREATE, READ, UPDATE, FORGET, CREATE_THEN_FORGET -> "";
    };
  }
}

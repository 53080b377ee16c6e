package dev.groma.engine.render;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What two versions of a state record differently, by object and attribute, for people. Sensitive
/// values are never shown; that they differ is.
public final class StateDiffText {
  private final Schemas schemas;
  private final Style style;
  private final DiffText diff;
  private final StringBuilder out = new StringBuilder();
  private int added;
  private int changed;
  private int removed;

  private StateDiffText(Schemas schemas, Style style) {
    this.schemas = schemas;
    this.style = style;
    this.diff = new DiffText(style, List.of(), DiffText.Marks.SYMBOLS);
  }

  /// What is different in `after`, ending in a sentence that counts the objects.
  public static String render(State before, State after, Schemas schemas, Style style) {
    return new StateDiffText(schemas, style).text(before, after);
  }

  private String text(State before, State after) {
    SortedSet<InstanceAddress> addresses = new TreeSet<>(before.instances().keySet());
    addresses.addAll(after.instances().keySet());
    for (InstanceAddress address : addresses) {
      Instance old = before.instances().get(address);
      Instance now = after.instances().get(address);
      if (!Objects.equals(old, now)) {
        instance(address, old, now);
      }
    }
    outputs(before.outputs(), after.outputs());
    if (out.isEmpty()) {
      return "Both versions record the same.\n";
    }
    return out.append(
            "\n%s %d added, %d changed, %d removed.\n"
                .formatted(style.bold("Objects:"), added, changed, removed))
        .toString();
  }

  private void instance(InstanceAddress address, @Nullable Instance old, @Nullable Instance now) {
    SortedMap<String, StateObject> before = objects(old);
    SortedMap<String, StateObject> after = objects(now);
    SortedSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      StateObject one = before.get(key);
      StateObject other = after.get(key);
      boolean moved = old != null && now != null && !old.provider().equals(now.provider());
      if (!Objects.equals(one, other) || moved) {
        object(address, key, old, one, now, other);
      }
    }
  }

  /// The current object under "", the deposed ones under their keys.
  private static SortedMap<String, StateObject> objects(@Nullable Instance instance) {
    SortedMap<String, StateObject> all = new TreeMap<>();
    if (instance != null) {
      all.putAll(instance.deposed());
      if (instance.current() != null) {
        all.put("", instance.current());
      }
    }
    return all;
  }

  private void object(
      InstanceAddress address,
      String key,
      @Nullable Instance old,
      @Nullable StateObject before,
      @Nullable Instance now,
      @Nullable StateObject after) {
    Value one = value(address, old, before);
    Value other = value(address, now, after);
    String what = before == null ? "is added" : after == null ? "is removed" : "is changed";
    added += before == null ? 1 : 0;
    removed += after == null ? 1 : 0;
    changed += before != null && after != null ? 1 : 0;
    out.append(out.isEmpty() ? "" : "\n")
        .append(
            style.bold("  # " + address + (key.isEmpty() ? "" : " (deposed object " + key + ")")))
        .append(' ')
        .append(what)
        .append('\n');
    if (before != null && after != null && before.status() != after.status()) {
      out.append("  # (").append(after.isTainted() ? "now" : "no longer").append(" tainted)\n");
    }
    if (old != null && now != null && !old.provider().equals(now.provider())) {
      out.append("  # (belongs to ").append(now.provider()).append(" now)\n");
    }
    if (one != null && one.equals(other)) {
      out.append("  # (its attributes are the same)\n");
      return;
    }
    var resource = address.resource();
    Instance any = now == null ? old : now;
    out.append(DiffText.op(one, other).symbol(style))
        .append(resource.mode() == ResourceMode.DATA ? "data" : "resource")
        .append(" \"%s\" \"%s\" ".formatted(resource.type(), resource.name()))
        .append(body(any == null ? null : schemas.find(any, address), one, other))
        .append('\n');
  }

  private @Nullable Value value(
      InstanceAddress address, @Nullable Instance instance, @Nullable StateObject object) {
    return instance == null || object == null ? null : schemas.marked(address, instance, object);
  }

  private String body(@Nullable Schema schema, @Nullable Value before, @Nullable Value after) {
    return schema == null || isClosed(before) || isClosed(after)
        ? "(sensitive value)"
        : new BlockText(diff, List.of(), false)
            .body(schema.block(), before, after, Path.ROOT, 0, false);
  }

  private static boolean isClosed(@Nullable Value value) {
    return value != null && value.has(Mark.SENSITIVE);
  }

  private void outputs(
      SortedMap<String, OutputValue> before, SortedMap<String, OutputValue> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
    if (names.isEmpty()) {
      return;
    }
    int width = names.stream().mapToInt(name -> Columns.of(Quoting.name(name))).max().orElse(0);
    out.append(out.isEmpty() ? "" : "\n").append("Outputs:\n");
    for (String name : names) {
      OutputValue old = before.get(name);
      OutputValue now = after.get(name);
      Value one = old == null ? null : old.marked();
      Value other = now == null ? null : now.marked();
      DiffText.Place place = new DiffText.Place(Path.ROOT, Type.DYNAMIC, 0, true, false);
      diff.entry(Quoting.name(name), width, DiffText.op(one, other), one, other, place, out);
    }
  }
}

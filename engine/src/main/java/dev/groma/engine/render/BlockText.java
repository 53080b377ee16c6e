package dev.groma.engine.render;

import dev.groma.engine.plan.Change;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The difference of two objects of a schema as text: attributes, then nested blocks.
///
/// @param diff for the values
/// @param causes why attributes change
/// @param effects whether the object exists and stays, so that it matters what a change does to
///   traffic
record BlockText(DiffText diff, List<Change.Cause> causes, boolean effects) {
  /// Attributes that tell objects apart are shown even when they do not change.
  private static final Set<String> IMPORTANT = Set.of("id", "name", "tags");

  /// A nested block with its label and the values it has and gets.
  private record Occurrence(
      String label, @Nullable Value before, @Nullable Value after, Path path) {}

  /// `{`, the arguments and `}`.
  ///
  /// @param all unchanged parts are shown too
  String body(
      Block schema,
      @Nullable Value before,
      @Nullable Value after,
      Path at,
      int level,
      boolean all) {
    StringBuilder out = new StringBuilder();
    attributes(schema, before, after, at, level + 1, all, out);
    boolean first = out.isEmpty();
    int hidden = 0;
    for (Map.Entry<String, NestedBlock> nested : schema.blocks().entrySet()) {
      hidden +=
          blocks(nested.getKey(), nested.getValue(), before, after, at, level + 1, all, first, out);
      first = out.isEmpty();
    }
    if (hidden > 0) {
      out.append(out.isEmpty() ? "" : "\n");
      diff.hidden("block", hidden, level + 1, out);
    }
    return out.isEmpty() ? "{}" : "{\n" + out + DiffText.indent(level) + diff.symbol(Op.NONE) + "}";
  }

  private void attributes(
      Block schema,
      @Nullable Value before,
      @Nullable Value after,
      Path at,
      int level,
      boolean all,
      StringBuilder out) {
    SortedMap<String, Attribute> shown = new TreeMap<>(schema.attributes());
    shown.keySet().removeIf(name -> part(before, name) == null && part(after, name) == null);
    int width = shown.keySet().stream().mapToInt(n -> Columns.of(Quoting.name(n))).max().orElse(0);
    int hidden = 0;
    for (Map.Entry<String, Attribute> entry : shown.entrySet()) {
      String name = entry.getKey();
      Attribute attribute = entry.getValue();
      Value b = part(before, name);
      Value a = part(after, name);
      Op op = DiffText.op(b, a);
      if (op == Op.NONE && !all && !IMPORTANT.contains(name)) {
        hidden++;
        continue;
      }
      Path path = at.attribute(name);
      DiffText.Place place =
          new DiffText.Place(path, attribute.type(), level, true, all || op == Op.NONE);
      diff.entry(Quoting.name(name), width, op, b, a, place, out);
      if (op != Op.NONE) {
        notes(attribute, path, level, out);
      }
    }
    diff.hidden("attribute", hidden, level, out);
  }

  private void notes(Attribute attribute, Path path, int level, StringBuilder out) {
    String margin = DiffText.indent(level) + "    # ";
    String effect = effects ? Effects.ofUpdate(attribute.effect()) : "";
    if (!effect.isEmpty()) {
      out.append(margin).append(diff.style().yellow(effect)).append('\n');
    }
    for (Change.Cause cause : causes) {
      if (path.equals(cause.path()) || (path.isPrefixOf(cause.path()) && !at(cause, path))) {
        out.append(margin).append(diff.style().gray(because(cause))).append('\n');
      }
    }
  }

  /// True when a cause about a part of `path` is said already, by the cause of the whole.
  private boolean at(Change.Cause part, Path path) {
    return causes.stream().anyMatch(c -> c.path().equals(path) && c.place().equals(part.place()));
  }

  /// `because FILE:LINE`, what that is, and what is behind it.
  static String because(Change.Cause cause) {
    StringBuilder out = new StringBuilder("because ");
    out.append(cause.place().file()).append(':').append(cause.place().start().line());
    String word = cause.kind().word();
    out.append(word.isEmpty() ? "" : " (" + word + ")");
    cause.upstream().forEach(name -> out.append(", ").append(name));
    return out.toString();
  }

  private int blocks(
      String name,
      NestedBlock nested,
      @Nullable Value before,
      @Nullable Value after,
      Path at,
      int level,
      boolean all,
      boolean first,
      StringBuilder out) {
    int hidden = 0;
    boolean begun = first;
    Path path = at.attribute(name);
    for (Occurrence block : occurrences(nested, member(before, name), member(after, name), path)) {
      Op op = DiffText.op(block.before, block.after);
      if (op == Op.NONE && !all) {
        hidden++;
        continue;
      }
      out.append(begun ? "" : "\n");
      begun = true;
      diff.warnings(block.before, block.after, level)
          .forEach(line -> out.append(line).append('\n'));
      out.append(DiffText.indent(level))
          .append(diff.symbol(op))
          .append(name)
          .append(block.label)
          .append(' ')
          .append(occurrence(nested.block(), block, level, all || op == Op.NONE))
          .append('\n');
    }
    return hidden;
  }

  private String occurrence(Block schema, Occurrence block, int level, boolean all) {
    boolean closed = isClosed(block.before) || isClosed(block.after);
    DiffText.Place place = new DiffText.Place(block.path, schema.impliedType(), level, false, all);
    if (closed) {
      return diff.value(block.before, block.after, place);
    }
    String body = body(schema, block.before, block.after, block.path, level, all);
    return diff.replacing().contains(block.path)
        ? "{" + diff.style().red(" # forces replacement") + body.substring(1)
        : body;
  }

  /// True for a block that cannot be looked into.
  private static boolean isClosed(@Nullable Value value) {
    return value != null && !(value instanceof Value.Obj);
  }

  private static List<Occurrence> occurrences(
      NestedBlock nested, @Nullable Value before, @Nullable Value after, Path path) {
    if (isClosedCollection(nested, before) || isClosedCollection(nested, after)) {
      return List.of(new Occurrence("", before, after, path));
    }
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> {
        Value b = before == null || isBlank(before) ? null : before;
        Value a = after == null || isBlank(after) ? null : after;
        yield b == null && a == null ? List.of() : List.of(new Occurrence("", b, a, path));
      }
      case LIST -> paired(elements(before), elements(after), false, path);
      case SET -> paired(elements(before), elements(after), true, path);
      case MAP -> labelled(entries(before), entries(after), path);
    };
  }

  private static boolean isClosedCollection(NestedBlock nested, @Nullable Value value) {
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> false;
      case LIST, SET, MAP -> value instanceof Value.Marked || value instanceof Value.Unknown;
    };
  }

  private static boolean isBlank(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Obj o
            && o.attributes().values().stream().allMatch(BlockText::isEmpty));
  }

  private static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Null _ -> true;
      case Value.ListOf l -> l.elements().isEmpty();
      case Value.SetOf s -> s.elements().isEmpty();
      case Value.MapOf m -> m.entries().isEmpty();
      default -> false;
    };
  }

  private static List<Occurrence> paired(
      List<Value> before, List<Value> after, boolean isSet, Path path) {
    List<Occurrence> all = new ArrayList<>();
    List<Alignment.Pair> pairs =
        isSet
            ? Alignment.bySameness(before, after)
            : Alignment.byCommonSubsequence(before, after, (_, _) -> true);
    for (Alignment.Pair pair : pairs) {
      Value b = pair.before() < 0 ? null : before.get(pair.before());
      Value a = pair.after() < 0 ? null : after.get(pair.after());
      all.add(new Occurrence("", b, a, path.index(a == null ? pair.before() : pair.after())));
    }
    return all;
  }

  private static List<Occurrence> labelled(
      SortedMap<String, Value> before, SortedMap<String, Value> after, Path path) {
    List<Occurrence> all = new ArrayList<>();
    SortedSet<String> labels = new TreeSet<>(before.keySet());
    labels.addAll(after.keySet());
    for (String label : labels) {
      String text = " " + Quoting.quote(label);
      all.add(new Occurrence(text, before.get(label), after.get(label), path.key(label)));
    }
    return all;
  }

  private static List<Value> elements(@Nullable Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      case null, default -> List.of();
    };
  }

  private static SortedMap<String, Value> entries(@Nullable Value value) {
    return switch (value) {
      case Value.MapOf m -> m.entries();
      case Value.Obj o -> o.attributes();
      case null, default -> new TreeMap<>();
    };
  }

  /// The member `name`, or null when there is none or it is null.
  private static @Nullable Value part(@Nullable Value object, String name) {
    Value value = member(object, name);
    return value == null || value.isNull() ? null : value;
  }

  private static @Nullable Value member(@Nullable Value object, String name) {
    return object instanceof Value.Obj o ? o.attributes().get(name) : null;
  }

  /// True when a change of some attribute of `schema` can be felt by traffic.
  static boolean carriesTraffic(Block schema) {
    return schema.attributes().values().stream().anyMatch(a -> a.effect() != Effect.NONE)
        || schema.blocks().values().stream().anyMatch(b -> carriesTraffic(b.block()));
  }
}

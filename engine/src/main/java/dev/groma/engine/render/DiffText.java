package dev.groma.engine.render;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The difference of two values as text.
///
/// A value that is null in the sense of Java is absent; a `Value.Null` is there and null. All texts begin in the middle of
/// a line, behind a symbol and a name, and end without a line end.
///
/// @param style colours
/// @param replacing the paths whose change forces replacement
/// @param marks how what happens to a value is shown
record DiffText(Style style, Collection<Path> replacing, Marks marks) {
  /// How what happens to a value is shown.
  enum Marks {
    /// By a symbol before it; a deleted attribute also ends in `-> null`.
    FULL,
    /// By a symbol before it.
    SYMBOLS,
    /// Not at all, as in a state, where nothing happens.
    NONE
  }

  private static final String SENSITIVE = "(sensitive value)";
  static final String UNKNOWN = "(known after apply)";
  private static final Path NOWHERE = Path.of("");

  /// Where a value is shown.
  ///
  /// @param path its path in the object
  /// @param type the type that the schema says; [Type#DYNAMIC] when it says none
  /// @param level how deep it is, in steps of four columns
  /// @param suffix a deleted value ends in `-> null`
  /// @param all unchanged parts are shown too
  record Place(Path path, Type type, int level, boolean suffix, boolean all) {
    Place inside(Path path, Type type) {
      return new Place(path, type, level + 1, false, all);
    }

    Place whole() {
      return new Place(path, type, level, suffix, true);
    }

    /// The same place, for the old value before an arrow: what is to be said about the change is said behind it.
    Place bare() {
      return new Place(NOWHERE, type, level, false, all);
    }
  }

  static String indent(int level) {
    return " ".repeat(4 * level);
  }

  /// What stands before a value to which `op` happens.
  String symbol(Op op) {
    return marks == Marks.NONE ? "" : op.symbol(style);
  }

  static Op op(@Nullable Value before, @Nullable Value after) {
    return Op.of(before, after, before != null && before.equals(after));
  }

  /// The text of one value.
  String value(@Nullable Value before, @Nullable Value after, Place at) {
    Op op = op(before, after);
    if (isSensitive(before) || isSensitive(after)) {
      return SENSITIVE + suffix(op, at) + forces(at);
    }
    Value b = before == null ? null : before.unmark();
    Value a = after == null ? null : after.unmark();
    if (a instanceof Value.Unknown) {
      return b == null || b instanceof Value.Null
          ? UNKNOWN + forces(at)
          : value(b, null, at.bare()) + " -> " + UNKNOWN + forces(at);
    }
    Value any = a == null ? b : a;
    if (isKeyed(any) && (b == null || a == null || isKeyed(b))) {
      return keyed(b, a, at);
    }
    if (isSequence(any) && (b == null || a == null || isSequence(b))) {
      return sequence(b, a, at);
    }
    if (any instanceof Value.Str && (b == null || a == null || b instanceof Value.Str)) {
      return string((Value.Str) b, (Value.Str) a, at);
    }
    return switch (op) {
      case CREATE, NONE -> atom(any) + forces(at);
      case DELETE -> atom(any) + suffix(op, at) + forces(at);
      case UPDATE -> typeChange(b, a, at);
    };
  }

  /// What has to be said above a value whose sensitivity changes; no lines otherwise.
  List<String> warnings(@Nullable Value before, @Nullable Value after, int level) {
    if (before == null || after == null || isSensitive(before) == isSensitive(after)) {
      return List.of();
    }
    String end = before.unmarkDeep().equals(after.unmarkDeep()) ? " The value is unchanged." : "";
    String margin = indent(level) + "  # ";
    String warning = margin + style.yellow("Warning") + ": this attribute value will ";
    return isSensitive(before)
        ? List.of(
            warning + "no longer be marked as sensitive", margin + "after applying this change." + end)
        : List.of(
            warning + "be marked as sensitive and will not",
            margin + "display in UI output after applying this change." + end);
  }

  private String typeChange(@Nullable Value before, @Nullable Value after, Place at) {
    return value(before, null, at.bare())
        + style.yellow(" -> ")
        + value(null, after, at);
  }

  private static boolean isSensitive(@Nullable Value value) {
    return value != null && value.has(Mark.SENSITIVE);
  }

  private static boolean isKeyed(@Nullable Value value) {
    return value instanceof Value.MapOf || value instanceof Value.Obj;
  }

  private static boolean isSequence(@Nullable Value value) {
    return value instanceof Value.ListOf
        || value instanceof Value.SetOf
        || value instanceof Value.Tuple;
  }

  private String suffix(Op op, Place at) {
    return op == Op.DELETE && at.suffix && marks == Marks.FULL ? " " + style.gray("-> null") : "";
  }

  private String forces(Place at) {
    return replacing.contains(at.path) ? style.red(" # forces replacement") : "";
  }

  private String atom(@Nullable Value value) {
    return switch (value) {
      case Value.Null _ -> style.gray("null");
      case Num n -> n.toString();
      case Value.Bool b -> Boolean.toString(b.isTrue());
      case null, default -> throw new IllegalArgumentException("not an atom");
    };
  }

  // Maps and objects

  private String keyed(@Nullable Value before, @Nullable Value after, Place at) {
    SortedMap<String, Value> old = parts(before);
    SortedMap<String, Value> now = parts(after);
    Op op = op(before, after);
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    if (names.isEmpty()) {
      return "{}" + suffix(op, at) + forces(at);
    }
    boolean isMap = at.type instanceof Type.MapType;
    int width =
        names.stream().mapToInt(n -> Columns.of(isMap ? Quoting.quote(n) : Quoting.name(n))).max().getAsInt();
    StringBuilder out = new StringBuilder("{").append(forces(at)).append('\n');
    int hidden = 0;
    for (String name : names) {
      Value b = old.get(name);
      Value a = now.get(name);
      Op each = op(b, a);
      if (each == Op.NONE && !at.all) {
        hidden++;
        continue;
      }
      Path path = isMap ? at.path.key(name) : at.path.attribute(name);
      Place place = at.inside(path, partType(at.type, name));
      entry(isMap ? Quoting.quote(name) : Quoting.name(name), width, each, b, a, place, out);
    }
    hidden(isMap ? "element" : "attribute", hidden, at.level + 1, out);
    return out.append(indent(at.level)).append(symbol(Op.NONE)).append('}').append(suffix(op, at)).toString();
  }

  /// One line, or more, `symbol name = value`.
  void entry(
      String name,
      int width,
      Op op,
      @Nullable Value before,
      @Nullable Value after,
      Place at,
      StringBuilder out) {
    warnings(before, after, at.level).forEach(line -> out.append(line).append('\n'));
    out.append(indent(at.level))
        .append(symbol(op))
        .append(name)
        .repeat(' ', Math.max(0, width - Columns.of(name)))
        .append(" = ")
        .append(value(before, after, at))
        .append('\n');
  }

  void hidden(String noun, int count, int level, StringBuilder out) {
    if (count > 0) {
      String text = "# (" + count + " unchanged " + noun + (count == 1 ? "" : "s") + " hidden)";
      out.append(indent(level)).append(symbol(Op.NONE)).append(style.gray(text)).append('\n');
    }
  }

  private static SortedMap<String, Value> parts(@Nullable Value value) {
    return switch (value) {
      case Value.MapOf m -> m.entries();
      case Value.Obj o -> o.attributes();
      case null, default -> Collections.emptySortedMap();
    };
  }

  private static Type partType(Type type, String name) {
    return switch (type) {
      case Type.MapType t -> t.element();
      case Type.ObjectType t -> t.attributes().getOrDefault(name, Type.DYNAMIC);
      case Type.ListType t -> t.element();
      case Type.SetType t -> t.element();
      case Type.TupleType _, Type.Primitive _, Type.Dynamic _ -> Type.DYNAMIC;
    };
  }

  // Lists, sets and tuples

  private String sequence(@Nullable Value before, @Nullable Value after, Place at) {
    List<Value> old = elements(before);
    List<Value> now = elements(after);
    Op op = op(before, after);
    if (old.isEmpty() && now.isEmpty()) {
      return "[]" + suffix(op, at) + forces(at);
    }
    StringBuilder out = new StringBuilder("[").append(forces(at)).append('\n');
    boolean context = !(at.type instanceof Type.SetType);
    List<Alignment.Pair> pairs = align(old, now, at.type);
    int skipped = 0;
    for (int i = 0; i < pairs.size(); i++) {
      boolean shown =
          at.all
              || isChanged(pairs.get(i), old, now)
              || (context
                  && ((i > 0 && isChanged(pairs.get(i - 1), old, now))
                      || (i + 1 < pairs.size() && isChanged(pairs.get(i + 1), old, now))));
      if (!shown) {
        skipped++;
        continue;
      }
      if (context) {
        hidden("element", skipped, at.level + 1, out);
        skipped = 0;
      }
      element(pairs.get(i), old, now, at, out);
    }
    hidden("element", skipped, at.level + 1, out);
    return out.append(indent(at.level)).append(symbol(Op.NONE)).append(']').append(suffix(op, at)).toString();
  }

  private void element(
      Alignment.Pair pair, List<Value> old, List<Value> now, Place at, StringBuilder out) {
    Value b = pair.before() < 0 ? null : old.get(pair.before());
    Value a = pair.after() < 0 ? null : now.get(pair.after());
    Op op = op(b, a);
    int position = pair.after() < 0 ? pair.before() : pair.after();
    Place place = at.inside(at.path.index(position), partType(at.type, ""));
    warnings(b, a, place.level).forEach(line -> out.append(line).append('\n'));
    out.append(indent(place.level))
        .append(symbol(op))
        .append(value(b, a, op == Op.NONE ? place.whole() : place))
        .append(",\n");
  }

  private static boolean isChanged(Alignment.Pair pair, List<Value> old, List<Value> now) {
    return pair.before() < 0
        || pair.after() < 0
        || !old.get(pair.before()).equals(now.get(pair.after()));
  }

  private static List<Alignment.Pair> align(List<Value> old, List<Value> now, Type type) {
    boolean byPosition =
        type instanceof Type.TupleType
            || (!(type instanceof Type.ListType || type instanceof Type.SetType)
                && old.size() == now.size());
    return byPosition
        ? Alignment.byPosition(old.size(), now.size())
        : type instanceof Type.SetType
            ? Alignment.bySameness(old, now)
            : Alignment.byCommonSubsequence(old, now, (b, a) -> isKeyed(b.unmark()) && isKeyed(a.unmark()));
  }

  private static List<Value> elements(@Nullable Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      case null, default -> List.of();
    };
  }

  // Strings

  private String string(Value.@Nullable Str before, Value.@Nullable Str after, Place at) {
    Value oldJson = before == null ? null : Quoting.json(before.text());
    Value nowJson = after == null ? null : Quoting.json(after.text());
    boolean json = (before == null || oldJson != null) && (after == null || nowJson != null);
    if (json) {
      return json(oldJson, nowJson, op(before, after), at);
    }
    if (oldJson != null || nowJson != null) {
      return typeChange(before, after, at);
    }
    List<String> old = lines(before);
    List<String> now = lines(after);
    boolean onlyEnds = before != null && after != null && old.equals(now) && !before.equals(after);
    if (onlyEnds || !(isLong(before) || isLong(after))) {
      return oneLine(before, after, at);
    }
    StringBuilder out = new StringBuilder("<<-EOT").append(forces(at)).append('\n');
    for (Alignment.Pair pair : Alignment.byCommonSubsequence(old, now, (_, _) -> false)) {
      Op op =
          before == null || after == null || (pair.before() >= 0 && pair.after() >= 0)
              ? Op.NONE
              : pair.before() < 0 ? Op.CREATE : Op.DELETE;
      out.append(indent(at.level + 1))
          .append(symbol(op))
          .append(pair.after() < 0 ? old.get(pair.before()) : now.get(pair.after()))
          .append('\n');
    }
    return out.append(indent(at.level)).append(symbol(Op.NONE)).append("EOT").append(suffix(op(before, after), at)).toString();
  }

  private String oneLine(Value.@Nullable Str before, Value.@Nullable Str after, Place at) {
    Op op = op(before, after);
    String old = before == null ? "" : Quoting.quote(before.text());
    String now = after == null ? "" : Quoting.quote(after.text());
    return switch (op) {
      case CREATE, NONE -> now + forces(at);
      case DELETE -> old + suffix(op, at) + forces(at);
      case UPDATE -> old + style.yellow(" -> ") + now + forces(at);
    };
  }

  private static boolean isLong(Value.@Nullable Str value) {
    return value != null && value.text().contains("\n");
  }

  /// The lines of a text; the line end at its end does not count.
  private static List<String> lines(Value.@Nullable Str value) {
    if (value == null) {
      return List.of();
    }
    String text = value.text();
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return List.of(Quoting.harmless(body).split("\n", -1));
  }

  private String json(@Nullable Value before, @Nullable Value after, Op op, Place at) {
    boolean blanksOnly = op == Op.UPDATE && before != null && before.equals(after);
    Place inner =
        new Place(NOWHERE, Type.DYNAMIC, at.level + 1, false, at.all || blanksOnly);
    String text = value(before, after, inner);
    String note =
        !blanksOnly
            ? ""
            : replacing.contains(at.path)
                ? " # whitespace changes force replacement"
                : " # whitespace changes";
    String forced = blanksOnly ? "" : forces(at);
    if (!text.contains("\n")) {
      return "jsonencode(" + text + ")" + note + forced + suffix(op, at);
    }
    Op symbol = op == Op.UPDATE && !blanksOnly ? op : Op.NONE;
    return "jsonencode("
        + note
        + forced
        + "\n"
        + indent(at.level + 1)
        + symbol(symbol)
        + text
        + "\n"
        + indent(at.level)
        + symbol(Op.NONE)
        + ")"
        + suffix(op, at);
  }

  /// `value` as a whole, nothing of it new or old, as a state shows it.
  String whole(Value value, int level) {
    return value(value, value, new Place(NOWHERE, Type.DYNAMIC, level, false, true));
  }

}

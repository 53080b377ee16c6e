package dev.groma.engine.render.review;

import dev.groma.engine.render.Alignment;
import dev.groma.engine.render.Quoting;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the smallest parts in which two values differ.
///
/// 1. A part of a list is recognised by its value, an object in a list or set by what names it
///    (`name`, `id`, `key` and the like); so an element that was put in front does not change all
///    that follow.
/// 2. Texts that hold JSON, or address blocks between commas, are compared by what they hold; other
///    texts of several lines line by line.
/// 3. Of a sensitive value nothing is said but that it differs.
final class Differences {
  /// A value whose text is not longer is shown whole where all of it is new or gone.
  private static final int SHORT = 60;

  private static final List<String> IDENTITIES =
      List.of("name", "id", "key", "identifier", "cidr", "cidr_block", "address", "Sid", "Id");
  private static final Pattern BLOCKS =
      Pattern.compile("[0-9a-fA-F.:]+/\\d{1,3}(\\s*,\\s*[0-9a-fA-F.:]+/\\d{1,3})*");

  private final List<Edit> edits = new ArrayList<>();

  private Differences() {}

  /// The parts in which `before` and `after` differ; null where there is none.
  static List<Edit> of(@Nullable Value before, @Nullable Value after) {
    Differences all = new Differences();
    all.compare("", before, after);
    return all.edits;
  }

  /// `value` as it may be seen.
  static Shown shown(Value value) {
    if (isHidden(value)) {
      return Shown.SENSITIVE;
    }
    return switch (value.unmark()) {
      case Value.Null _ -> Shown.NULL;
      case Value.Unknown _ -> Shown.UNKNOWN;
      case Value known -> Shown.of(text(known));
    };
  }

  private static boolean isHidden(@Nullable Value value) {
    return value != null && (value.has(Mark.SENSITIVE) || value.has(Mark.EPHEMERAL));
  }

  private static String text(Value value) {
    if (isHidden(value)) {
      return Shown.SENSITIVE.words();
    }
    return switch (value.unmark()) {
      case Value.Null _ -> Shown.NULL.words();
      case Value.Unknown _ -> Shown.UNKNOWN.words();
      case Value.Str s -> Quoting.quote(s.text());
      case Num n -> n.toString();
      case Value.Bool b -> Boolean.toString(b.isTrue());
      case Value.ListOf l -> list(l.elements());
      case Value.SetOf s -> list(s.elements());
      case Value.Tuple t -> list(t.elements());
      case Value.MapOf m -> map(m.entries(), Quoting::quote);
      case Value.Obj o -> map(o.attributes(), Quoting::name);
      case Value.Marked m -> text(m.value());
    };
  }

  private static String list(List<Value> elements) {
    return "[" + String.join(", ", elements.stream().map(Differences::text).toList()) + "]";
  }

  private static String map(SortedMap<String, Value> parts, Function<String, String> name) {
    List<String> texts = new ArrayList<>();
    parts.forEach((key, part) -> {
      if (!part.isNull()) {
        texts.add(name.apply(key) + " = " + text(part));
      }
    });
    return texts.isEmpty() ? "{}" : "{ " + String.join(", ", texts) + " }";
  }

  private void compare(String where, @Nullable Value before, @Nullable Value after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (isHidden(before) || isHidden(after)) {
      edits.add(
          new Edit(
              where,
              before == null ? null : Shown.SENSITIVE,
              after == null ? null : Shown.SENSITIVE));
      return;
    }
    Value b = held(before);
    Value a = held(after);
    boolean one = isNothing(b) || isNothing(a);
    Value any = isNothing(a) ? b : a;
    if (one && any != null && text(any).length() <= SHORT) {
      leaf(where, before, after);
    } else if (isKeyed(any) && (one || isKeyed(b))) {
      keyed(where, b, a);
    } else if (isSequence(any) && (one || isSequence(b))) {
      sequence(where, elements(b), elements(a));
    } else if (isLines(any) && (one || b instanceof Value.Str)) {
      lines(where, b, a);
    } else {
      leaf(where, before, after);
    }
  }

  private void leaf(String where, @Nullable Value before, @Nullable Value after) {
    edits.add(
        new Edit(
            where, before == null ? null : shown(before), after == null ? null : shown(after)));
  }

  /// What is inside a text that is the JSON or the list of something; other values as they are.
  private static @Nullable Value held(@Nullable Value value) {
    Value plain = value == null ? null : value.unmark();
    if (!(plain instanceof Value.Str(String text))) {
      return plain;
    }
    Value json = Quoting.json(text);
    if (json != null) {
      return json;
    }
    return text.contains(",") && BLOCKS.matcher(text.strip()).matches()
        ? new Value.SetOf(
            Type.STRING,
            Pattern.compile(",").splitAsStream(text).map(String::strip).map(Value::of).toList())
        : plain;
  }

  private static boolean isNothing(@Nullable Value value) {
    return value == null || value instanceof Value.Null;
  }

  private static boolean isKeyed(@Nullable Value value) {
    return value instanceof Value.MapOf || value instanceof Value.Obj;
  }

  private static boolean isSequence(@Nullable Value value) {
    return value instanceof Value.ListOf
        || value instanceof Value.SetOf
        || value instanceof Value.Tuple;
  }

  private static boolean isLines(@Nullable Value value) {
    return value instanceof Value.Str(String text) && text.strip().contains("\n");
  }

  private void keyed(String where, @Nullable Value before, @Nullable Value after) {
    SortedMap<String, Value> old = parts(before);
    SortedMap<String, Value> now = parts(after);
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    boolean isMap = (after == null ? before : after) instanceof Value.MapOf;
    for (String name : names) {
      compare(
          where + (isMap ? "[" + Quoting.quote(name) + "]" : "." + Quoting.name(name)),
          present(old.get(name)),
          present(now.get(name)));
    }
  }

  /// An attribute that is null inside an object is as good as not there.
  private static @Nullable Value present(@Nullable Value value) {
    return value == null || value.isNull() ? null : value;
  }

  private static SortedMap<String, Value> parts(@Nullable Value value) {
    return switch (value) {
      case Value.MapOf m -> m.entries();
      case Value.Obj o -> o.attributes();
      case null, default -> Collections.emptySortedMap();
    };
  }

  private record Elements(List<Value> all, boolean ordered) {}

  private static Elements elements(@Nullable Value value) {
    return switch (value) {
      case Value.ListOf l -> new Elements(l.elements(), true);
      case Value.SetOf s -> new Elements(s.elements(), false);
      case Value.Tuple t -> new Elements(t.elements(), true);
      case null, default -> new Elements(List.of(), true);
    };
  }

  private void sequence(String where, Elements before, Elements after) {
    String identity = identity(before.all, after.all);
    int count = edits.size();
    if (identity != null) {
      byIdentity(where, identity, before.all, after.all);
    }
    if (edits.size() > count) {
      return;
    }
    boolean ordered = before.ordered && after.ordered;
    if (ordered) {
      ordered(where, before.all, after.all);
    } else {
      for (Alignment.Pair pair : Alignment.bySameness(before.all, after.all)) {
        compare(where + "[]", at(before.all, pair.before()), at(after.all, pair.after()));
      }
    }
  }

  private static @Nullable Value at(List<Value> elements, int position) {
    return position < 0 ? null : elements.get(position);
  }

  private void ordered(String where, List<Value> before, List<Value> after) {
    List<Alignment.Pair> pairs =
        Alignment.byCommonSubsequence(before, after, Differences::isSameKind);
    Map<Integer, Integer> moves = moves(pairs, before, after);
    for (Alignment.Pair pair : pairs) {
      Integer from = moves.get(pair.after());
      if (pair.before() < 0 && from != null) {
        Shown value = shown(after.get(pair.after()));
        edits.add(new Edit(where + "[" + from + " → " + pair.after() + "]", value, value));
      } else if (pair.after() >= 0 || !moves.containsValue(pair.before())) {
        int position = pair.after() < 0 ? pair.before() : pair.after();
        compare(where + "[" + position + "]", at(before, pair.before()), at(after, pair.after()));
      }
    }
  }

  /// The elements that are taken away in one place and put in at another: where they were, by where
  /// they will be.
  private static Map<Integer, Integer> moves(
      List<Alignment.Pair> pairs, List<Value> before, List<Value> after) {
    Map<Value, Deque<Integer>> gone = new HashMap<>();
    for (Alignment.Pair pair : pairs) {
      if (pair.after() < 0) {
        gone.computeIfAbsent(before.get(pair.before()), _ -> new ArrayDeque<>()).add(pair.before());
      }
    }
    Map<Integer, Integer> moves = new HashMap<>();
    for (Alignment.Pair pair : pairs) {
      Deque<Integer> from = pair.before() < 0 ? gone.get(after.get(pair.after())) : null;
      if (from != null && !from.isEmpty()) {
        moves.put(pair.after(), from.remove());
      }
    }
    return moves;
  }

  /// Elements that stand in the same place are one that was changed.
  private static boolean isSameKind(Value before, Value after) {
    Value b = before.unmark();
    Value a = after.unmark();
    return (isKeyed(b) && isKeyed(a)) || (b instanceof Value.Unknown || a instanceof Value.Unknown);
  }

  /// The attribute by which all elements of both lists can be told apart, or null.
  private static @Nullable String identity(List<Value> before, List<Value> after) {
    return IDENTITIES.stream()
        .filter(name -> isIdentity(name, before) && isIdentity(name, after))
        .filter(_ -> !before.isEmpty() && !after.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static boolean isIdentity(String name, List<Value> elements) {
    List<String> texts =
        elements.stream().map(element -> identity(element, name)).distinct().toList();
    return texts.size() == elements.size() && !texts.contains("");
  }

  private static String identity(Value element, String name) {
    return parts(element.unmark()).get(name) instanceof Value.Str(String text) ? text : "";
  }

  private void byIdentity(String where, String identity, List<Value> before, List<Value> after) {
    Map<String, Value> old = new LinkedHashMap<>();
    before.forEach(element -> old.put(identity(element, identity), element));
    Map<String, Value> now = new LinkedHashMap<>();
    after.forEach(element -> now.put(identity(element, identity), element));
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      compare(
          where + "[" + identity + " = " + Quoting.quote(name) + "]", old.get(name), now.get(name));
    }
  }

  private void lines(String where, @Nullable Value before, @Nullable Value after) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    int count = edits.size();
    for (Alignment.Pair pair : Alignment.byCommonSubsequence(old, now, (_, _) -> true)) {
      String b = pair.before() < 0 ? null : old.get(pair.before());
      String a = pair.after() < 0 ? null : now.get(pair.after());
      if (!Objects.equals(b, a)) {
        edits.add(
            new Edit(
                where + ":" + (1 + (a == null ? pair.before() : pair.after())),
                b == null ? null : Shown.of(Quoting.quote(b)),
                a == null ? null : Shown.of(Quoting.quote(a))));
      }
    }
    if (edits.size() == count) {
      leaf(where, before, after);
    }
  }

  private static List<String> lines(@Nullable Value value) {
    return value instanceof Value.Str(String text) ? text.lines().toList() : List.of();
  }
}

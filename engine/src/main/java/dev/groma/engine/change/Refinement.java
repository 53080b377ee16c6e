package dev.groma.engine.change;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/// Checks that a later value keeps every promise of an earlier one (docs/lifecycle.md, F1 and N1):
/// what was known stays equal; what was unknown may be anything of its type.
public final class Refinement {
  private Refinement() {}

  /// The places where `later` is not what `earlier` promised. Marks decide only whether values may
  /// be named.
  public static List<Problem> check(Value earlier, Value later) {
    List<Problem> problems = new ArrayList<>();
    check(earlier, later, Path.ROOT, false, problems);
    return problems;
  }

  private static void check(
      Value earlier, Value later, Path at, boolean hidden, List<Problem> out) {
    boolean secret = hidden || earlier.has(Mark.SENSITIVE) || later.has(Mark.SENSITIVE);
    Value promised = earlier.unmark();
    Value actual = later.unmark();
    switch (promised) {
      case Value.Unknown u -> {
        if (u.refinement().notNull() && actual.isNull()) {
          out.add(new Problem(at, "was promised not to be null, but is null"));
        } else if (actual.isKnown() && u.refinement().excludes(actual)) {
          out.add(
              new Problem(
                  at,
                  secret
                      ? "is not what was promised of it (sensitive)"
                      : "is " + word(actual) + ", which was ruled out"));
        } else if (!Conversion.isPossible(actual.type(), u.type())) {
          out.add(
              new Problem(
                  at,
                  "was promised to be "
                      + u.type().friendlyName()
                      + ", but is "
                      + actual.type().friendlyName()));
        }
      }
      case Value.Obj p when actual instanceof Value.Obj a ->
          checkEntries(p.attributes(), a.attributes(), at, true, secret, out);
      case Value.MapOf p when actual instanceof Value.MapOf a ->
          checkEntries(p.entries(), a.entries(), at, false, secret, out);
      case Value.ListOf p when actual instanceof Value.ListOf a ->
          checkSequence(p.elements(), a.elements(), at, secret, out);
      case Value.Tuple p when actual instanceof Value.Tuple a ->
          checkSequence(p.elements(), a.elements(), at, secret, out);
      case Value.SetOf p when actual instanceof Value.SetOf a -> {
        boolean fits = p.isWhollyKnown() ? p.equals(a) : a.elements().size() <= p.elements().size();
        if (!fits) {
          out.add(new Problem(at, "has other elements than were planned"));
        }
      }
      default -> {
        if (!actual.isKnown()) {
          out.add(new Problem(at, "was known before and is unknown now"));
        } else if (!(promised.isNull() && actual.isNull()) && !promised.equals(actual)) {
          out.add(new Problem(at, difference(promised, actual, secret)));
        }
      }
    }
  }

  private static String difference(Value promised, Value actual, boolean secret) {
    return secret
        ? "has another value than was planned (sensitive)"
        : "was planned to be " + word(promised) + ", but is " + word(actual);
  }

  private static String word(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Str s -> "\"" + s.text() + "\"";
      case Num n -> n.toString();
      case Value.Bool b -> String.valueOf(b.isTrue());
      default -> value.type().friendlyName();
    };
  }

  private static void checkEntries(
      SortedMap<String, Value> promised,
      SortedMap<String, Value> actual,
      Path at,
      boolean attributes,
      boolean hidden,
      List<Problem> out) {
    TreeSet<String> names = new TreeSet<>(promised.keySet());
    names.addAll(actual.keySet());
    for (String name : names) {
      Path inner = attributes ? at.attribute(name) : at.key(name);
      Value before = promised.get(name);
      Value after = actual.get(name);
      if (before == null) {
        out.add(new Problem(inner, "is new, it was not planned"));
      } else if (after == null) {
        out.add(new Problem(inner, "has vanished"));
      } else {
        check(before, after, inner, hidden, out);
      }
    }
  }

  private static void checkSequence(
      List<Value> promised, List<Value> actual, Path at, boolean hidden, List<Problem> out) {
    if (promised.size() != actual.size()) {
      out.add(
          new Problem(
              at,
              "was planned to have " + promised.size() + " elements, but has " + actual.size()));
      return;
    }
    for (int i = 0; i < promised.size(); i++) {
      check(promised.get(i), actual.get(i), at.index(i), hidden, out);
    }
  }
}

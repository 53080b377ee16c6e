package dev.groma.engine.expr;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Compares values that may be unknown, in whole or in part. Values of different types are
/// different; all nulls are equal.
final class Equality {
  /// Whether two values are equal.
  enum Answer {
    YES,
    NO,
    PERHAPS
  }

  private Equality() {}

  /// Compares values without marks.
  static Answer compare(Value a, Value b) {
    if (a instanceof Value.Unknown || b instanceof Value.Unknown) {
      return compareUnknown(a, b);
    }
    if (a instanceof Value.Null || b instanceof Value.Null) {
      return a instanceof Value.Null && b instanceof Value.Null ? Answer.YES : Answer.NO;
    }
    Type left = a.type();
    Type right = b.type();
    if (!left.equals(right) && left.isWhollyKnown() && right.isWhollyKnown()) {
      return Answer.NO;
    }
    return parts(a, b);
  }

  private static Answer compareUnknown(Value a, Value b) {
    if (a instanceof Value.Unknown x && b instanceof Value.Unknown y) {
      return differ(x.refinement(), y.refinement()) ? Answer.NO : Answer.PERHAPS;
    }
    return a instanceof Value.Unknown x
        ? excludes(x, b) ? Answer.NO : Answer.PERHAPS
        : excludes((Value.Unknown) b, a) ? Answer.NO : Answer.PERHAPS;
  }

  private static boolean differ(Refinement a, Refinement b) {
    boolean apart = !a.prefix().startsWith(b.prefix()) && !b.prefix().startsWith(a.prefix());
    return apart && (a.notNull() || b.notNull());
  }

  /// True when `unknown` cannot turn out to be `known`.
  private static boolean excludes(Value.Unknown unknown, Value known) {
    Refinement about = unknown.refinement();
    return switch (known) {
      case Value.Null _ -> about.notNull();
      case Value.Str s -> !s.text().startsWith(about.prefix());
      case Num n ->
          (about.min() != null && n.compareTo(about.min()) < 0)
              || (about.max() != null && n.compareTo(about.max()) > 0);
      case Value.ListOf l -> outside(l.elements().size(), about);
      case Value.MapOf m -> outside(m.entries().size(), about);
      case Value.SetOf _,
          Value.Bool _,
          Value.Tuple _,
          Value.Obj _,
          Value.Unknown _,
          Value.Marked _ ->
          false;
    };
  }

  private static boolean outside(int length, Refinement about) {
    return length < about.minLength() || length > about.maxLength();
  }

  private static Answer parts(Value a, Value b) {
    return switch (a) {
      case Value.ListOf x when b instanceof Value.ListOf y -> all(x.elements(), y.elements());
      case Value.Tuple x when b instanceof Value.Tuple y -> all(x.elements(), y.elements());
      case Value.MapOf x when b instanceof Value.MapOf y -> mapping(x.entries(), y.entries());
      case Value.Obj x when b instanceof Value.Obj y -> mapping(x.attributes(), y.attributes());
      case Value.SetOf x when b instanceof Value.SetOf y ->
          x.isWhollyKnown() && y.isWhollyKnown()
              ? x.equals(y) ? Answer.YES : Answer.NO
              : Answer.PERHAPS;
      default -> a.equals(b) ? Answer.YES : Answer.NO;
    };
  }

  private static Answer mapping(Map<String, Value> a, Map<String, Value> b) {
    return a.keySet().equals(b.keySet())
        ? all(List.copyOf(a.values()), List.copyOf(b.values()))
        : Answer.NO;
  }

  private static Answer all(List<Value> a, List<Value> b) {
    if (a.size() != b.size()) {
      return Answer.NO;
    }
    Answer answer = Answer.YES;
    Iterator<Value> others = b.iterator();
    for (Value part : a) {
      Answer here = compareParts(part, others.next());
      if (here == Answer.NO) {
        return Answer.NO;
      }
      answer = here == Answer.PERHAPS ? here : answer;
    }
    return answer;
  }

  private static Answer compareParts(Value a, Value b) {
    if (a instanceof Value.Unknown || b instanceof Value.Unknown) {
      return compareUnknown(a, b);
    }
    if (a instanceof Value.Null || b instanceof Value.Null) {
      return a instanceof Value.Null && b instanceof Value.Null ? Answer.YES : Answer.NO;
    }
    return parts(a, b);
  }
}

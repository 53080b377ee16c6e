package dev.groma.schemas.value;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Compares values that may be unknown, in whole or in part. Values of different types are
/// different; all nulls are equal.
public final class Equality {
  /// Whether two values are equal.
  public enum Answer {
    /// They are equal.
    YES,
    /// They are different, whatever the unknown parts turn out to be.
    NO,
    /// That depends on what is not known yet.
    PERHAPS
  }

  private Equality() {}

  /// Compares values without marks.
  public static Answer compare(Value a, Value b) {
    if (a instanceof Value.Unknown || b instanceof Value.Unknown) {
      return compareUnknown(a, b);
    }
    if (a instanceof Value.Null || b instanceof Value.Null) {
      return a instanceof Value.Null && b instanceof Value.Null ? Answer.YES : Answer.NO;
    }
    return differ(a.type(), b.type()) ? Answer.NO : parts(a, b);
  }

  private static Answer compareUnknown(Value a, Value b) {
    boolean different =
        a instanceof Value.Unknown x
            ? b instanceof Value.Unknown y ? differ(x, y) : excludes(x, b)
            : excludes((Value.Unknown) b, a);
    return different ? Answer.NO : Answer.PERHAPS;
  }

  private static boolean differ(Value.Unknown a, Value.Unknown b) {
    // Two nulls are equal, whatever else is known of them and whatever their types.
    return (a.refinement().notNull() || b.refinement().notNull())
        && (differ(a.type(), b.type()) || a.refinement().excludes(b.refinement()));
  }

  private static boolean differ(Type a, Type b) {
    return !a.equals(b) && a.isWhollyKnown() && b.isWhollyKnown();
  }

  /// True when `unknown` cannot turn out to be `known`.
  private static boolean excludes(Value.Unknown unknown, Value known) {
    return (!(known instanceof Value.Null) && differ(unknown.type(), known.type()))
        || unknown.refinement().excludes(known);
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
              : Refinement.of(x).excludes(Refinement.of(y)) ? Answer.NO : Answer.PERHAPS;
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

package dev.groma.schemas.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The order in which the elements of a set are kept and visited: null last, unknown before it,
/// strings by code point, numbers by size, false before true, everything else by a text of its
/// content.
final class SetOrder {
  private SetOrder() {}

  static List<Value> distinct(Type element, Collection<Value> elements) {
    // Two unknown elements may turn out to be different ones: both are kept.
    Set<Value> seen = new HashSet<>();
    List<Value> unique = new ArrayList<>(elements.size());
    for (Value value : elements) {
      if (!value.isWhollyKnown() || seen.add(value)) {
        unique.add(value);
      }
    }
    if (unique.size() > 1) {
      unique.sort(order(element));
    }
    return List.copyOf(unique);
  }

  private static Comparator<Value> order(Type element) {
    Comparator<Value> content =
        Type.isPrimitive(element)
            ? SetOrder::comparePrimitive
            : Comparator.comparing(SetOrder::fingerprint, CodePointOrder.INSTANCE);
    return Comparator.comparingInt(SetOrder::rank).thenComparing(content);
  }

  private static int rank(Value value) {
    return value instanceof Value.Null ? 2 : value instanceof Value.Unknown ? 1 : 0;
  }

  private static int comparePrimitive(Value a, Value b) {
    return switch (a) {
      case Value.Str s when b instanceof Value.Str t ->
          CodePointOrder.INSTANCE.compare(s.text(), t.text());
      case Num n when b instanceof Num m -> n.compareTo(m);
      case Value.Bool x when b instanceof Value.Bool y -> Boolean.compare(x.isTrue(), y.isTrue());
      default -> fingerprint(a).compareTo(fingerprint(b));
    };
  }

  private static String fingerprint(Value value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(Value value, StringBuilder out) {
    switch (value) {
      case Value.Unknown u -> out.append('?').append(u.refinement().prefix());
      case Value.Null _ -> out.append('~');
      case Num n -> out.append(n);
      case Value.Bool b -> out.append(b.isTrue() ? 'T' : 'F');
      case Value.Str s ->
          out.append('"').append(s.text().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      case Value.MapOf m -> {
        out.append('{');
        m.entries()
            .forEach((key, part) -> {
              append(new Value.Str(key), out);
              out.append(':');
              append(part, out);
              out.append(';');
            });
        out.append('}');
      }
      case Value.ListOf l -> appendAll('[', l.elements(), ']', out);
      case Value.SetOf s -> appendAll('[', s.elements(), ']', out);
      case Value.Tuple t -> appendAll('<', t.elements(), '>', out);
      case Value.Obj o -> appendAll('<', o.attributes().values(), '>', out);
      case Value.Marked m -> append(m.value(), out);
    }
  }

  private static void appendAll(char open, Collection<Value> parts, char close, StringBuilder out) {
    out.append(open);
    for (Value part : parts) {
      append(part, out);
      out.append(';');
    }
    out.append(close);
  }
}

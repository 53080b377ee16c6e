package dev.groma.schemas.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns values into values of another type, by the rules of the configuration language.
///
/// 1. Strings, numbers and bools convert into each other where nothing is lost.
/// 2. Lists, sets and tuples convert into each other, element by element; so do maps and objects.
/// 3. An object converts to an object type that asks for fewer attributes; missing optional ones
///    become null.
/// 4. Null and unknown values convert when their types do; marks stay.
/// 5. Inside a collection, [Type#DYNAMIC] asks for one type that fits all elements; see
///    [Unification].
public final class Conversion {
  private Conversion() {}

  /// The outcome of a conversion.
  public sealed interface Result {}

  /// The value has the type that was asked for.
  public record Converted(Value value) implements Result {}

  /// The value cannot have that type.
  ///
  /// @param path the part that is in the way
  /// @param reason what is wanted of that part, as the end of a sentence: `a number is required`
  public record Failed(Path path, String reason) implements Result {
    /// The reason, preceded by the path where it is not the whole value.
    public String message() {
      if (path.steps().isEmpty()) {
        return reason;
      }
      return switch (path.steps().getFirst()) {
        case Path.Attribute _ -> "attribute " + quoted(path) + ": " + reason;
        case Path.Index _, Path.Key _ -> "element " + place(path) + ": " + reason;
      };
    }

    private static String quoted(Path path) {
      return "\"" + path + "\"";
    }

    private static String place(Path path) {
      return path.steps().size() == 1
          ? switch (path.steps().getFirst()) {
            case Path.Index i -> String.valueOf(i.position());
            case Path.Key k -> "\"" + k.key() + "\"";
            case Path.Attribute a -> a.name();
          }
          : path.toString();
    }
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Path path;

    private Refusal(Path path, String reason) {
      super(reason, null, false, false);
      this.path = path;
    }
  }

  /// Converts `value` to `target`.
  public static Result convert(Value value, Type target) {
    try {
      return new Converted(convert(value, target, Path.ROOT));
    } catch (Refusal refusal) {
      return new Failed(refusal.path, String.valueOf(refusal.getMessage()));
    }
  }

  /// True when values of `from` can convert to `to`, some of them at least: `"a"` is no number, yet
  /// strings can convert.
  public static boolean isPossible(Type from, Type to) {
    if (from.equals(to) || from instanceof Type.Dynamic || to instanceof Type.Dynamic) {
      return true;
    }
    return switch (to) {
      case Type.Dynamic _ -> true;
      case Type.Primitive p ->
          Type.isPrimitive(from) && (p == Type.Primitive.STRING || from.equals(Type.STRING));
      case Type.ListType t -> sequenceCanBe(from, t.element());
      case Type.SetType t -> sequenceCanBe(from, t.element());
      case Type.MapType t ->
          switch (from) {
            case Type.MapType m -> isPossible(m.element(), t.element());
            case Type.ObjectType o ->
                o.attributes().values().stream().allMatch(a -> isPossible(a, t.element()));
            default -> false;
          };
      case Type.TupleType t ->
          from instanceof Type.TupleType f
              && f.elements().size() == t.elements().size()
              && allPossible(f.elements(), t.elements());
      case Type.ObjectType t ->
          switch (from) {
            case Type.ObjectType f ->
                t.attributes().entrySet().stream()
                    .allMatch(e -> {
                      Type given = f.attributes().get(e.getKey());
                      return given == null
                          ? t.optional().contains(e.getKey())
                          : isPossible(given, e.getValue());
                    });
            case Type.MapType f ->
                t.attributes().values().stream().allMatch(a -> isPossible(f.element(), a));
            default -> false;
          };
    };
  }

  private static boolean allPossible(List<Type> from, List<Type> to) {
    for (int i = 0; i < from.size(); i++) {
      if (!isPossible(from.get(i), to.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sequenceCanBe(Type from, Type element) {
    return switch (from) {
      case Type.ListType f -> isPossible(f.element(), element);
      case Type.SetType f -> isPossible(f.element(), element);
      case Type.TupleType f -> f.elements().stream().allMatch(e -> isPossible(e, element));
      default -> false;
    };
  }

  private static Value convert(Value value, Type target, Path at) {
    return switch (value) {
      case Value.Marked m -> convert(m.value(), target, at).mark(m.marks());
      case Value.Null n -> Value.nullOf(emptyType(n.type(), target, at));
      case Value.Unknown u -> unknown(u, target, at);
      case Value.Str _, Num _, Value.Bool _ -> convertPrimitive(value, target, at);
      case Value.ListOf l -> convertSequence(value, l.elements(), target, at);
      case Value.SetOf s -> convertSequence(value, s.elements(), target, at);
      case Value.Tuple t -> convertSequence(value, t.elements(), target, at);
      case Value.MapOf m -> convertMapping(value, m.entries(), true, target, at);
      case Value.Obj o -> convertMapping(value, o.attributes(), false, target, at);
    };
  }

  private static Type emptyType(Type from, Type target, Path at) {
    if (!isPossible(from, target)) {
      throw mismatch(from, target, at);
    }
    return target instanceof Type.Dynamic ? from : target.withoutOptional();
  }

  private static Value unknown(Value.Unknown value, Type target, Path at) {
    Type type = emptyType(value.type(), target, at);
    if (type.equals(value.type())) {
      return value;
    }
    Refinement known = value.refinement();
    Refinement kept = known.notNull() ? Refinement.NOT_NULL : Refinement.NONE;
    return switch (type) {
      case Type.ListType _, Type.MapType _ -> lengthKept(value, kept).value(type);
      case Type.SetType _ -> {
        // Elements may turn out to be equal.
        Refinement length = lengthKept(value, kept);
        yield length.withLength(Math.min(1, length.minLength()), length.maxLength()).value(type);
      }
      case Type.Primitive _, Type.TupleType _, Type.ObjectType _, Type.Dynamic _ ->
          kept.value(type);
    };
  }

  private static Refinement lengthKept(Value.Unknown value, Refinement kept) {
    Refinement known = value.refinement();
    return switch (value.type()) {
      case Type.TupleType t -> kept.withLength(t.elements().size(), t.elements().size());
      case Type.ObjectType o -> kept.withLength(o.attributes().size(), o.attributes().size());
      case Type.ListType _, Type.SetType _, Type.MapType _ ->
          kept.withLength(known.minLength(), known.maxLength());
      case Type.Primitive _, Type.Dynamic _ -> kept;
    };
  }

  private static Value convertPrimitive(Value value, Type target, Path at) {
    if (target instanceof Type.Dynamic || value.type().equals(target)) {
      return value;
    }
    if (!(target instanceof Type.Primitive primitive)) {
      throw mismatch(value.type(), target, at);
    }
    return switch (primitive) {
      case STRING ->
          value instanceof Value.Bool b
              ? new Value.Str(b.isTrue() ? "true" : "false")
              : new Value.Str(value.toString());
      case NUMBER -> {
        if (value instanceof Value.Str s) {
          yield Num.parse(s.text()).orElseThrow(() -> new Refusal(at, "a number is required"));
        }
        throw mismatch(value.type(), target, at);
      }
      case BOOL -> {
        if (value instanceof Value.Str s) {
          yield switch (s.text()) {
            case "true", "1" -> Value.Bool.TRUE;
            case "false", "0" -> Value.Bool.FALSE;
            case "True", "TRUE", "False", "FALSE" ->
                throw new Refusal(
                    at,
                    "a bool is required; to convert from string, use lowercase \""
                        + s.text().toLowerCase(Locale.ROOT)
                        + "\"");
            default -> throw new Refusal(at, "a bool is required");
          };
        }
        throw mismatch(value.type(), target, at);
      }
    };
  }

  private static Value convertSequence(Value value, List<Value> elements, Type target, Path at) {
    return switch (target) {
      case Type.Dynamic _ -> value;
      case Type.ListType t -> {
        List<Value> converted = convertAll(elements, t.element(), at);
        Type element = elementType(converted, elementOf(value), t.element());
        yield value instanceof Value.SetOf s && !s.isSettled()
            ? Refinement.of(s).value(Type.list(element))
            : new Value.ListOf(element, converted);
      }
      case Type.SetType t -> {
        List<Value> converted = convertAll(elements, t.element(), at);
        yield Value.set(elementType(converted, elementOf(value), t.element()), converted);
      }
      case Type.TupleType t -> {
        if (!(value instanceof Value.Tuple) || elements.size() != t.elements().size()) {
          throw mismatch(value.type(), target, at);
        }
        List<Value> converted = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          converted.add(convert(elements.get(i), t.elements().get(i), at.index(i)));
        }
        yield new Value.Tuple(converted);
      }
      case Type.Primitive _, Type.MapType _, Type.ObjectType _ ->
          throw mismatch(value.type(), target, at);
    };
  }

  private static @Nullable Type elementOf(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.element();
      case Value.SetOf s -> s.element();
      case Value.MapOf m -> m.element();
      default -> null;
    };
  }

  private static List<Value> convertAll(List<Value> elements, Type element, Path at) {
    Type wanted = commonType(elements, element, at);
    List<Value> converted = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      converted.add(convert(elements.get(i), wanted, at.index(i)));
    }
    return converted;
  }

  private static Type elementType(List<Value> converted, @Nullable Type given, Type wanted) {
    if (wanted.isWhollyKnown()) {
      return wanted.withoutOptional();
    }
    if (converted.isEmpty()) {
      return wanted instanceof Type.Dynamic && given != null ? given : wanted.withoutOptional();
    }
    return converted.stream()
        .map(Value::type)
        .filter(Type::isWhollyKnown)
        .findFirst()
        .orElse(converted.getFirst().type());
  }

  private static Type commonType(Iterable<Value> parts, Type wanted, Path at) {
    if (wanted.isWhollyKnown()) {
      return wanted;
    }
    List<Type> types = new ArrayList<>();
    for (Value part : parts) {
      types.add(part.type());
    }
    if (types.isEmpty() || !(wanted instanceof Type.Dynamic)) {
      return wanted;
    }
    Type unified = Unification.unify(types);
    if (unified == null) {
      throw new Refusal(at, "all elements must have the same type");
    }
    return unified;
  }

  private static Value convertMapping(
      Value value, SortedMap<String, Value> parts, boolean isMap, Type target, Path at) {
    return switch (target) {
      case Type.Dynamic _ -> value;
      case Type.MapType t -> {
        Type wanted = commonType(parts.values(), t.element(), at);
        SortedMap<String, Value> converted = new TreeMap<>(CodePointOrder.INSTANCE);
        parts.forEach((key, part) -> converted.put(key, convert(part, wanted, at.key(key))));
        yield new Value.MapOf(
            elementType(List.copyOf(converted.values()), elementOf(value), t.element()), converted);
      }
      case Type.ObjectType t -> convertObject(parts, isMap, t, at);
      case Type.Primitive _, Type.ListType _, Type.SetType _, Type.TupleType _ ->
          throw mismatch(value.type(), target, at);
    };
  }

  private static Value convertObject(
      SortedMap<String, Value> parts, boolean isMap, Type.ObjectType target, Path at) {
    Set<String> missing =
        target.attributes().keySet().stream()
            .filter(name -> !parts.containsKey(name) && !target.optional().contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new Refusal(at, missingAttributes(missing));
    }
    SortedMap<String, Value> converted = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, Type> wanted : target.attributes().entrySet()) {
      String name = wanted.getKey();
      Value part = parts.get(name);
      Path inner = isMap ? at.key(name) : at.attribute(name);
      converted.put(
          name,
          part == null
              ? Value.nullOf(wanted.getValue().withoutOptional())
              : convert(part, wanted.getValue(), inner));
    }
    return new Value.Obj(converted);
  }

  private static String missingAttributes(Set<String> missing) {
    List<String> names = missing.stream().map(name -> "\"" + name + "\"").toList();
    if (names.size() == 1) {
      return "attribute " + names.getFirst() + " is required";
    }
    String last = names.getLast();
    String rest = String.join(", ", names.subList(0, names.size() - 1));
    return "attributes " + rest + (names.size() > 2 ? ", and " : " and ") + last + " are required";
  }

  private static Refusal mismatch(Type from, Type target, Path at) {
    return new Refusal(at, requirement(from, target));
  }

  /// What a value of `target` is called in a refusal of a value of `from`, such as `list of string
  /// required`.
  private static String requirement(Type from, Type target) {
    if (from instanceof Type.TupleType f && target instanceof Type.TupleType t) {
      int wanted = t.elements().size();
      if (f.elements().size() != wanted) {
        return "tuple required, with " + wanted + (wanted == 1 ? " element" : " elements");
      }
    }
    return switch (target) {
      case Type.Primitive p ->
          switch (p) {
            case STRING -> "string required";
            case NUMBER -> "number required";
            case BOOL -> "bool required";
          };
      default -> target.friendlyName() + " required";
    };
  }
}

package dev.groma.engine.expr.function;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Equality;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Unification;
import dev.groma.schemas.value.Value;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads arguments and builds results.
final class Values {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Values() {}

  /// The text of a string, marked or not.
  static String text(Value value) {
    return ((Value.Str) value.unmark()).text();
  }

  static Num number(Value value) {
    return (Num) value.unmark();
  }

  static boolean isTrue(Value value) {
    return ((Value.Bool) value.unmark()).isTrue();
  }

  /// A whole number of 64 bits; refused with `what` before the reason.
  static long whole(Value value, int argument, String what) {
    Num number = number(value);
    if (number.isInteger()) {
      BigInteger integer = number.toBigInteger();
      if (integer.compareTo(LONG_MIN) >= 0 && integer.compareTo(LONG_MAX) <= 0) {
        return integer.longValueExact();
      }
    }
    throw new FunctionFailure(
        argument,
        what
            + "value must be a whole number, between -9223372036854775808 and"
            + " 9223372036854775807");
  }

  static long whole(Value value) {
    return whole(value, -1, "");
  }

  /// As [#whole], cut to the range of `int`: for counts and positions, where more makes no
  /// difference.
  static int count(Value value, int argument, String what) {
    return Math.clamp(whole(value, argument, what), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static boolean isSequence(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.TupleType;
  }

  /// The elements of a list, set or tuple.
  static List<Value> elements(Value value) {
    return switch (value.unmark()) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      default -> throw new IllegalArgumentException("no sequence: " + value.type());
    };
  }

  /// True unless `value` is a set whose elements may yet change in number and order.
  static boolean isSettled(Value value) {
    return !(value.unmark() instanceof Value.SetOf set) || set.isSettled();
  }

  /// The entries of a map or the attributes of an object.
  static SortedMap<String, Value> entries(Value value) {
    return switch (value.unmark()) {
      case Value.MapOf m -> m.entries();
      case Value.Obj o -> o.attributes();
      default -> throw new IllegalArgumentException("no mapping: " + value.type());
    };
  }

  /// The element type of a list, set or map type.
  static Type elementType(Type type) {
    return switch (type) {
      case Type.ListType l -> l.element();
      case Type.SetType s -> s.element();
      case Type.MapType m -> m.element();
      default -> Type.DYNAMIC;
    };
  }

  static Value listOfText(Collection<String> texts) {
    return new Value.ListOf(Type.STRING, texts.stream().map(Value::of).toList());
  }

  static SortedMap<String, Value> sorted() {
    return new TreeMap<>(CodePointOrder.INSTANCE);
  }

  static SortedMap<String, Type> sortedTypes() {
    return new TreeMap<>(CodePointOrder.INSTANCE);
  }

  /// `value` as `type`, which it is known to convert to; refused for the argument otherwise.
  static Value convert(Value value, Type type, int argument) {
    return switch (Conversion.convert(value, type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> throw new FunctionFailure(argument, reason(f, value));
    };
  }

  /// Why `value` could not be converted. The way to the part at fault may hold keys of maps, and is
  /// left out where those must not be shown.
  static String reason(Conversion.Failed failed, Value value) {
    return value.marksDeep().isEmpty() ? failed.message() : failed.reason();
  }

  /// The one type that all `types` convert to, or nothing; nothing for no types, too.
  static Optional<Type> unify(List<Type> types) {
    return types.isEmpty() ? Optional.empty() : Optional.ofNullable(Unification.unify(types));
  }

  /// The text of a message that quotes `value`, unless that is sensitive.
  static String quoted(String value, Value argument) {
    return argument.has(Mark.SENSITIVE) ? "(sensitive value)" : quote(value);
  }

  /// `text` in double quotes, special characters escaped.
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (c < 0x20 || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.append('"').toString();
  }

  /// Whether `a` and `b` are equal; nothing when that is not known yet. Marks do not count.
  static Optional<Boolean> equal(Value a, Value b) {
    return switch (Equality.compare(a.unmarkDeep(), b.unmarkDeep())) {
      case YES -> Optional.of(true);
      case NO -> Optional.of(false);
      case PERHAPS -> Optional.empty();
    };
  }

  /// What is known of the length of a collection, tuple or object; also that it is not null.
  static Refinement length(Value value) {
    Value plain = value.unmark();
    return switch (plain.type()) {
      case Type.TupleType t ->
          Refinement.NOT_NULL.withLength(t.elements().size(), t.elements().size());
      case Type.ObjectType o ->
          Refinement.NOT_NULL.withLength(o.attributes().size(), o.attributes().size());
      case Type.ListType _, Type.SetType _, Type.MapType _ -> Refinement.of(plain).butNotNull();
      case Type.Primitive _, Type.Dynamic _ -> Refinement.NOT_NULL;
    };
  }

  /// As [#length] of what is left when any elements, or equal ones only, are taken away.
  static Refinement atMost(Value value, boolean equalOnes) {
    Refinement length = length(value);
    return length.withLength(equalOnes ? Math.min(1, length.minLength()) : 0, length.maxLength());
  }

  /// What is known of the length of a collection that is put together from `parts`.
  ///
  /// @param equalOnes equal elements become one
  static Refinement together(List<Value> parts, boolean equalOnes) {
    long least = 0;
    long greatest = 0;
    for (Value part : parts) {
      least += length(part).minLength();
      greatest += length(part).maxLength();
    }
    return Refinement.NOT_NULL.withLength(
        Math.clamp(least, 0, equalOnes ? 1 : Integer.MAX_VALUE),
        Math.clamp(greatest, 0, Integer.MAX_VALUE));
  }

  /// As [#equal], unknown counting as different; for values that are wholly known.
  static boolean same(Value a, Value b) {
    return Objects.equals(equal(a, b).orElse(false), true);
  }

  static Value mapOrObject(Type type, Map<String, Value> entries) {
    SortedMap<String, Value> all = sorted();
    all.putAll(entries);
    return type instanceof Type.MapType m ? new Value.MapOf(m.element(), all) : new Value.Obj(all);
  }
}

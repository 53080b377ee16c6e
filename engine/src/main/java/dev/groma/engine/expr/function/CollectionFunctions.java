package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.elements;
import static dev.groma.engine.expr.function.Values.isSequence;
import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Functions on lists, tuples and sets as sequences.
final class CollectionFunctions {
  private CollectionFunctions() {}

  static List<Function> all() {
    return List.of(
        alltrue(),
        anytrue(),
        chunklist(),
        coalesce(),
        coalescelist(),
        compact(),
        concat(),
        contains(),
        distinct(),
        element(),
        flatten(),
        index(),
        length(),
        matchkeys(),
        one(),
        reverse(),
        slice(),
        sort());
  }

  private static Parameter list(String name) {
    return Parameter.of(name, Type.DYNAMIC, "");
  }

  private static Function alltrue() {
    return Function.of("alltrue", Type.BOOL)
        .doc("True when all elements of a collection are true; also when there are none.")
        .with("list", Type.list(Type.BOOL), "")
        .does((a, _) -> {
          for (Value element : elements(a.getFirst())) {
            if (!element.isKnown()) {
              return Value.unknown(Type.BOOL);
            }
            if (element.isNull() || !Values.isTrue(element)) {
              return Value.of(false);
            }
          }
          return Value.of(true);
        });
  }

  private static Function anytrue() {
    return Function.of("anytrue", Type.BOOL)
        .doc("True when an element of a collection is true; false when there are none.")
        .with("list", Type.list(Type.BOOL), "")
        .does((a, _) -> {
          boolean unknown = false;
          for (Value element : elements(a.getFirst())) {
            unknown |= !element.isKnown();
            if (element.isKnown() && !element.isNull() && Values.isTrue(element)) {
              return Value.of(true);
            }
          }
          return unknown ? Value.unknown(Type.BOOL) : Value.of(false);
        });
  }

  private static Function chunklist() {
    return Function.of("chunklist", Type.list(Type.list(Type.DYNAMIC)))
        .doc("Divides a list into lists of a given length; the last may be shorter.")
        .with(Parameter.of("list", Type.list(Type.DYNAMIC), "").orMarked())
        .with("size", Type.NUMBER, "The length of the parts; zero for a single part.")
        .typed(a -> Type.list(a.getFirst().type()))
        .does((a, _) -> {
          List<Value> all = elements(a.getFirst());
          int size = Values.count(a.get(1), -1, "invalid size: ");
          if (size < 0) {
            throw new FunctionFailure("the size argument must be positive");
          }
          Type type = a.getFirst().type();
          int step = size == 0 ? Math.max(1, all.size()) : size;
          List<Value> chunks = new ArrayList<>();
          for (int i = 0; i < all.size(); i += step) {
            chunks.add(
                new Value.ListOf(
                    Values.elementType(type), all.subList(i, Math.min(all.size() - i, step) + i)));
          }
          return new Value.ListOf(type, chunks).mark(a.getFirst().marks());
        });
  }

  private static Function coalesce() {
    return Function.of("coalesce", Type.DYNAMIC)
        .doc("The first argument that is neither null nor the empty string.")
        .then(Parameter.of("vals", Type.DYNAMIC, "").orNull().orUnknown().orUntyped())
        .typed(a ->
            Values.unify(a.stream().map(Value::type).toList())
                .orElseThrow(() -> new FunctionFailure("all arguments must have the same type")))
        .does((a, _) -> {
          Type type = Values.unify(a.stream().map(Value::type).toList()).orElse(Type.DYNAMIC);
          for (int i = 0; i < a.size(); i++) {
            Value value = Values.convert(a.get(i), type, i);
            if (!value.isKnown()) {
              return Value.unknown(type);
            }
            if (!value.isNull() && !(value instanceof Value.Str s && s.text().isEmpty())) {
              return value;
            }
          }
          throw new FunctionFailure("no non-null, non-empty-string arguments");
        });
  }

  private static Function coalescelist() {
    return Function.of("coalescelist", Type.DYNAMIC)
        .doc("The first of the given lists that is not empty.")
        .then(Parameter.of("vals", Type.DYNAMIC, "").orNull().orUnknown().orUntyped())
        .typed(CollectionFunctions::coalescelistType)
        .knowing(_ -> Refinement.NOT_NULL.withLength(1, Integer.MAX_VALUE))
        .does((a, _) -> {
          for (Value list : a) {
            if (!list.isKnown()) {
              return Value.unknown(coalescelistType(a));
            }
            if (!list.isNull() && !elements(list).isEmpty()) {
              return list;
            }
          }
          throw new FunctionFailure("no non-null arguments");
        });
  }

  private static Type coalescelistType(List<Value> arguments) {
    if (arguments.isEmpty()) {
      throw new FunctionFailure("at least one argument is required");
    }
    for (Value list : arguments) {
      if (!list.isKnown()) {
        return Type.DYNAMIC;
      }
      if (!isSequence(list.type()) || list.type() instanceof Type.SetType) {
        throw new FunctionFailure("coalescelist arguments must be lists or tuples");
      }
    }
    return arguments.stream().map(Value::type).distinct().count() == 1
        ? arguments.getFirst().type()
        : Type.DYNAMIC;
  }

  private static Function compact() {
    return Function.of("compact", Type.list(Type.STRING))
        .doc("Leaves out the null and empty strings of a list.")
        .knowing(a -> Values.atMost(a.getFirst(), false))
        .with("list", Type.list(Type.STRING), "")
        .does((a, _) ->
            a.getFirst().isWhollyKnown()
                ? new Value.ListOf(
                    Type.STRING,
                    elements(a.getFirst()).stream()
                        .filter(e -> !e.isNull() && !text(e).isEmpty())
                        .toList())
                : Value.unknown(Type.list(Type.STRING)));
  }

  private static Function concat() {
    return Function.of("concat", Type.DYNAMIC)
        .doc("One list or tuple with the elements of all the given ones, in order.")
        .then(list("seqs").orMarked())
        .typed(CollectionFunctions::concatType)
        .knowing(a -> Values.together(a, false))
        .does((a, _) -> concat(a, concatType(a)));
  }

  private static Type concatType(List<Value> arguments) {
    if (arguments.isEmpty()) {
      throw new FunctionFailure("at least one argument is required");
    }
    List<Type> types = arguments.stream().map(Value::type).toList();
    if (types.stream().allMatch(Type.ListType.class::isInstance)) {
      Optional<Type> common = Values.unify(types).filter(Type.ListType.class::isInstance);
      if (common.isPresent()) {
        return common.get();
      }
    }
    List<Type> elements = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      switch (types.get(i)) {
        case Type.TupleType t -> elements.addAll(t.elements());
        case Type.ListType l -> {
          if (!argument.isKnown()) {
            return Type.DYNAMIC;
          }
          elements(argument).forEach(_ -> elements.add(l.element()));
        }
        default ->
            throw new FunctionFailure(
                i, "all arguments must be lists or tuples; got " + types.get(i).friendlyName());
      }
    }
    return Type.tuple(elements);
  }

  private static Value concat(List<Value> arguments, Type type) {
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      all.addAll(
          elements(type instanceof Type.ListType ? Values.convert(argument, type, i) : argument));
    }
    Value result =
        type instanceof Type.ListType l ? new Value.ListOf(l.element(), all) : new Value.Tuple(all);
    for (Value argument : arguments) {
      result = result.mark(argument.marks());
    }
    return result;
  }

  private static Function contains() {
    return Function.of("contains", Type.DYNAMIC)
        .doc("True when a list, tuple or set has an element that is equal to a value.")
        .with(list("list"))
        .with("value", Type.DYNAMIC, "The value to look for.")
        .typed(a -> {
          if (!isSequence(a.getFirst().type())) {
            throw new FunctionFailure("argument must be list, tuple, or set");
          }
          return Type.BOOL;
        })
        .does((a, _) -> {
          boolean unknown = false;
          for (Value element : elements(a.getFirst())) {
            Optional<Boolean> same = Values.equal(element, a.get(1));
            if (same.isPresent() && same.get()) {
              return Value.of(true);
            }
            unknown |= same.isEmpty();
          }
          return unknown ? Value.unknown(Type.BOOL) : Value.of(false);
        });
  }

  private static Function distinct() {
    return Function.of("distinct", Type.list(Type.DYNAMIC))
        .doc("Leaves out the elements of a list that are equal to an earlier one.")
        .with("list", Type.list(Type.DYNAMIC), "")
        .typed(a -> a.getFirst().type())
        .knowing(a -> Values.atMost(a.getFirst(), true))
        .does((a, _) -> {
          Value list = a.getFirst();
          if (!list.isWhollyKnown()) {
            return Value.unknown(list.type());
          }
          return new Value.ListOf(
              Values.elementType(list.type()), elements(list).stream().distinct().toList());
        });
  }

  private static Function element() {
    return Function.of("element", Type.DYNAMIC)
        .doc("The element at a position, from zero; past the end it begins again at the start.")
        .with(list("list").orMarked())
        .with("index", Type.NUMBER, "The position.")
        .maybeNull()
        .typed(CollectionFunctions::elementType)
        .does((a, _) -> {
          List<Value> elements = elements(a.get(0));
          if (elements.isEmpty()) {
            throw new FunctionFailure("cannot use element function with an empty list");
          }
          return elements.get(wrapped(a.get(1), elements.size())).mark(a.get(0).marks());
        });
  }

  private static Type elementType(List<Value> arguments) {
    return switch (arguments.getFirst().type()) {
      case Type.ListType l -> l.element();
      case Type.TupleType t -> {
        if (!arguments.get(1).isKnown()) {
          yield Type.DYNAMIC;
        }
        if (t.elements().isEmpty()) {
          throw new FunctionFailure("cannot use element function with an empty list");
        }
        yield t.elements().get(wrapped(arguments.get(1), t.elements().size()));
      }
      default ->
          throw new FunctionFailure(
              "cannot read elements from " + arguments.getFirst().type().friendlyName());
    };
  }

  private static int wrapped(Value index, int size) {
    long position = Values.whole(index, -1, "invalid index: ");
    if (position < 0) {
      throw new FunctionFailure("cannot use element function with a negative index");
    }
    return (int) (position % size);
  }

  private static Function flatten() {
    return Function.of("flatten", Type.DYNAMIC)
        .doc("Replaces elements that are lists, tuples or sets by their elements, at any depth.")
        .with(list("list").orMarked())
        .typed(a -> {
          if (!isSequence(a.getFirst().type())) {
            throw new FunctionFailure("can only flatten lists, sets and tuples");
          }
          return Type.DYNAMIC;
        })
        .does((a, _) -> {
          Flattening flat = new Flattening();
          flat.add(a.getFirst());
          Value result = flat.known ? new Value.Tuple(flat.elements) : Value.unknown(Type.DYNAMIC);
          return result.mark(flat.marks);
        });
  }

  private static final class Flattening {
    private final List<Value> elements = new ArrayList<>();
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private boolean known = true;

    private void add(Value sequence) {
      marks.addAll(sequence.marks());
      if (!sequence.isKnown() || !Values.isSettled(sequence)) {
        known = false;
        return;
      }
      for (Value element : elements(sequence)) {
        if (isSequence(element.type()) && !element.isNull()) {
          add(element);
        } else {
          known &= element.isKnown() || !(element.type() instanceof Type.Dynamic);
          elements.add(element);
        }
      }
    }
  }

  private static Function index() {
    return Function.of("index", Type.DYNAMIC)
        .doc("The position, from zero, of the first element that is equal to a value.")
        .with(list("list"))
        .with("value", Type.DYNAMIC, "The value to look for.")
        .typed(_ -> Type.NUMBER)
        .does((a, _) -> {
          Value list = a.getFirst();
          if (!isSequence(list.type()) || list.type() instanceof Type.SetType) {
            throw new FunctionFailure("argument must be a list or tuple");
          }
          List<Value> elements = elements(list);
          if (elements.isEmpty()) {
            throw new FunctionFailure("cannot search an empty list");
          }
          for (int i = 0; i < elements.size(); i++) {
            Optional<Boolean> same = Values.equal(elements.get(i), a.get(1));
            if (same.isEmpty()) {
              return Value.unknown(Type.NUMBER);
            }
            if (same.get()) {
              return Value.of(i);
            }
          }
          throw new FunctionFailure("item not found");
        });
  }

  private static Function length() {
    return Function.of("length", Type.NUMBER)
        .doc("The number of elements of a collection, or of characters of a string.")
        .with(list("value").orUnknown().orUntyped().orMarked())
        .does((a, _) -> length(a.getFirst().unmark()).mark(a.getFirst().marks()));
  }

  private static Value length(Value value) {
    return switch (value) {
      case Value.Str s -> Value.of(Graphemes.count(s.text()));
      case Value.ListOf l -> Value.of(l.elements().size());
      case Value.Tuple t -> Value.of(t.elements().size());
      case Value.MapOf m -> Value.of(m.entries().size());
      case Value.Obj o -> Value.of(o.attributes().size());
      case Value.SetOf s -> length(Refinement.of(s));
      case Value.Unknown u -> unknownLength(u);
      case Num _, Value.Bool _, Value.Null _, Value.Marked _ -> throw noLength();
    };
  }

  private static Value unknownLength(Value.Unknown value) {
    return switch (value.type()) {
      case Type.TupleType t -> Value.of(t.elements().size());
      case Type.ObjectType o -> Value.of(o.attributes().size());
      case Type.Dynamic _ -> length(Refinement.NOT_NULL);
      case Type.ListType _, Type.SetType _, Type.MapType _ -> length(value.refinement());
      case Type.Primitive p -> {
        if (p != Type.Primitive.STRING) {
          throw noLength();
        }
        int least = Graphemes.count(value.refinement().prefix());
        yield length(Refinement.NOT_NULL.withLength(least, Integer.MAX_VALUE));
      }
    };
  }

  private static FunctionFailure noLength() {
    return new FunctionFailure(
        "argument must be a string, a collection type, or a structural type");
  }

  private static Value length(Refinement known) {
    Num greatest = known.maxLength() == Integer.MAX_VALUE ? null : Num.of((long) known.maxLength());
    return Refinement.NOT_NULL
        .within(Num.of((long) known.minLength()), greatest)
        .value(Type.NUMBER);
  }

  private static Function matchkeys() {
    return Function.of("matchkeys", Type.list(Type.DYNAMIC))
        .doc("The elements of a list at whose positions another list has one of the given keys.")
        .with("values", Type.list(Type.DYNAMIC), "The list to choose from.")
        .with("keys", Type.list(Type.DYNAMIC), "A list of the same length.")
        .with("searchset", Type.list(Type.DYNAMIC), "The keys to look for.")
        .typed(a -> {
          if (Values.unify(List.of(a.get(1).type(), a.get(2).type())).isEmpty()) {
            throw new FunctionFailure("keys and searchset must be of the same type");
          }
          return a.getFirst().type();
        })
        .knowing(a -> Values.atMost(a.getFirst(), false))
        .does((a, _) -> matchkeys(a));
  }

  private static Value matchkeys(List<Value> a) {
    Type type = a.getFirst().type();
    List<Value> values = elements(a.getFirst());
    Type keyType = Values.unify(List.of(a.get(1).type(), a.get(2).type())).orElseThrow();
    List<Value> keys = elements(Values.convert(a.get(1), keyType, 1));
    List<Value> wanted = elements(Values.convert(a.get(2), keyType, 2));
    if (values.size() != keys.size()) {
      throw new FunctionFailure("length of keys and values should be equal");
    }
    if (!a.stream().allMatch(Value::isWhollyKnown)) {
      return Value.unknown(type);
    }
    List<Value> chosen = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Value key = keys.get(i);
      if (wanted.stream().anyMatch(w -> Values.same(key, w))) {
        chosen.add(values.get(i));
      }
    }
    return new Value.ListOf(Values.elementType(type), chosen);
  }

  private static Function one() {
    return Function.of("one", Type.DYNAMIC)
        .doc("The only element of a list, set or tuple, or null when there is none.")
        .with(list("list"))
        .maybeNull()
        .typed(a ->
            switch (a.getFirst().type()) {
              case Type.ListType l -> l.element();
              case Type.SetType s -> s.element();
              case Type.TupleType t -> {
                if (t.elements().size() > 1) {
                  throw notOne();
                }
                yield t.elements().isEmpty() ? Type.DYNAMIC : t.elements().getFirst();
              }
              default -> throw notOne();
            })
        .does((a, _) -> {
          List<Value> elements = elements(a.getFirst());
          if (elements.size() > 1) {
            if (a.getFirst() instanceof Value.SetOf s && !s.isWhollyKnown()) {
              return Value.unknown(s.element());
            }
            throw notOne();
          }
          return elements.isEmpty()
              ? Value.nullOf(Values.elementType(a.getFirst().type()))
              : elements.getFirst();
        });
  }

  private static FunctionFailure notOne() {
    return new FunctionFailure(
        0, "must be a list, set, or tuple value with either zero or one elements");
  }

  private static Function reverse() {
    return Function.of("reverse", Type.DYNAMIC)
        .doc("The elements of a list in the opposite order.")
        .with(list("list").orMarked())
        .typed(a ->
            switch (a.getFirst().type()) {
              case Type.TupleType t -> Type.tuple(t.elements().reversed());
              case Type.ListType l -> l;
              case Type.SetType s -> Type.list(s.element());
              default ->
                  throw new FunctionFailure(
                      0,
                      "can only reverse list or tuple values, not "
                          + a.getFirst().type().friendlyName());
            })
        .knowing(a -> Values.length(a.getFirst()))
        .does((a, _) -> {
          Value list = a.getFirst();
          if (!Values.isSettled(list)) {
            return Value.unknown(Type.list(Values.elementType(list.type()))).mark(list.marks());
          }
          return sequence(list.type(), elements(list).reversed()).mark(list.marks());
        });
  }

  /// A tuple for a tuple type, a list otherwise.
  private static Value sequence(Type type, List<Value> elements) {
    return type instanceof Type.TupleType
        ? new Value.Tuple(elements)
        : new Value.ListOf(Values.elementType(type), elements);
  }

  private static Function slice() {
    return Function.of("slice", Type.DYNAMIC)
        .doc("The elements of a list from one position up to, but not including, another.")
        .with(list("list").orMarked())
        .with("start_index", Type.NUMBER, "The first position, from zero.")
        .with("end_index", Type.NUMBER, "The position after the last.")
        .typed(CollectionFunctions::sliceType)
        .does((a, _) -> {
          List<Value> elements = elements(a.getFirst());
          Bounds bounds = bounds(a, elements.size());
          return sequence(a.getFirst().type(), elements.subList(bounds.start, bounds.end))
              .mark(a.getFirst().marks());
        });
  }

  private record Bounds(int start, int end) {}

  private static Type sliceType(List<Value> a) {
    boolean known = a.get(1).isKnown() && a.get(2).isKnown();
    return switch (a.getFirst().type()) {
      case Type.ListType l -> l;
      case Type.TupleType t -> {
        if (!known) {
          yield Type.DYNAMIC;
        }
        Bounds bounds = bounds(a, t.elements().size());
        yield Type.tuple(t.elements().subList(bounds.start, bounds.end));
      }
      case Type.SetType _ ->
          throw new FunctionFailure(
              0,
              "cannot slice a set, because its elements do not have indices; explicitly convert to"
                  + " a list if the ordering of the result is not important");
      default -> throw new FunctionFailure(0, "must be a list or tuple value");
    };
  }

  private static Bounds bounds(List<Value> a, int length) {
    int start = bound(a.get(1), 1, "start", length);
    int end = bound(a.get(2), 2, "end", length);
    if (start > end) {
      throw new FunctionFailure(1, "start index must not be greater than end index");
    }
    return new Bounds(start, end);
  }

  private static int bound(Value value, int argument, String which, int length) {
    int index = Values.count(value, argument, "invalid " + which + " index: ");
    if (index < 0) {
      throw new FunctionFailure(argument, which + " index must not be less than zero");
    }
    if (index > length) {
      throw new FunctionFailure(
          argument, which + " index must not be greater than the length of the list");
    }
    return index;
  }

  private static Function sort() {
    return Function.of("sort", Type.list(Type.STRING))
        .doc("The strings of a list in the order of their code points.")
        .with("list", Type.list(Type.STRING), "")
        .knowing(a -> Values.length(a.getFirst()))
        .does((a, _) -> {
          if (!a.getFirst().isWhollyKnown()) {
            return Value.unknown(Type.list(Type.STRING));
          }
          List<Value> elements = elements(a.getFirst());
          for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isNull()) {
              throw new FunctionFailure(
                  "given list element " + i + " is null; a null string cannot be sorted");
            }
          }
          return Values.listOfText(
              elements.stream().map(Values::text).sorted(CodePointOrder.INSTANCE).toList());
        });
  }
}

package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.elements;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Functions on sets.
final class SetFunctions {
  private static final Type ANY_SET = Type.set(Type.DYNAMIC);

  private interface Operation {
    void apply(Set<Value> result, List<Value> next);
  }

  private SetFunctions() {}

  static List<Function> all() {
    return List.of(
        variadic(
                "setintersection",
                "The elements that are in all of the given sets.",
                (result, next) -> result.retainAll(Set.copyOf(next)),
                false)
            .knowing(a -> Values.atMost(a.getFirst(), false)),
        setproduct(),
        operation(
                Function.of("setsubtract", ANY_SET)
                    .doc("The elements of the first set that are not in the second.")
                    .with("a", ANY_SET, "")
                    .with("b", ANY_SET, ""),
                (result, next) -> next.forEach(result::remove),
                false)
            .knowing(a -> Values.atMost(a.getFirst(), false)),
        variadic(
                "setunion",
                "The elements that are in any of the given sets.",
                (result, next) -> result.addAll(next),
                true)
            .knowing(a -> Values.together(a, true)));
  }

  private static Function variadic(
      String name, String doc, Operation operation, boolean partlyKnown) {
    return operation(
        Function.of(name, ANY_SET)
            .doc(doc)
            .with("first_set", ANY_SET, "")
            .then("other_sets", ANY_SET, ""),
        operation,
        partlyKnown);
  }

  private static Function operation(Function signature, Operation operation, boolean partlyKnown) {
    return signature
        .typed(SetFunctions::commonType)
        .does((a, _) -> {
          Type type = commonType(a);
          if (!partlyKnown && !a.stream().allMatch(Value::isWhollyKnown)) {
            return Value.unknown(type);
          }
          Set<Value> result = new LinkedHashSet<>(elements(Values.convert(a.getFirst(), type, 0)));
          for (int i = 1; i < a.size(); i++) {
            operation.apply(result, elements(Values.convert(a.get(i), type, i)));
          }
          return Value.set(Values.elementType(type), result);
        });
  }

  /// The type of a result that has elements of all arguments; an empty set of no known type fits
  /// any other.
  private static Type commonType(List<Value> arguments) {
    List<Type> elements = new ArrayList<>();
    for (Value argument : arguments) {
      Type element = Values.elementType(argument.type());
      boolean isEmpty = argument.isKnown() && elements(argument).isEmpty();
      if (!(isEmpty && element instanceof Type.Dynamic)) {
        elements.add(element);
      }
    }
    return elements.isEmpty()
        ? ANY_SET
        : Values.unify(elements)
            .map(Type::set)
            .orElseThrow(
                () -> new FunctionFailure("given sets must all have compatible element types"));
  }

  private static Function setproduct() {
    return Function.of("setproduct", Type.DYNAMIC)
        .doc("All combinations of one element from each of the given sets or lists.")
        .then(Parameter.of("sets", Type.DYNAMIC, "Two at least.").orMarked())
        .typed(SetFunctions::productType)
        .does((a, _) -> {
          Type type = productType(a);
          Set<Mark> marks = EnumSet.noneOf(Mark.class);
          Type.TupleType combination = (Type.TupleType) Values.elementType(type);
          List<List<Value>> combinations = List.of(List.of());
          for (int i = 0; i < a.size(); i++) {
            marks.addAll(a.get(i).marks());
            combinations =
                extended(combinations, elements(a.get(i)), combination.elements().get(i), i);
          }
          List<Value> tuples = new ArrayList<>();
          combinations.forEach(c -> tuples.add(new Value.Tuple(c)));
          Value result =
              type instanceof Type.ListType
                  ? new Value.ListOf(combination, tuples)
                  : Value.set(combination, tuples);
          return result.mark(marks);
        });
  }

  private static List<List<Value>> extended(
      List<List<Value>> combinations, List<Value> next, Type type, int argument) {
    List<Value> converted =
        next.stream().map(element -> Values.convert(element, type, argument)).toList();
    List<List<Value>> longer = new ArrayList<>();
    for (List<Value> combination : combinations) {
      for (Value element : converted) {
        List<Value> more = new ArrayList<>(combination);
        more.add(element);
        longer.add(more);
      }
    }
    return longer;
  }

  private static Type productType(List<Value> arguments) {
    if (arguments.size() < 2) {
      throw new FunctionFailure("at least two arguments are required");
    }
    List<Type> elements = new ArrayList<>();
    boolean ordered = true;
    for (int i = 0; i < arguments.size(); i++) {
      int argument = i;
      elements.add(
          switch (arguments.get(i).type()) {
            case Type.SetType s -> s.element();
            case Type.ListType l -> l.element();
            case Type.TupleType t ->
                t.elements().isEmpty()
                    ? Type.DYNAMIC
                    : Values.unify(t.elements())
                        .orElseThrow(() ->
                            new FunctionFailure(argument, "all elements must be of the same type"));
            default -> throw new FunctionFailure(i, "a set or a list is required");
          });
      ordered &= !(arguments.get(i).type() instanceof Type.SetType);
    }
    Type combination = Type.tuple(elements);
    return ordered ? Type.list(combination) : Type.set(combination);
  }
}

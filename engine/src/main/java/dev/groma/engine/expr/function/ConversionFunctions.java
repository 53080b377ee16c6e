package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Functions that change the type or the marks of a value.
final class ConversionFunctions {
  private ConversionFunctions() {}

  static List<Function> all() {
    return List.of(
        convert(),
        to("tobool", Type.BOOL, "bool"),
        to("tolist", Type.list(Type.DYNAMIC), "list"),
        to("tomap", Type.map(Type.DYNAMIC), "map"),
        to("tonumber", Type.NUMBER, "number"),
        to("toset", Type.set(Type.DYNAMIC), "set"),
        to("tostring", Type.STRING, "string"),
        ephemeralasnull(),
        issensitive(),
        nonsensitive(),
        sensitive(),
        Function.of("can", Type.BOOL)
            .doc("True when an expression can be evaluated without an error.")
            .with("expression", Type.DYNAMIC, "The expression to try."),
        Function.of("try", Type.DYNAMIC)
            .doc("The value of the first of the given expressions that has no error.")
            .then("expressions", Type.DYNAMIC, "The expressions to try."));
  }

  private static Parameter anything(String name, String doc) {
    return Parameter.of(name, Type.DYNAMIC, doc).orNull().orUnknown().orUntyped().orMarked();
  }

  private static Function to(String name, Type wanted, String word) {
    return Function.of(name, wanted)
        .doc("Converts a value to a " + word + ".")
        .with(anything("v", ""))
        .maybeNull()
        .typed(a -> {
          Type given = a.getFirst().type();
          if (!Conversion.isPossible(given, wanted)) {
            throw impossible(given, wanted);
          }
          return given instanceof Type.Dynamic ? wanted : resultType(given, wanted);
        })
        .does((a, _) ->
            switch (Conversion.convert(a.getFirst(), wanted)) {
              case Conversion.Converted c -> c.value();
              case Conversion.Failed _ -> throw refusal(a.getFirst(), wanted);
            });
  }

  /// The type stands in the arguments as the null of that type: the parser reads it.
  private static Function convert() {
    return Function.of("convert", Type.DYNAMIC)
        .doc("Converts a value to any type, written as in the declaration of a variable.")
        .with(anything("value", ""))
        .with(
            Parameter.of("type", Type.DYNAMIC, "The type, such as `list(string)`.")
                .orNull()
                .orUntyped())
        .maybeNull()
        .typed(a -> {
          Type wanted = a.get(1).type();
          return resultType(a.getFirst().type(), wanted).withoutOptional();
        })
        .does((a, _) ->
            switch (Conversion.convert(a.getFirst(), a.get(1).type())) {
              case Conversion.Converted c -> c.value();
              case Conversion.Failed f ->
                  throw new FunctionFailure(0, Values.reason(f, a.getFirst()));
            });
  }

  private static Type resultType(Type given, Type wanted) {
    return switch (Conversion.convert(Value.unknown(given), wanted)) {
      case Conversion.Converted c -> c.value().type();
      case Conversion.Failed _ -> wanted;
    };
  }

  private static FunctionFailure impossible(Type given, Type wanted) {
    return new FunctionFailure(
        0, "cannot convert " + given.friendlyName() + " to " + constraintName(wanted));
  }

  private static String constraintName(Type type) {
    return switch (type) {
      case Type.ListType _ -> "list of any single type";
      case Type.SetType _ -> "set of any single type";
      case Type.MapType _ -> "map of any single type";
      default -> type.friendlyName();
    };
  }

  private static FunctionFailure refusal(Value value, Type wanted) {
    Type given = value.type();
    if (value.marksDeep().contains(Mark.SENSITIVE)) {
      return new FunctionFailure(
          0,
          "cannot convert this sensitive "
              + given.friendlyName()
              + " to "
              + constraintName(wanted));
    }
    if (value.unmark() instanceof Value.Str s && wanted.equals(Type.BOOL)) {
      return new FunctionFailure(
          0,
          "cannot convert "
              + Values.quote(s.text())
              + " to bool; only the strings \"true\" or \"false\" are allowed");
    }
    if (value.unmark() instanceof Value.Str s && wanted.equals(Type.NUMBER)) {
      return new FunctionFailure(
          0,
          "cannot convert "
              + Values.quote(s.text())
              + " to number; given string must be a decimal representation of a number");
    }
    return impossible(given, wanted);
  }

  private static Function ephemeralasnull() {
    return Function.of("ephemeralasnull", Type.DYNAMIC)
        .doc("Replaces a value that is ephemeral, and every ephemeral part of one, by null.")
        .with(anything("value", ""))
        .maybeNull()
        .typed(a -> a.getFirst().type())
        .does((a, _) -> withoutEphemeral(a.getFirst()));
  }

  private static Value withoutEphemeral(Value value) {
    return value.has(Mark.EPHEMERAL)
        ? Value.nullOf(value.type()).mark(without(value, Mark.EPHEMERAL))
        : value.mapParts(ConversionFunctions::withoutEphemeral);
  }

  private static Set<Mark> without(Value value, Mark mark) {
    Set<Mark> rest = EnumSet.noneOf(Mark.class);
    rest.addAll(value.marks());
    rest.remove(mark);
    return rest;
  }

  private static Function issensitive() {
    return Function.of("issensitive", Type.BOOL)
        .doc("True when a value is sensitive.")
        .with(anything("value", ""))
        .does((a, _) -> {
          Value value = a.getFirst();
          if (value.has(Mark.SENSITIVE)) {
            return Value.of(true);
          }
          return value.isKnown() ? Value.of(false) : Value.unknown(Type.BOOL);
        });
  }

  private static Function nonsensitive() {
    return Function.of("nonsensitive", Type.DYNAMIC)
        .doc("The same value, no longer sensitive: for results that cannot give the secret away.")
        .with(anything("value", ""))
        .maybeNull()
        .typed(a -> a.getFirst().type())
        .does((a, _) -> a.getFirst().unmark().mark(without(a.getFirst(), Mark.SENSITIVE)));
  }

  private static Function sensitive() {
    return Function.of("sensitive", Type.DYNAMIC)
        .doc("The same value, marked as sensitive so that it is never shown.")
        .with(anything("value", ""))
        .maybeNull()
        .typed(a -> a.getFirst().type())
        .does((a, _) -> a.getFirst().mark(Mark.SENSITIVE));
  }
}

package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.elements;
import static dev.groma.engine.expr.function.Values.entries;
import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Functions on maps and objects.
final class MappingFunctions {
  private MappingFunctions() {}

  static List<Function> all() {
    return List.of(keys(), lookup(), merge(), transpose(), values(), zipmap());
  }

  private static Function keys() {
    return Function.of("keys", Type.DYNAMIC)
        .doc("The keys of a map or the attribute names of an object, in code point order.")
        .with(Parameter.of("inputMap", Type.DYNAMIC, "").orUnknown().orMarked())
        .typed(a ->
            switch (a.getFirst().type()) {
              case Type.MapType _ -> Type.list(Type.STRING);
              case Type.ObjectType o ->
                  Type.tuple(o.attributes().keySet().stream().map(_ -> Type.STRING).toList());
              default -> throw new FunctionFailure(0, "must have map or object type");
            })
        .knowing(a -> Values.length(a.getFirst()))
        .does((a, _) -> {
          Value map = a.getFirst();
          if (map.type() instanceof Type.ObjectType o) {
            return new Value.Tuple(o.attributes().keySet().stream().map(Value::of).toList())
                .mark(map.marks());
          }
          Value keys =
              map.isKnown()
                  ? Values.listOfText(entries(map).keySet())
                  : Value.unknown(Type.list(Type.STRING));
          return keys.mark(map.marks());
        });
  }

  private static Function lookup() {
    return Function.of("lookup", Type.DYNAMIC)
        .doc("The value of a key in a map or object, or a default when the key is absent.")
        .with(Parameter.of("inputMap", Type.DYNAMIC, "").orMarked())
        .with(Parameter.of("key", Type.STRING, "").orMarked())
        .then(
            Parameter.of("default", Type.DYNAMIC, "The value for an absent key.")
                .orNull()
                .orUnknown()
                .orUntyped()
                .orMarked())
        .maybeNull()
        .typed(MappingFunctions::lookupType)
        .does((a, _) -> {
          Set<Mark> marks = EnumSet.noneOf(Mark.class);
          marks.addAll(a.get(0).marks());
          marks.addAll(a.get(1).marks());
          Value found = entries(a.get(0)).get(text(a.get(1)));
          if (found != null) {
            return found.mark(marks);
          }
          if (a.size() < 3) {
            throw new FunctionFailure(
                "lookup failed to find key " + Values.quoted(text(a.get(1)), a.get(1)));
          }
          return Values.convert(a.get(2), lookupType(a), 2).mark(marks);
        });
  }

  private static Type lookupType(List<Value> a) {
    if (a.size() > 3) {
      throw new FunctionFailure("lookup() takes two or three arguments, got " + a.size());
    }
    Value key = a.get(1);
    return switch (a.get(0).type()) {
      case Type.ObjectType o -> {
        if (!key.isKnown()) {
          yield Type.DYNAMIC;
        }
        Type attribute = o.attributes().get(text(key));
        if (attribute == null && a.size() < 3) {
          throw new FunctionFailure(
              0, "the given object has no attribute " + Values.quoted(text(key), key));
        }
        yield attribute == null ? a.get(2).type() : attribute;
      }
      case Type.MapType m -> {
        if (a.size() == 3) {
          convertDefault(a.get(2), m.element());
        }
        yield m.element();
      }
      default -> throw new FunctionFailure(0, "lookup() requires a map as the first argument");
    };
  }

  private static void convertDefault(Value value, Type element) {
    try {
      Values.convert(value, element, 2);
    } catch (FunctionFailure _) {
      throw new FunctionFailure(2, "the default value must have the same type as the map elements");
    }
  }

  private static Function merge() {
    return Function.of("merge", Type.DYNAMIC)
        .doc("One map or object with the entries of all the given ones; later ones win.")
        .then(Parameter.of("maps", Type.DYNAMIC, "").orNull().orUntyped().orMarked())
        .typed(MappingFunctions::mergeType)
        .does((a, _) -> {
          SortedMap<String, Value> all = Values.sorted();
          Set<Mark> marks = EnumSet.noneOf(Mark.class);
          for (Value map : a) {
            if (!map.isNull()) {
              marks.addAll(map.marks());
              all.putAll(entries(map));
            }
          }
          return Values.mapOrObject(mergeType(a), all).mark(marks);
        });
  }

  private static Type mergeType(List<Value> arguments) {
    SortedMap<String, Type> attributes = Values.sortedTypes();
    boolean attributesKnown = true;
    for (Value map : arguments) {
      switch (map.type()) {
        case Type.ObjectType o -> {
          if (!map.isNull()) {
            attributes.putAll(o.attributes());
          }
        }
        case Type.MapType m -> {
          if (!map.isKnown()) {
            attributesKnown = false;
          } else if (!map.isNull()) {
            entries(map).keySet().forEach(key -> attributes.put(key, m.element()));
          }
        }
        case Type.Dynamic _ -> {
          if (!map.isNull()) {
            return Type.DYNAMIC;
          }
        }
        default ->
            throw new FunctionFailure(
                "arguments must be maps or objects, got "
                    + Values.quote(map.type().friendlyName()));
      }
    }
    List<Type> types = arguments.stream().map(Value::type).distinct().toList();
    if (types.size() == 1 && types.getFirst() instanceof Type.MapType same) {
      return same;
    }
    return attributesKnown ? Type.object(attributes) : Type.DYNAMIC;
  }

  private static Function transpose() {
    Type type = Type.map(Type.list(Type.STRING));
    return Function.of("transpose", type)
        .doc("Turns a map of lists round: the elements become keys, the keys become elements.")
        .with("values", type, "")
        .does((a, _) -> {
          if (!a.getFirst().isWhollyKnown()) {
            return Value.unknown(type);
          }
          SortedMap<String, List<Value>> turned = new TreeMap<>(CodePointOrder.INSTANCE);
          entries(a.getFirst())
              .forEach((key, list) ->
                  transposed(list)
                      .forEach(e ->
                          turned.computeIfAbsent(e, _ -> new ArrayList<>()).add(Value.of(key))));
          SortedMap<String, Value> result = Values.sorted();
          turned.forEach((key, list) -> result.put(key, new Value.ListOf(Type.STRING, list)));
          return new Value.MapOf(Type.list(Type.STRING), result);
        });
  }

  private static List<String> transposed(Value list) {
    if (list.isNull() || elements(list).stream().anyMatch(Value::isNull)) {
      throw new FunctionFailure(0, "input must not contain null values");
    }
    return elements(list).stream().map(Values::text).toList();
  }

  private static Function values() {
    return Function.of("values", Type.DYNAMIC)
        .doc("The values of a map or object, in the order of their keys.")
        .with(Parameter.of("mapping", Type.DYNAMIC, "").orMarked())
        .typed(a ->
            switch (a.getFirst().type()) {
              case Type.MapType m -> Type.list(m.element());
              case Type.ObjectType o -> Type.tuple(List.copyOf(o.attributes().values()));
              default -> throw new FunctionFailure("values() requires a map as the first argument");
            })
        .knowing(a -> Values.length(a.getFirst()))
        .does((a, _) -> {
          List<Value> values = List.copyOf(entries(a.getFirst()).values());
          Value result =
              a.getFirst().type() instanceof Type.MapType m
                  ? new Value.ListOf(m.element(), values)
                  : new Value.Tuple(values);
          return result.mark(a.getFirst().marks());
        });
  }

  private static Function zipmap() {
    return Function.of("zipmap", Type.DYNAMIC)
        .doc("A map or object from a list of keys and a list of their values.")
        .with(Parameter.of("keys", Type.list(Type.STRING), "").orMarked())
        .with(Parameter.of("values", Type.DYNAMIC, "").orMarked())
        .typed(MappingFunctions::zipmapType)
        .does((a, _) -> zipmap(a));
  }

  private static Type zipmapType(List<Value> a) {
    return switch (a.get(1).type()) {
      case Type.ListType l -> Type.map(l.element());
      case Type.TupleType t -> {
        if (!a.get(0).isWhollyKnown()) {
          yield Type.DYNAMIC;
        }
        List<Value> keys = elements(a.get(0));
        checkLengths(keys.size(), t.elements().size());
        SortedMap<String, Type> attributes = Values.sortedTypes();
        for (int i = 0; i < keys.size(); i++) {
          if (keys.get(i).isNull()) {
            throw new FunctionFailure("keys list has null value at index " + i);
          }
          attributes.put(text(keys.get(i)), t.elements().get(i));
        }
        yield Type.object(attributes);
      }
      default -> throw new FunctionFailure(1, "values argument must be a list or tuple value");
    };
  }

  private static void checkLengths(int keys, int values) {
    if (keys != values) {
      throw new FunctionFailure(
          "number of keys (" + keys + ") does not match number of values (" + values + ")");
    }
  }

  private static Value zipmap(List<Value> a) {
    Type type = zipmapType(a);
    Set<Mark> marks = a.get(0).marksDeep();
    marks.addAll(a.get(1).marks());
    List<Value> keys = elements(a.get(0));
    List<Value> values = elements(a.get(1));
    if (!a.get(0).isWhollyKnown()) {
      return Value.unknown(type).mark(marks);
    }
    checkLengths(keys.size(), values.size());
    Map<String, Value> entries = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).isNull()) {
        throw new FunctionFailure("keys list has null value at index " + i);
      }
      entries.put(text(keys.get(i)), values.get(i));
    }
    return Values.mapOrObject(type, entries).mark(marks);
  }
}

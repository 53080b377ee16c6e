package dev.groma.state.json;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads a value of a given type from compact JSON.
final class ValueReader {
  private ValueReader() {}

  static Value read(String text, Type type) {
    return read(Json.parse(text), type, Path.ROOT);
  }

  static Value readUntyped(String text) {
    return untyped(Json.parse(text));
  }

  private static Value read(Json json, Type type, Path at) {
    if (json instanceof Json.Null) {
      return Value.nullOf(type.withoutOptional());
    }
    return switch (type) {
      case Type.Dynamic _ -> dynamic(json, at);
      case Type.Primitive p -> primitive(json, p, at);
      case Type.ListType t -> {
        List<Value> elements = sequence(json, t.element(), "a list is required", at);
        yield new Value.ListOf(elementType(t.element(), elements), elements);
      }
      case Type.SetType t -> {
        List<Value> elements = sequence(json, t.element(), "a set is required", at);
        yield new Value.SetOf(elementType(t.element(), elements), elements);
      }
      case Type.MapType t -> map(json, t, at);
      case Type.TupleType t -> tuple(json, t, at);
      case Type.ObjectType t -> object(json, t, at);
    };
  }

  private static Value dynamic(Json json, Path at) {
    if (json instanceof Json.Obj o) {
      Json value = o.members().get("value");
      Json type = o.members().get("type");
      if (value != null && type != null) {
        return read(value, TypeJson.read(type, at), at);
      }
    }
    throw new MismatchException(at, "an object with \"value\" and \"type\" is required");
  }

  private static Value primitive(Json json, Type.Primitive type, Path at) {
    return switch (type) {
      case STRING ->
          switch (json) {
            case Json.Text t -> Value.of(t.text());
            case Json.Digits n -> Value.of(number(n.text(), at).toString());
            case Json.Bool b -> Value.of(b.isTrue() ? "true" : "false");
            case Json.Obj _, Json.Arr _, Json.Null _ ->
                throw new MismatchException(at, "a string is required");
          };
      case NUMBER ->
          switch (json) {
            case Json.Digits n -> number(n.text(), at);
            case Json.Text t -> number(t.text(), at);
            case Json.Bool _, Json.Obj _, Json.Arr _, Json.Null _ ->
                throw new MismatchException(at, "a number is required");
          };
      case BOOL -> {
        if (json instanceof Json.Bool b) {
          yield Value.of(b.isTrue());
        }
        if (json instanceof Json.Text t && (t.text().equals("true") || t.text().equals("false"))) {
          yield Value.of(t.text().equals("true"));
        }
        throw new MismatchException(at, "a bool is required");
      }
    };
  }

  private static Num number(String digits, Path at) {
    return Num.parse(digits).orElseThrow(() -> new MismatchException(at, "a number is required"));
  }

  private static List<Value> sequence(Json json, Type element, String reason, Path at) {
    if (!(json instanceof Json.Arr array)) {
      throw new MismatchException(at, reason);
    }
    List<Value> elements = new ArrayList<>(array.elements().size());
    for (int i = 0; i < array.elements().size(); i++) {
      elements.add(read(array.elements().get(i), element, at.index(i)));
    }
    return elements;
  }

  private static Type elementType(Type declared, Iterable<Value> parts) {
    if (!declared.isWhollyKnown()) {
      for (Value part : parts) {
        return part.type();
      }
    }
    return declared.withoutOptional();
  }

  private static Value map(Json json, Type.MapType type, Path at) {
    if (!(json instanceof Json.Obj object)) {
      throw new MismatchException(at, "a map is required");
    }
    SortedMap<String, Value> entries = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      entries.put(
          member.getKey(), read(member.getValue(), type.element(), at.key(member.getKey())));
    }
    return new Value.MapOf(elementType(type.element(), entries.values()), entries);
  }

  private static Value tuple(Json json, Type.TupleType type, Path at) {
    if (!(json instanceof Json.Arr array) || array.elements().size() != type.elements().size()) {
      throw new MismatchException(at, "a tuple of " + type.elements().size() + " is required");
    }
    List<Value> elements = new ArrayList<>(type.elements().size());
    for (int i = 0; i < type.elements().size(); i++) {
      elements.add(read(array.elements().get(i), type.elements().get(i), at.index(i)));
    }
    return new Value.Tuple(elements);
  }

  private static Value object(Json json, Type.ObjectType type, Path at) {
    if (!(json instanceof Json.Obj object)) {
      throw new MismatchException(at, "an object is required");
    }
    SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    type.attributes()
        .forEach((name, wanted) -> {
          Json member = object.members().get(name);
          attributes.put(
              name,
              member == null
                  ? Value.nullOf(wanted.withoutOptional())
                  : read(member, wanted, at.attribute(name)));
        });
    return new Value.Obj(attributes);
  }

  private static Value untyped(Json json) {
    return switch (json) {
      case Json.Null _ -> Value.nullValue();
      case Json.Text t -> Value.of(t.text());
      case Json.Digits n -> number(n.text(), Path.ROOT);
      case Json.Bool b -> Value.of(b.isTrue());
      case Json.Arr a -> new Value.Tuple(a.elements().stream().map(ValueReader::untyped).toList());
      case Json.Obj o -> {
        SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
        o.members().forEach((name, member) -> attributes.put(name, untyped(member)));
        yield new Value.Obj(attributes);
      }
    };
  }
}

package dev.groma.state.json;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Types in JSON: `"string"`, `["list","number"]`, `["object",{"a":"bool"}]`, `["tuple",[…]]`; the
/// names of optional attributes follow as a third element.
public final class TypeJson {
  private TypeJson() {}

  /// `type` as JSON.
  public static JsonText write(Type type) {
    StringBuilder out = new StringBuilder();
    write(type, out);
    return new JsonText(out.toString());
  }

  /// The type that `json` stands for.
  ///
  /// @throws MismatchException when it stands for none
  public static Type read(JsonText json) {
    return read(Json.parse(json.text()), Path.ROOT);
  }

  static void write(Type type, StringBuilder out) {
    switch (type) {
      case Type.Primitive p -> out.append('"').append(p).append('"');
      case Type.Dynamic _ -> out.append("\"dynamic\"");
      case Type.ListType t -> collection("list", t.element(), out);
      case Type.SetType t -> collection("set", t.element(), out);
      case Type.MapType t -> collection("map", t.element(), out);
      case Type.TupleType t -> {
        out.append("[\"tuple\",[");
        String separator = "";
        for (Type element : t.elements()) {
          out.append(separator);
          write(element, out);
          separator = ",";
        }
        out.append("]]");
      }
      case Type.ObjectType t -> object(t, out);
    }
  }

  private static void collection(String kind, Type element, StringBuilder out) {
    out.append("[\"").append(kind).append("\",");
    write(element, out);
    out.append(']');
  }

  private static void object(Type.ObjectType type, StringBuilder out) {
    out.append("[\"object\",{");
    String separator = "";
    for (var entry : type.attributes().entrySet()) {
      out.append(separator);
      JsonStrings.quote(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
    separator = ",[";
    for (String name : type.optional()) {
      out.append(separator);
      JsonStrings.quote(name, out);
      separator = ",";
    }
    out.append(type.optional().isEmpty() ? "]" : "]]");
  }

  static Type read(Json json, Path at) {
    return switch (json) {
      case Json.Text t ->
          switch (t.text()) {
            case "string" -> Type.STRING;
            case "number" -> Type.NUMBER;
            case "bool" -> Type.BOOL;
            case "dynamic" -> Type.DYNAMIC;
            default -> throw noType(at);
          };
      case Json.Arr a
          when a.elements().size() >= 2 && a.elements().getFirst() instanceof Json.Text k ->
          readComposite(k.text(), a.elements(), at);
      case Json.Arr _, Json.Obj _, Json.Digits _, Json.Bool _, Json.Null _ -> throw noType(at);
    };
  }

  private static Type readComposite(String kind, List<Json> parts, Path at) {
    Json inner = parts.get(1);
    return switch (kind) {
      case "list" -> Type.list(read(inner, at));
      case "set" -> Type.set(read(inner, at));
      case "map" -> Type.map(read(inner, at));
      case "tuple" -> {
        if (!(inner instanceof Json.Arr elements)) {
          throw noType(at);
        }
        List<Type> types = new ArrayList<>();
        elements.elements().forEach(element -> types.add(read(element, at)));
        yield Type.tuple(types);
      }
      case "object" -> readObject(inner, parts, at);
      default -> throw noType(at);
    };
  }

  private static Type readObject(Json inner, List<Json> parts, Path at) {
    if (!(inner instanceof Json.Obj members)) {
      throw noType(at);
    }
    SortedMap<String, Type> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    members.members().forEach((name, type) -> attributes.put(name, read(type, at.attribute(name))));
    SortedSet<String> optional = new TreeSet<>();
    if (parts.size() > 2 && parts.get(2) instanceof Json.Arr names) {
      for (Json name : names.elements()) {
        if (name instanceof Json.Text t) {
          optional.add(t.text());
        }
      }
    }
    return new Type.ObjectType(attributes, optional);
  }

  private static MismatchException noType(Path at) {
    return new MismatchException(
        at, "a type such as \"string\" or [\"list\",\"string\"] is required");
  }
}

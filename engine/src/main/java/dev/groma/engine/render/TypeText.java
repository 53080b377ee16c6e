package dev.groma.engine.render;

import dev.groma.schemas.value.Type;
import java.util.List;
import java.util.Map;

/// Writes types for people, over several lines where they have parts.
public final class TypeText {
  private static final int STEP = 4;

  private TypeText() {}

  /// `type`, without a line end.
  public static String of(Type type) {
    StringBuilder out = new StringBuilder();
    write(type, out, 0);
    return out.toString();
  }

  private static void write(Type type, StringBuilder out, int indent) {
    switch (type) {
      case Type.Dynamic _, Type.Primitive _ -> out.append(type.friendlyName());
      case Type.ListType l -> collection("list", l.element(), out, indent);
      case Type.SetType s -> collection("set", s.element(), out, indent);
      case Type.MapType m -> collection("map", m.element(), out, indent);
      case Type.TupleType t -> tuple(t.elements(), out, indent);
      case Type.ObjectType o -> object(o.attributes(), out, indent);
    }
  }

  /// An element type that takes several lines begins a line of its own.
  private static void collection(String word, Type element, StringBuilder out, int indent) {
    boolean large = element instanceof Type.TupleType || element instanceof Type.ObjectType;
    out.append(word).append('(');
    if (large) {
      out.append('\n').repeat(' ', indent + STEP);
    }
    write(element, out, large ? indent + STEP : indent);
    if (large) {
      out.append(",\n").repeat(' ', indent);
    }
    out.append(')');
  }

  private static void tuple(List<Type> elements, StringBuilder out, int indent) {
    if (elements.isEmpty()) {
      out.append("tuple([])");
      return;
    }
    out.append("tuple([\n");
    for (Type element : elements) {
      out.repeat(' ', indent + STEP);
      write(element, out, indent + STEP);
      out.append(",\n");
    }
    out.repeat(' ', indent).append("])");
  }

  private static void object(Map<String, Type> attributes, StringBuilder out, int indent) {
    if (attributes.isEmpty()) {
      out.append("object({})");
      return;
    }
    out.append("object({\n");
    attributes.forEach((name, type) -> {
      out.repeat(' ', indent + STEP).append(name).append(": ");
      write(type, out, indent + STEP);
      out.append(",\n");
    });
    out.repeat(' ', indent).append("})");
  }
}

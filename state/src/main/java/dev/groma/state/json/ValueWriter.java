package dev.groma.state.json;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/// Writes a value as compact JSON, to be read back with a type.
final class ValueWriter {
  private ValueWriter() {}

  static void write(Value value, Type type, StringBuilder out) {
    if (type instanceof Type.Dynamic && !(value.type() instanceof Type.Dynamic)) {
      Type own = value.type();
      out.append("{\"value\":");
      write(value, own, out);
      out.append(",\"type\":");
      TypeJson.write(own, out);
      out.append('}');
      return;
    }
    switch (value) {
      case Value.Null _ -> out.append("null");
      case Value.Str s -> JsonStrings.quote(s.text(), out);
      case Num n -> out.append(n);
      case Value.Bool b -> out.append(b.isTrue());
      case Value.ListOf l -> all(l.elements(), elementType(type, l.element()), out);
      case Value.SetOf s -> all(s.elements(), elementType(type, s.element()), out);
      case Value.Tuple t -> tuple(t, type, out);
      case Value.MapOf m -> map(m, elementType(type, m.element()), out);
      case Value.Obj o -> object(o.attributes(), type, out);
      case Value.Unknown _ -> throw new IllegalArgumentException("unknown values are not stored");
      case Value.Marked _ -> throw new IllegalArgumentException("marks are not stored in values");
    }
  }

  private static Type elementType(Type collection, Type own) {
    return switch (collection) {
      case Type.ListType t -> t.element();
      case Type.SetType t -> t.element();
      case Type.MapType t -> t.element();
      case Type.Primitive _, Type.Dynamic _, Type.TupleType _, Type.ObjectType _ -> own;
    };
  }

  private static void all(Collection<Value> parts, Type type, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Value part : parts) {
      out.append(separator);
      write(part, type, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void tuple(Value.Tuple tuple, Type type, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < tuple.elements().size(); i++) {
      Value part = tuple.elements().get(i);
      out.append(i == 0 ? "" : ",");
      write(part, type instanceof Type.TupleType t ? t.elements().get(i) : part.type(), out);
    }
    out.append(']');
  }

  private static void map(Value.MapOf map, Type element, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
      out.append(separator);
      JsonStrings.quote(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), element, out);
      separator = ",";
    }
    out.append('}');
  }

  private static void object(SortedMap<String, Value> attributes, Type type, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Value> entry : attributes.entrySet()) {
      Type declared = type instanceof Type.ObjectType t ? t.attributes().get(entry.getKey()) : null;
      out.append(separator);
      JsonStrings.quote(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), declared == null ? entry.getValue().type() : declared, out);
      separator = ",";
    }
    out.append('}');
  }
}

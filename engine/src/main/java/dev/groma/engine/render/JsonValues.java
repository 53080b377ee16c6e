package dev.groma.engine.render;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.json.TypeJson;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/// Values in the JSON of plan and state documents, and the structures beside them that say which
/// parts are unknown or sensitive.
///
/// @param revealSensitive sensitive values are written in clear; otherwise null stands in their
///   place
record JsonValues(boolean revealSensitive) {
  /// `value` without its unknown parts: an attribute or entry is left out, an element is null.
  Json known(Value value) {
    if (value.has(Mark.SENSITIVE) && !revealSensitive) {
      return Json.Raw.NULL;
    }
    return switch (value.unmark()) {
      case Value.Null _, Value.Unknown _ -> Json.Raw.NULL;
      case Value.Str s -> new Json.Text(s.text());
      case Num n -> new Json.Raw(n.toString());
      case Value.Bool b -> Json.of(b.isTrue());
      case Value.ListOf l -> all(l.elements(), this::known);
      case Value.SetOf s -> all(s.elements(), this::known);
      case Value.Tuple t -> all(t.elements(), this::known);
      case Value.MapOf m -> knownParts(m.entries());
      case Value.Obj o -> knownParts(o.attributes());
      case Value.Marked m -> known(m.value());
    };
  }

  private Json knownParts(Map<String, Value> parts) {
    Json.Obj known = new Json.Obj();
    parts.forEach((name, part) -> {
      if (part.isKnown()) {
        known.put(name, known(part));
      }
    });
    return known;
  }

  private static Json all(Collection<Value> elements, Function<Value, Json> each) {
    Json.Arr all = new Json.Arr();
    elements.forEach(element -> all.add(each.apply(element)));
    return all;
  }

  /// True where `value` is unknown, false where it is known; parts that are false are left out of
  /// objects.
  static Json unknown(Value value) {
    return switch (value.unmark()) {
      case Value.Unknown _ -> Json.Raw.TRUE;
      case Value.Null _, Value.Str _, Num _, Value.Bool _, Value.Marked _ -> Json.Raw.FALSE;
      case Value.ListOf l -> all(l.elements(), JsonValues::unknown);
      case Value.SetOf s -> all(s.elements(), JsonValues::unknown);
      case Value.Tuple t -> all(t.elements(), JsonValues::unknown);
      case Value.MapOf m -> parts(m.entries(), JsonValues::unknown);
      case Value.Obj o -> parts(o.attributes(), JsonValues::unknown);
    };
  }

  /// True where `value` is sensitive, false where it is not; parts that are false are left out of
  /// objects.
  static Json sensitive(Value value) {
    if (value.has(Mark.SENSITIVE)) {
      return Json.Raw.TRUE;
    }
    return switch (value.unmark()) {
      case Value.Unknown u -> sensitiveShape(u.type());
      case Value.Null _, Value.Str _, Num _, Value.Bool _, Value.Marked _ -> Json.Raw.FALSE;
      case Value.ListOf l -> all(l.elements(), JsonValues::sensitive);
      case Value.SetOf s -> all(s.elements(), JsonValues::sensitive);
      case Value.Tuple t -> all(t.elements(), JsonValues::sensitive);
      case Value.MapOf m -> parts(m.entries(), JsonValues::sensitive);
      case Value.Obj o -> parts(o.attributes(), JsonValues::sensitive);
    };
  }

  private static Json sensitiveShape(Type type) {
    return switch (type) {
      case Type.Primitive _, Type.Dynamic _ -> Json.Raw.FALSE;
      case Type.ListType _, Type.SetType _, Type.TupleType _ -> new Json.Arr();
      case Type.MapType _, Type.ObjectType _ -> new Json.Obj();
    };
  }

  private static Json parts(Map<String, Value> parts, Function<Value, Json> each) {
    Json.Obj all = new Json.Obj();
    parts.forEach((name, part) -> {
      Json json = each.apply(part);
      if (!json.equals(Json.Raw.FALSE)) {
        all.put(name, json);
      }
    });
    return all;
  }

  static Json type(Value value) {
    return new Json.Raw(TypeJson.write(value.type()).text());
  }
}

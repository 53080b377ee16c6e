package dev.groma.engine.render;

import dev.groma.state.json.JsonLayout;
import dev.groma.state.json.JsonStrings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value to be written.
public sealed interface Json {
  /// A value that is JSON already.
  record Raw(String json) implements Json {
    /// True.
    public static final Raw TRUE = new Raw("true");

    /// False.
    public static final Raw FALSE = new Raw("false");

    /// Null.
    public static final Raw NULL = new Raw("null");
  }

  /// A string.
  record Text(String text) implements Json {}

  /// An array, filled with [#add].
  record Arr(List<Json> elements) implements Json {
    /// An empty array.
    public Arr() {
      this(new ArrayList<>());
    }

    /// Adds `element`.
    public Arr add(Json element) {
      elements.add(element);
      return this;
    }
  }

  /// An object, filled with [#put]; members are written in the order in which they were put.
  record Obj(Map<String, Json> members) implements Json {
    /// An empty object.
    public Obj() {
      this(new LinkedHashMap<>());
    }

    /// Puts any value.
    public Obj put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    /// Puts a text.
    public Obj put(String name, String value) {
      return put(name, new Text(value));
    }

    /// Puts a truth value.
    public Obj put(String name, boolean value) {
      return put(name, of(value));
    }

    /// Puts a whole number.
    public Obj put(String name, long value) {
      return put(name, new Raw(Long.toString(value)));
    }

    /// Puts `value` unless it is an object or array without members.
    public Obj putUnlessEmpty(String name, Json value) {
      boolean empty =
          (value instanceof Obj o && o.members.isEmpty())
              || (value instanceof Arr a && a.elements.isEmpty());
      return empty ? this : put(name, value);
    }
  }

  /// A truth value.
  static Json of(boolean value) {
    return value ? Raw.TRUE : Raw.FALSE;
  }

  /// An array of strings.
  static Arr texts(Iterable<String> texts) {
    Arr all = new Arr();
    texts.forEach(text -> all.add(new Text(text)));
    return all;
  }

  /// This on one line.
  default String line() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  /// This over several lines, two blanks per level.
  default String pretty() {
    StringBuilder out = new StringBuilder();
    JsonLayout.indent(line(), 0, out);
    return out.toString();
  }

  private static void write(Json json, StringBuilder out) {
    switch (json) {
      case Raw r -> out.append(r.json);
      case Text t -> JsonStrings.quote(t.text, out);
      case Arr a -> {
        out.append('[');
        String separator = "";
        for (Json element : a.elements) {
          out.append(separator);
          write(element, out);
          separator = ",";
        }
        out.append(']');
      }
      case Obj o -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : o.members.entrySet()) {
          out.append(separator);
          JsonStrings.quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
    }
  }
}

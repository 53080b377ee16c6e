package dev.groma.engine.render;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.OutputValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Output values and results of expressions, as the expression language writes them.
public final class OutputText {
  private OutputText() {}

  /// All `outputs`, each `name = value` with a line end; sensitive ones as `<sensitive>`.
  public static String all(SortedMap<String, OutputValue> outputs) {
    StringBuilder out = new StringBuilder();
    outputs.forEach((name, output) ->
        out.append(name)
            .append(" = ")
            .append(output.sensitive() ? "<sensitive>" : value(output.value()))
            .append('\n'));
    return out.toString();
  }

  /// `value`, without a line end; its sensitive parts as `(sensitive value)`.
  public static String value(Value value) {
    return value(value, 0);
  }

  /// The text of a string, number or bool in clear; nothing for other values and for null.
  public static Optional<String> raw(Value value) {
    return switch (value.unmark()) {
      case Value.Str s -> Optional.of(s.text());
      case Num n -> Optional.of(n.toString());
      case Value.Bool b -> Optional.of(Boolean.toString(b.isTrue()));
      case Value.ListOf _,
          Value.SetOf _,
          Value.MapOf _,
          Value.Tuple _,
          Value.Obj _,
          Value.Null _,
          Value.Unknown _,
          Value.Marked _ ->
          Optional.empty();
    };
  }

  private static String value(Value value, int indent) {
    if (value.has(Mark.SENSITIVE)) {
      return "(sensitive value)";
    }
    if (value.has(Mark.EPHEMERAL)) {
      return "(ephemeral value)";
    }
    return switch (value.unmark()) {
      case Value.Unknown _ -> DiffText.UNKNOWN;
      case Value.Null n -> nullText(n.type());
      case Value.Str s -> string(s.text(), indent);
      case Num n -> n.toString();
      case Value.Bool b -> Boolean.toString(b.isTrue());
      case Value.ListOf l -> "tolist(" + sequence(l.elements(), indent) + ")";
      case Value.SetOf s -> "toset(" + sequence(s.elements(), indent) + ")";
      case Value.Tuple t -> sequence(t.elements(), indent);
      case Value.MapOf m -> "tomap(" + mapping(m.entries(), indent) + ")";
      case Value.Obj o -> mapping(o.attributes(), indent);
      case Value.Marked m -> value(m.value(), indent);
    };
  }

  private static String nullText(Type type) {
    return switch (type) {
      case Type.Dynamic _ -> "null";
      case Type.Primitive p -> "to" + p + "(null)";
      case Type.ListType _, Type.SetType _, Type.MapType _, Type.TupleType _, Type.ObjectType _ ->
          "null /* " + type.friendlyName() + " */";
    };
  }

  private static String string(String text, int indent) {
    if (!text.contains("\n")) {
      return Quoting.quote(text);
    }
    List<String> lines = List.of(text.split("\n", -1));
    String end = "EOT";
    while (true) {
      String candidate = end;
      if (lines.stream().noneMatch(line -> line.strip().equals(candidate))) {
        break;
      }
      end += "_";
    }
    String margin = "\n" + " ".repeat(indent);
    StringBuilder out = new StringBuilder(indent > 0 ? "<<-" : "<<").append(end);
    lines.forEach(line -> out.append(margin).append(Quoting.harmless(line)));
    return out.append(margin).append(end).toString();
  }

  private static String sequence(List<Value> elements, int indent) {
    if (elements.isEmpty()) {
      return "[]";
    }
    StringBuilder out = new StringBuilder("[");
    for (Value element : elements) {
      out.append('\n').repeat(' ', indent + 2).append(value(element, indent + 2)).append(',');
    }
    return out.append('\n').repeat(' ', indent).append(']').toString();
  }

  private static String mapping(Map<String, Value> entries, int indent) {
    if (entries.isEmpty()) {
      return "{}";
    }
    StringBuilder out = new StringBuilder("{");
    entries.forEach((name, entry) ->
        out.append('\n')
            .repeat(' ', indent + 2)
            .append(Quoting.quote(name))
            .append(" = ")
            .append(value(entry, indent + 2)));
    return out.append('\n').repeat(' ', indent).append('}').toString();
  }
}

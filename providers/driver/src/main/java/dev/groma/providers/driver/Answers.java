package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the bodies of answers, whatever form they come in.
final class Answers {
  private static final String ENVELOPE = "Response";

  private Answers() {}

  /// What `text` says: JSON, or XML without its root, which names the operation. JSON that has
  /// nothing but one object called `…Response` is taken for that object.
  static Optional<Value> parse(String text) {
    return text.stripLeading().startsWith("<")
        ? Xml.parse(text.strip())
        : Json.parse(text).map(Answers::unwrapped);
  }

  private static Value unwrapped(Value value) {
    if (value instanceof Value.Obj o && o.attributes().size() == 1) {
      Map.Entry<String, Value> only = o.attributes().firstEntry();
      if (only.getKey().endsWith(ENVELOPE) && only.getValue() instanceof Value.Obj inner) {
        return inner;
      }
    }
    return value;
  }

  /// What `body` has at the first of the dotted paths `from` where it has something; the whole of
  /// it where there is no path, or an empty one. Below an empty text there is an empty list: that
  /// is how XML writes one.
  static Value at(Value body, List<String> from) {
    Value found = from.isEmpty() ? body : Value.nullValue();
    for (String path : from) {
      found = found.isNull() ? at(body, path) : found;
    }
    return found;
  }

  private static Value at(Value body, String from) {
    Value current = body;
    if (from.isEmpty()) {
      return current;
    }
    for (String part : from.split("\\.", -1)) {
      if (current instanceof Value.Str s && s.text().isBlank()) {
        return new Value.Tuple(List.of());
      }
      current = Facts.at(current, part);
    }
    return current;
  }

  /// The items of a list: XML and some clouds have a list of one item as that item alone, and an
  /// empty one as an empty text.
  static List<Value> items(Value value) {
    return value instanceof Value.Obj || (value instanceof Value.Str s && !s.text().isBlank())
        ? List.of(value)
        : Codec.parts(value);
  }
}

package dev.groma.engine.expr;

import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values of literal nodes.
final class Literals {
  private Literals() {}

  static Value value(@Nullable Node node) {
    return switch (node) {
      case null -> Value.nullValue();
      case StringNode s -> Value.of(s.text());
      case Node.NumberNode n -> Num.of(n.value());
      case Node.BoolNode b -> Value.of(b.value());
      case Node.NullNode _ -> Value.nullValue();
      case Node.ListNode l -> new Value.Tuple(l.elements().stream().map(Literals::value).toList());
      case Node.ObjectNode o -> {
        Map<String, Value> attributes = new TreeMap<>();
        o.members().forEach(m -> attributes.put(m.key(), value(m.value())));
        yield Value.object(attributes);
      }
    };
  }

  /// `object`, its attribute `name` made a list of strings.
  static Value withList(Value object, String name) {
    return object instanceof Value.Obj o && o.attributes().get(name) instanceof Value.Tuple t
        ? o.with(name, new Value.ListOf(Type.STRING, t.elements()))
        : object;
  }
}

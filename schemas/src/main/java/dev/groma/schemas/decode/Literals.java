package dev.groma.schemas.decode;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Values of located trees that hold literal values only: a `${` in a string is just text.
public final class Literals {
  private Literals() {}

  /// The value that `node` is: a list becomes a tuple, null the null of unknown type.
  ///
  /// @param diagnostics takes an error for each name that an object repeats; the last one counts
  public static Value value(Node node, Consumer<Diagnostic> diagnostics) {
    return switch (node) {
      case StringNode s -> Value.of(s.text());
      case Node.NumberNode n -> Num.of(n.value());
      case Node.BoolNode b -> Value.of(b.value());
      case Node.NullNode _ -> Value.nullValue();
      case Node.ListNode l ->
          new Value.Tuple(l.elements().stream().map(e -> value(e, diagnostics)).toList());
      case Node.ObjectNode o -> object(o, diagnostics);
    };
  }

  private static Value object(Node.ObjectNode node, Consumer<Diagnostic> diagnostics) {
    SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    Map<String, SourceRange> places = new HashMap<>();
    for (Node.Member member : node.members()) {
      SourceRange first = places.putIfAbsent(member.key(), member.keyNode().range());
      if (first != null) {
        diagnostics.accept(
            Diagnostic.error(
                    "decode.duplicate-attribute",
                    "Duplicate object attribute",
                    "An attribute named \""
                        + member.key()
                        + "\" was already defined at "
                        + first
                        + ".")
                .at(member.keyNode().range()));
      }
      attributes.put(member.key(), value(member.value(), diagnostics));
    }
    return new Value.Obj(attributes);
  }

  /// The value that `node` is, converted to `type`; null when it cannot be, which is reported at
  /// the part that is in the way.
  public static @Nullable Value value(Node node, Type type, Consumer<Diagnostic> diagnostics) {
    return switch (Conversion.convert(value(node, diagnostics), type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        diagnostics.accept(
            Diagnostic.error(
                    "decode.unsuitable-value",
                    "Unsuitable value type",
                    "Unsuitable value: " + f.message() + ".")
                .at(at(node, f.path()).range()));
        yield null;
      }
    };
  }

  /// The part of `node` that `path` leads to, or the nearest one round it.
  public static Node at(Node node, Path path) {
    Node current = node;
    for (Path.Step step : path.steps()) {
      Node part =
          switch (step) {
            case Path.Attribute a -> member(current, a.name());
            case Path.Key k -> member(current, k.key());
            case Path.Index i ->
                current instanceof Node.ListNode l && i.position() < l.elements().size()
                    ? l.elements().get(i.position())
                    : null;
          };
      if (part == null) {
        return current;
      }
      current = part;
    }
    return current;
  }

  private static @Nullable Node member(Node node, String name) {
    if (node instanceof Node.ObjectNode object) {
      for (Node.Member member : object.members().reversed()) {
        if (member.key().equals(name)) {
          return member.value();
        }
      }
    }
    return null;
  }
}

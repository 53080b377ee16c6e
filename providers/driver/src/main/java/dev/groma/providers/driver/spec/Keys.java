package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys of one object of a spec. A key that nobody asked for is an error, found by [#close].
final class Keys {
  private final Map<String, Node.Member> members = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private final SourceRange range;
  private final String what;
  private final List<Diagnostic> diagnostics;

  Keys(Node node, String what, List<Diagnostic> diagnostics) {
    this.range = node.range();
    this.what = what;
    this.diagnostics = diagnostics;
    switch (node) {
      case Node.ObjectNode o -> o.members().forEach(m -> members.put(m.key(), m));
      case Node.NullNode _ -> {}
      case StringNode _, Node.NumberNode _, Node.BoolNode _, Node.ListNode _ ->
          wrong(node, what + " must be an object; this is " + node.kind() + ".");
    }
  }

  boolean has(String key) {
    asked.add(key);
    return members.containsKey(key);
  }

  @Nullable Node find(String key) {
    asked.add(key);
    Node.Member member = members.get(key);
    return member == null ? null : member.value();
  }

  /// A key that must be there; null, and an error, when it is not.
  @Nullable Node require(String key) {
    Node node = find(key);
    if (node == null) {
      diagnostics.add(
          Diagnostic.error(
                  "spec.missing-key",
                  "Missing key in a resource spec",
                  what + " needs the key \"" + key + "\".")
              .at(range));
    }
    return node;
  }

  @Nullable String text(String key) {
    Node node = find(key);
    return node == null ? null : text(node, key);
  }

  String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  boolean flag(String key, boolean otherwise) {
    Node node = find(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof Node.BoolNode b) {
      return b.value();
    }
    wrong(node, "\"" + key + "\" must be true or false.");
    return otherwise;
  }

  @Nullable Long integer(String key) {
    Node node = find(key);
    if (node == null) {
      return null;
    }
    if (node instanceof Node.NumberNode n && n.value().stripTrailingZeros().scale() <= 0) {
      return n.value().longValue();
    }
    wrong(node, "\"" + key + "\" must be an integer.");
    return null;
  }

  /// The word of an enum, in lower case with hyphens.
  <E extends Enum<E>> E word(String key, Class<E> words, E otherwise) {
    Node node = find(key);
    return node == null ? otherwise : word(node, key, words, otherwise);
  }

  <E extends Enum<E>> E word(Node node, String key, Class<E> words, E otherwise) {
    String text = text(node, key);
    List<String> known = new ArrayList<>();
    for (E constant : words.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) {
        return constant;
      }
      known.add(word);
    }
    if (text != null) {
      wrong(
          node,
          "\""
              + key
              + "\" must be one of "
              + String.join(", ", known)
              + "."
              + Suggestion.didYouMean(text, known));
    }
    return otherwise;
  }

  /// A duration such as `90s`, `10m` or `2h`.
  Duration duration(String key, Duration otherwise) {
    Node node = find(key);
    if (node == null) {
      return otherwise;
    }
    String text = text(node, key);
    try {
      return text == null ? otherwise : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException _) {
      wrong(node, "\"" + key + "\" must be a duration such as 90s, 10m or 2h.");
      return otherwise;
    }
  }

  /// A description with the keys `en` and `zh`.
  Doc doc(String key) {
    Node node = find(key);
    if (node == null) {
      return Doc.NONE;
    }
    Keys keys = new Keys(node, "\"" + key + "\"", diagnostics);
    Doc doc = new Doc(keys.text("en", ""), keys.text("zh", ""));
    keys.close();
    return doc;
  }

  /// A list of texts; one text stands for a list of one.
  List<String> texts(String key) {
    return items(key, node -> Optional.ofNullable(text(node, key)));
  }

  <T> List<T> items(String key, Function<Node, Optional<T>> each) {
    Node node = find(key);
    List<T> found = new ArrayList<>();
    if (node instanceof Node.ListNode list) {
      list.elements().forEach(element -> each.apply(element).ifPresent(found::add));
    } else if (node != null) {
      each.apply(node).ifPresent(found::add);
    }
    return found;
  }

  /// Visits the members of the object `key` in their order.
  void members(String key, BiConsumer<String, Node> visitor) {
    Node node = find(key);
    if (node instanceof Node.ObjectNode object) {
      object.members().forEach(member -> visitor.accept(member.key(), member.value()));
    } else if (node != null && !(node instanceof Node.NullNode)) {
      wrong(node, "\"" + key + "\" must be an object; this is " + node.kind() + ".");
    }
  }

  @Nullable Keys object(String key) {
    Node node = find(key);
    return node == null ? null : new Keys(node, "\"" + key + "\"", diagnostics);
  }

  /// Reports the keys that nobody asked for.
  void close() {
    for (Node.Member member : members.values()) {
      if (!asked.contains(member.key())) {
        diagnostics.add(
            Diagnostic.error(
                    "spec.unknown-key",
                    "Unknown key in a resource spec",
                    what
                        + " has no key \""
                        + member.key()
                        + "\"."
                        + Suggestion.didYouMean(member.key(), asked))
                .at(member.keyNode().range()));
      }
    }
  }

  void wrong(Node node, String detail) {
    diagnostics.add(
        Diagnostic.error("spec.wrong-value", "Wrong value in a resource spec", detail)
            .at(node.range()));
  }

  @Nullable String text(Node node, String key) {
    return switch (node) {
      case StringNode s -> s.text();
      case Node.NumberNode n -> n.value().toPlainString();
      case Node.BoolNode b -> String.valueOf(b.value());
      case Node.NullNode _, Node.ListNode _, Node.ObjectNode _ -> {
        wrong(node, "\"" + key + "\" must be a text; this is " + node.kind() + ".");
        yield null;
      }
    };
  }

  /// The value that a node stands for.
  static Value value(Node node) {
    return switch (node) {
      case StringNode s -> Value.of(s.text());
      case Node.NumberNode n -> Num.of(n.value());
      case Node.BoolNode b -> Value.of(b.value());
      case Node.NullNode _ -> Value.nullOf(Type.DYNAMIC);
      case Node.ListNode l -> new Value.Tuple(l.elements().stream().map(Keys::value).toList());
      case Node.ObjectNode o -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        o.members().forEach(member -> fields.put(member.key(), value(member.value())));
        yield Value.object(fields);
      }
    };
  }
}

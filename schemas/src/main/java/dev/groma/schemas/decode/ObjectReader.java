package dev.groma.schemas.decode;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the properties of one object by name and type, and reports what nobody asked for.
///
/// Ask for every property that may be there, then call [#close]. A property of the wrong type is
/// reported and treated as absent. Null counts as absent.
public final class ObjectReader {
  private final Map<String, Node.Member> members = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private final SourceRange range;
  private final Consumer<Diagnostic> diagnostics;

  private ObjectReader(SourceRange range, Consumer<Diagnostic> diagnostics) {
    this.range = range;
    this.diagnostics = diagnostics;
  }

  /// A reader of `node`; one of an empty object, after an error, when `node` is no object.
  ///
  /// @param what what the object describes, for messages, such as `a waiter`
  public static ObjectReader of(Node node, String what, Consumer<Diagnostic> diagnostics) {
    ObjectReader reader = new ObjectReader(node.range(), diagnostics);
    if (!(node instanceof Node.ObjectNode object)) {
      diagnostics.accept(
          unsuitable(node, what + " is described by an object, not by " + node.kind() + "."));
      return reader;
    }
    for (Node.Member member : object.members()) {
      Node.Member first = reader.members.putIfAbsent(member.key(), member);
      if (first != null) {
        diagnostics.accept(
            Diagnostic.error(
                    "decode.duplicate-property",
                    "Duplicate property",
                    "The property \""
                        + member.key()
                        + "\" was already set at "
                        + first.keyNode().range()
                        + ". Remove one of the two.")
                .at(member.keyNode().range()));
      }
    }
    return reader;
  }

  /// The place of the object.
  public SourceRange range() {
    return range;
  }

  /// The names of all properties that are there, in order.
  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  /// The name and value of a property, null values included.
  public Optional<Node.Member> findMember(String name) {
    asked.add(name);
    return Optional.ofNullable(members.get(name));
  }

  /// The value of a property of any type.
  public Optional<Node> find(String name) {
    return findMember(name).map(Node.Member::value).filter(v -> !(v instanceof Node.NullNode));
  }

  /// The value of a property; reported when it is absent.
  public Optional<Node> required(String name) {
    Optional<Node> value = find(name);
    if (value.isEmpty()) {
      reportMissing(name);
    }
    return value;
  }

  private void reportMissing(String name) {
    diagnostics.accept(
        Diagnostic.error(
                "decode.missing-property",
                "Missing required property",
                "The property \"" + name + "\" is required." + misspelt(name))
            .at(new SourceRange(range.file(), range.start(), range.start())));
  }

  private String misspelt(String name) {
    return Suggestion.nearest(name, members.keySet())
        .filter(other -> !asked.contains(other))
        .map(other -> " Is \"" + other + "\" meant to be it?")
        .orElse("");
  }

  /// The text of a property.
  public Optional<String> findText(String name) {
    return findString(name).map(StringNode::text);
  }

  /// The text of a property; reported when it is absent.
  public Optional<String> requiredText(String name) {
    return required(name).isPresent() ? findText(name) : Optional.empty();
  }

  /// The text of a property with its place.
  public Optional<StringNode> findString(String name) {
    return typed(name, StringNode.class, "a string");
  }

  /// The elements of a property that is an array; none when it is absent.
  public List<Node> elements(String name) {
    return typed(name, Node.ListNode.class, "an array")
        .map(Node.ListNode::elements)
        .orElse(List.of());
  }

  /// The texts of a property that is an array of strings; none when it is absent.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(name)) {
      if (element instanceof StringNode text) {
        texts.add(text.text());
      } else {
        diagnostics.accept(
            unsuitable(element, "A string is required here, not " + element.kind() + "."));
      }
    }
    return texts;
  }

  /// The members of a property that is an object; none when it is absent.
  public List<Node.Member> members(String name) {
    return typed(name, Node.ObjectNode.class, "an object")
        .map(Node.ObjectNode::members)
        .orElse(List.of());
  }

  /// A reader of a property that is an object.
  public Optional<ObjectReader> findObject(String name, String what) {
    return find(name).map(node -> of(node, what, diagnostics));
  }

  /// A property that is true or false; `otherwise` when it is absent.
  public boolean bool(String name, boolean otherwise) {
    return typed(name, Node.BoolNode.class, "true or false")
        .map(Node.BoolNode::value)
        .orElse(otherwise);
  }

  /// A property that is a whole number from `min` to `max`; `otherwise` when it is absent.
  public int integer(String name, int min, int max, int otherwise) {
    Optional<Node.NumberNode> number = typed(name, Node.NumberNode.class, "a number");
    if (number.isEmpty()) {
      return otherwise;
    }
    BigDecimal value = number.get().value();
    if (value.compareTo(BigDecimal.valueOf(min)) < 0
        || value.compareTo(BigDecimal.valueOf(max)) > 0
        || value.stripTrailingZeros().scale() > 0) {
      diagnostics.accept(
          unsuitable(number.get(), "A whole number from " + min + " to " + max + " is required."));
      return otherwise;
    }
    return value.intValueExact();
  }

  /// A property that is one of the words of an enum, written in lower case with hyphens or
  /// underscores; null when it is absent or none of them.
  public <E extends Enum<E>> @Nullable E word(String name, Class<E> words) {
    Optional<StringNode> text = findString(name);
    if (text.isEmpty()) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (E constant : words.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text.get().text().replace('_', '-'))) {
        return constant;
      }
      known.add(word);
    }
    diagnostics.accept(
        unsuitable(
            text.get(),
            "\""
                + text.get().text()
                + "\" is none of the words that can stand here: "
                + String.join(", ", known)
                + "."
                + Suggestion.didYouMean(text.get().text(), known)));
    return null;
  }

  private <N extends Node> Optional<N> typed(String name, Class<N> type, String kind) {
    Optional<Node> value = find(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      diagnostics.accept(
          unsuitable(
              value.get(),
              "The property \""
                  + name
                  + "\" must be "
                  + kind
                  + ", not "
                  + value.get().kind()
                  + "."));
    }
    return value.filter(type::isInstance).map(type::cast);
  }

  private static Diagnostic unsuitable(Node node, String detail) {
    return Diagnostic.error("decode.unsuitable-value", "Unsuitable value type", detail)
        .at(node.range());
  }

  /// Reports the properties that were not asked for, with the name that each may have been meant to
  /// be.
  public void close() {
    for (Node.Member member : members.values()) {
      if (!asked.contains(member.key())) {
        diagnostics.accept(unknownProperty(member.keyNode(), unused()));
      }
    }
  }

  private Collection<String> unused() {
    return asked.stream().filter(name -> !members.containsKey(name)).toList();
  }

  /// The error for a property that has no meaning where it stands.
  ///
  /// @param known the names that would have one
  public static Diagnostic unknownProperty(StringNode name, Collection<String> known) {
    return Diagnostic.error(
            "config.unknown-property",
            "Extraneous JSON object property",
            "No argument or block type is named "
                + quoted(name.text())
                + "."
                + Suggestion.didYouMean(name.text(), known))
        .at(name.range());
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

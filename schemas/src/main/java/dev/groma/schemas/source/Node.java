package dev.groma.schemas.source;

import dev.groma.schemas.diag.SourceRange;
import java.math.BigDecimal;
import java.util.List;

/// A value as it stands in a JSON or YAML text, with its place.
public sealed interface Node
    permits StringNode,
        Node.NumberNode,
        Node.BoolNode,
        Node.NullNode,
        Node.ListNode,
        Node.ObjectNode {
  /// The part of the file that holds it.
  SourceRange range();

  /// What messages call this kind of value, with its article: `a string`, `an object`.
  default String kind() {
    return switch (this) {
      case StringNode _ -> "a string";
      case NumberNode _ -> "a number";
      case BoolNode _ -> "a boolean";
      case NullNode _ -> "null";
      case ListNode _ -> "an array";
      case ObjectNode _ -> "an object";
    };
  }

  /// A number of any size and precision.
  record NumberNode(BigDecimal value, SourceRange range) implements Node {}

  /// True or false.
  record BoolNode(boolean value, SourceRange range) implements Node {}

  /// The null value.
  record NullNode(SourceRange range) implements Node {}

  /// A sequence.
  record ListNode(List<Node> elements, SourceRange range) implements Node {
    /// Copies the elements.
    public ListNode {
      elements = List.copyOf(elements);
    }
  }

  /// A sequence of named values. In JSON a name may occur more than once; all are kept, in order.
  record ObjectNode(List<Member> members, SourceRange range) implements Node {
    /// Copies the members.
    public ObjectNode {
      members = List.copyOf(members);
    }
  }

  /// A named value of an object.
  ///
  /// @param key the name, the text of `keyNode`
  /// @param keyNode the name with its place
  /// @param value what it stands for
  record Member(String key, StringNode keyNode, Node value) {
    /// A member named by the text of `keyNode`.
    public Member(StringNode keyNode, Node value) {
      this(keyNode.text(), keyNode, value);
    }

    /// The range of name and value.
    public SourceRange range() {
      return keyNode.range().to(value.range());
    }
  }
}

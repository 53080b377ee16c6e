package dev.groma.schemas.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Compares what texts mean, without their comments and places.
final class Meaning {
  private final Function<List<String>, Manuscript.Place> places;

  Meaning(Function<List<String>, Manuscript.Place> places) {
    this.places = places;
  }

  boolean same(Node one, Node other, List<String> path) {
    return switch (one) {
      case StringNode a -> other instanceof StringNode b && a.text().equals(b.text());
      case Node.NumberNode a ->
          other instanceof Node.NumberNode b && a.value().compareTo(b.value()) == 0;
      case Node.BoolNode a -> other instanceof Node.BoolNode b && a.value() == b.value();
      case Node.NullNode _ -> other instanceof Node.NullNode;
      case Node.ListNode a -> other instanceof Node.ListNode b && sameList(a, b, path);
      case Node.ObjectNode a -> other instanceof Node.ObjectNode b && sameObject(a, b, path);
    };
  }

  private boolean sameList(Node.ListNode one, Node.ListNode other, List<String> path) {
    boolean same = one.elements().size() == other.elements().size();
    for (int i = 0; same && i < one.elements().size(); i++) {
      same = same(one.elements().get(i), other.elements().get(i), path);
    }
    return same;
  }

  private boolean sameObject(Node.ObjectNode one, Node.ObjectNode other, List<String> path) {
    List<Node.Member> as = members(one, path);
    List<Node.Member> bs = members(other, path);
    boolean same = as.size() == bs.size();
    for (int i = 0; same && i < as.size(); i++) {
      Node.Member a = as.get(i);
      Node.Member b = bs.get(i);
      same = a.key().equals(b.key()) && same(a.value(), b.value(), under(path, a.key()));
    }
    return same;
  }

  private List<Node.Member> members(Node.ObjectNode object, List<String> path) {
    if (places.apply(path) != Manuscript.Place.BODY) {
      return object.members();
    }
    return object.members().stream().filter(member -> !member.key().equals("//")).toList();
  }

  /// `path` and one key more.
  static List<String> under(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}

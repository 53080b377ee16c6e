package dev.groma.schemas.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /// The members that mean something. Where blocks of one name stand one after the other, they are
  /// a list.
  private List<Node.Member> members(Node.ObjectNode object, List<String> path) {
    Manuscript.Place place = places.apply(path);
    if (place == Manuscript.Place.VALUE) {
      return object.members();
    }
    Map<String, Node.Member> members = new LinkedHashMap<>();
    List<Node.Member> others = new ArrayList<>();
    for (Node.Member member : object.members()) {
      if (place == Manuscript.Place.BODY && member.key().equals("//")) {
        continue;
      }
      Node.Member first = members.putIfAbsent(member.key(), member);
      if (first != null) {
        List<Node> blocks = new ArrayList<>(elements(first.value()));
        blocks.addAll(elements(member.value()));
        if (blocks.isEmpty()) {
          others.add(member);
        } else {
          members.put(
              member.key(),
              new Node.Member(first.keyNode(), new Node.ListNode(blocks, first.value().range())));
        }
      }
    }
    List<Node.Member> all = new ArrayList<>(members.values());
    all.addAll(others);
    return all;
  }

  private static List<Node> elements(Node node) {
    return switch (node) {
      case Node.ListNode list -> list.elements();
      case Node.ObjectNode _ -> List.of(node);
      case StringNode _, Node.NumberNode _, Node.BoolNode _, Node.NullNode _ -> List.of();
    };
  }

  /// `path` and one key more.
  static List<String> under(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}

package dev.groma.schemas.source;

import dev.groma.schemas.source.Manuscript.Place;
import dev.groma.schemas.source.Written.Alias;
import dev.groma.schemas.source.Written.Group;
import dev.groma.schemas.source.Written.Kind;
import dev.groma.schemas.source.Written.Part;
import dev.groma.schemas.source.Written.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns the comments of YAML into the members named `//` of JSON, and back.
///
/// Only bodies have such members. A comment before the name of a block moves into its body; one
/// inside a value moves before the member that the value belongs to. Several lines are a list of
/// texts; an empty text is a blank line.
final class Remarks {
  private static final String NAME = "//";

  private final Function<List<String>, Place> places;

  Remarks(Function<List<String>, Place> places) {
    this.places = places;
  }

  /// For JSON. Aliases are replaced by what they stand for. Comments on a root that is no object
  /// have no place there.
  Part toMembers(Part root) {
    List<String> comments = comments(root);
    Written value = members(root.value(), List.of(), comments, new ArrayList<>());
    return new Part(null, List.of(), value, "");
  }

  /// @param down comments to be placed inside the value, if it has a place for them
  /// @param up takes the comments that have no place inside
  private Written members(Written value, List<String> path, List<String> down, List<String> up) {
    switch (value) {
      case Scalar _ -> {
        up.addAll(down);
        return value;
      }
      case Alias alias -> {
        up.addAll(down);
        // The comments are said once, where the anchor is.
        return members(alias.target(), path, List.of(), new ArrayList<>());
      }
      case Group group when group.isList() -> {
        return list(group, path, down, up);
      }
      case Group group -> {
        return switch (places.apply(path)) {
          case BODY -> body(group, path, down);
          case NAMES -> names(group, path, down, up);
          case VALUE -> value(group, path, down, up);
        };
      }
    }
  }

  private Group list(Group group, List<String> path, List<String> down, List<String> up) {
    List<Part> parts = new ArrayList<>();
    List<String> waiting = new ArrayList<>(down);
    for (Part part : group.parts()) {
      waiting.addAll(comments(part));
      parts.add(part.with(members(part.value(), path, waiting, up)));
      waiting.clear();
    }
    up.addAll(waiting);
    up.addAll(trimmed(group.end()));
    return group.with(parts, List.of());
  }

  private Group body(Group group, List<String> path, List<String> down) {
    List<Part> parts = new ArrayList<>();
    remark(down, parts);
    for (Part part : group.parts()) {
      List<String> comments = new ArrayList<>(comments(part));
      Written value = members(part.value(), Meaning.under(path, part.name()), List.of(), comments);
      remark(comments, parts);
      parts.add(part.with(value));
    }
    remark(trimmed(group.end()), parts);
    return group.with(parts, List.of());
  }

  private Group names(Group group, List<String> path, List<String> down, List<String> up) {
    List<Part> parts = new ArrayList<>();
    List<String> waiting = new ArrayList<>(down);
    for (Part part : group.parts()) {
      waiting.addAll(comments(part));
      parts.add(part.with(members(part.value(), Meaning.under(path, part.name()), waiting, up)));
      waiting.clear();
    }
    up.addAll(waiting);
    up.addAll(trimmed(group.end()));
    return group.with(parts, List.of());
  }

  private Group value(Group group, List<String> path, List<String> down, List<String> up) {
    up.addAll(down);
    List<Part> parts = new ArrayList<>();
    for (Part part : group.parts()) {
      up.addAll(comments(part));
      parts.add(part.with(members(part.value(), Meaning.under(path, part.name()), List.of(), up)));
    }
    up.addAll(trimmed(group.end()));
    return group.with(parts, List.of());
  }

  private static List<String> comments(Part part) {
    List<String> lines = new ArrayList<>(trimmed(part.before()));
    if (!part.beside().isEmpty()) {
      lines.add(part.beside());
    }
    return lines;
  }

  private static List<String> trimmed(List<String> lines) {
    int from = 0;
    int to = lines.size();
    while (from < to && lines.get(from).isEmpty()) {
      from++;
    }
    while (to > from && lines.get(to - 1).isEmpty()) {
      to--;
    }
    return lines.subList(from, to);
  }

  private static void remark(List<String> comments, List<Part> parts) {
    if (comments.isEmpty()) {
      return;
    }
    List<Part> lines = new ArrayList<>();
    for (String comment : comments) {
      String said =
          comment.startsWith("# ") ? comment.substring(2) : comment.replaceFirst("^#", "");
      lines.add(new Part(null, List.of(), YamlScalars.text(said), ""));
    }
    parts.add(
        Part.of(
            NAME,
            lines.size() == 1
                ? lines.getFirst().value()
                : new Group(true, false, lines, List.of(), "")));
  }

  /// For YAML. The parts of the root are set apart by blank lines.
  Part toComments(Part root) {
    Written value = comments(root.value(), List.of());
    if (value instanceof Group group) {
      List<Part> parts = new ArrayList<>();
      for (Part part : group.parts()) {
        List<String> before = new ArrayList<>(part.before());
        if (!parts.isEmpty()) {
          before.addFirst("");
        }
        parts.add(new Part(part.key(), before, part.value(), part.beside()));
      }
      value = group.with(parts, group.end());
    }
    return new Part(null, List.of(), value, "");
  }

  private Written comments(Written value, List<String> path) {
    if (!(value instanceof Group group)) {
      return value;
    }
    boolean isBody = !group.isList() && places.apply(path) == Place.BODY;
    List<Part> parts = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (Part part : group.parts()) {
      List<String> said = isBody && part.name().equals(NAME) ? said(part.value()) : null;
      if (said != null) {
        waiting.addAll(said);
        continue;
      }
      List<String> inner = group.isList() ? path : Meaning.under(path, part.name());
      Written inside = comments(part.value(), inner);
      if (group.isList() && inside instanceof Group item && !item.parts().isEmpty()) {
        // What begins an element is said before it.
        Part first = item.parts().getFirst();
        waiting.addAll(first.before());
        List<Part> rest = new ArrayList<>(item.parts());
        rest.set(0, new Part(first.key(), List.of(), first.value(), first.beside()));
        inside = item.with(rest, item.end());
      }
      parts.add(new Part(part.key(), waiting, inside, ""));
      waiting.clear();
    }
    boolean isBlocks = !group.isList() && places.apply(path) != Place.VALUE;
    return group.with(isBlocks ? merged(parts) : parts, waiting);
  }

  /// Blocks of one name that JSON can say one after the other, as a list, which means the same.
  private static List<Part> merged(List<Part> parts) {
    List<Part> merged = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    for (Part part : parts) {
      Integer first = positions.putIfAbsent(part.name(), merged.size());
      if (first == null
          || !(part.value() instanceof Group more)
          || !(merged.get(first).value() instanceof Group some)) {
        merged.add(part);
        continue;
      }
      List<Part> elements = new ArrayList<>(elements(some, List.of()));
      elements.addAll(elements(more, part.before()));
      merged.set(first, merged.get(first).with(new Group(true, false, elements, List.of(), "")));
    }
    return merged;
  }

  private static List<Part> elements(Group group, List<String> before) {
    return group.isList() ? group.parts() : List.of(new Part(null, before, group, ""));
  }

  /// The lines that a member named `//` says; null when it is no text that a comment can hold.
  private static @Nullable List<String> said(Written value) {
    List<Written> texts =
        value instanceof Group group && group.isList()
            ? group.parts().stream().map(Part::value).toList()
            : List.of(value);
    List<String> lines = new ArrayList<>();
    for (Written text : texts) {
      if (!(text instanceof Scalar scalar) || scalar.kind() != Kind.TEXT) {
        return null;
      }
      for (String line : scalar.text().split("\n", -1)) {
        if (!line.codePoints().allMatch(c -> c == '\t' || JsonPrinter.isPrintable(c))) {
          return null;
        }
        lines.add(line.isBlank() ? "" : "# " + line.stripTrailing());
      }
    }
    return lines;
  }
}

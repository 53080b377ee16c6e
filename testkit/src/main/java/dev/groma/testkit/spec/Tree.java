package dev.groma.testkit.spec;

import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A YAML value that is looked into without asking first what it is: what is not there is empty.
///
/// @param node the value, or null when there is none
public record Tree(@Nullable Node node) {
  /// Nothing.
  public static final Tree NONE = new Tree(null);

  /// The value in a file.
  ///
  /// @throws AssertionError when the file is no correct YAML
  public static Tree load(Path file) {
    try {
      return read(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value in `text`, which messages call `name`.
  ///
  /// @throws AssertionError when the text is no correct YAML
  public static Tree read(String name, String text) {
    var read = SourceReader.read(new SourceText(name, text));
    if (read.hasErrors()) {
      throw new AssertionError(name + ": " + read.diagnostics());
    }
    return new Tree(read.root());
  }

  /// The member of that name, of an object.
  public Tree at(String name) {
    return members().getOrDefault(name, NONE);
  }

  /// The members of an object in their order.
  public Map<String, Tree> members() {
    Map<String, Tree> members = new LinkedHashMap<>();
    if (node instanceof Node.ObjectNode object) {
      object.members().forEach(member -> members.put(member.key(), new Tree(member.value())));
    }
    return Collections.unmodifiableMap(members);
  }

  /// The elements of a list; anything else that is there is the only one.
  public List<Tree> items() {
    return node instanceof Node.ListNode list
        ? list.elements().stream().map(Tree::new).toList()
        : isNull() ? List.of() : List.of(this);
  }

  /// The texts of a list, or of the only one.
  public List<String> texts() {
    return items().stream().map(Tree::text).toList();
  }

  /// A string, number or bool as text; empty for anything else.
  public String text() {
    return switch (node) {
      case StringNode s -> s.text();
      case Node.NumberNode n -> n.value().toPlainString();
      case Node.BoolNode b -> String.valueOf(b.value());
      case null, default -> "";
    };
  }

  /// True when it is absent or null.
  public boolean isNull() {
    return node == null || node instanceof Node.NullNode;
  }

  /// True when it has members.
  public boolean isObject() {
    return node instanceof Node.ObjectNode;
  }

  /// True when it has elements.
  public boolean isList() {
    return node instanceof Node.ListNode;
  }

  /// What JSON Schema calls its type.
  public String kind() {
    return switch (node) {
      case StringNode _ -> "string";
      case Node.NumberNode _ -> "number";
      case Node.BoolNode _ -> "boolean";
      case Node.ListNode _ -> "array";
      case Node.ObjectNode _ -> "object";
      case null, default -> "null";
    };
  }
}

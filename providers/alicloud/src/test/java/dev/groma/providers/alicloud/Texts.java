package dev.groma.providers.alicloud;

import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Test data in JSON: objects as maps, texts as they are.
final class Texts {
  private Texts() {}

  private static Node root(String file) {
    try (InputStream in = java.util.Objects.requireNonNull(Texts.class.getResourceAsStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return java.util.Objects.requireNonNull(SourceReader.read(new SourceText(file, text)).root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, Object>> elements(String file) {
    return ((Node.ListNode) root(file)).elements().stream().map(Texts::members).toList();
  }

  static Map<String, Object> members(String file) {
    return members(root(file));
  }

  private static Map<String, Object> members(Node node) {
    Map<String, Object> members = new LinkedHashMap<>();
    ((Node.ObjectNode) node)
        .members()
        .forEach(member -> {
          switch (member.value()) {
            case StringNode s -> members.put(member.key(), s.text());
            case Node.ObjectNode o -> members.put(member.key(), members(o));
            default -> {}
          }
        });
    return members;
  }

  static String text(Map<String, Object> members, String name) {
    return (String) java.util.Objects.requireNonNull(members.get(name));
  }

  @SuppressWarnings("unchecked") // Objects of the file are maps like this one.
  static Map<String, Object> members(Map<String, Object> members, String name) {
    return (Map<String, Object>) java.util.Objects.requireNonNull(members.get(name));
  }
}

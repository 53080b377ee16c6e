package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Part;
import java.nio.charset.StandardCharsets;

/// Makes a [Written] of a JSON text.
final class WrittenJson {
  private final byte[] bytes;

  WrittenJson(SourceText source) {
    this.bytes = source.text().getBytes(StandardCharsets.UTF_8);
  }

  Written of(Node node) {
    return switch (node) {
      case StringNode text -> YamlScalars.text(text.text());
      // How many digits somebody wrote is kept.
      case Node.NumberNode number -> Written.number(raw(number));
      case Node.BoolNode bool -> Written.truth(bool.value());
      case Node.NullNode _ -> Written.nothing();
      case Node.ListNode list -> Written.list(list.elements().stream().map(this::of).toList());
      case Node.ObjectNode object ->
          Written.object(
              object.members().stream()
                  .map(member -> Part.of(member.key(), of(member.value())))
                  .toList());
    };
  }

  private String raw(Node node) {
    int start = node.range().start().offset();
    return new String(bytes, start, node.range().end().offset() - start, StandardCharsets.UTF_8);
  }
}

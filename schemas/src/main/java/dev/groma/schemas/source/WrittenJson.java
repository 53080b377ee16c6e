package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Kind;
import dev.groma.schemas.source.Written.Part;
import dev.groma.schemas.source.Written.Scalar;
import dev.groma.schemas.source.Written.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes a [Written] of a JSON text.
final class WrittenJson {
  private final byte[] bytes;

  WrittenJson(SourceText source) {
    this.bytes = source.text().getBytes(StandardCharsets.UTF_8);
  }

  Written of(Node node) {
    return switch (node) {
      case StringNode text -> YamlScalars.text(text.text());
      case Node.NumberNode number -> {
        // How many digits somebody wrote is kept.
        String raw =
            new String(
                bytes,
                number.range().start().offset(),
                number.range().end().offset() - number.range().start().offset(),
                StandardCharsets.UTF_8);
        yield new Scalar(Kind.NUMBER, raw, raw, Style.PLAIN, "");
      }
      case Node.BoolNode bool ->
          bool.value()
              ? new Scalar(Kind.TRUE, "true", "true", Style.PLAIN, "")
              : new Scalar(Kind.FALSE, "false", "false", Style.PLAIN, "");
      case Node.NullNode _ -> new Scalar(Kind.NULL, "null", "null", Style.PLAIN, "");
      case Node.ListNode list ->
          group(
              true,
              list.elements().stream()
                  .map(element -> new Part(null, List.of(), of(element), ""))
                  .toList());
      case Node.ObjectNode object ->
          group(
              false,
              object.members().stream()
                  .map(member -> Part.of(member.key(), of(member.value())))
                  .toList());
    };
  }

  /// Lists of single words are best read on one line; everything else has lines of its own.
  private static Written.Group group(boolean isList, List<Part> parts) {
    boolean isShort =
        isList && parts.stream().allMatch(p -> p.value() instanceof Scalar s && isWord(s));
    return new Written.Group(isList, isShort, parts, List.of(), "");
  }

  private static boolean isWord(Scalar scalar) {
    return scalar.style() != Style.BLOCK;
  }
}

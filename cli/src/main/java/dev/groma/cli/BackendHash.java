package dev.groma.cli;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The number by which a changed `backend` block is recognised: for a block without sensitive
/// arguments the one that Terraform computes, the CRC-32 of what go-cty hashes.
final class BackendHash {
  private static final int PRINTABLE = 0x20;

  private BackendHash() {}

  /// The number of a block of the type `type`. Sensitive arguments do not count: four bytes tell
  /// enough to guess a weak one.
  static long of(String type, Value.Obj arguments, Block schema) {
    StringBuilder out = new StringBuilder("<");
    quote(type, out);
    out.append(";<");
    schema
        .attributes()
        .forEach((name, attribute) -> {
          append(attribute.sensitive() ? Value.nullValue() : arguments.require(name), out);
          out.append(';');
        });
    CRC32 crc = new CRC32();
    crc.update(out.append(">;>").toString().getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static void append(Value value, StringBuilder out) {
    switch (value) {
      case Value.Str s -> quote(s.text(), out);
      case Num n -> out.append(n);
      case Value.Bool b -> out.append(b.isTrue() ? 'T' : 'F');
      case Value.ListOf l -> all("[", l.elements(), "]", out);
      case Value.SetOf s -> all("[", s.elements(), "]", out);
      case Value.Tuple t -> all("<", t.elements(), ">", out);
      case Value.Obj o -> all("<", o.attributes().values(), ">", out);
      case Value.MapOf m -> {
        out.append('{');
        m.entries()
            .forEach((name, part) -> {
              quote(name, out);
              append(part, out.append(':'));
              out.append(';');
            });
        out.append('}');
      }
      case Value.Null _ -> out.append('~');
      case Value.Unknown _, Value.Marked _ ->
          throw new IllegalArgumentException("arguments of backends are known and unmarked");
    }
  }

  private static void all(
      String open, Iterable<Value> parts, String close, StringBuilder out) {
    out.append(open);
    for (Value part : parts) {
      append(part, out);
      out.append(';');
    }
    out.append(close);
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (c < PRINTABLE) {
                out.append("\\x%02x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    out.append('"');
  }
}

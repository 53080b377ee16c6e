package dev.groma.engine.expr.function;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Character encodings by their IANA names.
final class Encodings {
  /// The official name, where it is not the one people write; names that Java knows but that are
  /// not in the IANA register map to the empty string.
  private static final Map<String, String> OFFICIAL =
      Map.ofEntries(
          Map.entry("iso-8859-1", "ISO_8859-1:1987"),
          Map.entry("latin1", "ISO_8859-1:1987"),
          Map.entry("iso-8859-2", "ISO_8859-2:1987"),
          Map.entry("iso-8859-5", "ISO_8859-5:1988"),
          Map.entry("iso-8859-6", "ISO_8859-6:1987"),
          Map.entry("iso-8859-7", "ISO_8859-7:1987"),
          Map.entry("iso-8859-8", "ISO_8859-8:1988"),
          Map.entry("iso-8859-9", "ISO_8859-9:1989"),
          Map.entry("euc-jp", "Extended_UNIX_Code_Packed_Format_for_Japanese"),
          Map.entry("utf8", ""),
          Map.entry("unicode", ""),
          Map.entry("ascii", ""),
          Map.entry("us-ascii", "US-ASCII"),
          Map.entry("utf-32", ""),
          Map.entry("utf-32be", ""),
          Map.entry("utf-32le", ""));

  private Encodings() {}

  /// @param name the official name
  record Encoding(String name, Charset charset) {}

  /// The encoding called `name`, in any case.
  static Optional<Encoding> find(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    String official = OFFICIAL.getOrDefault(key, name);
    if (official.isEmpty() || key.startsWith("x-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Encoding(official, Charset.forName(name)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Optional<byte[]> encode(String text, Charset charset) {
    try {
      ByteBuffer bytes =
          charset
              .newEncoder()
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      return Optional.of(all);
    } catch (CharacterCodingException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// Text from bytes of UTF-8; bytes that are none become replacement characters.
  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

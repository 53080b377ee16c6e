package dev.groma.providers.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Percent-encoding of RFC 3986, over UTF-8.
public final class Percent {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /// The text with everything but letters, digits, `-`, `_`, `.` and `~` as `%XX`.
  public static String encode(String text) {
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      if (unreserved(b)) {
        encoded.append((char) b);
      } else {
        HEX.toHexDigits(encoded.append('%'), b);
      }
    }
    return encoded.toString();
  }

  /// A path with each segment encoded and the slashes kept.
  public static String encodePath(String path) {
    return encode(path).replace("%2F", "/");
  }

  /// The text with each `%XX` decoded; a `%` that starts no such triple stands for itself.
  public static String decode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2])) {
        decoded.write(
            16 * HexFormat.fromHexDigit(bytes[i + 1]) + HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(UTF_8);
  }

  static String decodeForm(String text) {
    return decode(text.replace('+', ' '));
  }

  private static boolean hex(byte b) {
    return HexFormat.isHexDigit(b);
  }

  private static boolean unreserved(byte b) {
    return UNRESERVED.indexOf(b) >= 0;
  }
}

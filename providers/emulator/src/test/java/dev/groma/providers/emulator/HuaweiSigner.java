package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client's side of the signature `SDK-HMAC-SHA256`, written from the vendor's guide and not from
/// the emulator's code.
public final class HuaweiSigner {
  private HuaweiSigner() {}

  /// The hexadecimal signature.
  ///
  /// @param target path and query as they will be sent
  /// @param headers the signed ones, of which `X-Sdk-Date` must be one
  public static String signature(
      String secretKey,
      String method,
      String target,
      SortedMap<String, String> headers,
      String body)
      throws Exception {
    String time = String.valueOf(lower(headers).get("x-sdk-date"));
    String canonical = canonical(method, target, headers, body);
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secretKey.getBytes(UTF_8), "HmacSHA256"));
    String toSign = "SDK-HMAC-SHA256\n" + time + "\n" + hash(canonical);
    return HexFormat.of().formatHex(mac.doFinal(toSign.getBytes(UTF_8)));
  }

  /// The canonical request.
  public static String canonical(
      String method, String target, SortedMap<String, String> headers, String body)
      throws Exception {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    var parameters = new ArrayList<String>();
    if (question >= 0) {
      for (String pair : target.substring(question + 1).split("&", -1)) {
        String[] sides = (pair + "=").split("=", -1);
        parameters.add(recoded(sides[0]) + "=" + recoded(sides[1]));
      }
    }
    parameters.sort(null);
    var lines = new StringBuilder();
    lower(headers)
        .forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    return String.join(
        "\n",
        method,
        recoded(path).replace("%2F", "/") + (path.endsWith("/") ? "" : "/"),
        String.join("&", parameters),
        lines.toString(),
        signed(headers),
        hash(body));
  }

  /// The names of the signed headers as they are listed.
  public static String signed(SortedMap<String, String> headers) {
    return String.join(";", lower(headers).keySet());
  }

  private static SortedMap<String, String> lower(SortedMap<String, String> headers) {
    var lower = new TreeMap<String, String>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  private static String recoded(String text) {
    return URLEncoder.encode(URLDecoder.decode(text, UTF_8), UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String hash(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}

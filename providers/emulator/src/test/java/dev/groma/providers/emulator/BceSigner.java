package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client's side of `bce-auth-v1`, written from Baidu's description and not from the emulator's.
public final class BceSigner {
  private BceSigner() {}

  /// The value of the header `Authorization`.
  ///
  /// @param target path and query as they will be sent
  /// @param headers all headers that are to be signed
  /// @param listed whether the names of the signed headers are listed, or the field left empty
  public static String authorization(
      String accessKey,
      String secretKey,
      String time,
      int seconds,
      String method,
      String target,
      Map<String, String> headers,
      boolean listed)
      throws Exception {
    String prefix = "bce-auth-v1/" + accessKey + "/" + time + "/" + seconds;
    var lines = new TreeMap<String, String>();
    headers.forEach((name, value) -> lines.put(name.toLowerCase(java.util.Locale.ROOT), value));
    var canonicalHeaders = new ArrayList<String>();
    lines.forEach((name, value) -> canonicalHeaders.add(encode(name) + ":" + encode(value.trim())));
    Collections.sort(canonicalHeaders);
    String request =
        method
            + "\n"
            + encode(path(target)).replace("%2F", "/")
            + "\n"
            + query(target)
            + "\n"
            + String.join("\n", canonicalHeaders);
    String signature = hmac(hmac(secretKey, prefix), request);
    return prefix + "/" + (listed ? String.join(";", lines.keySet()) : "") + "/" + signature;
  }

  /// Hexadecimal HMAC-SHA256.
  public static String hmac(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    var hex = new StringBuilder();
    for (byte b : mac.doFinal(text.getBytes(UTF_8))) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }

  /// The canonical query string of a target.
  public static String query(String target) {
    List<String> pairs = new ArrayList<>();
    if (target.contains("?")) {
      for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
        String[] sides = pair.split("=", 2);
        String value = sides.length == 1 ? "" : URLDecoder.decode(sides[1], UTF_8);
        pairs.add(encode(URLDecoder.decode(sides[0], UTF_8)) + "=" + encode(value));
      }
    }
    Collections.sort(pairs);
    return String.join("&", pairs);
  }

  private static String path(String target) {
    String raw = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    return URLDecoder.decode(raw.replace("+", "%2B"), UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client's side of Kingsoft Cloud's two signatures, written from their descriptions and not from
/// the emulator's code.
public final class KsyunSigner {
  private KsyunSigner() {}

  /// One name and value, of which there may be several with the same name.
  public record Pair(String name, String value) {}

  /// The hexadecimal AWS signature of version 4.
  ///
  /// @param target path and query as they will be sent
  /// @param headers all headers that are to be signed
  /// @param scope date/region/service/aws4_request
  public static String v4(
      String secretKey,
      String scope,
      String time,
      String method,
      String target,
      List<Pair> headers,
      String body)
      throws Exception {
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + time
            + "\n"
            + scope
            + "\n"
            + hash(canonical(method, target, headers, body));
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign));
  }

  /// The canonical request.
  public static String canonical(String method, String target, List<Pair> headers, String body)
      throws Exception {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    var parameters = new ArrayList<String>();
    if (question >= 0 && question + 1 < target.length()) {
      for (String pair : target.substring(question + 1).split("&", -1)) {
        String[] sides = (pair + "=").split("=", -1);
        parameters.add(recoded(sides[0]) + "\u0000" + recoded(sides[1]));
      }
    }
    parameters.sort(null);
    var lines = new TreeMap<String, List<String>>();
    for (Pair header : headers) {
      lines
          .computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.value().trim().replaceAll(" +", " "));
    }
    var text = new StringBuilder();
    text.append(method).append('\n');
    text.append(encode(URLDecoder.decode(path.replace("+", "%2B"), UTF_8)).replace("%2F", "/"));
    text.append('\n').append(String.join("&", parameters).replace('\u0000', '=')).append('\n');
    lines.forEach((name, values) ->
        text.append(name).append(':').append(String.join(",", values)).append('\n'));
    text.append('\n').append(signed(headers)).append('\n').append(hash(body));
    return text.toString();
  }

  /// The names of signed headers as they are listed.
  public static String signed(List<Pair> headers) {
    return String.join(
        ";",
        headers.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).sorted().distinct().toList());
  }

  /// The simplified signature 1.0 of these parameters.
  public static String simplified(String secretKey, Map<String, String> parameters)
      throws Exception {
    var pairs = new ArrayList<String>();
    for (var parameter : new TreeMap<>(parameters).entrySet()) {
      pairs.add(encode(parameter.getKey()) + "=" + encode(parameter.getValue()));
    }
    return hex(hmac(secretKey.getBytes(UTF_8), String.join("&", pairs)));
  }

  /// Parameters as a query or a form has them.
  public static String form(Map<String, String> parameters) {
    var pairs = new ArrayList<String>();
    parameters.forEach((name, value) ->
        pairs.add(URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8)));
    return String.join("&", pairs);
  }

  private static String recoded(String text) {
    return encode(URLDecoder.decode(text, UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hash(String text) throws Exception {
    return hex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static String hex(byte[] bytes) {
    var hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }
}

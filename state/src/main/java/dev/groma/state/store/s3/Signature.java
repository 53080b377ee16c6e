package dev.groma.state.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests as AWS Signature Version 4 does ("Signature Version 4 signing process" in the AWS
/// General Reference; for S3 the path is encoded once, "Authenticating Requests (AWS Signature
/// Version 4)" in the API reference of S3).
///
/// @param keyId the ID of the access key
/// @param secret its secret
/// @param region the region
/// @param service the service, `s3` here
record Signature(String keyId, String secret, String region, String service) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String UNRESERVED = "-_.~";

  /// What is signed.
  ///
  /// @param method the method
  /// @param path the path, encoded
  /// @param query the parameters, not encoded
  /// @param headers the headers to sign, names in lower case
  /// @param payload the SHA-256 of the body in hexadecimal digits
  record Signed(
      String method,
      String path,
      SortedMap<String, String> query,
      SortedMap<String, String> headers,
      String payload) {
    /// The canonical request.
    String canonical() {
      StringBuilder text = new StringBuilder();
      text.append(method).append('\n').append(path).append('\n').append(encoded(query));
      text.append('\n');
      headers.forEach((name, value) ->
          text.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n'));
      return text.append('\n').append(names()).append('\n').append(payload).toString();
    }

    private String names() {
      return String.join(";", headers.keySet());
    }
  }

  /// `at` as requests write it.
  static String time(Instant at) {
    return TIME.format(at);
  }

  /// The header `Authorization` of `request`, which is sent at `at`.
  String authorization(Signed request, Instant at) {
    String time = time(at);
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n"
            + time
            + "\n"
            + scope
            + "\n"
            + digest(request.canonical().getBytes(UTF_8));
    byte[] key = mac(("AWS4" + secret).getBytes(UTF_8), day);
    key = mac(mac(mac(key, region), service), "aws4_request");
    return "AWS4-HMAC-SHA256 Credential="
        + keyId
        + "/"
        + scope
        + ", SignedHeaders="
        + request.names()
        + ", Signature="
        + HexFormat.of().formatHex(mac(key, text));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /// The SHA-256 of `bytes` in hexadecimal digits.
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The parameters of a query, in order, as they are signed and sent.
  static String encoded(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(query)
        .forEach((name, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(encoded(name, false))
                .append('=')
                .append(encoded(value, false)));
    return text.toString();
  }

  /// `text` with everything but letters, digits, `-_.~`, and slashes if asked for, as `%XX`.
  static String encoded(String text, boolean slashes) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0
              || (slashes && c == '/');
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return "signature of " + keyId;
  }
}

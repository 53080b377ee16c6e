package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Percent;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs requests as Baidu's `bce-auth-v1` has it.
///
/// 1. The signing key is the hexadecimal text, not the bytes, of an HMAC-SHA256 of the prefix.
/// 2. The header `host` and every `x-bce-` one are signed and named, and of the others those that
///    are asked for.
/// 3. A parameter without a value travels without `=` and is signed with it.
///
/// Source: the authentication part of Baidu AI Cloud's API documents.
final class BceAuthV1 implements Signer {
  private final String accessKey;
  private final String secretKey;
  private final @Nullable String sessionToken;

  private final Options options;

  /// What can be chosen about signatures: the `SignOption` of the Go SDK.
  ///
  /// @param headers the headers to sign, in lower case
  /// @param seconds how long a signature is good
  record Options(Set<String> headers, int seconds) {
    /// What the Go SDK does when nothing is chosen.
    static final Options USUAL =
        new Options(Set.of("host", "content-type", "content-length", "content-md5"), 1800);

    Options {
      headers = Set.copyOf(headers);
    }
  }

  BceAuthV1(Credentials credentials, Options options) {
    this.options = options;
    this.accessKey = credentials.accessKey();
    this.secretKey = credentials.secretKey();
    this.sessionToken = credentials.token();
  }

  @Override
  public Request sign(Request request, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Request dated = request.with("x-bce-date", time);
    Request complete =
        sessionToken == null ? dated : dated.with("x-bce-security-token", sessionToken);
    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("host", complete.host());
    complete
        .headers()
        .forEach((name, value) -> {
          if (options.headers().contains(name) || name.startsWith("x-bce-")) {
            signed.put(name, value);
          }
        });
    String prefix = prefix(accessKey, time, options.seconds());
    String canonical = canonical(complete.method(), complete.path(), complete.query(), signed);
    return complete.with(
        "authorization",
        prefix
            + "/"
            + String.join(";", signed.keySet())
            + "/"
            + hmac(signingKey(secretKey, prefix), canonical));
  }

  static String prefix(String accessKey, String time, int seconds) {
    return "bce-auth-v1/" + accessKey + "/" + time + "/" + seconds;
  }

  static String signingKey(String secretKey, String prefix) {
    return hmac(secretKey, prefix);
  }

  /// The canonical request. `path` is percent-encoded already; headers with an empty value are left
  /// out.
  static String canonical(
      String method, String path, List<Request.Parameter> query, Map<String, String> headers) {
    TreeSet<String> lines = new TreeSet<>();
    headers.forEach((name, value) -> {
      if (!value.isBlank()) {
        lines.add(
            Percent.encode(name.toLowerCase(Locale.ROOT)) + ":" + Percent.encode(value.strip()));
      }
    });
    return String.join("\n", method, path, canonicalQuery(query), String.join("\n", lines));
  }

  static String canonicalQuery(List<Request.Parameter> query) {
    return query.stream()
        .filter(p -> !p.name().equalsIgnoreCase("authorization"))
        .map(p ->
            Percent.encode(p.name()) + "=" + Percent.encode(p.value() == null ? "" : p.value()))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Percent;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests with an access key, as SDK-HMAC-SHA256 has it: reference, section 3.2, and the
/// vendor's signing guide. The path of a canonical request always ends in `/`.
final class SdkHmac implements Signer {
  private static final String ALGORITHM = "SDK-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Credentials credentials;

  SdkHmac(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Request sign(Request request, Instant now) {
    String time = TIME.format(now);
    Request dated = request.with("x-sdk-date", time);
    Request complete =
        credentials.token() == null ? dated : dated.with("x-security-token", credentials.token());
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", complete.host());
    complete
        .headers()
        .forEach((name, value) -> {
          if (name.equals("content-type") || name.startsWith("x-")) {
            headers.put(name, value);
          }
        });
    String content = complete.content();
    String canonical =
        canonical(
            complete.method(),
            complete.path(),
            complete.query(),
            headers,
            content == null ? "" : content);
    return complete.with(
        "authorization",
        "%s Access=%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM, credentials.accessKey(), names(headers), signature(canonical, time)));
  }

  private static String names(SortedMap<String, String> headers) {
    return String.join(";", headers.keySet());
  }

  /// The signature of a canonical request that is sent at `time`.
  String signature(String canonical, String time) {
    String text = String.join("\n", ALGORITHM, time, sha256(canonical));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = credentials.secretKey().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The canonical request. `path` is percent-encoded already; `headers` has names in lower case.
  static String canonical(
      String method,
      String path,
      List<Request.Parameter> query,
      SortedMap<String, String> headers,
      String content) {
    String parameters =
        query.stream()
            .map(p ->
                new Request.Parameter(
                    Percent.encode(p.name()), Percent.encode(p.value() == null ? "" : p.value())))
            .sorted(
                Comparator.comparing(Request.Parameter::name)
                    .thenComparing(p -> String.valueOf(p.value())))
            .map(p -> p.name() + "=" + p.value())
            .collect(Collectors.joining("&"));
    StringBuilder lines = new StringBuilder();
    headers.forEach(
        (name, value) -> lines.append(name).append(':').append(value.strip()).append('\n'));
    return String.join(
        "\n",
        method,
        path.endsWith("/") ? path : path + "/",
        parameters,
        lines,
        names(headers),
        sha256(content));
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.groma.providers.ksyun;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Signs requests as AWS Signature Version 4 has it, which is Kingsoft's usual one.
///
/// A GET carries the signature among its parameters, any other request in the header
/// `Authorization`. The host is always signed. Source: the section 签名机制 of Kingsoft's documents.
final class AwsV4 implements Signer {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Credentials credentials;
  private final String region;
  private final String service;

  AwsV4(Credentials credentials, String region, String service) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
  }

  @Override
  public Request sign(Request request, Instant now) {
    String time = TIME.format(now);
    return request.method().equals("GET") ? inQuery(request, time) : inHeader(request, time);
  }

  private Request inQuery(Request request, String time) {
    SortedMap<String, String> headers = new TreeMap<>(Map.of("host", request.host()));
    List<Request.Parameter> parameters = new ArrayList<>();
    parameters.add(new Request.Parameter("X-Amz-Algorithm", ALGORITHM));
    parameters.add(
        new Request.Parameter("X-Amz-Credential", credentials.accessKey() + "/" + scope(time)));
    parameters.add(new Request.Parameter("X-Amz-Date", time));
    parameters.add(new Request.Parameter("X-Amz-SignedHeaders", names(headers)));
    if (credentials.token() != null) {
      parameters.add(new Request.Parameter("X-Amz-Security-Token", credentials.token()));
    }
    Request complete = request.with(parameters);
    return complete.with(
        List.of(new Request.Parameter("X-Amz-Signature", signature(complete, headers, time))));
  }

  private Request inHeader(Request request, String time) {
    Request dated = request.with("x-amz-date", time);
    Request complete =
        credentials.token() == null
            ? dated
            : dated.with("x-amz-security-token", credentials.token());
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", complete.host());
    complete
        .headers()
        .forEach((name, value) -> {
          if (name.equals("content-type") || name.startsWith("x-amz-")) {
            headers.put(name, value);
          }
        });
    return complete.with(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                credentials.accessKey(),
                scope(time),
                names(headers),
                signature(complete, headers, time)));
  }

  private static String names(SortedMap<String, String> headers) {
    return String.join(";", headers.keySet());
  }

  private String scope(String time) {
    return String.join("/", time.substring(0, 8), region, service, TERMINATOR);
  }

  private String signature(Request request, SortedMap<String, String> headers, String time) {
    String content = request.content();
    return signature(
        canonical(
            request.method(),
            request.path(),
            request.query(),
            headers,
            content == null ? "" : content),
        time);
  }

  /// The signature of a canonical request that is sent at `time`.
  String signature(String canonical, String time) {
    String text = String.join("\n", ALGORITHM, time, scope(time), Hmac.sha256(canonical));
    byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope(time).split("/", -1)) {
      key = Hmac.of(key, part);
    }
    return Hmac.hex(key, text);
  }

  /// The canonical request. `path` is percent-encoded already; `headers` has names in lower case.
  static String canonical(
      String method,
      String path,
      List<Request.Parameter> query,
      SortedMap<String, String> headers,
      String content) {
    String parameters = Hmac.sorted(query);
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) ->
        lines.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n'));
    return String.join("\n", method, path, parameters, lines, names(headers), Hmac.sha256(content));
  }
}

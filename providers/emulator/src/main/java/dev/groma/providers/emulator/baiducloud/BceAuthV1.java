package dev.groma.providers.emulator.baiducloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies `bce-auth-v1` signatures, made with permanent or temporary keys.
///
/// The authorization is `bce-auth-v1/{access key}/{time}/{seconds valid}/{signed
/// headers}/{signature}`, in the header `Authorization` or the query parameter `authorization`. The
/// signed headers may be listed or left empty, which stands for the default set; both verify. The
/// canonical request is the method, the encoded path, the sorted query (a flag counts as `flag=`)
/// and the sorted headers, joined by newlines, without one at the end.
final class BceAuthV1 {
  private static final Set<String> DEFAULT_HEADERS =
      Set.of("host", "content-length", "content-type", "content-md5");
  private static final String TOKEN = "x-bce-security-token";
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z");

  private BceAuthV1() {}

  /// The parts of an authorization.
  ///
  /// @param prefix the first four parts as sent, which the signing key is derived from
  private record Authorization(
      String prefix,
      String accessKey,
      Instant time,
      int seconds,
      List<String> signedHeaders,
      String signature) {}

  static Account verify(Request request, Keys keys, Instant now) {
    Authorization authorization =
        parse(
            request
                .header("Authorization")
                .or(() -> request.query("authorization"))
                .orElseThrow(
                    () -> BceErrors.accessDenied("Access denied: the request is not signed.")));
    Key key = keys.find(authorization.accessKey()).orElseThrow(BceErrors::invalidAccessKeyId);
    if (now.isAfter(authorization.time().plusSeconds(authorization.seconds()))) {
      throw BceErrors.requestExpired();
    }
    String expected =
        hmac(
            signingKey(key.secretKey(), authorization.prefix()),
            canonicalRequest(request, authorization.signedHeaders()));
    if (!MessageDigest.isEqual(
        expected.getBytes(UTF_8), authorization.signature().getBytes(UTF_8))) {
      throw BceErrors.signatureDoesNotMatch();
    }
    checkToken(request, authorization, key, now);
    return key.account();
  }

  /// Temporary keys go with their token, which must be among the signed headers.
  private static void checkToken(
      Request request, Authorization authorization, Key key, Instant now) {
    Optional<String> token = request.header(TOKEN).filter(text -> !text.isEmpty());
    if (token.isPresent() && !signed(TOKEN, authorization.signedHeaders())) {
      throw BceErrors.invalidHttpAuthHeader(TOKEN + " must be among the signed headers.");
    }
    if (!key.admits(token, now)) {
      throw BceErrors.invalidSessionToken();
    }
  }

  private static Authorization parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 6 || !parts[0].equals("bce-auth-v1") || parts[1].isEmpty()) {
      throw BceErrors.invalidHttpAuthHeader(
          "The authorization must be bce-auth-v1/{accessKeyId}/{timestamp}/{expirationPeriodInSeconds}/{signedHeaders}/{signature}.");
    }
    List<String> signedHeaders =
        parts[4].isEmpty()
            ? List.of()
            : Arrays.stream(parts[4].split(";", -1)).map(h -> h.toLowerCase(Locale.ROOT)).toList();
    if (!signedHeaders.isEmpty() && !signedHeaders.contains("host")) {
      throw BceErrors.invalidHttpAuthHeader("Host must be among the signed headers.");
    }
    return new Authorization(
        String.join("/", Arrays.asList(parts).subList(0, 4)),
        parts[1],
        time(parts[2]),
        seconds(parts[3]),
        signedHeaders,
        parts[5]);
  }

  private static Instant time(String text) {
    try {
      if (TIME.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeParseException _) {
      // Digits in the right places, but no such day or hour: told below.
    }
    throw BceErrors.invalidHttpAuthHeader("The timestamp must be in UTC, as 2015-04-27T08:23:49Z.");
  }

  private static int seconds(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw BceErrors.invalidHttpAuthHeader("The expiration period must be a number of seconds.");
    }
    return Integer.parseInt(text);
  }

  /// The key of the second HMAC: not the bytes of the first, but their hexadecimal text.
  static String signingKey(String secretKey, String prefix) {
    return hmac(secretKey, prefix);
  }

  static String canonicalRequest(Request request, List<String> signedHeaders) {
    return String.join(
        "\n",
        request.method(),
        Percent.encodePath(request.path()),
        canonicalQuery(request.query()),
        canonicalHeaders(request, signedHeaders));
  }

  static String canonicalQuery(List<Parameter> query) {
    return query.stream()
        .filter(parameter -> !parameter.name().equalsIgnoreCase("authorization"))
        .map(p -> Percent.encode(p.name()) + "=" + Percent.encode(p.value()))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(Request request, List<String> signedHeaders) {
    return request.headers().stream()
        .filter(header -> !header.value().isEmpty())
        .filter(header -> signed(header.name().toLowerCase(Locale.ROOT), signedHeaders))
        .map(header ->
            Percent.encode(header.name().toLowerCase(Locale.ROOT))
                + ":"
                + Percent.encode(header.value()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static boolean signed(String name, List<String> signedHeaders) {
    return signedHeaders.isEmpty()
        ? DEFAULT_HEADERS.contains(name) || name.startsWith("x-bce-")
        : signedHeaders.contains(name);
  }

  static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

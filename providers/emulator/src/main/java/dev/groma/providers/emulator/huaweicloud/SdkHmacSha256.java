package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Verifies signatures of the scheme `SDK-HMAC-SHA256` (3.2, and the vendor's signing guide).
///
/// The canonical request is the method, the encoded path with a slash at its end, the query sorted
/// by name, the signed headers, their names, and the digest of the body. Which headers are signed
/// is the client's choice, `x-sdk-date` being the only one that must be; of several parameters with
/// one name, clients keep the order or sort by value, and both are good.
final class SdkHmacSha256 {
  static final String ALGORITHM = "SDK-HMAC-SHA256";
  private static final String DATE = "x-sdk-date";

  /// How far the clocks of client and cloud may be apart.
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(15);

  /// The largest body that can be signed: 12 MB (3.2).
  private static final int LARGEST_BODY = 12 * 1024 * 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final Comparator<Parameter> BY_NAME = Comparator.comparing(Parameter::name);

  private SdkHmacSha256() {}

  private record Claim(String accessKey, List<String> signedHeaders, String signature) {}

  /// Who signed the request.
  static Account verify(Request request, Keys keys, Instant now) {
    refuseIf(request.body().getBytes(UTF_8).length > LARGEST_BODY, HuaweiErrors.tooLarge());
    Claim claim = claim(request);
    Key key =
        keys.find(claim.accessKey()).orElseThrow(() -> HuaweiErrors.unknownKey(claim.accessKey()));
    String time = time(request, claim);
    boolean right =
        List.of(BY_NAME, BY_NAME.thenComparing(Parameter::value)).stream()
            .map(order -> canonicalRequest(request, claim.signedHeaders(), order))
            .anyMatch(canonical ->
                Sha256.same(sign(key.secretKey(), time, canonical), claim.signature()));
    refuseIf(!right, HuaweiErrors.wrongSignature());
    checkTime(time, now);
    Optional<String> token = request.header("X-Security-Token").filter(text -> !text.isEmpty());
    refuseIf(!key.admits(token, now), HuaweiErrors.securityToken());
    return key.account();
  }

  // ---- reading ----

  private static Claim claim(Request request) {
    String header = request.header("Authorization").orElseThrow(HuaweiErrors::unsigned);
    int blank = header.indexOf(' ');
    refuseIf(
        blank < 0 || !header.substring(0, blank).equals(ALGORITHM),
        HuaweiErrors.malformedSignature("it must begin with " + ALGORITHM));
    var parts = new TreeMap<String, String>();
    for (String part : header.substring(blank + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      refuseIf(equals < 0, HuaweiErrors.malformedSignature("NAME=VALUE is expected"));
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    List<String> signed =
        Arrays.stream(part(parts, "SignedHeaders").split(";", -1))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    return new Claim(part(parts, "Access"), signed, part(parts, "Signature"));
  }

  private static String part(Map<String, String> parts, String name) {
    return Optional.ofNullable(parts.get(name))
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> HuaweiErrors.malformedSignature("it lacks " + name));
  }

  private static String time(Request request, Claim claim) {
    for (String name : claim.signedHeaders()) {
      refuseIf(
          request.header(name).isEmpty(),
          HuaweiErrors.malformedSignature("the signed header %s is not sent".formatted(name)));
    }
    refuseIf(
        !claim.signedHeaders().contains(DATE),
        HuaweiErrors.malformedSignature("X-Sdk-Date must be a signed header"));
    return request.header(DATE).orElseThrow();
  }

  private static void checkTime(String text, Instant now) {
    Instant time;
    try {
      time = TIME.parse(text, Instant::from);
    } catch (DateTimeParseException _) {
      throw HuaweiErrors.malformedSignature("X-Sdk-Date must be YYYYMMDDTHHMMSSZ");
    }
    refuseIf(
        Duration.between(time, now).abs().compareTo(CLOCK_WINDOW) > 0,
        HuaweiErrors.clockSkew(text));
  }

  // ---- signing ----

  static String sign(String secretKey, String time, String canonicalRequest) {
    return Sha256.hexHmac(
        secretKey.getBytes(UTF_8),
        String.join("\n", ALGORITHM, time, Sha256.hash(canonicalRequest)));
  }

  static String canonicalRequest(Request request, List<String> signedHeaders) {
    return canonicalRequest(request, signedHeaders, BY_NAME);
  }

  private static String canonicalRequest(
      Request request, List<String> signedHeaders, Comparator<Parameter> order) {
    String path = Percent.encodePath(request.path());
    return String.join(
        "\n",
        request.method(),
        path.endsWith("/") ? path : path + "/",
        canonicalQuery(request.query(), order),
        canonicalHeaders(request, signedHeaders),
        String.join(";", signedHeaders),
        request.header("X-Sdk-Content-Sha256").orElseGet(() -> Sha256.hash(request.body())));
  }

  private static String canonicalQuery(List<Parameter> query, Comparator<Parameter> order) {
    return query.stream()
        .map(p -> new Parameter(Percent.encode(p.name()), Percent.encode(p.value())))
        .sorted(order)
        .map(p -> p.name() + "=" + p.value())
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(Request request, List<String> signedHeaders) {
    return signedHeaders.stream()
        .sorted()
        .map(name -> name + ":" + request.header(name).orElse("") + "\n")
        .collect(Collectors.joining());
  }
}

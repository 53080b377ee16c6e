package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.http.Header;
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

/// Verifies AWS signatures of version 4, in the header `Authorization` or in `X-Amz-…` parameters
/// of the query; with either method.
///
/// The canonical request is the method, the encoded path, the query sorted by encoded names, the
/// signed headers (sorted, trimmed, blanks collapsed, values of one name joined by commas), their
/// names, and the digest of the body. The key is derived from the secret by date, region and
/// service.
final class AwsV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";

  /// How far the clocks of client and cloud may be apart.
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(15);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private AwsV4() {}

  /// Whether a request is signed this way, well or badly.
  static boolean concerns(Request request) {
    return request.header("Authorization").isPresent()
        || request.query().stream().anyMatch(p -> p.name().startsWith("X-Amz-"));
  }

  /// The five elements of a credential, of which the last is always the same.
  record Scope(String accessKey, String date, String region, String service) {
    static Scope of(String credential) {
      String[] parts = credential.split("/", -1);
      refuseIf(
          parts.length != 5,
          KsyunErrors.incomplete(
              "Credential must have exactly 5 slash-delimited elements, e.g."
                  + " accesskeyid/date/region/service/aws4_request, got: %s."
                      .formatted(credential)));
      refuseIf(
          !parts[4].equals(TERMINATOR),
          KsyunErrors.mismatch(
              "Credential should be scoped with a valid terminator: 'aws4_request', not: %s."
                  .formatted(parts[4])));
      return new Scope(parts[0], parts[1], parts[2], parts[3]);
    }

    @Override
    public String toString() {
      return String.join("/", date, region, service, TERMINATOR);
    }
  }

  /// What a request says about its signature.
  ///
  /// @param lifetime how long after `time` it may be used
  private record Claim(
      Scope scope,
      String time,
      List<String> signedHeaders,
      String signature,
      Optional<String> token,
      Duration lifetime) {}

  static Account verify(Request request, Keys keys, Instant now) {
    Claim claim = request.header("Authorization").isPresent() ? header(request) : query(request);
    checkScope(claim);
    Key key = keys.find(claim.scope().accessKey()).orElseThrow(KsyunErrors::invalidClientToken);
    checkHeaders(request, claim.signedHeaders());
    String expected =
        sign(
            key.secretKey(),
            claim.scope(),
            claim.time(),
            canonicalRequest(request, claim.signedHeaders()));
    refuseIf(!Sha256.same(expected, claim.signature()), KsyunErrors.wrongSignature());
    checkTime(claim, now);
    refuseIf(!key.admits(claim.token(), now), KsyunErrors.invalidClientToken());
    return key.account();
  }

  /// The region of the scope, if the request has a readable one.
  static Optional<String> region(Request request) {
    return request
        .header("Authorization")
        .map(header -> header.replaceFirst(".*Credential=([^,]*).*", "$1"))
        .or(() -> request.query("X-Amz-Credential"))
        .map(credential -> credential.split("/", -1))
        .filter(parts -> parts.length == 5)
        .map(parts -> parts[2]);
  }

  // ---- reading ----

  private static Claim header(Request request) {
    String header = request.header("Authorization").orElseThrow();
    int blank = header.indexOf(' ');
    refuseIf(blank < 0, KsyunErrors.incomplete("Authorization header format error."));
    String algorithm = header.substring(0, blank);
    refuseIf(!algorithm.equals(ALGORITHM), KsyunErrors.unsupportedAlgorithm(algorithm));
    Map<String, String> parts = parts(header.substring(blank + 1));
    Scope scope = Scope.of(part(parts, "Credential", header));
    String signature = part(parts, "Signature", header);
    String signed = part(parts, "SignedHeaders", header);
    String time =
        request
            .header("X-Amz-Date")
            .or(() -> request.header("Date"))
            .orElseThrow(() ->
                KsyunErrors.incomplete(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                        + " header, Authorization=%s".formatted(header)));
    return new Claim(
        scope,
        time,
        names(signed),
        signature,
        request.header("X-Amz-Security-Token").filter(text -> !text.isEmpty()),
        CLOCK_WINDOW);
  }

  private static Map<String, String> parts(String text) {
    var parts = new TreeMap<String, String>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      refuseIf(equals < 0, KsyunErrors.incomplete("Authorization header format error."));
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    return parts;
  }

  private static String part(Map<String, String> parts, String name, String header) {
    return Optional.ofNullable(parts.get(name))
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            KsyunErrors.incomplete(
                "Authorization header requires '%s' parameter. Authorization=%s%s"
                    .formatted(name, header, name.equals("Credential") ? "." : "")));
  }

  private static Claim query(Request request) {
    String algorithm = parameter(request, "X-Amz-Algorithm");
    refuseIf(!algorithm.equals(ALGORITHM), KsyunErrors.unsupportedAlgorithm(algorithm));
    Scope scope = Scope.of(parameter(request, "X-Amz-Credential"));
    String signed = parameter(request, "X-Amz-SignedHeaders");
    String time =
        request
            .query("X-Amz-Date")
            .or(() -> request.header("X-Amz-Date"))
            .or(() -> request.header("Date"))
            .orElseThrow(() -> lacking("X-Amz-Date"));
    Optional<Integer> seconds =
        request
            .query("X-Amz-Expires")
            .map(text -> {
              refuseIf(!text.matches("[0-9]{1,6}"), KsyunErrors.malformed("X-Amz-Expires"));
              return Integer.parseInt(text);
            });
    return new Claim(
        scope,
        time,
        names(signed),
        parameter(request, "X-Amz-Signature"),
        request
            .query("X-Amz-Security-Token")
            .or(() -> request.header("X-Amz-Security-Token"))
            .filter(text -> !text.isEmpty()),
        seconds.map(Duration::ofSeconds).orElse(CLOCK_WINDOW));
  }

  private static String parameter(Request request, String name) {
    return request.query(name).filter(value -> !value.isEmpty()).orElseThrow(() -> lacking(name));
  }

  private static Refused lacking(String name) {
    return KsyunErrors.incomplete(
        "KSC query-string parameters must include %s. Re-examine the query-string parameters."
            .formatted(name));
  }

  private static List<String> names(String signedHeaders) {
    return Arrays.stream(signedHeaders.split(";", -1))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  // ---- checking ----

  private static void checkScope(Claim claim) {
    Scope scope = claim.scope();
    refuseIf(!KsyunCloud.REGIONS.contains(scope.region()), KsyunErrors.wrongRegion(scope.region()));
    refuseIf(!scope.service().equals(KsyunCloud.SERVICE), KsyunErrors.wrongService());
    instant(claim.time());
    refuseIf(
        !scope.date().equals(claim.time().substring(0, 8)),
        KsyunErrors.mismatch(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                + " HTTP."));
  }

  private static void checkHeaders(Request request, List<String> signed) {
    refuseIf(
        !signed.contains("host"),
        KsyunErrors.mismatch("Host' must be a 'SignedHeader' in the Authorization."));
    for (String must : List.of("x-amz-date", "x-amz-security-token")) {
      refuseIf(
          request.header(must).isPresent() && !signed.contains(must),
          KsyunErrors.mismatch(
              "%s' must be a 'SignedHeader' in the Authorization.".formatted(must)));
    }
    for (String name : signed) {
      refuseIf(request.header(name).isEmpty(), KsyunErrors.noSuchHeader(name));
    }
  }

  private static void checkTime(Claim claim, Instant now) {
    Instant time = instant(claim.time());
    refuseIf(
        time.minus(CLOCK_WINDOW).isAfter(now) || now.isAfter(time.plus(claim.lifetime())),
        KsyunErrors.expired(claim.time()));
  }

  private static Instant instant(String time) {
    try {
      return TIME.parse(time, Instant::from);
    } catch (DateTimeParseException _) {
      throw KsyunErrors.incomplete(
          "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601 ."
              .formatted(time));
    }
  }

  // ---- signing ----

  static String sign(String secretKey, Scope scope, String time, String canonicalRequest) {
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String step : List.of(scope.date(), scope.region(), scope.service(), TERMINATOR)) {
      key = Sha256.hmac(key, step);
    }
    return Sha256.hexHmac(
        key, String.join("\n", ALGORITHM, time, scope.toString(), Sha256.hash(canonicalRequest)));
  }

  static String canonicalRequest(Request request, List<String> signedHeaders) {
    return String.join(
        "\n",
        request.method(),
        Percent.encodePath(request.path()),
        canonicalQuery(request.query()),
        canonicalHeaders(request, signedHeaders),
        String.join(";", signedHeaders),
        Sha256.hash(request.body()));
  }

  private static String canonicalQuery(List<Parameter> query) {
    return query.stream()
        .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
        .map(p -> new Parameter(Percent.encode(p.name()), Percent.encode(p.value())))
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(p -> p.name() + "=" + p.value())
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(Request request, List<String> signedHeaders) {
    return signedHeaders.stream()
        .sorted()
        .map(name -> name + ":" + values(request, name) + "\n")
        .collect(Collectors.joining());
  }

  private static String values(Request request, String name) {
    return request.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .map(value -> value.strip().replaceAll("\\s+", " "))
        .collect(Collectors.joining(","));
  }
}

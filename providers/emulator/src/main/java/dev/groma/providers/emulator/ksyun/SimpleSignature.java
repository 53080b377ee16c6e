package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.http.Percent;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Verifies the simplified signature 1.0: a digest, keyed with the secret, of all parameters but
/// `Signature`, encoded, sorted by name and joined by `&`. Method, path and host take no part.
final class SimpleSignature {
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(15);

  private SimpleSignature() {}

  /// Whether a request is signed this way, well or badly.
  static boolean concerns(Parameters parameters) {
    return parameters.find("Accesskey").isPresent() || parameters.find("Signature").isPresent();
  }

  static Account verify(Parameters parameters, Keys keys, Instant now) {
    String accessKey = parameters.require("Accesskey");
    String service = parameters.require("Service");
    for (String name : List.of("Action", "Version")) {
      parameters.require(name);
    }
    Instant time = time(parameters.require("Timestamp"));
    parameters.require("SignatureVersion");
    parameters.choice("SignatureVersion", List.of("1.0"));
    String method = parameters.require("SignatureMethod");
    refuseIf(!method.equals("HMAC-SHA256"), KsyunErrors.unsupportedAlgorithm(method));
    String signature = parameters.require("Signature");
    refuseIf(!service.equals(KsyunCloud.SERVICE), KsyunErrors.wrongService());
    String region = parameters.find("Region").orElse(KsyunCloud.REGIONS.getFirst());
    refuseIf(!KsyunCloud.REGIONS.contains(region), KsyunErrors.wrongRegion(region));
    Key key = keys.find(accessKey).orElseThrow(KsyunErrors::invalidClientToken);
    String expected = Sha256.hexHmac(key.secretKey().getBytes(UTF_8), text(parameters));
    refuseIf(!Sha256.same(expected, signature), KsyunErrors.wrongSignature());
    refuseIf(
        Duration.between(time, now).abs().compareTo(CLOCK_WINDOW) > 0,
        KsyunErrors.expired(parameters.require("Timestamp")));
    refuseIf(!key.admits(parameters.find("SecurityToken"), now), KsyunErrors.invalidClientToken());
    return key.account();
  }

  static String text(Parameters parameters) {
    var encoded = new TreeMap<String, String>();
    parameters
        .all()
        .forEach((name, value) -> encoded.put(Percent.encode(name), Percent.encode(value)));
    encoded.remove("Signature");
    return encoded.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("&"));
  }

  private static Instant time(String text) {
    try {
      if (text.matches("[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z")) {
        return Instant.parse(text);
      }
    } catch (DateTimeParseException _) {
      // Digits in the right places, but no such day or hour: told below.
    }
    throw KsyunErrors.invalid("Timestamp", "It must be in UTC, as 2019-08-13T17:18:36Z.");
  }
}

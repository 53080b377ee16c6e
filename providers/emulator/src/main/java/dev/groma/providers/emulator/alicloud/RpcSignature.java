package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.http.Percent;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies the RPC signature 1.0 (guide, 6.2.3): HMAC-SHA1, keyed with the secret and `&`, over
/// the method, `%2F` and all parameters but `Signature`, encoded, sorted by name and encoded again.
///
/// The guide's example is wrong in itself: it prints the signature of another API's example
/// (`DescribeRegions`, 2014-05-26, spelled `TimeStamp`) and joins the parameters by `&` where they
/// are encoded and joined by `%26`. The name of the parameter is `Timestamp` (6.2.5), and `%2F`
/// stands there whatever the path is.
final class RpcSignature {
  /// How far clocks may be apart, and so how long a nonce is remembered.
  static final Duration CLOCK_WINDOW = Duration.ofMinutes(15);

  private static final List<String> COMMON =
      List.of(
          "AccessKeyId",
          "Signature",
          "SignatureMethod",
          "Timestamp",
          "SignatureVersion",
          "SignatureNonce");

  private RpcSignature() {}

  static Account verify(String method, Parameters parameters, Keys keys, Instant now) {
    COMMON.forEach(parameters::require);
    refuseIf(
        !parameters.require("SignatureMethod").equals("HMAC-SHA1"), AliErrors.signatureMethod());
    refuseIf(!parameters.require("SignatureVersion").equals("1.0"), AliErrors.signatureVersion());
    Instant time = time(parameters.require("Timestamp"));
    Key key = keys.find(parameters.require("AccessKeyId")).orElseThrow(AliErrors::noSuchAccessKey);
    refuseIf(
        Duration.between(time, now).abs().compareTo(CLOCK_WINDOW) > 0, AliErrors.timeExpired());
    String text = stringToSign(method, parameters.all());
    refuseIf(
        !parameters.require("Signature").matches("[A-Za-z0-9+/]{27}="),
        AliErrors.incompleteSignature(text));
    refuseIf(
        !MessageDigest.isEqual(
            signature(text, key.secretKey()).getBytes(UTF_8),
            parameters.require("Signature").getBytes(UTF_8)),
        AliErrors.signatureDoesNotMatch(text));
    checkToken(key, parameters.find("SecurityToken"), now);
    return key.account();
  }

  private static void checkToken(Key key, Optional<String> carried, Instant now) {
    refuseIf(key.token().isPresent() && carried.isEmpty(), AliErrors.missing("SecurityToken"));
    refuseIf(!key.token().equals(carried), AliErrors.tokenMismatch());
    refuseIf(!key.admits(carried, now), AliErrors.tokenExpired());
  }

  static String stringToSign(String method, SortedMap<String, String> parameters) {
    String canonical =
        parameters.entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals("Signature"))
            .map(parameter ->
                Percent.encode(parameter.getKey()) + "=" + Percent.encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return method + "&%2F&" + Percent.encode(canonical);
  }

  static String signature(String stringToSign, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec((secret + "&").getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(stringToSign.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Instant time(String text) {
    try {
      if (text.matches("[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z")) {
        return Instant.parse(text);
      }
    } catch (DateTimeParseException _) {
      // Digits in the right places, but no such day or hour: told below.
    }
    throw AliErrors.timeFormat();
  }
}

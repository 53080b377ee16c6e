package dev.groma.providers.ksyun;

import dev.groma.providers.driver.Percent;
import dev.groma.providers.driver.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What both signatures are made of: SHA-256 with and without a key, and sorted parameters.
final class Hmac {
  private Hmac() {}

  /// The parameters, encoded and sorted by name and then by value, as `a=1&b=2`.
  static String sorted(List<Request.Parameter> parameters) {
    return parameters.stream()
        .map(p ->
            new Request.Parameter(
                Percent.encode(p.name()), Percent.encode(p.value() == null ? "" : p.value())))
        .sorted(
            Comparator.comparing(Request.Parameter::name)
                .thenComparing(p -> String.valueOf(p.value())))
        .map(p -> p.name() + "=" + p.value())
        .collect(Collectors.joining("&"));
  }

  static byte[] of(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(byte[] key, String text) {
    return HexFormat.of().formatHex(of(key, text));
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

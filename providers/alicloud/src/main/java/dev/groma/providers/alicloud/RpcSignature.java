package dev.groma.providers.alicloud;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Percent;
import dev.groma.providers.driver.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The RPC signature 1.0: an HMAC-SHA1 of the method and all parameters, whether they are in the
/// URL or in a form. Source: the guide, 6.2.3 and 6.2.5.
final class RpcSignature {
  private static final String ALGORITHM = "HmacSHA1";

  private final RandomGenerator random;

  /// Signatures whose nonces come from `random`.
  RpcSignature(RandomGenerator random) {
    this.random = random;
  }

  /// `request` signed by `credentials` at `now`, with a nonce of its own.
  Request sign(Request request, Credentials credentials, Instant now) {
    List<Request.Parameter> common = new ArrayList<>();
    common.add(new Request.Parameter("AccessKeyId", credentials.accessKey()));
    common.add(new Request.Parameter("SignatureMethod", "HMAC-SHA1"));
    common.add(new Request.Parameter("SignatureVersion", "1.0"));
    common.add(new Request.Parameter("SignatureNonce", nonce()));
    common.add(new Request.Parameter("Timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString()));
    if (credentials.token() != null) {
      common.add(new Request.Parameter("SecurityToken", credentials.token()));
    }
    Request complete = request.with(common);
    List<Request.Parameter> all = new ArrayList<>(complete.query());
    all.addAll(complete.form());
    String signature = signature(stringToSign(request.method(), all), credentials.secretKey());
    return complete.with(List.of(new Request.Parameter("Signature", signature)));
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// What is signed. The path is always `/` in it, whatever the real one is.
  static String stringToSign(String method, List<Request.Parameter> parameters) {
    String canonical =
        parameters.stream()
            .sorted(Comparator.comparing(Request.Parameter::name))
            .map(p ->
                Percent.encode(p.name()) + "=" + Percent.encode(p.value() == null ? "" : p.value()))
            .collect(Collectors.joining("&"));
    return method + "&" + Percent.encode("/") + "&" + Percent.encode(canonical);
  }

  static String signature(String stringToSign, String secretKey) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec((secretKey + "&").getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(stringToSign.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

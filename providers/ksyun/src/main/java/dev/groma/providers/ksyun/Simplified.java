package dev.groma.providers.ksyun;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Signs requests by Kingsoft's simplified signature 1.0: an HMAC of the sorted parameters, method,
/// path and host left out. Source: the table 简化签名公共参数 of the VPN document.
final class Simplified implements Signer {
  private final Credentials credentials;
  private final String region;
  private final String service;

  Simplified(Credentials credentials, String region, String service) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
  }

  @Override
  public Request sign(Request request, Instant now) {
    List<Request.Parameter> common = new ArrayList<>();
    common.add(new Request.Parameter("Accesskey", credentials.accessKey()));
    common.add(new Request.Parameter("Service", service));
    common.add(new Request.Parameter("Region", region));
    common.add(new Request.Parameter("Timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString()));
    common.add(new Request.Parameter("SignatureVersion", "1.0"));
    common.add(new Request.Parameter("SignatureMethod", "HMAC-SHA256"));
    common.add(new Request.Parameter("Format", "json"));
    if (credentials.token() != null) {
      common.add(new Request.Parameter("SecurityToken", credentials.token()));
    }
    Request complete = request.with(common);
    List<Request.Parameter> all = complete.form().isEmpty() ? complete.query() : complete.form();
    return complete.with(List.of(new Request.Parameter("Signature", signature(all))));
  }

  /// The signature of `parameters`.
  String signature(List<Request.Parameter> parameters) {
    return Hmac.hex(
        credentials.secretKey().getBytes(StandardCharsets.UTF_8), canonical(parameters));
  }

  static String canonical(List<Request.Parameter> parameters) {
    return Hmac.sorted(parameters);
  }
}

package dev.groma.providers.alicloud;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Errand;
import dev.groma.providers.driver.Lease;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Signs with the temporary credentials of a role, which it gets from STS and renews before they
/// expire. Source: the guide, 7.3.2.
final class AssumedRole implements Signer {
  /// Which role to take on, and how.
  ///
  /// @param arn the role
  /// @param session what the cloud's logs call us
  /// @param policy what the role is narrowed to, or null
  /// @param seconds how long the credentials are to last, or null for the cloud's usual time
  record Role(String arn, String session, @Nullable String policy, @Nullable String seconds) {}

  /// Where STS is.
  ///
  /// @param endpoint the URL, with the path of the ASAPI gateway where that is used
  /// @param product true when the gateway has to be told which product is meant
  record Sts(URI endpoint, boolean product) {}

  private final RpcSignature signature;
  private final Credentials own;
  private final Role role;
  private final Sts sts;
  private final Lease<Credentials> lease = new Lease<>();

  AssumedRole(RpcSignature signature, Credentials own, Role role, Sts sts) {
    this.signature = signature;
    this.own = own;
    this.role = role;
    this.sts = sts;
  }

  @Override
  public Request sign(Request request, Instant now) {
    return signature.sign(request, lease.require(), now);
  }

  @Override
  public Optional<Errand> errand(Instant now) {
    return lease.isDue(now)
        ? Optional.of(
            new Errand(
                "take on the role " + role.arn(),
                "AssumeRole",
                request(),
                (request, time) -> signature.sign(request, own, time),
                (body, _) -> take(body, now)))
        : Optional.empty();
  }

  private Request request() {
    List<Request.Parameter> form = new ArrayList<>();
    form.add(new Request.Parameter("Action", "AssumeRole"));
    form.add(new Request.Parameter("Version", "2015-04-01"));
    form.add(new Request.Parameter("Format", "JSON"));
    form.add(new Request.Parameter("RoleArn", role.arn()));
    form.add(new Request.Parameter("RoleSessionName", role.session()));
    if (role.policy() != null) {
      form.add(new Request.Parameter("Policy", role.policy()));
    }
    if (role.seconds() != null) {
      form.add(new Request.Parameter("DurationSeconds", role.seconds()));
    }
    if (sts.product()) {
      form.add(new Request.Parameter("Product", "Sts"));
    }
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("accept", "application/json");
    headers.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    String path = sts.endpoint().getRawPath();
    return new Request(
        "POST",
        sts.endpoint(),
        path == null || path.isEmpty() ? "/" : path,
        List.of(),
        headers,
        form,
        null);
  }

  private boolean take(Value body, Instant now) {
    Value given = Facts.at(body, "Credentials");
    if (!(Facts.at(given, "AccessKeyId") instanceof Value.Str key)
        || !(Facts.at(given, "AccessKeySecret") instanceof Value.Str secret)
        || !(Facts.at(given, "SecurityToken") instanceof Value.Str token)
        || !(Facts.at(given, "Expiration") instanceof Value.Str expiration)) {
      return false;
    }
    try {
      lease.take(
          new Credentials(key.text(), secret.text(), token.text()),
          now,
          Instant.parse(expiration.text()));
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  @Override
  public boolean forget(Instant now) {
    return lease.forget(now);
  }
}

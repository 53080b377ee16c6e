package dev.groma.providers.baiducloud;

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
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Signs with temporary credentials, which it gets from STS (`GetSessionToken`) for permanent ones
/// and renews before they expire. Source: the page of the Go SDK, 使用STS创建PeerConn Client.
final class SessionSigner implements Signer {
  /// Which credentials to ask for, and where.
  ///
  /// @param endpoint where STS is
  /// @param seconds how long they are to last; 0 for as long as STS likes
  /// @param acl an access control list in JSON, or null for none
  record Session(URI endpoint, int seconds, @Nullable String acl) {}

  private final Signer own;
  private final BceAuthV1.Options options;
  private final Session session;
  private final Lease<Signer> lease = new Lease<>();

  SessionSigner(Credentials own, BceAuthV1.Options options, Session session) {
    this.own = new BceAuthV1(own, options);
    this.options = options;
    this.session = session;
  }

  @Override
  public Request sign(Request request, Instant now) {
    return lease.require().sign(request, now);
  }

  @Override
  public Optional<Errand> errand(Instant now) {
    return lease.isDue(now)
        ? Optional.of(
            new Errand(
                "get temporary credentials",
                "GetSessionToken",
                request(),
                own,
                (body, _) -> take(body, now)))
        : Optional.empty();
  }

  private Request request() {
    List<Request.Parameter> query =
        session.seconds() == 0
            ? List.of()
            : List.of(new Request.Parameter("durationSeconds", String.valueOf(session.seconds())));
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("accept", "application/json");
    headers.put("content-type", "application/json");
    String acl = session.acl();
    return new Request(
        "POST",
        session.endpoint(),
        "/v1/sessionToken",
        query,
        headers,
        List.of(),
        acl == null ? "" : acl);
  }

  private boolean take(Value body, Instant now) {
    if (!(Facts.at(body, "accessKeyId") instanceof Value.Str key)
        || !(Facts.at(body, "secretAccessKey") instanceof Value.Str secret)
        || !(Facts.at(body, "sessionToken") instanceof Value.Str token)
        || !(Facts.at(body, "expiration") instanceof Value.Str expiration)) {
      return false;
    }
    try {
      lease.take(
          new BceAuthV1(new Credentials(key.text(), secret.text(), token.text()), options),
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

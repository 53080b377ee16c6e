package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Requests that are signed with something fetched, which is renewed before it expires.
final class ErrandTest {
  /// Signs with a token that a call to `/tokens` gives, for as long as it says.
  private static final class TokenSigner implements Signer {
    private final URI endpoint;
    private final Lease<String> token = new Lease<>();

    TokenSigner(URI endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public Request sign(Request request, Instant now) {
      return request.with("authorization", token.require());
    }

    @Override
    public Optional<Errand> errand(Instant now) {
      Request fetch =
          new Request("GET", endpoint, "/tokens", List.of(), new TreeMap<>(), List.of(), null);
      return token.isDue(now)
          ? Optional.of(
              new Errand(
                  "get a token",
                  "GET /tokens",
                  fetch,
                  (request, _) -> request.with("authorization", "base"),
                  (body, headers) -> taken(body, headers, now)))
          : Optional.empty();
    }

    private boolean taken(Value body, SortedMap<String, String> headers, Instant now) {
      if (!(Facts.at(body, "life") instanceof Value.Str life) || !headers.containsKey("x-token")) {
        return false;
      }
      token.take(headers.get("x-token"), now, now.plus(Duration.parse(life.text())));
      return true;
    }

    @Override
    public boolean forget(Instant now) {
      return token.forget(now);
    }
  }

  private static ThingCloud cloud() {
    return new ThingCloud(false, TokenSigner::new);
  }

  private static ThingCloud token(ThingCloud cloud, String token, String life) {
    return cloud.answers(200, "{\"life\":\"%s\"}".formatted(life), "X-Token", token);
  }

  private static String next(ThingCloud cloud) {
    var request = cloud.request();
    return request.getTarget() + " " + request.getHeaders().get("authorization");
  }

  @Test
  void aTokenIsFetchedOnceAndRenewedBeforeItExpires() {
    try (ThingCloud cloud = cloud()) {
      token(cloud, "one", "PT1H").answers(200, ThingCloud.thingBody("on"));
      cloud.answers(200, ThingCloud.thingBody("on"));
      cloud.life().read(cloud.thing("t1"));
      cloud.life().read(cloud.thing("t1"));
      assertThat(List.of(next(cloud), next(cloud), next(cloud)))
          .containsExactly("/tokens base", "/things/t1 one", "/things/t1 one");
      cloud.passes(Duration.ofMinutes(56));
      token(cloud, "two", "PT1H").answers(200, ThingCloud.thingBody("on"));
      cloud.life().read(cloud.thing("t1"));
      assertThat(List.of(next(cloud), next(cloud)))
          .containsExactly("/tokens base", "/things/t1 two");
    }
  }

  @Test
  void aTokenThatIsDeniedLaterIsFetchedAgainOnce() {
    try (ThingCloud cloud = cloud()) {
      token(cloud, "one", "PT1H").answers(200, ThingCloud.thingBody("on"));
      cloud.life().read(cloud.thing("t1"));
      cloud.passes(Duration.ofMinutes(10));
      cloud.answers(403, ThingCloud.error("Revoked"));
      token(cloud, "two", "PT1H").answers(403, ThingCloud.error("Revoked"));
      ReadResult denied = cloud.life().read(cloud.thing("t1"));
      assertThat(denied.diagnostics().all())
          .singleElement()
          .satisfies(told -> assertThat(told.code()).isEqualTo("remote.denied"));
      assertThat(cloud.requests()).isEqualTo(5);
    }
  }

  @Test
  void whyThereIsNoTokenIsSaidAndNothingElseIsSent() {
    try (ThingCloud cloud = cloud()) {
      cloud.answers(400, ThingCloud.error("NoRole"));
      assertThat(cloud.life().read(cloud.thing("t1")).diagnostics().all())
          .singleElement()
          .satisfies(told ->
              assertThat(told.detail())
                  .startsWith("Groma could not get a token. The cloud says: NoRole"));
      cloud.answers(200, "{}");
      assertThat(cloud.life().read(cloud.thing("t1")).diagnostics().all())
          .singleElement()
          .satisfies(told -> assertThat(told.code()).isEqualTo("remote.unexpected-answer"));
      assertThat(cloud.requests()).isEqualTo(2);
    }
  }

  @Test
  void aShortLeaseIsRenewedAfterNineTenths() {
    Lease<String> lease = new Lease<>();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(lease.isDue(start)).isTrue();
    lease.take("x", start, start.plusSeconds(100));
    assertThat(lease.isDue(start.plusSeconds(89))).isFalse();
    assertThat(lease.isDue(start.plusSeconds(90))).isTrue();
    assertThat(lease.forget(start.plusSeconds(59))).isFalse();
    assertThat(lease.require()).isEqualTo("x");
    assertThat(lease.toString()).doesNotContain("x");
  }
}

package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.SpecReader;
import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/// A cloud with one resource, `thing`, whose answers a test lays out beforehand.
final class ThingCloud implements AutoCloseable {
  static final String SPEC =
      """
      resource: cloud_thing
      service: things
      identity: [id]
      attributes:
        id: {type: string, mode: computed, change: never, doc: {en: a, zh: b}}
        name: {type: string, mode: required, doc: {en: a, zh: b}}
        size: {type: integer, mode: optional-computed, doc: {en: a, zh: b}}
        secret: {type: string, sensitive: true, from: nowhere, doc: {en: a, zh: b}}
        network: {type: cidr, same: cidr, doc: {en: a, zh: b}}
        status: {type: string, mode: computed, doc: {en: a, zh: b}}
      waiters:
        ready: {status: status, success: [on], failure: [broken]}
      operations:
        create:
          timeout: 60s
          steps:
            - request: POST /things
              query: QUERY
              send: [name, size, secret, network]
              wait: ready
        read:
          steps:
            - request: GET /things/$id
              errors: {NoThing: gone}
        update:
          steps:
            - request: PUT /things/$id
              when: {changed: [name, size, secret, network]}
              send: [name, size, secret, network]
        delete:
          steps:
            - request: DELETE /things/$id
              errors: {NoThing: gone}
        list:
          paging: {marker: from, next: next}
          steps:
            - request: GET /things
              from: things
      """;

  private static final String ERRORS =
      """
      errors:
        Slow: {class: throttled, explanation: {en: slower, zh: 慢}}
        Locked: {class: busy, explanation: {en: locked, zh: 锁}}
        Down: {class: unavailable, explanation: {en: down, zh: 停}}
        NoThing: {class: fatal, explanation: {en: no thing, zh: 无}}
        Taken: {class: conflict, explanation: {en: taken, zh: 占}}
      """;

  private final MockWebServer server = new MockWebServer();
  private final List<Duration> pauses = new ArrayList<>();
  private final SpecProvider provider;
  private final Lifecycle life;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /// A cloud whose create takes an idempotency token, or does not.
  ThingCloud(boolean withToken) {
    this(
        withToken,
        _ ->
            (request, now) ->
                request.with("authorization", "signed").with("signed-at", now.toString()));
  }

  /// A cloud whose requests are signed by what `signing` makes of its endpoint.
  ThingCloud(boolean withToken, Function<URI, Signer> signing) {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ResourceSpec spec = spec(SPEC.replace("QUERY", withToken ? "{token: $call.token}" : "{}"));
    ErrorTable errors =
        Objects.requireNonNull(
            SpecReader.errors(SourceReader.read(new SourceText("errors.yaml", ERRORS))).value());
    URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    Cloud cloud =
        new Cloud(
            "The cloud",
            new TreeMap<>(Map.of("things", new Cloud.Service(endpoint, new TreeMap<>()))),
            signing.apply(endpoint),
            errors,
            new TreeMap<>(),
            "groma/test",
            "Trial",
            Network.PLAIN);
    provider =
        SpecProvider.of(List.of(spec), cloud, new Timing(clock(), new Random(5), this::sleep));
    life = new Lifecycle(handler(), spec.schema());
  }

  static ResourceSpec spec(String text) {
    var loaded = SpecReader.resource(SourceReader.read(new SourceText("thing.yaml", text)));
    if (!loaded.diagnostics().isEmpty()) {
      throw new AssertionError(loaded.diagnostics());
    }
    return Objects.requireNonNull(loaded.value());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private void sleep(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
  }

  ResourceHandler handler() {
    return provider.resource("cloud_thing");
  }

  void observe(CallListener listener) {
    provider.observe(listener);
  }

  Lifecycle life() {
    return life;
  }

  Value configuration(String name) {
    return life.configuration(Map.of("name", Value.of(name), "secret", Value.of("s3cret-text")));
  }

  /// The object with the id `id`, as it would be in a state.
  Value thing(String id) {
    Value.Obj object = (Value.Obj) configuration("a");
    return object.with("id", Value.of(id)).with("status", Value.of("on"));
  }

  /// Lets time pass.
  void passes(Duration duration) {
    now = now.plus(duration);
  }

  /// All the time that was slept.
  Duration slept() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  ThingCloud answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    return this;
  }

  ThingCloud answers(int status, String body, String header, String value) {
    server.enqueue(
        new MockResponse.Builder().code(status).body(body).addHeader(header, value).build());
    return this;
  }

  /// Takes the request and breaks the connection without an answer.
  ThingCloud cuts() {
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket(true, true, true))
            .build());
    return this;
  }

  static String thingBody(String state) {
    return "{\"id\":\"t1\",\"name\":\"a\",\"size\":3,\"status\":\"" + state + "\"}";
  }

  static String error(String code) {
    return "{\"code\":\"%s\",\"message\":\"said s3cret-text\",\"requestId\":\"r-1\"}"
        .formatted(code);
  }

  int requests() {
    return server.getRequestCount();
  }

  RecordedRequest request() {
    try {
      return server.takeRequest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void stopServer() {
    server.close();
  }

  @Override
  public void close() {
    provider.close();
    server.close();
  }
}

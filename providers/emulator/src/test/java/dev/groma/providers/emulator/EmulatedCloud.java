package dev.groma.providers.emulator;

import dev.groma.providers.emulator.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A running emulator with a client for its Baidu cloud.
final class EmulatedCloud implements AutoCloseable {
  static final String ACCESS_KEY = "AK";
  static final String SECRET_KEY = "SK";
  static final Duration LATENCY = Duration.ofSeconds(1);

  final AdjustableClock clock;
  final Emulator emulator;
  final List<Duration> pauses = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private EmulatedCloud(AdjustableClock clock, UnaryOperator<EmulatorOptions> with)
      throws Exception {
    this.clock = clock;
    var options =
        EmulatorOptions.of(clock, new SplittableRandom(1))
            .withKeys(ACCESS_KEY, SECRET_KEY)
            .withLatency(LATENCY);
    this.emulator = Emulator.start(with.apply(options), pauses::add);
  }

  static EmulatedCloud start(UnaryOperator<EmulatorOptions> with) throws Exception {
    return start(Instant.parse("2026-01-31T16:30:00Z"), with);
  }

  static EmulatedCloud start(Instant now, UnaryOperator<EmulatorOptions> with) throws Exception {
    return new EmulatedCloud(new AdjustableClock(now), with);
  }

  static EmulatedCloud start() throws Exception {
    return start(options -> options);
  }

  /// An answer.
  record Answer(int status, String text, Map<String, List<String>> headers) {
    JsonObject json() throws Exception {
      return JsonObject.parse(text);
    }

    /// Status and code of an error, such as `404 NoSuchObject`, or the status alone.
    String outcome() throws Exception {
      return status < 400 ? "" + status : status + " " + json().text("code").orElse("?");
    }

    String get(String name) throws Exception {
      return json().text(name).orElse("?");
    }
  }

  URI endpoint() {
    return endpoint("baiducloud");
  }

  URI endpoint(String name) {
    return URI.create(String.valueOf(emulator.endpoints().get(name)));
  }

  Answer call(String method, String target, String body) throws Exception {
    return call(ACCESS_KEY, SECRET_KEY, method, target, body);
  }

  Answer call(String accessKey, String secretKey, String method, String target, String body)
      throws Exception {
    var headers = new TreeMap<String, String>();
    headers.put("host", endpoint().getAuthority());
    headers.put("x-bce-date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    String authorization =
        BceSigner.authorization(
            accessKey,
            secretKey,
            String.valueOf(headers.get("x-bce-date")),
            1800,
            method,
            target,
            headers,
            true);
    headers.remove("host");
    headers.put("Authorization", authorization);
    return send(method, target, body, headers);
  }

  /// Sends a request that is signed already, or not at all.
  Answer send(String method, String target, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send("baiducloud", method, target, body, headers);
  }

  /// Sends a request to a cloud.
  Answer send(String name, String method, String target, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint(name) + target)).timeout(Duration.ofSeconds(20));
    if (!method.equals("GET")) {
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    headers.forEach(request::header);
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response.headers().map());
  }

  /// The body of a create: two VPCs in Beijing, paid by use; `changes` is merged into it, null
  /// removes.
  static String peering(String localVpc, String peerVpc, String changes) throws Exception {
    return JsonObject.parse(
            """
            {"bandwidthInMbps": 10, "localVpcId": "%s", "peerVpcId": "%s", "peerRegion": "bj",
             "billing": {"paymentTiming": "Postpaid"}}
            """
                .formatted(localVpc, peerVpc))
        .merge(JsonObject.parse(changes))
        .toString();
  }

  /// The id of a new peering.
  String create(String localVpc, String peerVpc, String changes) throws Exception {
    Answer answer = call("POST", "/v1/peerconn", peering(localVpc, peerVpc, changes));
    if (answer.status() != 200) {
      throw new AssertionError(answer.text());
    }
    return answer.get("peerConnId");
  }

  /// The id of a new peering that is active.
  String createActive(String localVpc, String peerVpc, String changes) throws Exception {
    String id = create(localVpc, peerVpc, changes);
    clock.advance(LATENCY);
    return id;
  }

  Answer get(String id) throws Exception {
    return call("GET", "/v1/peerconn/" + id, "");
  }

  String status(String id) throws Exception {
    Answer answer = get(id);
    return answer.status() == 200 ? answer.get("status") : answer.outcome();
  }

  @Override
  public void close() {
    emulator.close();
    http.close();
  }
}

package dev.groma.cli.forge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The way to a platform: requests are repeated when it is busy or cannot be reached.
final class Transport implements AutoCloseable {
  /// How often something is tried.
  static final int ATTEMPTS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int UNREACHED = 0;
  private static final int SAID = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What came back.
  ///
  /// @param status the status, or [#UNREACHED]
  /// @param body the text, or why nobody was reached
  /// @param asked how long the platform asks to wait, or null
  record Answer(int status, String body, @Nullable Duration asked) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /// True when the same may succeed later. GitHub says 403 as well when there were too many
    /// requests, and then how long to wait.
    boolean isPassing() {
      return status == UNREACHED
          || status == 429
          || status >= 500
          || (status == 403 && asked != null);
    }
  }

  private final Forge forge;
  private final HttpClient client;

  Transport(Forge forge, @Nullable String proxy) throws ForgeException {
    this.forge = forge;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (proxy != null) {
      builder.proxy(ProxySelector.of(address(proxy)));
    }
    this.client = builder.build();
  }

  private static InetSocketAddress address(String proxy) throws ForgeException {
    try {
      URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      if (uri.getHost() != null) {
        return InetSocketAddress.createUnresolved(
            uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
      }
    } catch (IllegalArgumentException _) {
      // Said below, without the text, which may hold a password.
    }
    throw new ForgeException(
        "The proxy in HTTPS_PROXY or HTTP_PROXY cannot be understood: it must look like"
            + " http://host:port.");
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Sends a request that may be repeated.
  Answer send(String method, String path, @Nullable String body)
      throws ForgeException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = sendOnce(method, path, body);
      if (!answer.isPassing() || attempt == ATTEMPTS) {
        return answer;
      }
      pause(answer, attempt);
    }
  }

  /// Sends a request that must not be repeated without a look.
  Answer sendOnce(String method, String path, @Nullable String body)
      throws ForgeException, InterruptedException {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(forge.base() + path)).timeout(PATIENCE);
      forge.headers().forEach(request::header);
    } catch (IllegalArgumentException _) {
      throw new ForgeException(
          "The address of the API, the repository or the token holds characters that cannot be"
              + " sent. Check -api-url, -repo and the token.");
    }
    request.header("User-Agent", "groma");
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Duration asked =
          response.headers().firstValue("Retry-After").flatMap(Transport::seconds).orElse(null);
      return new Answer(response.statusCode(), response.body(), asked);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Answer(UNREACHED, why, null);
    }
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  /// Waits before the next attempt, as long as the platform asks for, a minute at most.
  void pause(Answer answer, int attempt) throws InterruptedException {
    Duration pause =
        answer.asked == null ? FIRST_PAUSE.multipliedBy(1L << (attempt - 1)) : answer.asked;
    Thread.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  JsonNode json(Answer answer) throws ForgeException {
    try {
      return JSON.readTree(answer.body);
    } catch (JacksonException _) {
      throw new ForgeException(
          forge.name()
              + " at "
              + forge.base()
              + " did not answer with JSON. Is that the address of its API? Check -api-url.");
    }
  }

  /// What is said of a request that came to nothing: the platform's own words first.
  ForgeException refused(String method, String path, Answer answer) {
    if (answer.status == UNREACHED) {
      return new ForgeException(
          forge.name()
              + " at "
              + forge.base()
              + " could not be reached: "
              + answer.body
              + ". Check -api-url, and HTTPS_PROXY if there is a proxy.");
    }
    String advice = forge.advice(answer.status);
    return new ForgeException(
        forge.name()
            + " answered "
            + method
            + " "
            + path
            + " with the status "
            + answer.status
            + ": "
            + words(answer.body)
            + (advice.isEmpty() ? "" : "\n" + advice));
  }

  /// `message` and `errors` of an answer; its beginning when it has none.
  private static String words(String body) {
    String text = body.strip();
    try {
      JsonNode json = JSON.readTree(text);
      for (String name : new String[] {"message", "error_description", "error"}) {
        JsonNode said = json.path(name);
        if (!said.isMissingNode()) {
          JsonNode more = json.path("errors");
          text =
              (said.isString() ? said.asString() : said.toString())
                  + (more.isMissingNode() ? "" : " " + more);
          break;
        }
      }
    } catch (JacksonException _) {
      // An answer of something else on the way, such as a proxy.
    }
    return text.isEmpty()
        ? "(nothing)"
        : text.length() <= SAID ? text : text.substring(0, SAID) + "…";
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.groma.cli;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A URL that reports are sent to, each signed with a key that only the receiver knows besides.
///
/// `X-Groma-Signature` is `sha256=` and the HMAC-SHA256, in hexadecimal, of the time in
/// `X-Groma-Timestamp` (seconds since 1970), a full stop and the body. `X-Groma-Delivery` is the
/// same for all attempts of one report.
final class Webhook {
  static final String KEY = "GROMA_WEBHOOK_KEY";

  private static final int ATTEMPTS = 4;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final URI url;
  private final String key;
  private final Clock clock;

  private Webhook(URI url, String key, Clock clock) {
    this.url = url;
    this.key = key;
    this.clock = clock;
  }

  /// The webhook at `url`, with the key in the environment. Nothing after an error, which is
  /// reported.
  static Optional<Webhook> of(String url, Console console, Clock clock, View view) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException _) {
      uri = URI.create("");
    }
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      view.report(
          Diagnostic.error(
              "cli.webhook-url",
              "Wrong URL of a webhook",
              "-webhook needs a URL that begins with https:// or http:// and names a host."));
      return Optional.empty();
    }
    String key = console.variable(KEY);
    if (key == null) {
      view.report(
          Diagnostic.error(
              "cli.webhook-key",
              "The webhook has no key",
              "Reports are signed, so that the receiver can tell ours from others. Set the"
                  + " environment variable "
                  + KEY
                  + " to the key that you agreed on with the receiver."));
      return Optional.empty();
    }
    return Optional.of(new Webhook(uri, key, clock));
  }

  /// Sends `body`, JSON, again where that may help. False after an error, which is reported.
  boolean send(String body, View view) {
    String delivery = UUID.randomUUID().toString();
    String last = "";
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Duration pause = Duration.ofSeconds(1L << attempt);
        try {
          HttpResponse<Void> answer =
              client.send(request(body, delivery), HttpResponse.BodyHandlers.discarding());
          int status = answer.statusCode();
          if (status >= 200 && status < 300) {
            return true;
          }
          last = "it answered with status " + status;
          if (status < 500 && status != 429 && status != 408) {
            break;
          }
          pause = wait(answer).orElse(pause);
        } catch (IOException e) {
          last = "it could not be reached (" + e.getClass().getSimpleName() + ")";
        }
        if (attempt + 1 < ATTEMPTS) {
          Thread.sleep(pause);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      last = "the run was interrupted";
    }
    view.report(
        Diagnostic.error(
                "cli.webhook-failed",
                "The report could not be sent",
                "The webhook on "
                    + url.getHost()
                    + " did not take the report: "
                    + last
                    + ". Check the URL, and whether the receiver runs; the report is printed as"
                    + " well.")
            .in(Category.REMOTE));
    return false;
  }

  private static Optional<Duration> wait(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(wait -> wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
  }

  private HttpRequest request(String body, String delivery) {
    String time = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(url)
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("User-Agent", "groma/" + VersionCommand.VERSION)
        .header("X-Groma-Event", "drift")
        .header("X-Groma-Delivery", delivery)
        .header("X-Groma-Timestamp", time)
        .header("X-Groma-Signature", "sha256=" + signature(key, time + "." + body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /// The HMAC-SHA256 of `text` in hexadecimal.
  static String signature(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /// The host: the rest of a URL of a webhook is often a secret.
  @Override
  public String toString() {
    return "webhook on " + url.getHost();
  }
}

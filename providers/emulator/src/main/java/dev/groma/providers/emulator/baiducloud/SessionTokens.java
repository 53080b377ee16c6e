package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Sessions;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The STS operation that gives temporary keys. The access control list in the body is read but
/// gives and takes no rights.
final class SessionTokens {
  private static final int DEFAULT_SECONDS = 43_200;
  private static final int LONGEST_SECONDS = 129_600;

  private SessionTokens() {}

  static JsonObject grant(BaiduCall call) {
    String text = call.query("durationSeconds").filter(given -> !given.isEmpty()).orElse("");
    int seconds =
        text.isEmpty() ? DEFAULT_SECONDS : text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    Parameters.refuseIf(
        seconds < 1 || seconds > LONGEST_SECONDS,
        BceErrors.badRequest("durationSeconds must be 1 to %d.".formatted(LONGEST_SECONDS)));
    Instant now = call.call().now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plusSeconds(seconds);
    Key key = Sessions.grant(call.call(), end);
    return JsonObject.EMPTY
        .with("accessKeyId", key.accessKey())
        .with("secretAccessKey", key.secretKey())
        .with("sessionToken", key.token())
        .with("createTime", now.toString())
        .with("expiration", end.toString())
        .with("userId", call.caller());
  }
}

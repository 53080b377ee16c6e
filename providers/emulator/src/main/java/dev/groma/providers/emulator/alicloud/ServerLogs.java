package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The operation that shows an SSL server's log (guide, 6.7.4), oldest line first. Hours are in
/// UTC, as all times of the API are.
final class ServerLogs {
  private static final int LONGEST_PERIOD = 999_999;

  private ServerLogs() {}

  private record Window(Instant from, Instant to) {
    boolean holds(String line) {
      Instant at = Instant.parse(line.substring(0, line.indexOf(' ')));
      return !at.isBefore(from) && !at.isAfter(to);
    }
  }

  static JsonObject describe(AliCall call) {
    Window window = window(call);
    AliCall.Page page = call.asked();
    Thing server = call.require(Kind.SSL_VPN_SERVER, "VpnSslServerId");
    List<String> lines = server.document().texts("log").stream().filter(window::holds).toList();
    return JsonObject.EMPTY
        .with("Data", JsonObject.EMPTY.with("Logs", page.cut(lines)))
        .with("PageNumber", page.number())
        .with("PageSize", page.size())
        .with("Count", lines.size())
        .with("IsCompleted", true);
  }

  /// Two of the beginning, the end and the length say all; the length alone reaches until now.
  private static Window window(AliCall call) {
    Parameters parameters = call.parameters();
    Optional<Instant> from = hour(parameters, "From");
    Optional<Instant> to = hour(parameters, "To");
    Optional<Duration> period =
        parameters.integer("MinutePeriod", 1, LONGEST_PERIOD).map(Duration::ofMinutes);
    refuseIf(
        period.isEmpty() && (from.isEmpty() || to.isEmpty()), AliErrors.missing("MinutePeriod"));
    Duration length = period.orElse(Duration.ZERO);
    Instant end = to.or(() -> from.map(begin -> begin.plus(length))).orElse(call.now());
    Instant begin = from.orElse(end.minus(length));
    refuseIf(begin.isAfter(end), AliErrors.invalid("To", "It must not be before From."));
    return new Window(begin, end);
  }

  private static Optional<Instant> hour(Parameters parameters, String name) {
    return parameters
        .find(name)
        .map(text -> {
          try {
            refuseIf(!text.matches("[0-9]{10}"), malformed(name));
            return LocalDateTime.of(
                    Integer.parseInt(text.substring(0, 4)),
                    Integer.parseInt(text.substring(4, 6)),
                    Integer.parseInt(text.substring(6, 8)),
                    Integer.parseInt(text.substring(8)),
                    0)
                .toInstant(ZoneOffset.UTC);
          } catch (DateTimeException _) {
            throw malformed(name);
          }
        });
  }

  private static Refused malformed(String name) {
    return AliErrors.invalid(name, "It must be an hour as 2018020201.");
  }
}

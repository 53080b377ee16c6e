package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What state a thing is in and what becomes of it by itself.
///
/// Time alone moves it on, once: the next state begins one latency after this one did. So nothing
/// runs in the background, and what is stored is never out of date.
///
/// @param next empty for a state that lasts
record Progress(String status, Optional<String> next, Instant since) {
  static final String PENDING_CREATE = "PENDING_CREATE";
  static final String PENDING_UPDATE = "PENDING_UPDATE";
  static final String PENDING_DELETE = "PENDING_DELETE";
  static final String BINDING = "BINDING";
  static final String ACTIVE = "ACTIVE";
  static final String FREEZED = "FREEZED";

  /// What follows the deletion: the thing is gone.
  private static final String GONE = "GONE";

  static Progress lasting(String status, Instant since) {
    return new Progress(status, Optional.empty(), since);
  }

  static Progress towards(String status, String next, Instant since) {
    return new Progress(status, Optional.of(next), since);
  }

  /// An update, after which the state is the same again.
  Progress updating(Instant now) {
    return towards(PENDING_UPDATE, status, now);
  }

  static Progress deleting(Instant now) {
    return towards(PENDING_DELETE, GONE, now);
  }

  Progress at(Instant now, Duration latency) {
    Instant end = since.plus(latency);
    return pending() && !now.isBefore(end) ? lasting(next.orElseThrow(), end) : this;
  }

  boolean gone() {
    return status.equals(GONE);
  }

  /// Whether a change is under way. A state that is set past the API lasts, whatever was to follow.
  boolean pending() {
    return next.isPresent() && (status.startsWith("PENDING") || status.equals(BINDING));
  }

  /// The state as refusals have it: `CREATING` for `PENDING_CREATE`.
  String spoken() {
    return switch (status) {
      case PENDING_CREATE -> "CREATING";
      case PENDING_UPDATE -> "UPDATING";
      case PENDING_DELETE -> "DELETING";
      default -> status;
    };
  }

  static Progress of(JsonObject document) {
    return new Progress(
        Documents.text(document, "status"),
        document.text("next"),
        Documents.parsed(document, "since", Instant::parse));
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("status", status)
        .with("next", next)
        .with("since", since.toString());
  }
}

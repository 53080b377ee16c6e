package dev.groma.providers.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How fast one account calls each host: whatever calls by it in this process shares its limits, as
/// the cloud counts its requests together.
final class Paces {
  private final Map<String, Pace> byHost = new ConcurrentHashMap<>();

  /// The pace of calls to `host`, of at most `rate` requests in a second.
  Pace of(String host, int rate) {
    Pace pace = byHost.computeIfAbsent(host, _ -> new Pace(rate));
    pace.atMost(rate);
    return pace;
  }
}

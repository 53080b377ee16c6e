package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the seed file may set of this cloud: the member `settings`.
///
/// ```json
/// {"token_lifetime_seconds": 2,
///  "quotas": {"vpn_gateway": 1, "customer_gateway": 100, "vpn_connection": 500},
///  "connections_per_gateway": 200,
///  "availability_zones": {"gm": {"vpc": ["cn-north-4a"], "er": []}}}
/// ```
///
/// Without it, tokens live for 24 hours (3.2), the quotas are as above but for 50 gateways, a
/// gateway holds 200 connections (samples of 4.1.1), and each region `R` has the zones `Ra`, `Rb`
/// and `Rc`, of which gateways for enterprise routers and national cryptography can be in the first
/// two, and those that are both in the first.
record Settings(JsonObject json) {
  private static final Set<String> NAMES =
      Set.of("token_lifetime_seconds", "quotas", "connections_per_gateway", "availability_zones");
  private static final Map<String, Integer> QUOTAS =
      Map.of("vpn_gateway", 50, "customer_gateway", 100, "vpn_connection", 500);

  static void check(JsonObject json) {
    for (String name : json.names()) {
      if (!NAMES.contains(name)) {
        throw new JsonTypeException(
            "\"%s\" is no setting; there are %s"
                .formatted(name, String.join(", ", NAMES.stream().sorted().toList())));
      }
    }
    var settings = new Settings(json);
    settings.tokenLifetime();
    settings.connectionsPerGateway();
    QUOTAS.keySet().forEach(settings::quota);
    json.object("availability_zones")
        .ifPresent(flavors ->
            flavors
                .objects()
                .values()
                .forEach(types -> {
                  types.texts("vpc");
                  types.texts("er");
                }));
  }

  Duration tokenLifetime() {
    return Duration.ofSeconds(json.integer("token_lifetime_seconds").orElse(24 * 60 * 60));
  }

  int connectionsPerGateway() {
    return json.integer("connections_per_gateway").orElse(200);
  }

  int quota(String type) {
    return json.object("quotas")
        .flatMap(quotas -> quotas.integer(type))
        .orElseGet(() -> Optional.ofNullable(QUOTAS.get(type)).orElseThrow());
  }

  /// The zones of a region where gateways of that flavor can be attached in that way.
  List<String> zones(String region, String flavor, String attachment) {
    return json.object("availability_zones")
        .flatMap(flavors -> flavors.object(flavor))
        .map(types -> types.texts(attachment))
        .orElseGet(() -> usual(region, flavor, attachment));
  }

  private static List<String> usual(String region, String flavor, String attachment) {
    int count = (attachment.equals("vpc") ? 3 : 2) - (flavor.equals("gm") ? 1 : 0);
    return List.of("a", "b", "c").subList(0, count).stream()
        .map(letter -> region + letter)
        .toList();
  }
}

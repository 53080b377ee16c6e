package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of a connection that come as JSON in a parameter: of both phases of the negotiation
/// and of the health check (guide, 6.6.1 and 6.6.2).
///
/// What a modification does not mention stays as it is. So the defaults that 6.6.2 has for the
/// authentication (`sha`, where the table of values has `sha1`) never come into play, and only
/// those of 6.6.1 do (`md5`).
final class Negotiation {
  private static final int LONGEST_TEXT = 100;
  private static final int LONGEST_LIFETIME = 86_400;
  private static final List<String> ENCRYPTIONS = List.of("aes", "aes192", "aes256", "des", "3des");
  private static final List<String> DIGESTS = List.of("md5", "sha1");
  private static final List<String> GROUPS =
      List.of("group1", "group2", "group5", "group14", "group24");

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "IkeVersion", List.of("ikev1", "ikev2"),
          "IkeMode", List.of("main", "aggressive"),
          "IkeEncAlg", ENCRYPTIONS,
          "IkeAuthAlg", DIGESTS,
          "IkePfs", GROUPS,
          "IpsecEncAlg", ENCRYPTIONS,
          "IpsecAuthAlg", DIGESTS,
          "IpsecPfs", GROUPS);

  private Negotiation() {}

  // ---- defaults ----

  static JsonObject usualIke(String psk, String localId, String remoteId) {
    return JsonObject.EMPTY
        .with("Psk", psk)
        .with("IkeVersion", "ikev1")
        .with("IkeMode", "main")
        .with("IkeEncAlg", "aes")
        .with("IkeAuthAlg", "md5")
        .with("IkePfs", "group2")
        .with("IkeLifetime", LONGEST_LIFETIME)
        .with("LocalId", localId)
        .with("RemoteId", remoteId);
  }

  static JsonObject usualIpsec() {
    return JsonObject.EMPTY
        .with("IpsecEncAlg", "aes")
        .with("IpsecAuthAlg", "md5")
        .with("IpsecPfs", "group2")
        .with("IpsecLifetime", LONGEST_LIFETIME);
  }

  static JsonObject usualHealth() {
    return JsonObject.EMPTY.with("Enable", "false");
  }

  // ---- requests ----

  /// The guide calls the gateway's identity `LocalIdIPsec`, which is `LocalId` and the first word
  /// of its description; samples and answers have `LocalId`.
  static JsonObject ike(Parameters parameters, JsonObject old) {
    return merged("IkeConfig", given(parameters, "IkeConfig"), old);
  }

  /// 6.6.1 calls the parameter `IpssecConfig` and its members `Ipssec…`, 6.6.2 `IpsecConfig` and
  /// `Ipsec…`, as the vendor's SDKs do; either is taken by both operations.
  static JsonObject ipsec(Parameters parameters, JsonObject old) {
    JsonObject one = given(parameters, "IpsecConfig");
    JsonObject other = given(parameters, "IpssecConfig");
    var all = new TreeMap<String, Object>();
    for (JsonObject object : List.of(other, one)) {
      object
          .members()
          .forEach((name, value) -> {
            if (value != null) {
              all.put(name.replaceFirst("^Ipssec", "Ipsec"), value);
            }
          });
    }
    JsonObject given = JsonObject.EMPTY;
    for (var member : all.entrySet()) {
      given = given.with(member.getKey(), member.getValue());
    }
    return merged("IpsecConfig", given, old);
  }

  /// Members are written in lower case in the guide, and capitalised by some of the vendor's
  /// clients.
  static JsonObject health(Parameters parameters, JsonObject old) {
    SortedMap<String, String> given = new TreeMap<>();
    given(parameters, "HealthCheckConfig")
        .members()
        .forEach((name, value) -> given.put(name.toLowerCase(Locale.ROOT), text(value)));
    JsonObject health = old;
    for (var member : given.entrySet()) {
      String value = member.getValue();
      health =
          switch (member.getKey()) {
            case "enable" -> {
              refuse(!List.of("true", "false").contains(value), "enable", "true or false");
              yield health.with("Enable", value);
            }
            case "dip" -> health.with("Dip", address("dip", value));
            case "sip" -> health.with("Sip", address("sip", value));
            case "interval" -> health.with("Interval", positive("interval", value));
            case "retry" -> health.with("Retry", positive("retry", value));
            default -> throw unknown("HealthCheckConfig", member.getKey());
          };
    }
    boolean enabled = health.text("Enable").equals(Optional.of("true"));
    for (String end : List.of("Dip", "Sip")) {
      refuse(
          enabled && health.text(end).isEmpty(),
          end.toLowerCase(Locale.ROOT),
          "there when the check is enabled");
    }
    return enabled ? withTimes(health) : health;
  }

  private static JsonObject withTimes(JsonObject health) {
    return JsonObject.EMPTY.with("Interval", 3).with("Retry", 3).merge(health);
  }

  private static String address(String name, String value) {
    refuse(!Parameters.isAddress(value), name, "an IPv4 address");
    return value;
  }

  private static int positive(String name, String value) {
    refuse(!value.matches("[1-9][0-9]{0,8}"), name, "a positive number");
    return Integer.parseInt(value);
  }

  private static void refuse(boolean wrong, String name, String rule) {
    refuseIf(wrong, AliErrors.invalid("HealthCheckConfig", "%s must be %s.".formatted(name, rule)));
  }

  private static JsonObject given(Parameters parameters, String parameter) {
    Optional<String> text = parameters.find(parameter);
    try {
      return text.isEmpty() ? JsonObject.EMPTY : JsonObject.parse(text.get());
    } catch (JsonSyntaxException | JsonTypeException _) {
      throw AliErrors.invalid(parameter, "It must be a JSON object.");
    }
  }

  /// A member that is unknown is refused: nobody is helped by a setting that has no effect.
  private static JsonObject merged(String parameter, JsonObject given, JsonObject old) {
    JsonObject merged = old;
    for (var member : given.members().entrySet()) {
      String name = member.getKey();
      String value = text(member.getValue());
      if (!old.names().contains(name)) {
        throw unknown(parameter, name);
      }
      List<String> allowed = CHOICES.get(name);
      if (name.endsWith("Lifetime")) {
        merged = merged.with(name, lifetime(parameter, name, value));
      } else {
        refuseIf(
            allowed == null && (value.isEmpty() || value.length() > LONGEST_TEXT),
            AliErrors.invalid(
                parameter, "%s must have 1 to %d characters.".formatted(name, LONGEST_TEXT)));
        refuseIf(
            allowed != null && !allowed.contains(value),
            AliErrors.invalid(parameter, "%s must be one of %s.".formatted(name, allowed)));
        merged = merged.with(name, value);
      }
    }
    return merged;
  }

  private static int lifetime(String parameter, String name, String value) {
    int seconds = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
    refuseIf(
        seconds < 0 || seconds > LONGEST_LIFETIME,
        AliErrors.invalid(parameter, "%s must be 0 to %d.".formatted(name, LONGEST_LIFETIME)));
    return seconds;
  }

  private static Refused unknown(String parameter, String name) {
    return AliErrors.invalid(parameter, "It has no member %s.".formatted(name));
  }

  /// Samples have numbers and flags as text too.
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }
}

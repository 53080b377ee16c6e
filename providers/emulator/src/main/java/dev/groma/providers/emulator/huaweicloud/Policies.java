package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the two ends of a connection negotiate: the objects `ikepolicy`, `dpd` and `ipsecpolicy`
/// (tables 4-104 to 4-106 and 4-137 to 4-139), for ordinary gateways and for those of national
/// cryptography.
///
/// An update changes what it names. Of `dpd` and `ipsecpolicy`, and of the IKE version, it sets
/// what it does not name to the defaults that those tables give, if the object is there at all;
/// members without a default there stay as they are.
///
/// @param gm whether the gateway's flavor is GM
record Policies(boolean gm) {
  private static final Set<String> IKE =
      Set.of(
          "ike_version",
          "phase1_negotiation_mode",
          "authentication_algorithm",
          "encryption_algorithm",
          "dh_group",
          "authentication_method",
          "lifetime_seconds",
          "local_id_type",
          "local_id",
          "peer_id_type",
          "peer_id",
          "dpd");
  private static final Set<String> IPSEC =
      Set.of(
          "authentication_algorithm",
          "encryption_algorithm",
          "pfs",
          "transform_protocol",
          "lifetime_seconds",
          "encapsulation_mode");
  private static final List<String> GROUPS =
      List.of(
          "group1", "group2", "group5", "group14", "group15", "group16", "group19", "group20",
          "group21");
  private static final List<String> GROUPS_OR_NONE =
      List.of(
          "group1", "group2", "group5", "group14", "group15", "group16", "group19", "group20",
          "group21", "disable");
  private static final int LONGEST = 604_800;

  private List<String> authentication() {
    return gm ? List.of("sm3") : List.of("sha2-512", "sha2-384", "sha2-256", "sha1", "md5");
  }

  private List<String> encryption() {
    return gm
        ? List.of("sm4")
        : List.of("aes-256-gcm-16", "aes-128-gcm-16", "aes-256", "aes-192", "aes-128", "3des");
  }

  private String usualAuthentication() {
    return gm ? "sm3" : "sha2-256";
  }

  private String usualEncryption() {
    return gm ? "sm4" : "aes-128";
  }

  // ---- phase 1 ----

  /// The policy of a new connection.
  JsonObject ike(Fields connection) {
    Fields fields = connection.find("ikepolicy", IKE).orElse(Fields.NONE);
    String version = version(fields);
    invalidIf(
        version.equals("v2") && fields.has("phase1_negotiation_mode"),
        "phase1_negotiation_mode cannot be given when ike_version is v2");
    JsonObject policy =
        JsonObject.EMPTY
            .with("ike_version", version)
            .with("phase1_negotiation_mode", mode(fields, version).or(() -> usualMode(version)))
            .with(
                "authentication_algorithm",
                fields
                    .choice("authentication_algorithm", authentication())
                    .orElse(usualAuthentication()))
            .with(
                "encryption_algorithm",
                fields.choice("encryption_algorithm", encryption()).orElse(usualEncryption()));
    if (!gm) {
      policy = policy.with("dh_group", fields.choice("dh_group", GROUPS).orElse("group15"));
    }
    policy =
        policy
            .with("authentication_method", method(fields))
            .with(
                "lifetime_seconds", fields.integer("lifetime_seconds", 60, LONGEST).orElse(86_400));
    if (!gm) {
      policy = policy.merge(identity(fields, "local")).merge(identity(fields, "peer"));
    }
    return policy.with("dpd", dpd(fields));
  }

  /// The policy after an update; `authentication_method` is not among what can be updated.
  JsonObject ike(Fields connection, JsonObject old) {
    Optional<Fields> given = connection.find("ikepolicy", IKE);
    if (given.isEmpty()) {
      return old;
    }
    Fields fields = given.get();
    invalidIf(fields.has("authentication_method"), "authentication_method cannot be changed");
    for (String name :
        List.of("dh_group", "local_id_type", "local_id", "peer_id_type", "peer_id")) {
      fields.forbidIf(gm, name, "the flavor of the gateway is GM");
    }
    String version = version(fields);
    JsonObject policy =
        old.with("ike_version", version)
            .with(
                "authentication_algorithm",
                fields.choice("authentication_algorithm", authentication()))
            .with("encryption_algorithm", fields.choice("encryption_algorithm", encryption()))
            .with("dh_group", fields.choice("dh_group", GROUPS))
            .with("lifetime_seconds", fields.integer("lifetime_seconds", 60, LONGEST))
            .with("dpd", fields.has("dpd") ? Optional.of(dpd(fields)) : Optional.empty());
    for (String side : List.of("local", "peer")) {
      if (fields.has(side + "_id_type") || fields.has(side + "_id")) {
        policy = without(policy, side + "_id").merge(identity(fields, side));
      }
    }
    Optional<String> mode =
        mode(fields, version)
            .or(() -> old.text("phase1_negotiation_mode"))
            .or(() -> usualMode(version));
    return without(policy, "phase1_negotiation_mode")
        .with("phase1_negotiation_mode", version.equals("v1") ? mode : Optional.empty());
  }

  private static JsonObject without(JsonObject object, String name) {
    return object.merge(JsonObject.EMPTY.with(name, (Object) null));
  }

  private String version(Fields fields) {
    return fields
        .choice("ike_version", gm ? List.of("v1") : List.of("v1", "v2"))
        .orElse(gm ? "v1" : "v2");
  }

  private Optional<String> mode(Fields fields, String version) {
    return fields
        .choice("phase1_negotiation_mode", gm ? List.of("main") : List.of("main", "aggressive"))
        .filter(_ -> version.equals("v1"));
  }

  private static Optional<String> usualMode(String version) {
    return version.equals("v1") ? Optional.of("main") : Optional.empty();
  }

  /// A pre-shared key, or the digital envelope of national cryptography, where there is no key.
  /// Table 4-104 has pre-share as the default of both, although a GM gateway takes no key.
  private String method(Fields fields) {
    String only = gm ? "digital-envelope-v2" : "pre-share";
    return fields.choice("authentication_method", List.of(only)).orElse(only);
  }

  /// Who an end says it is. An id without a type is of type fqdn: the sample of 4.1.3.1 (c) has
  /// such ids and gets them back, although the default type is ip.
  private static JsonObject identity(Fields fields, String side) {
    String name = side + "_id";
    Optional<String> id = fields.text(name, 1, 255);
    String type =
        fields.choice(name + "_type", List.of("ip", "fqdn")).orElse(id.isPresent() ? "fqdn" : "ip");
    invalidIf(
        id.isPresent() && !CustomerGateways.IDENTITY.matcher(id.get()).matches(),
        "%s can have letters, digits and special characters but & < > [ ] \\ ? and blanks"
            .formatted(name));
    fields.requireIf(type.equals("fqdn"), name, name + "_type is fqdn");
    invalidIf(
        type.equals("ip") && id.isPresent() && !Ipv4.isAddress(id.get()),
        "%s is the address itself when %s_type is ip".formatted(name, name));
    return JsonObject.EMPTY
        .with(name + "_type", type)
        .with(name, type.equals("fqdn") ? id : Optional.empty());
  }

  private static JsonObject dpd(Fields ike) {
    Fields fields = ike.find("dpd", Set.of("timeout", "interval", "msg")).orElse(Fields.NONE);
    return JsonObject.EMPTY
        .with("timeout", fields.integer("timeout", 2, 60).orElse(15))
        .with("interval", fields.integer("interval", 10, 3600).orElse(30))
        .with(
            "msg",
            fields
                .choice("msg", List.of("seq-hash-notify", "seq-notify-hash"))
                .orElse("seq-hash-notify"));
  }

  // ---- phase 2 ----

  JsonObject ipsec(Fields connection) {
    return ipsec(
        connection.find("ipsecpolicy", IPSEC).orElse(Fields.NONE),
        usualAuthentication(),
        usualEncryption());
  }

  JsonObject ipsec(Fields connection, JsonObject old) {
    return connection
        .find("ipsecpolicy", IPSEC)
        .map(fields ->
            ipsec(
                fields,
                old.text("authentication_algorithm").orElse(usualAuthentication()),
                old.text("encryption_algorithm").orElse(usualEncryption())))
        .orElse(old);
  }

  /// Of a GM gateway, `pfs` has no effect and is not shown.
  private JsonObject ipsec(Fields fields, String usualAuthentication, String usualEncryption) {
    JsonObject policy =
        JsonObject.EMPTY
            .with(
                "authentication_algorithm",
                fields
                    .choice("authentication_algorithm", authentication())
                    .orElse(usualAuthentication))
            .with(
                "encryption_algorithm",
                fields.choice("encryption_algorithm", encryption()).orElse(usualEncryption));
    if (!gm) {
      policy = policy.with("pfs", fields.choice("pfs", GROUPS_OR_NONE).orElse("group15"));
    }
    return policy
        .with(
            "transform_protocol", fields.choice("transform_protocol", List.of("esp")).orElse("esp"))
        .with("lifetime_seconds", fields.integer("lifetime_seconds", 30, LONGEST).orElse(3600))
        .with(
            "encapsulation_mode",
            fields.choice("encapsulation_mode", List.of("tunnel")).orElse("tunnel"));
  }
}

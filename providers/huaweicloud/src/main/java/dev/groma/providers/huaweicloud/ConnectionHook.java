package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the spec of VPN connections cannot say: how tunnel addresses, keys and rules look, what
/// depends on the gateway, and which rules mean the same.
final class ConnectionHook extends TaggedHook {
  private static final Ipv4 TUNNELS = new Ipv4(0xA9FE0000L, 16);
  private static final Ipv4 RESERVED_TUNNELS = new Ipv4(0xA9FEC300L, 24);
  private static final List<String> RESERVED = List.of("100.64.0.0/10", "214.0.0.0/8");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9~!@#$%^()\\-_+={ },./:;]*");
  private static final List<Pattern> KINDS =
      Stream.of("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]").map(Pattern::compile).toList();
  private static final int MOST_RULES = 5;
  private static final int MOST_DESTINATIONS = 50;

  ConnectionHook() {
    super("huaweicloud_vpn_connection", Optional.of("vpn_connection"));
  }

  @Override
  void check(Facts facts, Optional<Instant> now, Said said) {
    checkSubnets(facts, said);
    checkTunnel(facts, said);
    checkKey(facts, said);
    checkRules(facts, said);
    for (String end : List.of("local", "peer")) {
      checkIdentity(facts, end, said);
    }
  }

  private static void checkSubnets(Facts facts, Said said) {
    for (String subnet : texts(facts.value("peer_subnets"))) {
      Optional<Ipv4> network = Ipv4.parse(subnet).filter(_ -> subnet.contains("/"));
      if (network.isEmpty()) {
        said.error(
            "peer-subnet",
            "peer_subnets",
            "A peer subnet is a network such as 192.168.52.0/24; this is \"%s\"."
                .formatted(subnet));
        continue;
      }
      RESERVED.stream()
          .filter(reserved -> Ipv4.parse(reserved).orElseThrow().overlaps(network.get()))
          .forEach(reserved ->
              said.error(
                  "reserved-subnet",
                  "peer_subnets",
                  "The peer subnet %s is in %s, which VPCs keep for themselves, so nothing would be sent to it. Use other addresses at the other end, or translate them there."
                      .formatted(subnet, reserved)));
    }
  }

  private static void checkTunnel(Facts facts, Said said) {
    Optional<Ipv4> local = end(facts, "tunnel_local_address", said);
    Optional<Ipv4> peer = end(facts, "tunnel_peer_address", said);
    if (local.isEmpty() || peer.isEmpty()) {
      return;
    }
    if (!local.get().overlaps(peer.get()) || local.get().equals(peer.get())) {
      said.error(
          "tunnel-ends",
          "tunnel_peer_address",
          "tunnel_local_address and tunnel_peer_address must be the two hosts of one /30, such as"
              + " 169.254.76.1/30 and 169.254.76.2/30.");
    }
  }

  private static Optional<Ipv4> end(Facts facts, String name, Said said) {
    if (!(facts.value(name) instanceof Value.Str s)) {
      return Optional.empty();
    }
    Optional<Ipv4> end = Ipv4.parse(s.text()).filter(one -> one.length() == 30);
    if (end.isEmpty()) {
      said.error(
          "tunnel-mask",
          name,
          "\"%s\" is an address with a mask of 30 bits such as 169.254.76.1/30; this is \"%s\"."
              .formatted(name, s.text()));
      return Optional.empty();
    }
    if (!TUNNELS.overlaps(end.get()) || RESERVED_TUNNELS.overlaps(end.get())) {
      said.error(
          "tunnel-range",
          name,
          "\"%s\" must be in 169.254.0.0/16, but not in 169.254.195.0/24, which the cloud keeps for itself; this is %s."
              .formatted(name, s.text()));
      return Optional.empty();
    }
    long host = end.get().host();
    if (host == 0 || host == 3) {
      said.error(
          "tunnel-host",
          name,
          "\"%s\" is the address of the network or of everybody in it; a host of a /30 is the first or second after the network, such as 169.254.76.1/30."
              .formatted(name));
      return Optional.empty();
    }
    return end;
  }

  private static void checkKey(Facts facts, Said said) {
    if (!(facts.value("psk") instanceof Value.Str s)) {
      return;
    }
    int length = s.text().length();
    if (length < 8 || length > 128) {
      said.error(
          "key-length",
          "psk",
          "The pre-shared key has 8 to 128 characters; this one has %d.".formatted(length));
    }
    if (!KEY.matcher(s.text()).matches()) {
      said.error(
          "key-characters",
          "psk",
          "The pre-shared key has characters that are not allowed. Allowed are letters, digits and"
              + " ~!@#$%^()-_+={ },./:;");
    }
    long kinds = KINDS.stream().filter(kind -> kind.matcher(s.text()).find()).count();
    if (kinds < 3) {
      said.error(
          "key-strength",
          "psk",
          "The pre-shared key is too simple: it needs three of these four: upper-case letters,"
              + " lower-case letters, digits, special characters.");
    }
  }

  private static void checkRules(Facts facts, Said said) {
    List<Value> rules = elements(facts.value("policy_rules"));
    Value style = facts.value("vpn_type");
    if (!rules.isEmpty() && style.isKnown() && !text(style).equals("policy")) {
      said.error(
          "rules-without-policy",
          "policy_rules",
          "policy_rules go with vpn_type \"policy\" only. Remove them, or change vpn_type.");
    }
    if (rules.size() > MOST_RULES) {
      said.error(
          "too-many-rules",
          "policy_rules",
          "A connection has %d policy_rules at most; these are %d. Put destinations of one source into one rule."
              .formatted(MOST_RULES, rules.size()));
    }
    Set<Value> sources = new HashSet<>();
    Set<Value> indexes = new HashSet<>();
    for (Value rule : rules) {
      checkRule(rule, said);
      Value source = Facts.at(rule, "source");
      if (source instanceof Value.Str && !sources.add(source)) {
        said.error(
            "rule-source-twice",
            "policy_rules",
            "Two policy_rules have the source %s. Put their destinations into one rule."
                .formatted(text(source)));
      }
      Value index = Facts.at(rule, "rule_index");
      if (index instanceof Num && !indexes.add(index)) {
        said.error(
            "rule-index-twice",
            "policy_rules",
            "Two policy_rules have the rule_index %s. Leave it out: the cloud numbers the rules anew in any case."
                .formatted(index));
      }
    }
  }

  private static void checkRule(Value rule, Said said) {
    if (Facts.at(rule, "rule_index") instanceof Num n
        && (n.compareTo(Num.of(0)) < 0 || n.compareTo(Num.of(50)) > 0)) {
      said.error(
          "rule-index",
          "policy_rules",
          "A rule_index is 0 to 50; this is %s. Leave it out: the cloud numbers the rules anew in any case."
              .formatted(n));
    }
    List<String> destinations = texts(Facts.at(rule, "destination"));
    if (destinations.size() > MOST_DESTINATIONS) {
      said.error(
          "too-many-destinations",
          "policy_rules",
          "A rule has %d destinations at most; this one has %d. Use larger networks, or another connection."
              .formatted(MOST_DESTINATIONS, destinations.size()));
    }
    List<String> networks = new ArrayList<>(destinations);
    if (Facts.at(rule, "source") instanceof Value.Str s) {
      networks.add(s.text());
    }
    networks.stream()
        .filter(network -> !Ipv4.isNetwork(network))
        .forEach(network ->
            said.error(
                "rule-network",
                "policy_rules",
                "Sources and destinations are networks such as 192.168.52.0/24; this is \"%s\"."
                    .formatted(network)));
  }

  private static void checkIdentity(Facts facts, String end, Said said) {
    String name = "ikepolicy." + end + "_id";
    Value type = facts.value(name + "_type");
    Value id = facts.value(name);
    if (!type.isKnown() || !id.isKnown()) {
      return;
    }
    boolean named = text(type).equals("fqdn");
    if (named && id.isNull()) {
      said.error(
          "identity-missing",
          name + "_type",
          "With %s_id_type \"fqdn\" the connection needs %s_id, the name of that end. Add it."
              .formatted(end, end));
    }
    if (!named && !id.isNull()) {
      said.error(
          "identity-ignored",
          name,
          "%s_id is used with %s_id_type \"fqdn\" only; otherwise that end is known by its address. Remove %s_id, or set the type."
              .formatted(end, end, end));
    }
    if (id instanceof Value.Str s
        && (s.text().length() > 255 || !CustomerGatewayHook.IDENTITY.matcher(s.text()).matches())) {
      said.error(
          "identity-characters",
          name,
          "%s_id has at most 255 letters, digits and special characters other than & < > [ ] \\ ? and blanks."
              .formatted(end));
    }
  }

  // Planning

  /// What an end is called follows from its type, and from its address where that is it; the mode
  /// of phase one from the version.
  @Override
  Value planned(Facts facts, Value.Obj planned, Value configuration) {
    if (!(planned.require("ikepolicy") instanceof Value.Obj ike) || facts.prior().isNull()) {
      return planned;
    }
    Value.Obj open = ike;
    Map<String, List<String>> follows =
        Map.of(
            "local_id", List.of("ikepolicy.local_id_type"),
            "peer_id", List.of("ikepolicy.peer_id_type", "customer_gateway_id"),
            "phase1_negotiation_mode", List.of("ikepolicy.ike_version"));
    for (Map.Entry<String, List<String>> part : follows.entrySet()) {
      boolean set = !Facts.at(configuration, "ikepolicy." + part.getKey()).isNull();
      boolean moves =
          part.getValue().stream().anyMatch(name -> !facts.before(name).equals(facts.value(name)));
      if (!set && moves) {
        open = open.with(part.getKey(), Value.unknown(Type.STRING));
      }
    }
    return planned.with("ikepolicy", open);
  }

  @Override
  public List<String> replacing(Facts facts, Value configuration) {
    String method = "ikepolicy.authentication_method";
    Value before = facts.before(method);
    boolean changes =
        !Facts.at(configuration, method).isNull()
            && !before.isNull()
            && !before.equals(facts.value(method));
    return changes ? List.of(method) : List.of();
  }

  // Asking

  @Override
  void ask(Facts facts, Questions cloud, Said said) {
    if (facts.value("gateway_id") instanceof Value.Str id) {
      cloud
          .get("/v5/{project_id}/vpn-gateways/" + id.text())
          .map(body -> Facts.at(body, "vpn_gateway"))
          .filter(Value.Obj.class::isInstance)
          .ifPresent(gateway -> against(gateway, facts, cloud, said));
    }
  }

  private static void against(Value gateway, Facts facts, Questions cloud, Said said) {
    boolean gm = has(gateway, "flavor", "GM");
    checkPolicies(facts, gm, said);
    if (gm) {
      checkNational(gateway, facts, cloud, said);
    } else if (facts.value("psk").isNull()) {
      said.error(
          "key-missing",
          "psk",
          "A connection of this gateway needs a pre-shared key: only those of the flavor GM use"
              + " certificates. Add psk.");
    }
    checkRoutes(gateway, facts, said);
    checkAddress(gateway, facts, said);
  }

  private static boolean has(Value object, String name, String value) {
    return Value.of(value).equals(Facts.at(object, name));
  }

  private static void checkPolicies(Facts facts, boolean gm, Said said) {
    for (String policy : List.of("ikepolicy", "ipsecpolicy")) {
      for (String algorithm : List.of("authentication_algorithm", "encryption_algorithm")) {
        String name = policy + "." + algorithm;
        boolean national = text(facts.value(name)).startsWith("sm");
        if (facts.value(name) instanceof Value.Str s && national != gm) {
          said.error(
              gm ? "gm-algorithm" : "national-algorithm",
              name,
              gm
                  ? "The gateway is of the flavor GM, which takes sm3 and sm4 only; this is %s."
                      .formatted(s.text())
                  : "%s is for gateways of the flavor GM; this one takes sha2-256 and aes-128 or stronger."
                      .formatted(s.text()));
        }
      }
    }
  }

  private static void checkNational(Value gateway, Facts facts, Questions cloud, Said said) {
    for (String name :
        List.of(
            "psk",
            "ikepolicy.dh_group",
            "ikepolicy.local_id_type",
            "ikepolicy.local_id",
            "ikepolicy.peer_id_type",
            "ikepolicy.peer_id",
            "ipsecpolicy.pfs")) {
      if (facts.value(name).isKnown() && !facts.value(name).isNull()) {
        said.error(
            "gm-unused",
            name,
            "The gateway is of the flavor GM, where \"%s\" has no meaning: both ends are known by certificates. Remove it."
                .formatted(name));
      }
    }
    expect(facts, "ikepolicy.ike_version", "v1", said);
    expect(facts, "ikepolicy.phase1_negotiation_mode", "main", said);
    if (Facts.at(gateway, "certificate_id").isNull()) {
      said.error(
          "gm-no-certificate",
          "gateway_id",
          "The gateway is of the flavor GM, but has no certificate yet. Add the block"
              + " \"certificate\" to it first.");
    }
    if (facts.value("customer_gateway_id") instanceof Value.Str id) {
      boolean bare =
          cloud
              .get("/v5/{project_id}/customer-gateways/" + id.text())
              .map(body -> Facts.at(body, "customer_gateway"))
              .filter(Value.Obj.class::isInstance)
              .map(customer -> Facts.at(customer, "ca_certificate").isNull())
              .orElse(false);
      if (bare) {
        said.error(
            "gm-no-authority",
            "customer_gateway_id",
            "The gateway is of the flavor GM, so the customer gateway needs the certificate of a"
                + " CA. Add certificate_content to it first.");
      }
    }
  }

  private static void expect(Facts facts, String name, String wanted, Said said) {
    if (facts.value(name) instanceof Value.Str s && !s.text().equals(wanted)) {
      said.error(
          "gm-mode",
          name,
          "The gateway is of the flavor GM, which takes %s \"%s\" only; this is \"%s\"."
              .formatted(name, wanted, s.text()));
    }
  }

  private static void checkRoutes(Value gateway, Facts facts, Said said) {
    String style = text(facts.value("vpn_type"));
    boolean router = has(gateway, "attachment_type", "er");
    boolean none = router && (style.equals("policy") || style.equals("bgp"));
    Value subnets = facts.value("peer_subnets");
    if (!subnets.isKnown()) {
      return;
    }
    boolean given = !elements(subnets).isEmpty();
    if (none && given) {
      said.error(
          "peer-subnets-unused",
          "peer_subnets",
          "The gateway is attached to an enterprise router, and the connection is of the type %s: what is at the other end follows from that. Remove peer_subnets."
              .formatted(style));
    }
    if (!none && !given) {
      said.error(
          "peer-subnets-missing",
          "peer_subnets",
          "The connection needs peer_subnets, the networks at the other end. Only connections of"
              + " the types policy and bgp of a gateway that is attached to an enterprise router"
              + " have none.");
    }
  }

  private static void checkAddress(Value gateway, Facts facts, Said said) {
    if (!(facts.value("gateway_ip") instanceof Value.Str ip)) {
      return;
    }
    boolean open = has(gateway, "network_type", "public");
    Value first = Facts.at(gateway, open ? "eip1.id" : "access_private_ip_1");
    Value second = Facts.at(gateway, open ? "eip2.id" : "access_private_ip_2");
    boolean known = first instanceof Value.Str && second instanceof Value.Str;
    if (known && !ip.equals(first) && !ip.equals(second)) {
      said.error(
          "foreign-address",
          "gateway_ip",
          "gateway_ip must be %s of the gateway: %s or %s."
              .formatted(
                  open ? "the id of an EIP" : "an access address", text(first), text(second)));
      return;
    }
    boolean standby = has(gateway, "ha_mode", "active-standby") && ip.equals(second);
    String wanted = standby ? "slave" : "master";
    Value role = facts.value("ha_role");
    if (known && role.isKnown() && !text(role).equals(wanted) && !(role.isNull() && !standby)) {
      said.error(
          "ha-role",
          "ha_role",
          "At this gateway_ip, %s of a gateway that is %s, ha_role must be \"%s\"."
              .formatted(
                  ip.equals(second) ? "the second" : "the first",
                  text(Facts.at(gateway, "ha_mode")),
                  wanted));
    }
  }

  // Reading

  /// The service makes a rule of each destination and numbers them itself, so rules are compared by
  /// what they let through.
  @Override
  Value seen(Value.Obj seen, Value current) {
    Value there = seen.require("policy_rules");
    Value here = Facts.at(current, "policy_rules");
    if (pairs(there).equals(pairs(here)) && here.isKnown() && !here.isNull()) {
      return seen.with("policy_rules", here);
    }
    return seen.with("policy_rules", joined(there));
  }

  private static Set<List<String>> pairs(Value rules) {
    Set<List<String>> pairs = new HashSet<>();
    for (Value rule : elements(rules)) {
      String source = text(Facts.at(rule, "source"));
      texts(Facts.at(rule, "destination")).forEach(to -> pairs.add(List.of(source, to)));
    }
    return pairs;
  }

  /// `rules` with those of one source made one, without numbers.
  private static Value joined(Value rules) {
    if (!(rules instanceof Value.ListOf list) || list.elements().isEmpty()) {
      return rules;
    }
    Map<String, List<String>> bySource = new LinkedHashMap<>();
    for (Value rule : list.elements()) {
      bySource
          .computeIfAbsent(text(Facts.at(rule, "source")), _ -> new ArrayList<>())
          .addAll(texts(Facts.at(rule, "destination")));
    }
    return new Value.ListOf(
        list.element(),
        bySource.entrySet().stream()
            .<Value>map(rule ->
                Value.object(
                    Map.of(
                        "source", Value.of(rule.getKey()),
                        "destination", GatewayHook.textList(rule.getValue()),
                        "rule_index", Value.nullOf(Type.NUMBER))))
            .toList());
  }
}

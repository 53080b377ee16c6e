package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;
import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The operations on VPN connections (4.1.3).
///
/// Nobody is there to negotiate with, so a connection that has been made is `DOWN`.
final class Connections {
  private static final String BODY = "vpn_connection";
  private static final int MOST_SUBNETS = 50;
  private static final Set<String> CREATE =
      Set.of(
          "name",
          "vgw_id",
          "vgw_ip",
          "style",
          "cgw_id",
          // Table 4-102 has peer_subnet; all samples and the other tables have the plural.
          "peer_subnets",
          "tunnel_local_address",
          "tunnel_peer_address",
          "enable_nqa",
          "psk",
          "policy_rules",
          "ikepolicy",
          "ipsecpolicy",
          "ha_role",
          "tags");
  private static final Set<String> UPDATE =
      Set.of(
          "name",
          "cgw_id",
          "peer_subnets",
          "tunnel_local_address",
          "tunnel_peer_address",
          "psk",
          "policy_rules",
          "ikepolicy",
          "ipsecpolicy");

  /// Ranges that VPCs keep for themselves (table 4-102).
  private static final List<Ipv4> RESERVED =
      List.of(new Ipv4(Ipv4.number("100.64.0.0"), 10), new Ipv4(Ipv4.number("214.0.0.0"), 8));

  /// The document's list of special characters has a blank in its braces, and lost `-` and `_`,
  /// which the vendor's clients know.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9~!@#$%^()\\-_+={ },./:;]{8,128}");

  private Connections() {}

  // ---- create ----

  static JsonObject create(HuaweiCall call) {
    Fields fields = call.body(BODY, CREATE);
    List.of("vgw_id", "vgw_ip", "cgw_id").forEach(fields::need);
    Store store = call.store();
    Resource gateway = store.referred(Kind.GATEWAY, "vgw_id", fields.text("vgw_id"));
    Gateways.requireReady(call, gateway, "create", Kind.CONNECTION);
    Resource customer = store.referred(Kind.CUSTOMER_GATEWAY, "cgw_id", fields.text("cgw_id"));
    boolean gm = gateway.is("flavor", "GM");
    requireCertificates(store, gateway, customer);
    String style =
        fields
            .choice("style", List.of("policy", "static", "bgp", "policy-template"))
            .orElse("static");
    fields.forbidIf(!style.equals("static"), "enable_nqa", "style is not static");
    boolean byPolicy = style.equals("policy");
    var policies = new Policies(gm);
    JsonObject settings =
        JsonObject.EMPTY
            .with("name", fields.name("name", 1, 64).orElseGet(() -> call.madeUpName("vpn-")))
            .with("vgw_id", gateway.id())
            .with("vgw_ip", address(fields, gateway))
            .with("style", style.toUpperCase(Locale.ROOT))
            .with("cgw_id", customer.id())
            .with("peer_subnets", subnets(fields, gateway, style, true))
            .merge(Tunnel.of(fields).orElseGet(() -> Tunnel.madeUp(call)).toJson())
            .with(
                "enable_nqa",
                style.equals("static")
                    ? Optional.of(fields.object().flag("enable_nqa").orElse(false))
                    : Optional.empty())
            .with("policy_rules", PolicyRules.of(fields, byPolicy))
            .with("ikepolicy", policies.ike(fields))
            .with("ipsecpolicy", policies.ipsec(fields))
            .with("ha_role", role(fields, gateway));
    fields.requireIf(!gm, "psk", "the flavor of the gateway is not GM");
    Optional<String> key = gm ? Optional.empty() : key(fields);
    List<JsonObject> tags = fields.tags("tags", true);
    int limit = call.settings().connectionsPerGateway();
    invalidIf(
        Usage.of(call).connections(gateway) >= limit,
        "vpn gateway %s has %d connections, which is all it can have"
            .formatted(gateway.id(), limit));
    store.requireRoom(Kind.CONNECTION, "vpn_connection");
    Resource made =
        store
            .create(
                Kind.CONNECTION,
                Progress.towards(Progress.PENDING_CREATE, "DOWN", call.now()),
                tags,
                settings)
            .withSecret(key);
    store.put(Kind.CONNECTION, made);
    return JsonObject.EMPTY.with(BODY, made(call, made));
  }

  private static void requireCertificates(Store store, Resource gateway, Resource customer) {
    if (gateway.is("flavor", "GM")) {
      invalidIf(
          Certificates.of(store, gateway).isEmpty(),
          "vpn gateway %s has no certificate".formatted(gateway.id()));
      invalidIf(
          customer.settings().object("ca_certificate").isEmpty(),
          "customer gateway %s has no certificate".formatted(customer.id()));
    }
  }

  /// One of the gateway's addresses: the id of an EIP or, of a private gateway, the address.
  private static String address(Fields fields, Resource gateway) {
    String address = fields.text("vgw_ip");
    invalidIf(
        addresses(gateway).noneMatch(address::equals),
        "vgw_ip must be %s of vpn gateway %s"
            .formatted(
                gateway.is("network_type", "public") ? "the id of an EIP" : "an access private ip",
                gateway.id()));
    return address;
  }

  private static Stream<String> addresses(Resource gateway) {
    return Stream.of("eip1", "eip2", "access_private_ip_1", "access_private_ip_2")
        .flatMap(name -> gateway.find(name).stream());
  }

  /// The subnets at the other end: none for routers that learn them or rules that name them,
  /// required otherwise.
  private static Optional<List<String>> subnets(
      Fields fields, Resource gateway, String style, boolean needed) {
    Optional<List<String>> subnets = fields.ranges("peer_subnets", MOST_SUBNETS);
    boolean none = gateway.is("attachment_type", "er") && List.of("policy", "bgp").contains(style);
    invalidIf(
        none && !subnets.orElse(List.of()).isEmpty(),
        "peer_subnets cannot be given when attachment_type is er and style is policy or bgp");
    boolean empty = subnets.map(List::isEmpty).orElse(needed);
    invalidIf(!none && empty, "peer_subnets is required");
    for (String subnet : subnets.orElse(List.of())) {
      Ipv4 range = Ipv4.range(subnet).orElseThrow();
      invalidIf(
          RESERVED.stream().anyMatch(range::overlaps),
          "peer_subnets: %s is reserved".formatted(subnet));
    }
    return none ? Optional.empty() : subnets;
  }

  /// The part that the connection plays: of an active-standby gateway, what its address says;
  /// otherwise always master.
  private static String role(Fields fields, Resource gateway) {
    String role = fields.choice("ha_role", List.of("master", "slave")).orElse("master");
    String address = fields.text("vgw_ip");
    boolean standby =
        gateway.is("ha_mode", "active-standby")
            && (gateway.is("eip2", address) || gateway.is("access_private_ip_2", address));
    String expected = standby ? "slave" : "master";
    invalidIf(!role.equals(expected), "ha_role must be %s at this vgw_ip".formatted(expected));
    return role;
  }

  private static Optional<String> key(Fields fields) {
    return fields
        .find("psk")
        .map(key -> {
          long classes =
              Stream.of("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]")
                  .filter(one -> Pattern.compile(one).matcher(key).find())
                  .count();
          invalidIf(
              !KEY.matcher(key).matches() || classes < 3,
              "psk must have 8 to 128 characters of three kinds of upper case, lower case, digits"
                  + " and ~!@#$%^()-_+={ },./:;");
          return key;
        });
  }

  // ---- read ----

  static JsonObject show(HuaweiCall call) {
    return JsonObject.EMPTY.with(BODY, listed(call, require(call)));
  }

  static JsonObject list(HuaweiCall call) {
    List<Resource> all = call.store().all(Kind.CONNECTION);
    List<String> projects = call.queries("enterprise_project_id");
    Predicate<Resource> wanted =
        one ->
            Stream.of("vgw_id", "vgw_ip")
                    .allMatch(
                        name -> call.query(name).map(value -> one.is(name, value)).orElse(true))
                && (projects.isEmpty() || projects.contains(enterpriseProject(call, one)));
    return Page.of(
        call,
        "vpn_connections",
        all.size(),
        all.stream().filter(wanted).toList(),
        one -> listed(call, one));
  }

  static String enterpriseProject(HuaweiCall call, Resource connection) {
    return call.store()
        .find(Kind.GATEWAY, connection.text("vgw_id"))
        .map(gateway -> gateway.text("enterprise_project_id"))
        .orElse("0");
  }

  /// What the answers to a create and an update have (tables 4-109 and 4-141).
  private static JsonObject made(HuaweiCall call, Resource connection) {
    JsonObject settings = connection.settings();
    JsonObject view = JsonObject.EMPTY.with("id", connection.id());
    view =
        view.merge(settings)
            .with("created_at", connection.created())
            .with("updated_at", connection.updated())
            .with("enterprise_project_id", enterpriseProject(call, connection))
            .with("tags", connection.shownTags());
    JsonObject ike = settings.object("ikepolicy").orElseThrow();
    if (ike.text("local_id_type").equals(Optional.of("ip"))) {
      ike = ike.with("local_id", localAddress(call, connection));
    }
    if (ike.text("peer_id_type").equals(Optional.of("ip"))) {
      ike = ike.with("peer_id", peerAddress(call, connection));
    }
    return view.with("ikepolicy", ike);
  }

  /// What the answer to a query has (table 4-117).
  private static JsonObject listed(HuaweiCall call, Resource connection) {
    return made(call, connection)
        .with("status", connection.progress().status())
        .with(
            "connection_monitor_id",
            call.store()
                .where(Kind.MONITOR, "vpn_connection_id", connection.id())
                .findFirst()
                .map(Resource::id));
  }

  /// The address at this end.
  static String localAddress(HuaweiCall call, Resource connection) {
    String address = connection.text("vgw_ip");
    return call.store().find(Kind.EIP, address).map(eip -> eip.text("ip_address")).orElse(address);
  }

  /// The address at the other end, or the name it has instead.
  static String peerAddress(HuaweiCall call, Resource connection) {
    return call.store()
        .find(Kind.CUSTOMER_GATEWAY, connection.text("cgw_id"))
        .map(customer -> customer.text("id_value"))
        .orElse("");
  }

  // ---- change ----

  static JsonObject update(HuaweiCall call) {
    Fields fields = call.body(BODY, UPDATE);
    Store store = call.store();
    Resource connection = require(call);
    store.requireSettled(Kind.CONNECTION, connection, "update");
    Resource gateway =
        store.find(Kind.GATEWAY, connection.text("vgw_id")).orElseThrow(HuaweiErrors::notFound);
    boolean gm = gateway.is("flavor", "GM");
    fields.forbidIf(gm, "psk", "the flavor of the gateway is GM");
    Optional<String> customer =
        fields
            .find("cgw_id")
            .map(id -> {
              Resource found = store.referred(Kind.CUSTOMER_GATEWAY, "cgw_id", id);
              requireCertificates(store, gateway, found);
              return found.id();
            });
    String style = connection.text("style").toLowerCase(Locale.ROOT);
    JsonObject old = connection.settings();
    var policies = new Policies(gm);
    JsonObject settings =
        old.with("name", fields.name("name", 1, 64))
            .with("cgw_id", customer)
            .with("peer_subnets", subnets(fields, gateway, style, false))
            .merge(Tunnel.of(fields).map(Tunnel::toJson).orElse(JsonObject.EMPTY))
            .with("policy_rules", PolicyRules.of(fields, style.equals("policy")))
            .with("ikepolicy", policies.ike(fields, old.object("ikepolicy").orElseThrow()))
            .with("ipsecpolicy", policies.ipsec(fields, old.object("ipsecpolicy").orElseThrow()));
    Resource changed =
        connection
            .withSecret(key(fields).or(connection::secret))
            .changed(settings, call.now())
            .entered(connection.progress().updating(call.now()));
    store.put(Kind.CONNECTION, changed);
    return JsonObject.EMPTY.with(BODY, made(call, changed));
  }

  /// Deletes a connection and its monitor.
  static JsonObject delete(HuaweiCall call) {
    Store store = call.store();
    Resource connection = require(call);
    store.requireSettled(Kind.CONNECTION, connection, "delete");
    store.delete(Kind.CONNECTION, connection);
    store
        .where(Kind.MONITOR, "vpn_connection_id", connection.id())
        .forEach(monitor -> store.delete(Kind.MONITOR, monitor));
    return JsonObject.EMPTY;
  }

  private static Resource require(HuaweiCall call) {
    return call.store().require(Kind.CONNECTION, "vpn_connection_id");
  }

  /// The connection of a monitor, which must be made.
  static Resource requireMade(HuaweiCall call, String id) {
    Resource connection = call.store().referred(Kind.CONNECTION, "vpn_connection_id", id);
    refuseIf(
        connection.progress().status().equals(Progress.PENDING_CREATE)
            || connection.progress().status().equals(Progress.PENDING_DELETE),
        HuaweiErrors.notReady(
            Kind.CONNECTION.type(), connection.id(), connection.progress().spoken()));
    return connection;
  }
}

package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The operations on IPsec connections (guide, 6.6).
///
/// The other end is taken to be set up alike and ready. A connection that takes effect immediately
/// negotiates at once and goes through all four states within the latency; another one waits for
/// traffic, which nobody sends here, and stays `ike_sa_not_established`. A modification starts
/// again in the same way. `AutoConfigRoute` is remembered; the routes that it makes are the
/// gateway's own and not among the route entries.
final class VpnConnections {
  static final String ID = "VpnConnectionId";
  private static final List<String> PHASES =
      List.of("ike_sa_not_established", "ike_sa_established", "ipsec_sa_not_established");
  private static final String ESTABLISHED = "ipsec_sa_established";

  private VpnConnections() {}

  static JsonObject create(AliCall call) {
    Parameters parameters = call.parameters();
    for (String name : List.of("CustomerGatewayId", "LocalSubnet", "RemoteSubnet")) {
      parameters.require(name);
    }
    String local = joined(parameters, "LocalSubnet", "");
    String remote = joined(parameters, "RemoteSubnet", "");
    String gatewayId = parameters.require(VpnGateways.ID);
    Thing customer = call.require(Kind.CUSTOMER_GATEWAY, CustomerGateways.ID);
    Thing gateway = VpnGateways.requirePaid(call, gatewayId);
    refuseIf(
        !gateway.flag("ipsec"),
        AliErrors.bad("OperationFailed.IpsecNotSupport", "The IPsec-VPN feature is not enabled."));
    JsonObject usual =
        Negotiation.usualIke(
            call.call().ids().word(16), gateway.text("internetIp"), customer.text("ipAddress"));
    Thing made =
        call.made(Kind.VPN_CONNECTION)
            .with("vpnGatewayId", gateway.id())
            .with("customerGatewayId", customer.id())
            .with("localSubnet", local)
            .with("remoteSubnet", remote)
            .with("autoConfigRoute", parameters.flag("AutoConfigRoute").orElse(false));
    Thing full = configured(call, made, usual, Negotiation.usualIpsec(), Negotiation.usualHealth());
    List<Thing> others = on(call, gateway);
    refuseIf(
        others.stream().anyMatch(other -> same(other, full)),
        // Elsewhere the vendor writes InvalidVpnConnection.AlreadyExists.
        AliErrors.bad("InvalidVpnConnectionAlreadyExists", "Vpn connection already exists."));
    call.checkQuota(Kind.VPN_CONNECTION, others.size());
    VpnGateways.occupied(call, gateway);
    call.put(full);
    return JsonObject.EMPTY
        .with(ID, full.id())
        .with("CreateTime", full.created())
        .with("Name", full.find("name"));
  }

  private static List<Thing> on(AliCall call, Thing gateway) {
    return call.all(Kind.VPN_CONNECTION).stream()
        .filter(connection -> connection.text("vpnGatewayId").equals(gateway.id()))
        .toList();
  }

  /// Two connections between the same gateways must differ in what they connect.
  private static boolean same(Thing one, Thing other) {
    return one.text("customerGatewayId").equals(other.text("customerGatewayId"))
        && parts(one, "localSubnet").equals(parts(other, "localSubnet"))
        && parts(one, "remoteSubnet").equals(parts(other, "remoteSubnet"));
  }

  private static Set<String> parts(Thing connection, String member) {
    return new TreeSet<>(List.of(connection.text(member).split(",", -1)));
  }

  private static String joined(Parameters parameters, String name, String old) {
    return parameters
        .subnets(name)
        .map(ranges -> ranges.stream().map(Subnet::text).collect(Collectors.joining(",")))
        .orElse(old);
  }

  /// The connection with the settings that the call makes, beginning to negotiate if it is to.
  private static Thing configured(
      AliCall call, Thing connection, JsonObject ike, JsonObject ipsec, JsonObject health) {
    Parameters parameters = call.parameters();
    JsonObject phase1 = Negotiation.ike(parameters, ike);
    boolean immediately =
        parameters
            .flag("EffectImmediately")
            .orElseGet(() -> connection.document().flag("effectImmediately").orElse(false));
    Thing settled =
        connection
            .with("effectImmediately", immediately)
            .with("psk", phase1.text("Psk"))
            .with("ike", phase1.merge(JsonObject.EMPTY.with("Psk", (Object) null)))
            .with("ipsec", Negotiation.ipsec(parameters, ipsec))
            .with("health", Negotiation.health(parameters, health));
    return immediately
        ? settled
            .with("negotiating", call.now())
            .with("established", call.now().plus(call.call().latency()))
        : settled;
  }

  static JsonObject modify(AliCall call) {
    Parameters parameters = call.parameters();
    Optional<String> name = parameters.name();
    String local = joined(parameters, "LocalSubnet", "");
    String remote = joined(parameters, "RemoteSubnet", "");
    Thing old = call.require(Kind.VPN_CONNECTION, ID);
    Thing gateway = VpnGateways.requirePaid(call, old.text("vpnGatewayId"));
    Thing named =
        old.with("name", name.or(() -> old.find("name")))
            .with("localSubnet", local.isEmpty() ? old.text("localSubnet") : local)
            .with("remoteSubnet", remote.isEmpty() ? old.text("remoteSubnet") : remote)
            .with(
                "autoConfigRoute",
                parameters.flag("AutoConfigRoute").orElse(old.flag("autoConfigRoute")));
    Thing changed =
        configured(
            call,
            named,
            old.object("ike").with("Psk", old.text("psk")),
            old.object("ipsec"),
            old.object("health"));
    VpnGateways.occupied(call, gateway);
    call.put(changed);
    return view(changed).with("VcoHealthCheck", changed.object("health"));
  }

  static JsonObject describeAll(AliCall call) {
    return call.page(
        "VpnConnections",
        "VpnConnection",
        call.all(Kind.VPN_CONNECTION).stream()
            .filter(call.asked(ID, "id"))
            .filter(call.asked(VpnGateways.ID, "vpnGatewayId"))
            .filter(call.asked(CustomerGateways.ID, "customerGatewayId"))
            .toList(),
        connection -> full(call, connection));
  }

  /// The table of 6.6.4 has the members in the root, its samples have a list of one; the vendor's
  /// SDKs have them in the root.
  static JsonObject describe(AliCall call) {
    return full(call, call.require(Kind.VPN_CONNECTION, ID));
  }

  private static JsonObject view(Thing connection) {
    return JsonObject.EMPTY
        .with(ID, connection.id())
        .with("CustomerGatewayId", connection.text("customerGatewayId"))
        .with("VpnGatewayId", connection.text("vpnGatewayId"))
        .with("Name", connection.find("name"))
        .with("LocalSubnet", connection.text("localSubnet"))
        .with("RemoteSubnet", connection.text("remoteSubnet"))
        .with("CreateTime", connection.created())
        .with("EffectImmediately", connection.flag("effectImmediately"))
        .with("IkeConfig", ike(connection))
        .with("IpsecConfig", connection.object("ipsec"));
  }

  private static JsonObject ike(Thing connection) {
    return connection.object("ike").with("Psk", connection.text("psk"));
  }

  /// Samples print `IpssecConfig` and `status` (6.6.3), tables `IpsecConfig` and `Status`, as the
  /// vendor's SDKs do.
  private static JsonObject full(AliCall call, Thing connection) {
    String status = status(call, connection);
    JsonObject health = connection.object("health");
    boolean checked = health.text("Enable").equals(Optional.of("true"));
    String healthy = checked && status.equals(ESTABLISHED) ? "success" : "failed";
    return view(connection)
        .with("Status", status)
        .with("VcoHealthCheck", checked ? health.with("Status", healthy) : health);
  }

  private static String status(AliCall call, Thing connection) {
    Optional<Instant> begun = connection.findTime("negotiating");
    if (begun.isEmpty()) {
      return PHASES.getFirst();
    }
    Instant end = connection.time("established");
    long third = Duration.between(begun.get(), end).dividedBy(PHASES.size()).toNanos();
    long passed = Duration.between(begun.get(), call.now()).toNanos();
    return call.now().isBefore(end) && third > 0
        ? PHASES.get((int) Math.min(passed / third, PHASES.size() - 1))
        : ESTABLISHED;
  }

  /// What the other end has to be set up with: its own identity is local there (6.6.5, where the
  /// samples of `Local` and `Remote` are exchanged beside those of 6.6.4).
  static JsonObject download(AliCall call) {
    Thing connection = call.require(Kind.VPN_CONNECTION, ID);
    JsonObject ike = ike(connection);
    String cloud = ike.text("LocalId").orElse("");
    String customer = ike.text("RemoteId").orElse("");
    return JsonObject.EMPTY.with(
        "VpnConnectionConfig",
        JsonObject.EMPTY
            .with("Local", customer)
            .with("LocalSubnet", connection.text("remoteSubnet"))
            .with("Remote", cloud)
            .with("RemoteSubnet", connection.text("localSubnet"))
            .with("IpsecConfig", connection.object("ipsec"))
            .with("IkeConfig", ike.with("LocalId", customer).with("RemoteId", cloud)));
  }

  static JsonObject delete(AliCall call) {
    Thing connection = call.require(Kind.VPN_CONNECTION, ID);
    Thing gateway = VpnGateways.requireActive(call, connection.text("vpnGatewayId"));
    call.refuseUse(connection, Kind.ROUTE_ENTRY, "nextHop");
    VpnGateways.occupied(call, gateway);
    call.remove(connection);
    return JsonObject.EMPTY;
  }
}

package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The operations on SSL servers (guide, 6.7.1 to 6.7.5). Nobody ever connects, so each has no
/// connections.
final class SslVpnServers {
  static final String ID = "SslVpnServerId";
  private static final int USUAL_PORT = 1194;
  private static final Set<Integer> FORBIDDEN_PORTS =
      Set.of(22, 2222, 22_222, 9000, 9001, 9002, 7505, 80, 443, 53, 68, 123, 4510, 4560, 500, 4500);
  private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

  private SslVpnServers() {}

  static JsonObject create(AliCall call) {
    Parameters parameters = call.parameters();
    parameters.require("ClientIpPool");
    parameters.require("LocalSubnet");
    Thing made =
        call.made(Kind.SSL_VPN_SERVER)
            .with("proto", "UDP")
            .with("cipher", "AES-128-CBC")
            .with("port", USUAL_PORT)
            .with("compress", false);
    Thing settled = configured(parameters, made);
    Thing gateway = VpnGateways.requirePaid(call, parameters.require(VpnGateways.ID));
    refuseIf(
        !gateway.flag("ssl"),
        AliErrors.bad("OperationFailed.SslNotSupport", "The SSL-VPN feature is not enabled."));
    long others =
        call.all(Kind.SSL_VPN_SERVER).stream()
            .filter(server -> server.text("vpnGatewayId").equals(gateway.id()))
            .count();
    call.checkQuota(Kind.SSL_VPN_SERVER, others);
    Certificates.Pair authority =
        Certificates.authority(
            made.id(), call.call().ids().hex(16), call.now(), call.now().plus(AUTHORITY_LIFETIME));
    VpnGateways.occupied(call, gateway);
    call.put(
        started(
            call,
            settled
                .with("vpnGatewayId", gateway.id())
                .with("caCert", authority.certificate())
                .with("caKey", authority.key())));
    return JsonObject.EMPTY.with(ID, made.id()).with("Name", made.find("name"));
  }

  /// The server with what the parameters say of it.
  private static Thing configured(Parameters parameters, Thing server) {
    Optional<Integer> port = parameters.integer("Port", 1, 65_535);
    refuseIf(
        port.filter(FORBIDDEN_PORTS::contains).isPresent(),
        AliErrors.invalid("Port", "%d cannot be used.".formatted(port.orElse(0))));
    String pool =
        parameters
            .subnet("ClientIpPool")
            .map(Subnet::text)
            .orElseGet(() -> server.text("clientIpPool"));
    String local =
        parameters
            .subnets("LocalSubnet")
            .map(ranges -> ranges.stream().map(Subnet::text).collect(Collectors.joining(",")))
            .orElseGet(() -> server.text("localSubnet"));
    refuseIf(
        overlap(pool, local),
        AliErrors.invalid("ClientIpPool", "It must not overlap with LocalSubnet."));
    return server
        .with("clientIpPool", pool)
        .with("localSubnet", local)
        .with("proto", parameters.choice("Proto", "TCP", "UDP").orElse(server.text("proto")))
        .with(
            "cipher",
            parameters
                .choice("Cipher", "AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "none")
                .orElse(server.text("cipher")))
        .with("port", port.orElse(server.number("port")))
        .with("compress", parameters.flag("Compress").orElse(server.flag("compress")));
  }

  private static boolean overlap(String pool, String local) {
    Subnet clients = Subnet.parse(pool).orElseThrow();
    return List.of(local.split(",", -1)).stream()
        .map(range -> Subnet.parse(range).orElseThrow())
        .anyMatch(clients::overlaps);
  }

  /// The server with a line more in its log, since it starts with new settings.
  private static Thing started(AliCall call, Thing server) {
    var log = new ArrayList<>(server.document().texts("log"));
    log.add(
        "%s OpenVPN server started: proto %s, port %d, cipher %s, pool %s"
            .formatted(
                call.now(),
                server.text("proto"),
                server.number("port"),
                server.text("cipher"),
                server.text("clientIpPool")));
    return server.with("log", log);
  }

  static JsonObject modify(AliCall call) {
    Optional<String> name = call.parameters().name();
    Thing old = call.require(Kind.SSL_VPN_SERVER, ID);
    Thing changed =
        configured(call.parameters(), old).with("name", name.or(() -> old.find("name")));
    Thing gateway = VpnGateways.requirePaid(call, old.text("vpnGatewayId"));
    VpnGateways.occupied(call, gateway);
    Thing server = started(call, changed);
    call.put(server);
    return view(call, server);
  }

  static JsonObject describeAll(AliCall call) {
    return call.page(
        "SslVpnServers",
        "SslVpnServer",
        call.all(Kind.SSL_VPN_SERVER).stream()
            .filter(call.asked(ID, "id"))
            .filter(call.asked(VpnGateways.ID, "vpnGatewayId"))
            .filter(call.asked("Name", "name"))
            .toList(),
        server -> view(call, server));
  }

  /// The table of 6.7.2 has these members in the root, its samples have a list of one; the vendor's
  /// SDKs have them in the root. Samples print `CLientIpPool`, and numbers as text; tables have the
  /// names and types that are here.
  private static JsonObject view(AliCall call, Thing server) {
    Thing gateway =
        call.find(Kind.VPN_GATEWAY, server.text("vpnGatewayId"))
            .orElseThrow(() -> AliCall.missing(Kind.VPN_GATEWAY));
    return JsonObject.EMPTY
        .with("RegionId", server.text("region"))
        .with(ID, server.id())
        .with("VpnGatewayId", gateway.id())
        .with("Name", server.find("name"))
        .with("ClientIpPool", server.text("clientIpPool"))
        .with("LocalSubnet", server.text("localSubnet"))
        .with("Proto", server.text("proto"))
        .with("Port", server.number("port"))
        .with("Cipher", server.text("cipher"))
        .with("Compress", server.flag("compress"))
        .with("CreateTime", server.created())
        .with("Connections", 0)
        .with("MaxConnections", gateway.number("sslConnections"))
        .with("InternetIp", gateway.text("internetIp"));
  }

  static JsonObject delete(AliCall call) {
    Thing server = call.require(Kind.SSL_VPN_SERVER, ID);
    Thing gateway = VpnGateways.requirePaid(call, server.text("vpnGatewayId"));
    call.refuseUse(server, Kind.SSL_VPN_CLIENT_CERT, "sslVpnServerId");
    VpnGateways.occupied(call, gateway);
    call.remove(server);
    return JsonObject.EMPTY;
  }
}

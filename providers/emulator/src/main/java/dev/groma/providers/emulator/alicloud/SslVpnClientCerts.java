package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The operations on SSL client certificates (guide, 6.7.6 to 6.7.10).
///
/// The samples of DescribeSslVpnClientCerts show servers; its table decides.
final class SslVpnClientCerts {
  private static final String ID = "SslVpnClientCertId";

  /// As long as in the sample of 6.7.9: three years.
  private static final Duration LIFETIME = Duration.ofDays(3 * 365);

  private static final Duration SOON = Duration.ofDays(7);

  private SslVpnClientCerts() {}

  static JsonObject create(AliCall call) {
    Thing made = call.made(Kind.SSL_VPN_CLIENT_CERT);
    Thing server = call.require(Kind.SSL_VPN_SERVER, SslVpnServers.ID);
    Thing gateway = VpnGateways.requirePaid(call, server.text("vpnGatewayId"));
    call.checkQuota(Kind.SSL_VPN_CLIENT_CERT, call.everywhere(Kind.SSL_VPN_CLIENT_CERT).size());
    Instant end = call.now().plus(LIFETIME);
    Certificates.Pair client =
        Certificates.client(
            new Certificates.Pair(server.text("caCert"), server.text("caKey")),
            made.id(),
            call.call().ids().hex(16),
            call.now(),
            end);
    VpnGateways.occupied(call, gateway);
    call.put(
        made.with("sslVpnServerId", server.id())
            .with("clientCert", client.certificate())
            .with("clientKey", client.key())
            .with("ends", end));
    return named(made);
  }

  private static JsonObject named(Thing certificate) {
    return JsonObject.EMPTY.with(ID, certificate.id()).with("Name", certificate.find("name"));
  }

  static JsonObject modify(AliCall call) {
    Optional<String> name = call.parameters().name();
    Thing old = call.require(Kind.SSL_VPN_CLIENT_CERT, ID);
    Thing changed = old.with("name", name.or(() -> old.find("name")));
    call.put(changed);
    return named(changed);
  }

  static JsonObject describeAll(AliCall call) {
    return call.page(
        "SslVpnClientCertKeys",
        "SslVpnClientCertKey",
        call.all(Kind.SSL_VPN_CLIENT_CERT).stream()
            .filter(call.asked(ID, "id"))
            .filter(call.asked(SslVpnServers.ID, "sslVpnServerId"))
            .filter(call.asked("Name", "name"))
            .toList(),
        certificate -> view(call, certificate));
  }

  private static JsonObject view(AliCall call, Thing certificate) {
    return named(certificate)
        .with("RegionId", certificate.text("region"))
        .with(SslVpnServers.ID, certificate.text("sslVpnServerId"))
        .with("CreateTime", certificate.created())
        .with("EndTime", certificate.time("ends").toEpochMilli())
        .with("Status", status(call.now(), certificate.time("ends")));
  }

  private static String status(Instant now, Instant end) {
    if (!now.isBefore(end)) {
      return "expired";
    }
    return now.isBefore(end.minus(SOON)) ? "normal" : "expiring-soon";
  }

  static JsonObject describe(AliCall call) {
    Thing certificate = call.require(Kind.SSL_VPN_CLIENT_CERT, ID);
    Thing server = server(call, certificate);
    Thing gateway =
        call.find(Kind.VPN_GATEWAY, server.text("vpnGatewayId"))
            .orElseThrow(() -> AliCall.missing(Kind.VPN_GATEWAY));
    return view(call, certificate)
        .with("CaCert", server.text("caCert"))
        .with("ClientCert", certificate.text("clientCert"))
        .with("ClientKey", certificate.text("clientKey"))
        .with("ClientConfig", configuration(certificate, server, gateway));
  }

  private static Thing server(AliCall call, Thing certificate) {
    return call.find(Kind.SSL_VPN_SERVER, certificate.text("sslVpnServerId"))
        .orElseThrow(() -> AliCall.missing(Kind.SSL_VPN_SERVER));
  }

  /// What an OpenVPN client is started with; the files it names are the other three members of the
  /// answer.
  private static String configuration(Thing certificate, Thing server, Thing gateway) {
    return """
    client
    dev tun
    proto %s
    remote %s %d
    resolv-retry infinite
    nobind
    persist-key
    persist-tun
    ca ca.crt
    cert %s.crt
    key %s.key
    remote-cert-tls server
    cipher %s
    %sverb 3
    """
        .formatted(
            server.text("proto").toLowerCase(Locale.ROOT),
            gateway.text("internetIp"),
            server.number("port"),
            certificate.id(),
            certificate.id(),
            server.text("cipher"),
            server.flag("compress") ? "comp-lzo\n" : "");
  }

  static JsonObject delete(AliCall call) {
    Thing certificate = call.require(Kind.SSL_VPN_CLIENT_CERT, ID);
    Thing server = server(call, certificate);
    Thing gateway = VpnGateways.requireActive(call, server.text("vpnGatewayId"));
    VpnGateways.occupied(call, gateway);
    call.remove(certificate);
    return JsonObject.EMPTY;
  }
}

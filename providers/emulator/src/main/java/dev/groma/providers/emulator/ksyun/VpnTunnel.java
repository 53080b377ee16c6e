package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;

/// A tunnel between a VPN gateway and a customer gateway.
///
/// @param settings what was asked for or is the default, as answers show it: type, addresses, key
///   and algorithms
record VpnTunnel(
    String id,
    String account,
    String region,
    String name,
    String vpnGatewayId,
    String customerGatewayId,
    String preSharedKey,
    JsonObject settings,
    Instant created)
    implements Holdings.Thing {
  static final String KIND = "vpn-tunnel";

  /// The member of a document that nobody is to see.
  static final String SECRET = "preSharedKey";

  static VpnTunnel of(JsonObject document) {
    return new VpnTunnel(
        Documents.text(document, "id"),
        Documents.text(document, "account"),
        Documents.text(document, "region"),
        Documents.text(document, "name"),
        Documents.text(document, "vpnGatewayId"),
        Documents.text(document, "customerGatewayId"),
        Documents.text(document, SECRET),
        Documents.present("settings", document.object("settings")),
        Documents.parsed(document, "created", Instant::parse));
  }

  @Override
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("account", account)
        .with("region", region)
        .with("name", name)
        .with("vpnGatewayId", vpnGatewayId)
        .with("customerGatewayId", customerGatewayId)
        .with(SECRET, preSharedKey)
        .with("settings", settings)
        .with("created", created.toString());
  }

  VpnTunnel named(String newName) {
    return new VpnTunnel(
        id,
        account,
        region,
        newName,
        vpnGatewayId,
        customerGatewayId,
        preSharedKey,
        settings,
        created);
  }

  /// The tunnel without its key.
  @Override
  public String toString() {
    return "VpnTunnel[id=%s]".formatted(id);
  }
}

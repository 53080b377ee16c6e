package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// The cloud's end of VPN tunnels: a gateway of a VPC.
///
/// @param months how long a monthly one was bought for
/// @param address its public address; `haAddress` that of its double
record VpnGateway(
    String id,
    String account,
    String region,
    String name,
    int bandwidth,
    String vpcId,
    String chargeType,
    Optional<Integer> months,
    String project,
    Instant created,
    String address,
    String haAddress)
    implements Holdings.Thing {
  static final String KIND = "vpn-gateway";

  static VpnGateway of(JsonObject document) {
    return new VpnGateway(
        Documents.text(document, "id"),
        Documents.text(document, "account"),
        Documents.text(document, "region"),
        Documents.text(document, "name"),
        Documents.present("bandwidth", document.integer("bandwidth")),
        Documents.text(document, "vpcId"),
        Documents.text(document, "chargeType"),
        document.integer("months"),
        Documents.text(document, "project"),
        Documents.parsed(document, "created", Instant::parse),
        Documents.text(document, "address"),
        Documents.text(document, "haAddress"));
  }

  @Override
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("account", account)
        .with("region", region)
        .with("name", name)
        .with("bandwidth", bandwidth)
        .with("vpcId", vpcId)
        .with("chargeType", chargeType)
        .with("months", months)
        .with("project", project)
        .with("created", created.toString())
        .with("address", address)
        .with("haAddress", haAddress);
  }

  VpnGateway changed(String newName, int newBandwidth) {
    return new VpnGateway(
        id,
        account,
        region,
        newName,
        newBandwidth,
        vpcId,
        chargeType,
        months,
        project,
        created,
        address,
        haAddress);
  }
}

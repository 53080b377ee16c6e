package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;

/// The customer's end of VPN tunnels, as the cloud knows it.
///
/// @param haAddress the public address of its double; empty when it has none
record CustomerGateway(
    String id,
    String account,
    String region,
    String name,
    String address,
    String haAddress,
    Instant created)
    implements Holdings.Thing {
  static final String KIND = "customer-gateway";

  static CustomerGateway of(JsonObject document) {
    return new CustomerGateway(
        Documents.text(document, "id"),
        Documents.text(document, "account"),
        Documents.text(document, "region"),
        Documents.text(document, "name"),
        Documents.text(document, "address"),
        Documents.text(document, "haAddress"),
        Documents.parsed(document, "created", Instant::parse));
  }

  @Override
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("account", account)
        .with("region", region)
        .with("name", name)
        .with("address", address)
        .with("haAddress", haAddress)
        .with("created", created.toString());
  }

  CustomerGateway changed(String newName, String newAddress, String newHaAddress) {
    return new CustomerGateway(id, account, region, newName, newAddress, newHaAddress, created);
  }
}

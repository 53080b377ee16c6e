package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The operations on customer gateways (guide, 6.4).
final class CustomerGateways {
  static final String ID = "CustomerGatewayId";

  /// Beside letters: digits, `-`, `_` and the full-width `。`, `，` and `：`.
  private static final Pattern DESCRIPTION = Pattern.compile("[a-zA-Z0-9\\p{IsHan}_。，：-]*");

  private CustomerGateways() {}

  static JsonObject create(AliCall call) {
    Parameters parameters = call.parameters();
    String address = parameters.require("IpAddress");
    refuseIf(
        !Parameters.isAddress(address),
        AliErrors.bad("InvalidIpAddress.WrongFormat", "Specified IpAddress is invalid."));
    Optional<String> description = parameters.description(DESCRIPTION);
    Thing made = call.made(Kind.CUSTOMER_GATEWAY);
    List<Thing> others = call.everywhere(Kind.CUSTOMER_GATEWAY);
    refuseIf(
        others.stream().anyMatch(other -> other.text("ipAddress").equals(address)),
        AliErrors.bad("InvalidIpAddress.AlreadyExist", "Specified IpAddress is already exist."));
    call.checkQuota(Kind.CUSTOMER_GATEWAY, others.size());
    Thing full = made.with("description", description).with("ipAddress", address);
    call.put(full);
    return view(full);
  }

  static JsonObject modify(AliCall call) {
    Optional<String> name = call.parameters().name();
    Optional<String> description = call.parameters().description(DESCRIPTION);
    Thing gateway = call.require(Kind.CUSTOMER_GATEWAY, ID);
    Thing changed =
        gateway
            .with("name", name.or(() -> gateway.find("name")))
            .with("description", description.or(() -> gateway.find("description")));
    call.put(changed);
    return view(changed);
  }

  static JsonObject describeAll(AliCall call) {
    return call.page(
        "CustomerGateways",
        "CustomerGateway",
        call.all(Kind.CUSTOMER_GATEWAY).stream().filter(call.asked(ID, "id")).toList(),
        CustomerGateways::view);
  }

  static JsonObject describe(AliCall call) {
    return view(call.require(Kind.CUSTOMER_GATEWAY, ID));
  }

  private static JsonObject view(Thing gateway) {
    return JsonObject.EMPTY
        .with(ID, gateway.id())
        .with("IpAddress", gateway.text("ipAddress"))
        .with("Name", gateway.find("name"))
        .with("Description", gateway.find("description"))
        .with("CreateTime", gateway.created());
  }

  static JsonObject delete(AliCall call) {
    Thing gateway = call.require(Kind.CUSTOMER_GATEWAY, ID);
    call.refuseUse(gateway, Kind.VPN_CONNECTION, "customerGatewayId");
    call.remove(gateway);
    return JsonObject.EMPTY;
  }
}

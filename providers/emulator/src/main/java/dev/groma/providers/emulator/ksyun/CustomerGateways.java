package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Map;

/// The operations on customer gateways.
final class CustomerGateways {
  private static final String ID = "CustomerGatewayId";
  static final Holdings<CustomerGateway> ALL =
      new Holdings<>(CustomerGateway.KIND, "customer gateway", ID, CustomerGateway::of);
  private static final Listing<CustomerGateway> LISTING =
      new Listing<>(
          ID, "CustomerGatewaySet", CustomerGateway::id, Map.of(), CustomerGateways::view);

  private CustomerGateways() {}

  /// The second address must be given but may be empty, for a gateway without a double.
  static JsonObject create(KsyunCall call) {
    Parameters parameters = call.parameters();
    String name = parameters.require("CustomerGatewayName");
    parameters.require("CustomerGatewayAddress");
    String address = parameters.address("CustomerGatewayAddress").orElseThrow();
    refuseIf(
        parameters.given("HaCustomerGatewayAddress").isEmpty(),
        KsyunErrors.missing("HaCustomerGatewayAddress"));
    String haAddress = parameters.address("HaCustomerGatewayAddress").orElse("");
    var made =
        new CustomerGateway(
            call.unusedId(CustomerGateway.KIND),
            call.caller(),
            call.region(),
            name,
            address,
            haAddress,
            call.call().now());
    ALL.put(call, made);
    return JsonObject.EMPTY.with("CustomerGateway", view(made));
  }

  static JsonObject describe(KsyunCall call) {
    return LISTING.page(call.parameters(), ALL.asked(call));
  }

  private static JsonObject view(CustomerGateway gateway) {
    return JsonObject.EMPTY
        .with("CreateTime", KsyunCall.shown(gateway.created()))
        .with(ID, gateway.id())
        .with("CustomerGatewayAddress", gateway.address())
        .with("HaCustomerGatewayAddress", gateway.haAddress())
        .with("CustomerGatewayName", gateway.name());
  }

  static JsonObject modify(KsyunCall call) {
    Parameters parameters = call.parameters();
    var address = parameters.address("CustomerGatewayAddress");
    var haAddress = parameters.address("HaCustomerGatewayAddress");
    CustomerGateway gateway = ALL.require(call);
    String kept = parameters.given("HaCustomerGatewayAddress").orElse(gateway.haAddress());
    return ALL.put(
        call,
        gateway.changed(
            parameters.find("CustomerGatewayName").orElse(gateway.name()),
            address.orElse(gateway.address()),
            haAddress.orElse(kept)));
  }

  static JsonObject delete(KsyunCall call) {
    CustomerGateway gateway = ALL.require(call);
    VpnTunnels.refuseUse(call, ID, VpnTunnel::customerGatewayId, gateway.id());
    return ALL.remove(call, gateway);
  }
}

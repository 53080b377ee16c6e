package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Map;

/// The operations on customer gateways.
final class CustomerGateways {
  private static final String ID = "CustomerGatewayId";
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
    put(call, made);
    return JsonObject.EMPTY.with("CustomerGateway", view(made));
  }

  static JsonObject describe(KsyunCall call) {
    String region = call.region();
    return LISTING.page(
        call.parameters(),
        call.call().world().all(CustomerGateway.KIND).values().stream()
            .map(CustomerGateway::of)
            .filter(gateway -> visible(call, gateway, region))
            .toList());
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
    CustomerGateway gateway = require(call);
    String kept = parameters.given("HaCustomerGatewayAddress").orElse(gateway.haAddress());
    put(
        call,
        gateway.changed(
            parameters.find("CustomerGatewayName").orElse(gateway.name()),
            address.orElse(gateway.address()),
            haAddress.orElse(kept)));
    return KsyunCloud.DONE;
  }

  static JsonObject delete(KsyunCall call) {
    CustomerGateway gateway = require(call);
    VpnTunnels.refuseUse(call, ID, VpnTunnel::customerGatewayId, gateway.id());
    call.call().world().remove(CustomerGateway.KIND, gateway.id());
    return KsyunCloud.DONE;
  }

  /// The caller's gateway that the call names.
  static CustomerGateway require(KsyunCall call) {
    String id = call.parameters().require(ID);
    String region = call.region();
    return call.call()
        .world()
        .find(CustomerGateway.KIND, id)
        .map(CustomerGateway::of)
        .filter(gateway -> visible(call, gateway, region))
        .orElseThrow(() -> KsyunErrors.noSuch("customer gateway", id));
  }

  private static boolean visible(KsyunCall call, CustomerGateway gateway, String region) {
    return gateway.account().equals(call.caller()) && gateway.region().equals(region);
  }

  private static void put(KsyunCall call, CustomerGateway gateway) {
    call.call().world().put(CustomerGateway.KIND, gateway.id(), gateway.toJson());
  }
}

package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations on VPN gateways.
final class VpnGateways {
  private static final String ID = "VpnGatewayId";
  private static final int LARGEST_BANDWIDTH = 15_000;
  private static final int LONGEST_PURCHASE = 36;
  static final Holdings<VpnGateway> ALL =
      new Holdings<>(VpnGateway.KIND, "VPN gateway", ID, VpnGateway::of);
  private static final Listing<VpnGateway> LISTING =
      new Listing<>(
          ID,
          "VpnGatewaySet",
          VpnGateway::id,
          Map.of("vpc-id", VpnGateway::vpcId),
          VpnGateways::view);

  private VpnGateways() {}

  static JsonObject create(KsyunCall call) {
    Parameters parameters = call.parameters();
    int bandwidth = parameters.requireInteger("BandWidth", 1, LARGEST_BANDWIDTH);
    parameters.requireId("VpcId");
    parameters.require("ChargeType");
    String chargeType = parameters.choice("ChargeType", List.of("Monthly", "Daily")).orElseThrow();
    Optional<Integer> months = months(parameters, chargeType);
    String project = call.project();
    String region = call.region();
    var made =
        new VpnGateway(
            call.unusedId(VpnGateway.KIND),
            call.caller(),
            region,
            parameters.find("VpnGatewayName").orElse("Ksc_Vpn"),
            bandwidth,
            call.vpc("VpcId", region, call.caller()).id(),
            chargeType,
            months,
            project,
            call.call().now(),
            address(call, "198.51.100."),
            address(call, "203.0.113."));
    ALL.put(call, made);
    return JsonObject.EMPTY.with("VpnGateway", view(made));
  }

  private static Optional<Integer> months(Parameters parameters, String chargeType) {
    if (chargeType.equals("Monthly")) {
      return Optional.of(parameters.requireInteger("PurchaseTime", 1, LONGEST_PURCHASE));
    }
    parameters.forbid("PurchaseTime", "It goes with ChargeType Monthly only.");
    return Optional.empty();
  }

  /// Some address of a network that is reserved for examples.
  private static String address(KsyunCall call, String network) {
    return network + (1 + Integer.parseInt(call.call().ids().hex(2), 16) % 254);
  }

  static JsonObject describe(KsyunCall call) {
    List<String> projects = Projects.asked(call.parameters());
    return LISTING.page(
        call.parameters(),
        ALL.asked(call).stream().filter(gateway -> projects.contains(gateway.project())).toList());
  }

  private static JsonObject view(VpnGateway gateway) {
    return JsonObject.EMPTY
        .with("CreateTime", KsyunCall.shown(gateway.created()))
        .with(ID, gateway.id())
        .with("VpnGatewayName", gateway.name())
        .with("BandWidth", gateway.bandwidth())
        .with("VpcId", gateway.vpcId())
        .with("GatewayAddress", gateway.address())
        .with("HaGatewayAddress", gateway.haAddress())
        .with("RemoteCidrSet", List.of())
        .with("ChargeType", gateway.chargeType())
        .with("ProjectId", gateway.project());
  }

  static JsonObject modify(KsyunCall call) {
    Parameters parameters = call.parameters();
    Optional<Integer> bandwidth = parameters.integer("BandWidth", 1, LARGEST_BANDWIDTH);
    VpnGateway gateway = ALL.require(call);
    refuseIf(
        gateway.chargeType().equals("Monthly")
            && bandwidth.orElse(gateway.bandwidth()) < gateway.bandwidth(),
        KsyunErrors.invalid("BandWidth", "That of a Monthly gateway can only be raised."));
    return ALL.put(
        call,
        gateway.changed(
            parameters.find("VpnGatewayName").orElse(gateway.name()),
            bandwidth.orElse(gateway.bandwidth())));
  }

  static JsonObject delete(KsyunCall call) {
    VpnGateway gateway = ALL.require(call);
    VpnTunnels.refuseUse(call, ID, VpnTunnel::vpnGatewayId, gateway.id());
    return ALL.remove(call, gateway);
  }
}

package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The operations on VPN gateways (guide, 6.3).
///
/// A gateway is `init` and `provisioning` while it is made, `updating` while it or something on it
/// is changed, `deleting` while it is deleted, and `active` else. Nothing on it can be changed
/// unless it is active (`VpnGateway.Configuring`).
final class VpnGateways {
  static final String ID = "VpnGatewayId";
  private static final String PAID_BY_USE = "PostpayByFlow";
  private static final String PAID_BEFORE = "Prepay";

  /// When a gateway ends that is paid by use.
  private static final Instant NEVER = Instant.parse("2099-12-31T16:00:00Z");

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
  private static final int FEWEST_CONNECTIONS = 5;

  private VpnGateways() {}

  /// Takes no ClientToken: 6.3.1 does not list it, unlike every other creation. Called twice, it
  /// makes two gateways.
  static JsonObject create(AliCall call) {
    Parameters parameters = call.parameters();
    int bandwidth = parameters.requireChoice("Bandwidth", 5, 10, 20, 50, 100);
    String vpc = parameters.requireId("VpcId", "vpc");
    boolean ssl = parameters.flag("EnableSsl").orElse(false);
    Optional<String> connections = parameters.choice("SslConnections", "5", "10", "20");
    refuseIf(
        !ssl && connections.isPresent(),
        AliErrors.bad(
            "UnnecessarySslConnection",
            "SslConnections is unnecessary while the SSL-VPN feature is disabled."));
    refuseIf(
        call.call().inventory().vpc(vpc, call.region(), call.call().caller().id()).isEmpty(),
        AliErrors.notFound("InvalidVpcId.NotFound", "vpc id"));
    String vSwitch =
        parameters.find("VSwitchId").isPresent()
            ? parameters.requireId("VSwitchId", "vsw")
            : "vsw-" + call.call().ids().word(21);
    Instant ready = call.now().plus(call.call().latency());
    Thing made = call.made(Kind.VPN_GATEWAY);
    call.put(
        made.with("name", made.find("name").orElse(made.id()))
            .with("vpcId", vpc)
            .with("vSwitchId", vSwitch)
            .with("bandwidth", bandwidth)
            .with("ipsec", parameters.flag("EnableIpsec").orElse(false))
            .with("ssl", ssl)
            .with(
                "sslConnections",
                ssl ? connections.map(Integer::parseInt).orElse(FEWEST_CONNECTIONS) : 0)
            .with("internetIp", "203.0.113." + host(call))
            .with("intranetIp", "172.31.255." + host(call))
            .with("businessStatus", "Normal")
            .with("chargeType", PAID_BY_USE)
            .with("ends", NEVER)
            .with("ready", ready)
            .with("busyUntil", ready));
    return JsonObject.EMPTY.with("Name", made.find("name").orElse(made.id())).with(ID, made.id());
  }

  private static int host(AliCall call) {
    return 1 + Integer.parseInt(call.call().ids().hex(2), 16) % 254;
  }

  static JsonObject modify(AliCall call) {
    Parameters parameters = call.parameters();
    Optional<String> name = parameters.name();
    Optional<String> description = parameters.description(ANY);
    Thing gateway = requireActive(call, call.parameters().require(ID));
    Thing changed =
        gateway
            .with("name", name.or(() -> gateway.find("name")))
            .with("description", description.or(() -> gateway.find("description")));
    return view(call, occupied(call, changed));
  }

  static JsonObject describeAll(AliCall call) {
    Optional<String> status =
        call.parameters()
            .choice("Status", "init", "provisioning", "active", "updating", "deleting");
    call.parameters().choice("BusinessStatus", "Normal", "FinancialLocked");
    Predicate<Thing> filter =
        call.asked(ID, "id")
            .and(call.asked("VpcId", "vpcId"))
            .and(call.asked("BusinessStatus", "businessStatus"))
            .and(gateway -> status.orElse(status(call, gateway)).equals(status(call, gateway)));
    return call.page(
        "VpnGateways",
        "VpnGateway",
        call.all(Kind.VPN_GATEWAY).stream().filter(filter).toList(),
        gateway -> full(call, gateway));
  }

  static JsonObject describe(AliCall call) {
    return full(call, call.require(Kind.VPN_GATEWAY, ID));
  }

  /// What ModifyVpnGatewayAttribute (6.3.2) answers.
  private static JsonObject view(AliCall call, Thing gateway) {
    return JsonObject.EMPTY
        .with(ID, gateway.id())
        .with("VpcId", gateway.text("vpcId"))
        .with("VSwitchId", gateway.text("vSwitchId"))
        .with("InternetIp", gateway.text("internetIp"))
        .with("IntranetIp", gateway.text("intranetIp"))
        .with("CreateTime", gateway.created())
        .with("EndTime", gateway.time("ends").toEpochMilli())
        .with("Spec", gateway.number("bandwidth") + "M")
        .with("Name", gateway.find("name"))
        .with("Description", gateway.find("description"))
        .with("Status", status(call, gateway));
  }

  /// The guide's tables print `IpssecVpn`; it is `IpsecVpn` in the vendor's SDKs. Samples print the
  /// bandwidth as `5M`, tables as `5 Mbps` too. There are no operations that set tags.
  private static JsonObject full(AliCall call, Thing gateway) {
    JsonObject shown = view(call, gateway);
    return shown
        .with("BusinessStatus", gateway.text("businessStatus"))
        .with("ChargeType", gateway.text("chargeType"))
        .with("IpsecVpn", gateway.flag("ipsec") ? "enable" : "disable")
        .with("SslVpn", gateway.flag("ssl") ? "enable" : "disable")
        .with("SslMaxConnections", gateway.number("sslConnections"))
        .with("Tag", "");
  }

  static JsonObject delete(AliCall call) {
    Thing gateway = call.require(Kind.VPN_GATEWAY, ID);
    refuseIf(
        gateway.text("chargeType").equals(PAID_BEFORE) && call.now().isBefore(gateway.time("ends")),
        AliErrors.prepaid());
    refuseIf(!status(call, gateway).equals("active"), AliErrors.configuring());
    call.refuseUse(gateway, Kind.VPN_CONNECTION, "vpnGatewayId");
    call.refuseUse(gateway, Kind.SSL_VPN_SERVER, "vpnGatewayId");
    call.put(gateway.with("goneAt", call.now().plus(call.call().latency())));
    return JsonObject.EMPTY;
  }

  // ---- for what is on a gateway ----

  static Thing require(AliCall call) {
    return call.require(Kind.VPN_GATEWAY, ID);
  }

  /// The gateway of that id, where something is to be changed that is not free of charge.
  static Thing requirePaid(AliCall call, String id) {
    Thing gateway = find(call, id);
    refuseIf(gateway.text("businessStatus").equals("FinancialLocked"), AliErrors.financialLocked());
    return requireActive(call, id);
  }

  /// The gateway of that id, where something is to be changed.
  static Thing requireActive(AliCall call, String id) {
    Thing gateway = find(call, id);
    refuseIf(!status(call, gateway).equals("active"), AliErrors.configuring());
    return gateway;
  }

  private static Thing find(AliCall call, String id) {
    return call.find(Kind.VPN_GATEWAY, id).orElseThrow(() -> AliCall.missing(Kind.VPN_GATEWAY));
  }

  /// The gateway while a change of it or of something on it goes on.
  static Thing occupied(AliCall call, Thing gateway) {
    Thing busy = gateway.with("busyUntil", call.now().plus(call.call().latency()));
    call.put(busy);
    return busy;
  }

  static String status(AliCall call, Thing gateway) {
    Instant now = call.now();
    Instant made = gateway.time("created");
    Instant ready = gateway.time("ready");
    if (gateway.findTime("goneAt").isPresent()) {
      return "deleting";
    }
    if (now.isBefore(ready)) {
      Instant begun = made.plus(Duration.between(made, ready).dividedBy(2));
      return now.isBefore(begun) ? "init" : "provisioning";
    }
    return now.isBefore(gateway.time("busyUntil")) ? "updating" : "active";
  }
}

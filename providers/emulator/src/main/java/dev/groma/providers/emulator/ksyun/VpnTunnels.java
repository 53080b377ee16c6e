package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The operations on VPN tunnels.
final class VpnTunnels {
  private static final String ID = "VpnTunnelId";
  private static final List<String> TYPES = List.of("GreOverIpsec", "Ipsec");

  /// A choice among words and what it is when nothing is said.
  private record Choice(String name, String usual, List<String> allowed) {}

  private static final List<Choice> ALGORITHMS =
      List.of(
          new Choice("IkeAuthenAlgorithm", "md5", List.of("md5", "sha")),
          new Choice(
              "IkeEncryAlgorithm",
              "aes",
              List.of(
                  "3des", "aes", "des", "aes-cbc-192", "aes-cbc-256", "sm1-cbc-128", "sm4-cbc")),
          new Choice(
              "IpsecEncryAlgorithm",
              "esp-aes",
              List.of(
                  "esp-3des",
                  "esp-aes",
                  "esp-des",
                  "esp-null",
                  "esp-seal",
                  "aes-cbc-192",
                  "aes-cbc-256",
                  "sm1-cbc-128",
                  "sm4-cbc")),
          new Choice(
              "IpsecAuthenAlgorithm",
              "esp-sha-hmac",
              List.of("esp-md5-hmac", "esp-sha-hmac", "sha256", "sha384", "sha512", "sm3")));

  static final Holdings<VpnTunnel> ALL =
      new Holdings<>(VpnTunnel.KIND, "VPN tunnel", ID, VpnTunnel::of);
  private static final Listing<VpnTunnel> LISTING =
      new Listing<>(
          ID,
          "VpnTunnelSet",
          VpnTunnel::id,
          Map.of("vpn-gateway-id", VpnTunnel::vpnGatewayId),
          VpnTunnels::view);

  private VpnTunnels() {}

  // ---- create ----

  static JsonObject create(KsyunCall call) {
    Parameters parameters = call.parameters();
    parameters.require("Type");
    String type = parameters.choice("Type", TYPES).orElseThrow();
    for (String name : List.of("VpnGatewayId", "CustomerGatewayId", "PreSharedKey")) {
      parameters.require(name);
    }
    JsonObject settings = algorithms(parameters, JsonObject.EMPTY.with("Type", type));
    JsonObject addresses = addresses(parameters, type);
    VpnGateway gateway = VpnGateways.ALL.require(call);
    CustomerGateway customer = CustomerGateways.ALL.require(call);
    requireDoubles(parameters, type, customer);
    Instant now = call.call().now();
    var made =
        new VpnTunnel(
            call.unusedId(VpnTunnel.KIND),
            call.caller(),
            call.region(),
            parameters.find("VpnTunnelName").orElse("Ksc_vpn_tunnel"),
            gateway.id(),
            customer.id(),
            parameters.require("PreSharedKey"),
            settings.merge(addresses),
            now);
    ALL.put(call, made);
    return JsonObject.EMPTY.with("VpnTunnel", view(made));
  }

  private static JsonObject algorithms(Parameters parameters, JsonObject type) {
    JsonObject settings = type;
    for (Choice choice : ALGORITHMS) {
      settings =
          settings.with(
              choice.name(),
              parameters.choice(choice.name(), choice.allowed()).orElse(choice.usual()));
    }
    String group = parameters.choice("IkeDHGroup", List.of("1", "2", "5")).orElse("1");
    return settings
        .with("IkeDHGroup", Integer.parseInt(group))
        .with(
            "IpsecLifetimeTraffic",
            parameters.integer("IpsecLifetimeTraffic", 2560, 4_608_000).orElse(4_608_000))
        .with(
            "IpsecLifetimeSecond",
            parameters.integer("IpsecLifetimeSecond", 120, 2_592_000).orElse(3600));
  }

  /// The addresses inside a GRE tunnel: needed there, out of place elsewhere; those of the doubles
  /// only both together.
  private static JsonObject addresses(Parameters parameters, String type) {
    List<String> doubles = List.of("HaVpnGreIp", "HaCustomerGreIp");
    List<String> singles = List.of("VpnGreIp", "CustomerGreIp");
    JsonObject addresses = JsonObject.EMPTY;
    boolean gre = type.equals("GreOverIpsec");
    boolean doubled = doubles.stream().anyMatch(name -> parameters.find(name).isPresent());
    for (String name : List.of("VpnGreIp", "CustomerGreIp", "HaVpnGreIp", "HaCustomerGreIp")) {
      if (!gre) {
        parameters.forbid(name, "It goes with Type GreOverIpsec only.");
      } else if (singles.contains(name) || doubled) {
        parameters.require(name);
      }
      addresses = addresses.with(name, parameters.address(name).orElse(""));
    }
    return addresses;
  }

  /// A customer gateway with a double needs the doubles' addresses too.
  private static void requireDoubles(Parameters parameters, String type, CustomerGateway customer) {
    if (type.equals("GreOverIpsec") && !customer.haAddress().isEmpty()) {
      parameters.require("HaVpnGreIp");
      parameters.require("HaCustomerGreIp");
    }
  }

  // ---- read ----

  static JsonObject describe(KsyunCall call) {
    return LISTING.page(call.parameters(), ALL.asked(call));
  }

  private static JsonObject view(VpnTunnel tunnel) {
    return JsonObject.EMPTY
        .with("CreateTime", KsyunCall.shown(tunnel.created()))
        .with("State", "active")
        .with(ID, tunnel.id())
        .with("VpnGatewayId", tunnel.vpnGatewayId())
        .with("CustomerGatewayId", tunnel.customerGatewayId())
        .with("VpnTunnelName", tunnel.name())
        .with("PreSharedKey", tunnel.preSharedKey())
        .merge(tunnel.settings())
        .with("ExtraCidrSet", List.of());
  }

  // ---- change ----

  static JsonObject modify(KsyunCall call) {
    VpnTunnel tunnel = ALL.require(call);
    return ALL.put(
        call, tunnel.named(call.parameters().find("VpnTunnelName").orElse(tunnel.name())));
  }

  static JsonObject delete(KsyunCall call) {
    return ALL.remove(call, ALL.require(call));
  }

  /// Refuses to delete a gateway while a tunnel ends there.
  static void refuseUse(
      KsyunCall call, String parameter, Function<VpnTunnel, String> end, String id) {
    Optional<VpnTunnel> user =
        call.call().world().all(VpnTunnel.KIND).values().stream()
            .map(VpnTunnel::of)
            .filter(tunnel -> end.apply(tunnel).equals(id))
            .findFirst();
    refuseIf(
        user.isPresent(),
        KsyunErrors.invalid(
            parameter,
            "It is in use by the VPN tunnel %s.".formatted(user.map(VpnTunnel::id).orElse(""))));
  }
}

package dev.groma.providers.emulator.huaweicloud;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The kinds of things that this cloud keeps, by the name of their documents, which for those that
/// can be tagged is the `resource_type` of chapter 4.2.2 as well.
enum Kind {
  GATEWAY(
      "vpn-gateway",
      "GATEWAY",
      "vpnGateway",
      Set.of("ACTIVE", "FAULT", "FREEZED", "PENDING_CREATE", "PENDING_UPDATE", "PENDING_DELETE"),
      List.of("name", "network_type", "attachment_type", "flavor", "ha_mode")),
  CUSTOMER_GATEWAY(
      "customer-gateway",
      "CUSTOMER_GATEWAY",
      "customerGateway",
      Set.of("ACTIVE"),
      List.of("name", "id_type", "id_value")),
  CONNECTION(
      "vpn-connection",
      "CONNECTION",
      "vpnConnection",
      Set.of(
          "ERROR",
          "ACTIVE",
          "DOWN",
          "FREEZED",
          "UNKNOWN",
          "PENDING_CREATE",
          "PENDING_UPDATE",
          "PENDING_DELETE"),
      List.of("name", "vgw_id", "vgw_ip", "style", "cgw_id", "ha_role")),
  MONITOR(
      "connection-monitor",
      "CONNECTION_MONITOR",
      "connectionMonitor",
      Set.of("ACTIVE", "PENDING_CREATE", "PENDING_DELETE"),
      List.of("vpn_connection_id")),
  CERTIFICATE(
      "gateway-certificate",
      "CERTIFICATE",
      "vpnGatewayCertificate",
      Set.of("BOUND", "FAULT", "BINDING", "PENDING_DELETE"),
      List.of("name", "vgw_id")),
  EIP(
      "eip",
      "EIP",
      "publicip",
      Set.of("ACTIVE", "DOWN", "RELEASED", "PENDING_DELETE"),
      List.of("type", "ip_address", "bandwidth_name"));

  private final String wire;
  private final String type;
  private final String noun;
  private final Set<String> statuses;
  private final List<String> required;

  Kind(String wire, String type, String noun, Set<String> statuses, List<String> required) {
    this.wire = wire;
    this.type = type;
    this.noun = noun;
    this.statuses = statuses;
    this.required = required;
  }

  static Optional<Kind> of(String wire) {
    return Stream.of(values()).filter(kind -> kind.wire.equals(wire)).findFirst();
  }

  String wire() {
    return wire;
  }

  /// The kind as it is called in "resource (type=GATEWAY, …) is not ready".
  String type() {
    return type;
  }

  /// The kind as it is called in "not allowed update vpnConnection".
  String noun() {
    return noun;
  }

  /// The states that a document may be in.
  Set<String> statuses() {
    return statuses;
  }

  /// The settings without which a document is of no use.
  List<String> required() {
    return required;
  }
}

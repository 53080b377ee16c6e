package dev.groma.providers.emulator.huaweicloud;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The kinds of things that this cloud keeps, by the name of their documents, which for those that
/// can be tagged is the `resource_type` of chapter 4.2.2 as well.
enum Kind {
  GATEWAY("vpn-gateway", "GATEWAY", "vpnGateway"),
  CUSTOMER_GATEWAY("customer-gateway", "CUSTOMER_GATEWAY", "customerGateway"),
  CONNECTION("vpn-connection", "CONNECTION", "vpnConnection"),
  MONITOR("connection-monitor", "CONNECTION_MONITOR", "connectionMonitor"),
  CERTIFICATE("gateway-certificate", "CERTIFICATE", "vpnGatewayCertificate"),
  EIP("eip", "EIP", "publicip");

  private final String wire;
  private final String type;
  private final String noun;

  Kind(String wire, String type, String noun) {
    this.wire = wire;
    this.type = type;
    this.noun = noun;
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
    return switch (this) {
      case GATEWAY ->
          Set.of(
              "ACTIVE", "FAULT", "FREEZED", "PENDING_CREATE", "PENDING_UPDATE", "PENDING_DELETE");
      case CUSTOMER_GATEWAY -> Set.of("ACTIVE");
      case CONNECTION ->
          Set.of(
              "ERROR",
              "ACTIVE",
              "DOWN",
              "FREEZED",
              "UNKNOWN",
              "PENDING_CREATE",
              "PENDING_UPDATE",
              "PENDING_DELETE");
      case MONITOR -> Set.of("ACTIVE", "PENDING_CREATE", "PENDING_DELETE");
      case CERTIFICATE -> Set.of("BOUND", "FAULT", "BINDING", "PENDING_DELETE");
      case EIP -> Set.of("ACTIVE", "DOWN", "RELEASED", "PENDING_DELETE");
    };
  }

  /// The settings without which a document is of no use.
  List<String> required() {
    return switch (this) {
      case GATEWAY -> List.of("name", "network_type", "attachment_type", "flavor", "ha_mode");
      case CUSTOMER_GATEWAY -> List.of("name", "id_type", "id_value");
      case CONNECTION -> List.of("name", "vgw_id", "vgw_ip", "style", "cgw_id", "ha_role");
      case MONITOR -> List.of("vpn_connection_id");
      case CERTIFICATE -> List.of("name", "vgw_id");
      case EIP -> List.of("type", "ip_address", "bandwidth_name");
    };
  }
}

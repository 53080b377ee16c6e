package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A kind of object: how its ids start, how it is called when it is missing, and which members its
/// documents have.
///
/// A member is its name and type: `text`, `number`, `flag`, `time`, `object` or `texts`, with a `?`
/// where it may be absent.
enum Kind {
  /// `ready` is when it first becomes active; until `busyUntil` it is being changed; `goneAt` is
  /// when a deletion ends.
  VPN_GATEWAY(
      "vpn-gateway",
      "vpn-",
      "InvalidVpnGatewayInstanceId.NotFound",
      "vpn gateway instance id",
      "vpcId text, vSwitchId text, bandwidth number, ipsec flag, ssl flag, sslConnections number,"
          + " internetIp text, intranetIp text, businessStatus text, chargeType text, ends time,"
          + " ready time, busyUntil time, goneAt time?"),
  CUSTOMER_GATEWAY(
      "customer-gateway",
      "cgw-",
      "InvalidCustomerGatewayInstanceId.NotFound",
      "customer gateway instance id",
      "ipAddress text"),
  /// Negotiates from `negotiating` until `established`; both are absent while nobody negotiates.
  VPN_CONNECTION(
      "vpn-connection",
      "vco-",
      "InvalidVpnConnectionInstanceId.NotFound",
      "vpn connection instance id",
      "vpnGatewayId text, customerGatewayId text, localSubnet text, remoteSubnet text,"
          + " effectImmediately flag, autoConfigRoute flag, psk text, ike object, ipsec object,"
          + " health object, negotiating time?, established time?"),
  /// A destination route, or a policy route when it has a source. The guide gives routes no ids and
  /// lists no code for one that is missing.
  ROUTE_ENTRY(
      "vpn-route-entry",
      "vre-",
      "InvalidRouteEntry.NotFound",
      "route entry",
      "vpnGatewayId text, nextHop text, destination text, source text?, weight number,"
          + " published flag, overlayMode text"),
  /// The guide lists no code for a server that is missing; this one the vendor's SDKs know.
  SSL_VPN_SERVER(
      "ssl-vpn-server",
      "vss-",
      "InvalidSslVpnServerId.NotFound",
      "ssl vpn server id",
      "vpnGatewayId text, clientIpPool text, localSubnet text, proto text, cipher text,"
          + " port number, compress flag, caCert text, caKey text, log texts"),
  /// The guide lists no code for a certificate that is missing; this one the vendor's SDKs know.
  SSL_VPN_CLIENT_CERT(
      "ssl-vpn-client-cert",
      "vsc-",
      "InvalidSslVpnClientCertId.NotFound",
      "ssl vpn client cert id",
      "sslVpnServerId text, clientCert text, clientKey text, ends time");

  private static final String COMMON =
      "id text, account text, organization text, resourceGroup text, region text, name text?,"
          + " description text?, created time, ";

  final String table;
  final String prefix;
  final String missingCode;
  final String words;
  private final String members;

  private record Member(String name, String type, boolean optional) {
    static Member of(String text) {
      String[] words = text.strip().split(" ", -1);
      return new Member(words[0], words[1].replace("?", ""), words[1].endsWith("?"));
    }
  }

  Kind(String table, String prefix, String missingCode, String words, String members) {
    this.table = table;
    this.prefix = prefix;
    this.missingCode = missingCode;
    this.words = words;
    this.members = members;
  }

  private List<Member> members() {
    return Arrays.stream((COMMON + members).split(",", -1)).map(Member::of).toList();
  }

  static Kind of(String table) {
    return Arrays.stream(values())
        .filter(kind -> kind.table.equals(table))
        .findFirst()
        .orElseThrow(() ->
            new JsonTypeException("objects of kind \"%s\" cannot be changed".formatted(table)));
  }

  /// The members that nobody is to see.
  Set<String> secrets() {
    return switch (this) {
      case VPN_CONNECTION -> Set.of("psk");
      case SSL_VPN_SERVER -> Set.of("caKey");
      case SSL_VPN_CLIENT_CERT -> Set.of("clientKey");
      case VPN_GATEWAY, CUSTOMER_GATEWAY, ROUTE_ENTRY -> Set.of();
    };
  }

  /// The same document if it has the members of this kind and no others.
  ///
  /// @throws JsonTypeException if not, saying why
  JsonObject check(JsonObject document) {
    var unknown = new TreeSet<>(document.names());
    for (Member member : members()) {
      unknown.remove(member.name());
      if (!present(document, member) && !member.optional()) {
        throw JsonObject.missing(member.name());
      }
    }
    if (!unknown.isEmpty()) {
      throw new JsonTypeException(
          "a %s has the members %s and no others"
              .formatted(table, String.join(", ", members().stream().map(Member::name).toList())));
    }
    return document;
  }

  /// Whether the member is there; it then has the right type.
  private static boolean present(JsonObject document, Member member) {
    String name = member.name();
    return switch (member.type()) {
      case "text" -> document.text(name).isPresent();
      case "number" -> document.integer(name).isPresent();
      case "flag" -> document.flag(name).isPresent();
      case "time" -> document.parsed(name, Instant::parse).isPresent();
      case "object" -> document.object(name).isPresent();
      case "texts" -> document.names().contains(name) && document.texts(name) != null;
      default -> throw new IllegalStateException("no type " + member.type());
    };
  }
}

package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Optional;

/// The addresses of the two ends inside a tunnel: a network of four addresses in 169.254.0.0/16,
/// but not in 169.254.195.0/24. One end follows from the other; both are made up when neither is
/// given.
///
/// They mean something for routes only, but the samples of connections by policy have them too.
record Tunnel(Ipv4 local, Ipv4 peer) {
  private static final String LOCAL = "tunnel_local_address";
  private static final String PEER = "tunnel_peer_address";
  private static final Ipv4 ALLOWED = new Ipv4(Ipv4.number("169.254.0.0"), 16);
  private static final Ipv4 RESERVED = new Ipv4(Ipv4.number("169.254.195.0"), 24);

  /// What the fields say; empty when they say nothing.
  static Optional<Tunnel> of(Fields fields) {
    Optional<Ipv4> local = fields.find(LOCAL).map(text -> end(LOCAL, text));
    Optional<Ipv4> peer = fields.find(PEER).map(text -> end(PEER, text));
    if (local.isEmpty() && peer.isEmpty()) {
      return Optional.empty();
    }
    var tunnel =
        new Tunnel(
            local.orElseGet(() -> peer.orElseThrow().neighbour()),
            peer.orElseGet(() -> local.orElseThrow().neighbour()));
    invalidIf(
        !tunnel.local().neighbour().equals(tunnel.peer()),
        "tunnel_local_address and tunnel_peer_address must be the two hosts of one /30");
    return Optional.of(tunnel);
  }

  static Tunnel madeUp(HuaweiCall call) {
    long network;
    do {
      int part = Integer.parseInt(call.call().ids().hex(4), 16);
      network = ALLOWED.address() + (part & ~3);
    } while (RESERVED.contains(network));
    var local = new Ipv4(network + 1, 30);
    return new Tunnel(local, local.neighbour());
  }

  private static Ipv4 end(String name, String text) {
    Ipv4 end =
        Ipv4.range(text)
            .filter(one -> one.prefix() == 30)
            .orElseThrow(() ->
                HuaweiErrors.invalid(
                    "%s must be an address with the mask 30, such as 169.254.76.1/30"
                        .formatted(name)));
    invalidIf(
        !ALLOWED.overlaps(end) || RESERVED.overlaps(end),
        "%s must be in 169.254.0.0/16 and not in 169.254.195.0/24".formatted(name));
    invalidIf(
        end.host() == 0 || end.host() == 3, "%s must be the address of a host".formatted(name));
    return end;
  }

  JsonObject toJson() {
    return JsonObject.EMPTY.with(LOCAL, local.toString()).with(PEER, peer.toString());
  }
}

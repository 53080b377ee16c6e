package dev.groma.engine.link;

import dev.groma.schemas.schema.Role.Fact;
import dev.groma.schemas.schema.Role.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All objects that have a part in networks, and which of them refer to which.
///
/// References are followed by value, so it does not matter in which module or provider
/// configuration an object is; one that is not known yet is followed by its origin.
public final class Network {
  private final List<Piece> pieces;
  private final Map<Kind, Map<String, Piece>> byId = new HashMap<>();
  private final Map<Piece, List<Piece>> tunnels = new HashMap<>();
  private final Map<Piece, List<Piece>> routes = new HashMap<>();

  private Network(List<Piece> pieces) {
    this.pieces = pieces;
    for (Piece piece : pieces) {
      piece
          .symbol(Fact.ID)
          .ifPresent(id -> byId.computeIfAbsent(piece.kind(), _ -> new HashMap<>()).put(id, piece));
    }
    for (Piece piece : pieces) {
      switch (piece.kind()) {
        case TUNNEL -> {
          gateway(piece).ifPresent(gateway -> add(tunnels, gateway, piece));
          peer(piece).ifPresent(peer -> add(tunnels, peer, piece));
        }
        case ROUTE -> {
          gateway(piece).ifPresent(gateway -> add(routes, gateway, piece));
          find(Kind.TUNNEL, piece, Fact.NEXT_HOP).ifPresent(hop -> add(routes, hop, piece));
        }
        case GATEWAY, PEER, PEERING, ACCEPTER -> {}
      }
    }
  }

  private static void add(Map<Piece, List<Piece>> map, Piece key, Piece value) {
    map.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  /// The network that `pieces` make up.
  public static Network of(Collection<Piece> pieces) {
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(Comparator.comparing(Piece::address));
    return new Network(List.copyOf(sorted));
  }

  /// Everything in it, sorted by address.
  public List<Piece> pieces() {
    return pieces;
  }

  /// What is of that kind, sorted by address.
  public List<Piece> pieces(Kind kind) {
    return pieces.stream().filter(piece -> piece.kind() == kind).toList();
  }

  private Optional<Piece> find(Kind kind, Piece from, Fact reference) {
    return from.symbol(reference).map(byId.getOrDefault(kind, Map.of())::get);
  }

  /// The gateway that a tunnel or route is on.
  public Optional<Piece> gateway(Piece piece) {
    return find(Kind.GATEWAY, piece, Fact.GATEWAY);
  }

  /// The peer of a tunnel.
  public Optional<Piece> peer(Piece tunnel) {
    return find(Kind.PEER, tunnel, Fact.PEER);
  }

  /// The peering that an accepter accepts.
  public Optional<Piece> peering(Piece accepter) {
    return find(Kind.PEERING, accepter, Fact.PEERING);
  }

  /// The tunnel that a route goes through.
  public Optional<Piece> nextHop(Piece route) {
    return find(Kind.TUNNEL, route, Fact.NEXT_HOP);
  }

  /// The tunnels on a gateway, or with a peer.
  public List<Piece> tunnels(Piece end) {
    return tunnels.getOrDefault(end, List.of());
  }

  /// The routes on a gateway, or through a tunnel.
  public List<Piece> routes(Piece piece) {
    return routes.getOrDefault(piece, List.of());
  }

  /// The public addresses of this end of `tunnel`, or what tells them apart: all of its gateway, or
  /// the one that it names.
  public List<String> localAddresses(Piece tunnel) {
    Optional<Piece> gateway = gateway(tunnel);
    if (gateway.isEmpty()) {
      return List.of();
    }
    if (!tunnel.role().facts().containsKey(Fact.GATEWAY_ADDRESS)) {
      return gateway.get().symbols(Fact.ADDRESSES);
    }
    Optional<String> named = tunnel.symbol(Fact.GATEWAY_ADDRESS);
    if (named.isEmpty()) {
      return List.of();
    }
    List<String> ids = gateway.get().symbols(Fact.ADDRESS_IDS);
    List<String> addresses = gateway.get().symbols(Fact.ADDRESSES);
    int position = ids.indexOf(named.get());
    return position >= 0 && position < addresses.size()
        ? List.of(addresses.get(position))
        : addresses.contains(named.get()) ? List.of(named.get()) : List.of();
  }

  /// The public addresses of the other end of `tunnel`, or what tells them apart.
  public List<String> remoteAddresses(Piece tunnel) {
    return peer(tunnel).map(peer -> peer.symbols(Fact.ADDRESSES)).orElse(List.of());
  }

  /// The address ranges at this end of `tunnel`, or what tells them apart: its own, or those of its
  /// gateway.
  public List<String> localSubnets(Piece tunnel) {
    List<String> own = tunnel.symbols(Fact.LOCAL_SUBNETS);
    return own.isEmpty()
        ? gateway(tunnel).map(gateway -> gateway.symbols(Fact.SUBNETS)).orElse(List.of())
        : own;
  }

  /// The address ranges at the other end of `tunnel`, or what tells them apart.
  public List<String> remoteSubnets(Piece tunnel) {
    return tunnel.symbols(Fact.REMOTE_SUBNETS);
  }

  /// What tells the network at this end of a tunnel apart: that of its gateway, or the gateway.
  public Optional<String> networkOf(Piece tunnel) {
    return gateway(tunnel)
        .flatMap(
            gateway -> gateway.symbol(Fact.NETWORK).or(() -> Optional.of("@" + gateway.address())));
  }

  /// True when both tunnels lead from one network to the same peer or the same address ranges.
  public boolean joinsTheSame(Piece one, Piece other) {
    if (networkOf(one).isEmpty() || !networkOf(one).equals(networkOf(other))) {
      return false;
    }
    List<String> ranges = remoteSubnets(one);
    boolean samePeer = peer(one).isPresent() && peer(one).equals(peer(other));
    return ranges.isEmpty() ? samePeer : remoteSubnets(other).containsAll(ranges);
  }
}

package dev.groma.engine.link;

import dev.groma.engine.link.Problem.Place;
import dev.groma.engine.link.Ranges.Range;
import dev.groma.schemas.schema.Role.Fact;
import dev.groma.schemas.schema.Role.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds networks that are joined, directly or by way of others, and have addresses in common.
final class NetworkOverlaps {
  // A network's own ranges are those at the near ends of its tunnels, without those that lie at the
  // far end of one of them, or of a peering: these only pass through. Where the cloud tells them,
  // they are also those that a peering shows. Two ends of one link are left to LinkRule.OVERLAP.

  private final Network network;
  private final Map<String, String> joined = new HashMap<>();
  private final Set<Set<String>> linked = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private NetworkOverlaps(Network network) {
    this.network = network;
  }

  static List<Problem> of(Links links) {
    NetworkOverlaps overlaps = new NetworkOverlaps(links.network());
    for (Links.Link link : links.all()) {
      overlaps.join(
          overlaps.network.networkOf(link.one()), overlaps.network.networkOf(link.other()), true);
    }
    for (Piece peering : links.network().pieces(Kind.PEERING)) {
      overlaps.join(peering.symbol(Fact.NETWORK), peering.symbol(Fact.PEER_NETWORK), false);
    }
    overlaps.sweep();
    return overlaps.problems;
  }

  private void join(Optional<String> one, Optional<String> other, boolean direct) {
    if (one.isPresent() && other.isPresent()) {
      joined.put(root(one.get()), root(other.get()));
      if (direct) {
        linked.add(new HashSet<>(List.of(one.get(), other.get())));
      }
    }
  }

  private String root(String name) {
    String current = name;
    while (!joined.getOrDefault(current, current).equals(current)) {
      current = joined.getOrDefault(current, current);
    }
    return current;
  }

  /// A range of a network, and an object that says so.
  private record Owned(Range range, String owner, Piece piece, Fact fact) {}

  private void sweep() {
    Map<String, List<Owned>> areas = new LinkedHashMap<>();
    for (Owned owned : owned()) {
      areas.computeIfAbsent(root(owned.owner()), _ -> new ArrayList<>()).add(owned);
    }
    areas.values().forEach(this::sweep);
  }

  private void sweep(List<Owned> area) {
    area.sort(Comparator.comparing((Owned owned) -> owned.range().first()));
    Set<Set<String>> told = new HashSet<>(linked);
    List<Owned> open = new ArrayList<>();
    for (Owned next : area) {
      open.removeIf(earlier -> earlier.range().last().compareTo(next.range().first()) < 0);
      for (Owned earlier : open) {
        if (!earlier.owner().equals(next.owner())
            && told.add(Set.of(earlier.owner(), next.owner()))) {
          report(earlier, next);
        }
      }
      open.add(next);
    }
  }

  private void report(Owned one, Owned other) {
    String both =
        one.range().text().equals(other.range().text())
            ? one.range().text()
            : one.range().text() + " and " + other.range().text();
    boolean ends = one.piece().equals(other.piece());
    problems.add(
        new Problem(
            LinkRule.NETWORKS_OVERLAP,
            false,
            new DocText()
                .add(
                    (ends
                            ? "The networks at both ends of " + one.piece() + " are joined"
                            : "The networks of "
                                + one.piece()
                                + " and "
                                + other.piece()
                                + " are joined by way of others")
                        + ", and both have addresses of "
                        + both
                        + ". A packet for one of them may end in the other. Give them different"
                        + " addresses, or do not join them.",
                    (ends
                            ? one.piece() + " 两端的网络互联"
                            : one.piece() + " 与 " + other.piece() + " 的网络经由其他网络互联")
                        + "，且网段重叠（"
                        + both
                        + "），流量可能送错网络。请使用不同的网段。")
                .doc(),
            List.of(place(one), place(other))));
  }

  private static Place place(Owned owned) {
    return new Place(owned.piece(), owned.piece().nameOf(owned.fact()));
  }

  private List<Owned> owned() {
    Map<String, List<Range>> passing = new HashMap<>();
    for (Piece tunnel : network.pieces(Kind.TUNNEL)) {
      network
          .networkOf(tunnel)
          .ifPresent(owner ->
              passing
                  .computeIfAbsent(owner, _ -> new ArrayList<>())
                  .addAll(known(network.remoteSubnets(tunnel))));
    }
    List<Owned> all = peered();
    for (Owned owned : all) {
      Fact other = owned.fact() == Fact.SUBNETS ? Fact.PEER_NETWORK : Fact.NETWORK;
      owned
          .piece()
          .symbol(other)
          .ifPresent(through ->
              passing.computeIfAbsent(through, _ -> new ArrayList<>()).add(owned.range()));
    }
    for (Piece tunnel : network.pieces(Kind.TUNNEL)) {
      Optional<String> owner = network.networkOf(tunnel);
      if (owner.isPresent()) {
        boolean own = !tunnel.values(Fact.LOCAL_SUBNETS).isEmpty();
        Piece piece = own ? tunnel : network.gateway(tunnel).orElse(tunnel);
        for (Range range : known(network.localSubnets(tunnel))) {
          boolean passes =
              passing.getOrDefault(owner.get(), List.of()).stream()
                  .anyMatch(remote -> remote.covers(range));
          if (!passes && !range.text().endsWith("/0")) {
            all.add(new Owned(range, owner.get(), piece, own ? Fact.LOCAL_SUBNETS : Fact.SUBNETS));
          }
        }
      }
    }
    return all;
  }

  /// The ranges of networks that peerings show.
  private List<Owned> peered() {
    List<Owned> all = new ArrayList<>();
    for (Piece peering : network.pieces(Kind.PEERING)) {
      peered(peering, Fact.NETWORK, Fact.SUBNETS, all);
      peered(peering, Fact.PEER_NETWORK, Fact.REMOTE_SUBNETS, all);
    }
    return all;
  }

  private static void peered(Piece peering, Fact owner, Fact ranges, List<Owned> all) {
    peering
        .symbol(owner)
        .ifPresent(name -> {
          for (Range range : known(peering.symbols(ranges))) {
            all.add(new Owned(range, name, peering, ranges));
          }
        });
  }

  private static List<Range> known(List<String> symbols) {
    return symbols.stream()
        .filter(symbol -> symbol.startsWith("="))
        .flatMap(symbol -> Ranges.range(symbol.substring(1)).stream())
        .toList();
  }
}

package dev.groma.engine.link;

import dev.groma.schemas.schema.Role.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The links of a network: which tunnels are the two ends of one link.
///
/// Two tunnels are, when each leads to an address of the other one's gateway. Where several do
/// between the same two addresses, those belong together that fit best.
public final class Links {
  private final Network network;
  private final List<Link> links;
  private final Set<Piece> paired = new LinkedHashSet<>();

  private Links(Network network) {
    this.network = network;
    this.links = List.copyOf(found());
    links.forEach(link -> {
      paired.add(link.one());
      paired.add(link.other());
    });
  }

  /// The links of `network`.
  public static Links of(Network network) {
    return new Links(network);
  }

  /// Two tunnels that are the ends of one link, in the order of their addresses.
  public record Link(Piece one, Piece other) {}

  /// The links, in the order of their first ends.
  public List<Link> all() {
    return links;
  }

  /// The network that they are in.
  public Network network() {
    return network;
  }

  /// True when the other end of `tunnel` is here, too.
  public boolean isPaired(Piece tunnel) {
    return paired.contains(tunnel);
  }

  /// The way of a packet of a tunnel, as its ends tell it apart.
  private record Way(String from, String to) {
    Way back() {
      return new Way(to, from);
    }
  }

  private List<Link> found() {
    Map<Way, List<Piece>> ways = new LinkedHashMap<>();
    for (Piece tunnel : network.pieces(Kind.TUNNEL)) {
      for (String from : network.localAddresses(tunnel)) {
        for (String to : network.remoteAddresses(tunnel)) {
          ways.computeIfAbsent(new Way(from, to), _ -> new ArrayList<>()).add(tunnel);
        }
      }
    }
    Map<Piece, Set<Piece>> known = new HashMap<>();
    List<Link> all = new ArrayList<>();
    ways.forEach((way, there) -> {
      List<Piece> back = ways.getOrDefault(way.back(), List.of());
      for (Link link : matched(there, back)) {
        if (known.computeIfAbsent(link.one(), _ -> new LinkedHashSet<>()).add(link.other())) {
          all.add(link);
        }
      }
    });
    all.sort(
        Comparator.comparing((Link link) -> link.one().address())
            .thenComparing(link -> link.other().address()));
    return all;
  }

  /// Pairs of one tunnel of `there` with one of `back`, those first whose address ranges mirror
  /// each other.
  private List<Link> matched(List<Piece> there, List<Piece> back) {
    List<Piece> free = new ArrayList<>(back);
    List<Link> pairs = new ArrayList<>();
    List<Piece> left = new ArrayList<>();
    for (Piece one : there) {
      boolean many = there.size() > 1 || back.size() > 1;
      Piece best =
          free.stream()
              .filter(other -> !other.equals(one))
              .filter(other -> !many || mirrored(one, other))
              .findFirst()
              .orElse(null);
      if (best == null) {
        left.add(one);
      } else {
        free.remove(best);
        pairs.add(link(one, best));
      }
    }
    for (Piece one : left) {
      if (!free.isEmpty() && !free.getFirst().equals(one)) {
        pairs.add(link(one, free.removeFirst()));
      }
    }
    return pairs;
  }

  private boolean mirrored(Piece one, Piece other) {
    return Set.copyOf(network.localSubnets(one)).equals(Set.copyOf(network.remoteSubnets(other)))
        && Set.copyOf(network.remoteSubnets(one)).equals(Set.copyOf(network.localSubnets(other)));
  }

  private static Link link(Piece a, Piece b) {
    return a.address().compareTo(b.address()) <= 0 ? new Link(a, b) : new Link(b, a);
  }
}

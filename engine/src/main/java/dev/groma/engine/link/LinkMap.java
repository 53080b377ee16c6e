package dev.groma.engine.link;

import dev.groma.schemas.schema.Role.Fact;
import dev.groma.schemas.schema.Role.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A map of networks: which there are, and what joins them.
///
/// @param sites the networks, in the order in which they are met
/// @param joins what joins them, in the order of the addresses
public record LinkMap(List<Site> sites, List<Join> joins) {
  /// Copies the lists.
  public LinkMap {
    sites = List.copyOf(sites);
    joins = List.copyOf(joins);
  }

  /// A network.
  ///
  /// @param name what tells it apart, for people: an id, or the address of its gateway or peer
  /// @param managed false when only its address is known here
  /// @param gateways its gateways, or what stands for one here
  /// @param addresses the public addresses that are known, sorted
  /// @param ranges the address ranges that are known, sorted
  public record Site(
      String name,
      boolean managed,
      List<String> gateways,
      List<String> addresses,
      List<String> ranges) {
    /// Copies the lists.
    public Site {
      gateways = List.copyOf(gateways);
      addresses = List.copyOf(addresses);
      ranges = List.copyOf(ranges);
    }
  }

  /// What joins two networks.
  ///
  /// @param kind how
  /// @param from the name of a site
  /// @param to the name of another
  /// @param ends the objects that do it, one for each end that is here
  /// @param terms what they negotiate, by the words of the facts; the values that are known, of the
  ///   first end
  /// @param problems what is wrong with it
  public record Join(
      How kind,
      String from,
      String to,
      List<Piece> ends,
      Map<String, String> terms,
      List<Problem> problems) {
    /// Copies the collections.
    public Join {
      ends = List.copyOf(ends);
      terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
      problems = List.copyOf(problems);
    }

    /// True when it cannot work.
    public boolean isBroken() {
      return problems.stream().anyMatch(Problem::fatal);
    }
  }

  /// How two networks are joined.
  public enum How {
    /// By two tunnels, both of which are here.
    LINK,
    /// By a tunnel whose other end is somewhere else.
    TUNNEL,
    /// By a peering.
    PEERING;

    /// The word for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The map of the networks of `links`.
  public static LinkMap of(Links links, List<Problem> problems) {
    return new Drawing(links, problems).map();
  }

  private static final class Drawing {
    private final Links links;
    private final Network network;
    private final List<Problem> problems;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Draft> sites = new LinkedHashMap<>();
    private final List<Join> joins = new ArrayList<>();

    private record Draft(
        boolean managed,
        TreeSet<String> gateways,
        TreeSet<String> addresses,
        TreeSet<String> ranges) {}

    Drawing(Links links, List<Problem> problems) {
      this.links = links;
      this.network = links.network();
      this.problems = problems;
    }

    LinkMap map() {
      network.pieces(Kind.GATEWAY).forEach(this::gateway);
      for (Links.Link link : links.all()) {
        join(How.LINK, near(link.one()), near(link.other()), List.of(link.one(), link.other()));
      }
      for (Piece tunnel : network.pieces(Kind.TUNNEL)) {
        near(tunnel);
        if (!links.isPaired(tunnel)) {
          join(How.TUNNEL, near(tunnel), far(tunnel), List.of(tunnel));
        }
      }
      for (Piece peering : network.pieces(Kind.PEERING)) {
        join(
            How.PEERING,
            vpc(peering, Fact.NETWORK),
            vpc(peering, Fact.PEER_NETWORK),
            List.of(peering));
      }
      return new LinkMap(
          sites.entrySet().stream()
              .map(entry ->
                  new Site(
                      entry.getKey(),
                      entry.getValue().managed(),
                      List.copyOf(entry.getValue().gateways()),
                      List.copyOf(entry.getValue().addresses()),
                      List.copyOf(entry.getValue().ranges())))
              .toList(),
          joins);
    }

    private Draft site(String name, boolean managed) {
      return sites.computeIfAbsent(
          name, _ -> new Draft(managed, new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
    }

    private String gateway(Piece gateway) {
      String name = shown(gateway.symbol(Fact.NETWORK), gateway.address().toString());
      Draft draft = site(name, true);
      draft.gateways().add(gateway.address().toString());
      draft.addresses().addAll(gateway.addresses());
      draft.ranges().addAll(known(gateway.symbols(Fact.SUBNETS)));
      return name;
    }

    private String near(Piece tunnel) {
      Optional<Piece> gateway = network.gateway(tunnel);
      String name =
          gateway
              .map(this::gateway)
              .orElseGet(() ->
                  "gateway "
                      + shown(tunnel.symbol(Fact.GATEWAY), "of " + tunnel.address()));
      site(name, gateway.isPresent()).ranges().addAll(known(network.localSubnets(tunnel)));
      return name;
    }

    private String far(Piece tunnel) {
      Optional<Piece> peer = network.peer(tunnel);
      String name =
          peer.map(piece -> piece.address().toString())
              .orElseGet(() ->
                  "peer " + shown(tunnel.symbol(Fact.PEER), "of " + tunnel.address()));
      Draft draft = site(name, false);
      peer.ifPresent(piece -> draft.addresses().addAll(piece.addresses()));
      draft.ranges().addAll(known(network.remoteSubnets(tunnel)));
      return name;
    }

    private String vpc(Piece peering, Fact fact) {
      String name = shown(peering.symbol(fact), fact.word() + " of " + peering.address());
      site(name, true);
      return name;
    }

    private static String shown(Optional<String> symbol, String otherwise) {
      return symbol.map(text -> text.substring(1)).orElse(otherwise);
    }

    private static List<String> known(List<String> symbols) {
      return symbols.stream()
          .filter(symbol -> symbol.startsWith("="))
          .map(symbol -> symbol.substring(1))
          .toList();
    }

    private void join(How how, String from, String to, List<Piece> ends) {
      Map<String, String> terms = new LinkedHashMap<>();
      for (Fact fact : TERMS) {
        ends.getFirst().word(fact).ifPresent(word -> terms.put(fact.word(), word));
      }
      joins.add(
          new Join(
              how,
              from,
              to,
              ends,
              terms,
              problems.stream()
                  .filter(problem ->
                      problem.places().stream().allMatch(place -> concerns(place.piece(), ends)))
                  .toList()));
    }

    /// True when `piece` is one of `ends`, or what one of them is on or leads to.
    private boolean concerns(Piece piece, List<Piece> ends) {
      return ends.stream()
          .anyMatch(end ->
              end.equals(piece)
                  || network.gateway(end).filter(piece::equals).isPresent()
                  || network.peer(end).filter(piece::equals).isPresent());
    }
  }

  private static final List<Fact> TERMS =
      List.of(
          Fact.IKE_VERSION,
          Fact.IKE_ENCRYPTION,
          Fact.IKE_INTEGRITY,
          Fact.IKE_GROUP,
          Fact.IKE_LIFETIME,
          Fact.ESP_ENCRYPTION,
          Fact.ESP_INTEGRITY,
          Fact.ESP_GROUP,
          Fact.ESP_LIFETIME);

  /// The problems that belong to no join.
  public List<Problem> others(List<Problem> all) {
    List<Problem> left = new ArrayList<>(all);
    joins.forEach(join -> left.removeAll(join.problems()));
    return List.copyOf(left);
  }
}

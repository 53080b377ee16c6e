package dev.groma.engine.link;

import dev.groma.engine.link.Links.Link;
import dev.groma.engine.link.Problem.Place;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.schema.Role.Fact;
import dev.groma.schemas.schema.Role.Kind;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds the two ends of links against each other.
///
/// What is not known yet is never wrong: a rule speaks only when both ends are known to differ, or
/// when one of them takes a value of its cloud's document that differs.
public final class LinkReview {
  private static final List<Fact> SAME =
      List.of(
          Fact.ENCAPSULATION,
          Fact.AUTHENTICATION,
          Fact.IKE_VERSION,
          Fact.IKE_MODE,
          Fact.IKE_ENCRYPTION,
          Fact.IKE_INTEGRITY,
          Fact.IKE_GROUP,
          Fact.IKE_LIFETIME,
          Fact.ESP_ENCRYPTION,
          Fact.ESP_INTEGRITY,
          Fact.ESP_GROUP,
          Fact.ESP_LIFETIME);

  private final Links links;
  private final Network network;
  private final List<Problem> problems = new ArrayList<>();

  private LinkReview(Links links) {
    this.links = links;
    this.network = links.network();
  }

  /// What is wrong in `network`, in the order of its links.
  public static List<Problem> of(Network network) {
    return of(Links.of(network));
  }

  /// What is wrong with `links` and the networks that they join.
  public static List<Problem> of(Links links) {
    LinkReview review = new LinkReview(links);
    links.all().forEach(review::link);
    review.network.pieces(Kind.TUNNEL).forEach(review::tunnel);
    review.peerings();
    review.problems.addAll(NetworkOverlaps.of(links));
    return List.copyOf(review.problems);
  }

  private void link(Link link) {
    Piece one = link.one();
    Piece other = link.other();
    SAME.forEach(fact -> same(fact, one, other));
    keys(one, other);
    identity(one, other);
    identity(other, one);
    overlap(one, other);
    subnets(one, other);
    subnets(other, one);
    routing(one, other);
    inner(one, other);
    inner(other, one);
    route(one, other);
    route(other, one);
  }

  // What both ends must say alike

  private void same(Fact fact, Piece one, Piece other) {
    Optional<String> here = one.word(fact);
    Optional<String> there = other.word(fact);
    if (here.isEmpty() || there.isEmpty() || here.equals(there) || isSettled(fact, one, other)) {
      return;
    }
    LinkRule rule = LinkRule.about(fact).orElseThrow();
    boolean lifetime = fact == Fact.IKE_LIFETIME || fact == Fact.ESP_LIFETIME;
    DocText text =
        new DocText()
            .add(
                says(one, fact, here.get()) + " and " + says(other, fact, there.get()) + ".",
                says(one, fact, here.get()) + "，而 " + says(other, fact, there.get()) + "。");
    if (lifetime) {
      text.add(
          "Each end renews by its own clock; some devices refuse a proposal with another lifetime,"
              + " and the shorter one interrupts more often. Set both alike.",
          "两端各自按自己的周期更新，部分设备会拒绝不同的周期。请设为一致。");
    } else {
      text.add("The negotiation fails, and the link carries nothing.", "协商将失败，链路无法建立。");
      suggestion(fact, one, other, text);
    }
    report(rule, !lifetime && !isUncertain(fact, one, other), text, one, fact, other, fact);
  }

  private static String says(Piece piece, Fact fact, String word) {
    return piece.role().find(fact).filter(meaning -> !meaning.names().isEmpty()).isPresent()
        ? piece.nameOf(fact) + " of " + piece + " is " + spelt(piece, fact, word)
        : piece + " has " + fact.word() + " " + word;
  }

  /// `word` as the type of `piece` writes it.
  private static String spelt(Piece piece, Fact fact, String word) {
    boolean unset = piece.values(fact).stream().allMatch(piece::isOwn);
    String text =
        piece.values(fact).stream()
            .flatMap(value -> Piece.text(value).stream())
            .findFirst()
            .or(() ->
                piece.role().find(fact).stream()
                    .flatMap(meaning -> meaning.values().entrySet().stream())
                    .filter(entry -> entry.getValue().equals(word))
                    .map(Map.Entry::getKey)
                    .findFirst())
            .orElse(word);
    return unset ? text + " (not set)" : text;
  }

  /// True when what both ends say of `fact` does not matter, since another fact differs or decides.
  private static boolean isSettled(Fact fact, Piece one, Piece other) {
    return switch (fact) {
      case IKE_MODE -> !both(one, other, Fact.IKE_VERSION, "1");
      case ESP_INTEGRITY ->
          isSealed(one, Fact.ESP_ENCRYPTION) || isSealed(other, Fact.ESP_ENCRYPTION);
      default -> false;
    };
  }

  /// True when ends that differ may still come to an agreement.
  private static boolean isUncertain(Fact fact, Piece one, Piece other) {
    return fact == Fact.IKE_INTEGRITY
        && (isSealed(one, Fact.IKE_ENCRYPTION) || isSealed(other, Fact.IKE_ENCRYPTION));
  }

  /// True when what encrypts also authenticates.
  private static boolean isSealed(Piece piece, Fact encryption) {
    return piece.word(encryption).filter(word -> word.endsWith("-gcm")).isPresent();
  }

  private static boolean both(Piece one, Piece other, Fact fact, String word) {
    return Stream.of(one, other)
        .allMatch(piece -> piece.word(fact).filter(word::equals).isPresent());
  }

  private static void suggestion(Fact fact, Piece one, Piece other, DocText text) {
    Agreement agreement = new Agreement(one.role(), other.role());
    Optional<String> best = agreement.strongest(fact);
    if (best.isEmpty()) {
      if (!fact.words().isEmpty()) {
        text.add(
            "By their documents the two clouds have nothing in common here.", "按文档两侧云没有共同支持的取值。");
      }
      return;
    }
    List<String> settings =
        Stream.of(one, other)
            .flatMap(piece ->
                Agreement.setting(piece.role(), fact, best.get())
                    .map(setting -> setting + " in " + piece)
                    .stream())
            .toList();
    if (!settings.isEmpty()) {
      text.add(
          "The strongest that both clouds document is "
              + best.get()
              + ": set "
              + String.join(", and ", settings)
              + ".",
          "两侧云文档中共同支持的最强取值为 " + best.get() + "：" + String.join("，", settings) + "。");
    }
  }

  // Keys

  private void keys(Piece one, Piece other) {
    boolean byKey =
        Stream.of(one, other)
            .allMatch(end -> end.word(Fact.AUTHENTICATION).filter("psk"::equals).isPresent());
    Value here = one.values(Fact.PSK).stream().findFirst().orElse(null);
    Value there = other.values(Fact.PSK).stream().findFirst().orElse(null);
    if (!byKey || here == null || there == null) {
      return;
    }
    Optional<String> mine = Piece.text(here);
    Optional<String> theirs = Piece.text(there);
    if (mine.isPresent() && theirs.isPresent()) {
      if (!mine.equals(theirs)) {
        report(
            LinkRule.PSK,
            true,
            new DocText()
                .add(
                    "The keys of "
                        + one
                        + " and "
                        + other
                        + " are not the same, so neither end"
                        + " believes the other. They are not shown. Set both from one variable.",
                    one + " 与 " + other + " 的预共享密钥不同（不显示内容），协商将失败。请使用同一个变量。"),
            one,
            Fact.PSK,
            other,
            Fact.PSK);
      }
      return;
    }
    boolean made = one.isOwn(here) || other.isOwn(there);
    boolean follows =
        Piece.symbol(here).isPresent() && Piece.symbol(here).equals(Piece.symbol(there));
    boolean given =
        (one.isOwn(here) || mine.isPresent()) && (other.isOwn(there) || theirs.isPresent());
    if (made && given && !follows) {
      report(
          LinkRule.PSK,
          true,
          new DocText()
              .add(
                  "The cloud makes a key up for "
                      + (one.isOwn(here) ? one : other)
                      + ", and the other end has another one. Set both from one variable.",
                  (one.isOwn(here) ? one : other) + " 的密钥由云随机生成，与对端不同。请为两端设置同一个变量。"),
          one,
          Fact.PSK,
          other,
          Fact.PSK);
    }
  }

  // Names

  private void identity(Piece one, Piece other) {
    List<String> given =
        identities(one, Fact.LOCAL_ID, Fact.LOCAL_ID_TYPE, network.localAddresses(one));
    List<String> expected =
        identities(other, Fact.REMOTE_ID, Fact.REMOTE_ID_TYPE, network.remoteAddresses(other));
    if (given.isEmpty() || expected.isEmpty() || !Collections.disjoint(given, expected)) {
      return;
    }
    boolean known =
        allKnown(given) && allKnown(expected)
            || isNamedAgainstAddress(given, expected, network.remoteAddresses(other))
            || isNamedAgainstAddress(expected, given, network.localAddresses(one));
    if (known) {
      report(
          LinkRule.IDENTITY,
          true,
          new DocText()
              .add(
                  one
                      + " calls itself "
                      + shown(given)
                      + ", and "
                      + other
                      + " expects "
                      + shown(expected)
                      + ", so it refuses the negotiation. Set the two alike.",
                  one
                      + " 的本端标识为 "
                      + shown(given)
                      + "，而 "
                      + other
                      + " 期望 "
                      + shown(expected)
                      + "，协商将被拒绝。请设为一致。"),
          one,
          Fact.LOCAL_ID,
          other,
          Fact.REMOTE_ID);
    }
  }

  /// True when `names` are no addresses, and `others` are: then they differ, known or not.
  private static boolean isNamedAgainstAddress(
      List<String> names, List<String> others, List<String> addresses) {
    return names.stream().allMatch(LinkReview::isName) && addresses.containsAll(others);
  }

  private static boolean isName(String symbol) {
    return symbol.startsWith("=") && Ranges.range(symbol.substring(1)).isEmpty();
  }

  private static boolean allKnown(List<String> symbols) {
    return symbols.stream().allMatch(symbol -> symbol.startsWith("="));
  }

  private static String shown(List<String> symbols) {
    return String.join(" or ", symbols.stream().map(LinkReview::shown).toList());
  }

  private static String shown(String symbol) {
    return symbol.startsWith("=") ? symbol.substring(1) : "the " + symbol.substring(1);
  }

  /// What an end is called, or what tells that apart; nothing when that is not known, or any name
  /// will do.
  private static List<String> identities(Piece end, Fact id, Fact type, List<String> addresses) {
    boolean typed = end.role().facts().containsKey(type);
    if (typed) {
      return switch (end.word(type).orElse("any")) {
        case "address" -> addresses;
        case "name" -> end.symbols(id);
        default -> List.of();
      };
    }
    if (!end.role().facts().containsKey(id)) {
      return List.of();
    }
    List<Value> values = end.values(id);
    return values.isEmpty() || values.stream().allMatch(end::isOwn) ? addresses : end.symbols(id);
  }

  // Networks

  private void overlap(Piece one, Piece other) {
    Optional<Ranges> here = ranges(network.localSubnets(one));
    Optional<Ranges> there = ranges(network.localSubnets(other));
    if (here.isEmpty()
        || there.isEmpty()
        || here.get().isEverything()
        || there.get().isEverything()) {
      return;
    }
    here.get()
        .overlap(there.get())
        .ifPresent(both ->
            report(
                LinkRule.OVERLAP,
                true,
                new DocText()
                    .add(
                        "Both ends have addresses of "
                            + both
                            + ", so neither can tell which of"
                            + " them a packet is for. Give the networks different addresses.",
                        "两端都包含网段 " + both + "，无法判断转发方向。请使用不同的网段。"),
                one,
                Fact.LOCAL_SUBNETS,
                other,
                Fact.LOCAL_SUBNETS));
  }

  /// The ranges that symbols stand for; nothing when one is not known, or there are none.
  static Optional<Ranges> ranges(List<String> symbols) {
    return symbols.isEmpty() || !allKnown(symbols)
        ? Optional.empty()
        : Ranges.of(symbols.stream().map(symbol -> symbol.substring(1)).toList());
  }

  /// What `one` has at its own end, and `other` has to send there.
  private void subnets(Piece one, Piece other) {
    Optional<Ranges> here = complete(one, Fact.LOCAL_SUBNETS, network.localSubnets(one));
    Optional<Ranges> there = complete(other, Fact.REMOTE_SUBNETS, network.remoteSubnets(other));
    if (here.isEmpty()
        || there.isEmpty()
        || here.get().isEverything()
        || there.get().isEverything()) {
      return;
    }
    boolean own = !one.values(Fact.LOCAL_SUBNETS).isEmpty();
    Piece near = own ? one : network.gateway(one).orElse(one);
    Fact ours = own ? Fact.LOCAL_SUBNETS : Fact.SUBNETS;
    boolean nothing = here.get().overlap(there.get()).isEmpty();
    List<String> missing = there.get().missing(here.get());
    List<String> more = here.get().missing(there.get());
    if (!missing.isEmpty()) {
      report(
          LinkRule.SUBNETS,
          own || nothing,
          new DocText()
              .add(
                  other
                      + " does not send to "
                      + String.join(", ", missing)
                      + ", which is at the end"
                      + " of "
                      + one
                      + ". Nothing from there is answered"
                      + (own ? ", or the negotiation of the networks fails" : "")
                      + ". Set both lists from one value.",
                  other
                      + " 的对端网段不包含 "
                      + one
                      + " 侧的 "
                      + String.join("、", missing)
                      + "，返回流量无法到达。请用同一个值设置两端。"),
          near,
          ours,
          other,
          Fact.REMOTE_SUBNETS);
    } else if (!more.isEmpty()) {
      report(
          LinkRule.SUBNETS,
          both(one, other, Fact.IKE_VERSION, "1") && own,
          new DocText()
              .add(
                  other
                      + " sends "
                      + String.join(", ", more)
                      + " to "
                      + one
                      + ", which does not take all of it. With IKE version 1 the negotiation of the"
                      + " networks fails; with version 2 the rest is lost. Set both lists from one"
                      + " value.",
                  other
                      + " 会将 "
                      + String.join("、", more)
                      + " 发往 "
                      + one
                      + "，但后者并不包含全部网段。请用同一个值设置两端。"),
          near,
          ours,
          other,
          Fact.REMOTE_SUBNETS);
    }
  }

  /// The ranges of `symbols`, as long as nothing of them is unknown.
  private Optional<Ranges> complete(Piece piece, Fact fact, List<String> symbols) {
    boolean known =
        piece.values(fact).isEmpty() && fact == Fact.LOCAL_SUBNETS
            ? network.gateway(piece).filter(gateway -> gateway.isKnown(Fact.SUBNETS)).isPresent()
            : piece.isKnown(fact);
    return known ? ranges(symbols) : Optional.empty();
  }

  // Routes

  private void routing(Piece one, Piece other) {
    boolean here = one.word(Fact.ROUTING).filter("bgp"::equals).isPresent();
    boolean there = other.word(Fact.ROUTING).filter("bgp"::equals).isPresent();
    boolean decided = one.word(Fact.ROUTING).isPresent() && other.word(Fact.ROUTING).isPresent();
    if (decided && here != there) {
      report(
          LinkRule.ROUTING,
          true,
          new DocText()
              .add(
                  "One end learns routes by BGP, and the other does not speak it. Set both alike.",
                  "一端使用 BGP，另一端没有。请设为一致。"),
          one,
          Fact.ROUTING,
          other,
          Fact.ROUTING);
    }
    if (here && there) {
      systems(one, other);
      systems(other, one);
      Optional<String> mine = network.gateway(one).flatMap(gateway -> gateway.word(Fact.ASN));
      Optional<String> theirs = network.gateway(other).flatMap(gateway -> gateway.word(Fact.ASN));
      if (mine.isPresent() && mine.equals(theirs)) {
        report(
            LinkRule.ASN,
            false,
            new DocText()
                .add(
                    "Both gateways are the autonomous system "
                        + mine.get()
                        + ", so each drops the"
                        + " routes of the other that have come through it. Give them different"
                        + " numbers.",
                    "两端网关的 ASN 均为 " + mine.get() + "，经由对方的路由会被丢弃。请使用不同的 ASN。"),
            network.gateway(one).orElse(one),
            Fact.ASN,
            network.gateway(other).orElse(other),
            Fact.ASN);
      }
    }
  }

  private void systems(Piece one, Piece other) {
    Optional<Piece> peer = network.peer(one);
    Optional<Piece> gateway = network.gateway(other);
    Optional<String> expected = peer.flatMap(piece -> piece.word(Fact.ASN));
    Optional<String> real = gateway.flatMap(piece -> piece.word(Fact.ASN));
    if (expected.isPresent() && real.isPresent() && !expected.equals(real)) {
      report(
          LinkRule.ASN,
          true,
          new DocText()
              .add(
                  peer.get()
                      + " says that the other end is the autonomous system "
                      + expected.get()
                      + ", and "
                      + gateway.get()
                      + " is "
                      + real.get()
                      + ", so the two do not become neighbours. Set the first to "
                      + real.get()
                      + ".",
                  peer.get()
                      + " 的 ASN 为 "
                      + expected.get()
                      + "，而对端 "
                      + gateway.get()
                      + " 为 "
                      + real.get()
                      + "，无法建立 BGP 邻居。"),
          peer.get(),
          Fact.ASN,
          gateway.get(),
          Fact.ASN);
    }
  }

  private void inner(Piece one, Piece other) {
    Optional<String> mine = host(one, Fact.LOCAL_INNER);
    Optional<String> theirs = host(other, Fact.REMOTE_INNER);
    if (mine.isPresent() && theirs.isPresent() && !mine.equals(theirs)) {
      report(
          LinkRule.INNER_ADDRESS,
          true,
          new DocText()
              .add(
                  "Inside the tunnel "
                      + one
                      + " has the address "
                      + mine.get()
                      + ", and "
                      + other
                      + " sends to "
                      + theirs.get()
                      + ". Set the two alike.",
                  "隧道内 "
                      + one
                      + " 的地址为 "
                      + mine.get()
                      + "，而 "
                      + other
                      + " 的对端地址为 "
                      + theirs.get()
                      + "。请设为一致。"),
          one,
          Fact.LOCAL_INNER,
          other,
          Fact.REMOTE_INNER);
    }
  }

  private static Optional<String> host(Piece piece, Fact fact) {
    return piece.values(fact).stream()
        .flatMap(value -> Piece.text(value).stream())
        .map(text -> text.contains("/") ? text.substring(0, text.indexOf('/')) : text)
        .findFirst();
  }

  /// Whether `one` has routes through the tunnel to what is at the other end.
  private void route(Piece one, Piece other) {
    Piece gateway = network.gateway(one).orElse(null);
    boolean needed =
        one.word(Fact.OWN_ROUTES).filter("false"::equals).isPresent() && gateway != null;
    Optional<Ranges> remote = complete(one, Fact.REMOTE_SUBNETS, network.remoteSubnets(one));
    if (!needed || remote.isEmpty() || remote.get().isEverything()) {
      return;
    }
    List<String> destinations = new ArrayList<>();
    for (Piece route : network.routes(gateway)) {
      boolean elsewhere =
          network.nextHop(route).isPresent()
              && network
                  .nextHop(route)
                  .filter(hop -> hop.equals(one) || network.joinsTheSame(one, hop))
                  .isEmpty();
      if (!elsewhere) {
        destinations.addAll(route.symbols(Fact.DESTINATION));
        if (!route.isKnown(Fact.DESTINATION)) {
          return;
        }
      }
    }
    List<String> missing =
        Ranges.of(destinations.stream().map(symbol -> symbol.substring(1)).toList())
            .map(reached -> reached.missing(remote.get()))
            .orElse(List.of());
    if (!missing.isEmpty()) {
      report(
          LinkRule.NO_ROUTE,
          false,
          new DocText()
              .add(
                  gateway
                      + " has no route to "
                      + String.join(", ", missing)
                      + " through "
                      + one
                      + " here, so nothing goes to "
                      + other
                      + " from this end unless somebody made"
                      + " a route elsewhere. Add one, or let the cloud make it.",
                  gateway
                      + " 没有经由 "
                      + one
                      + " 到 "
                      + String.join("、", missing)
                      + " 的路由，本端流量无法到达 "
                      + other
                      + "。请添加路由或开启自动配置路由。"),
          one,
          Fact.OWN_ROUTES,
          other,
          null);
    }
  }

  // Tunnels alone

  /// A tunnel to a gateway that is here, from which none leads back.
  private void tunnel(Piece tunnel) {
    List<String> to = network.remoteAddresses(tunnel);
    List<String> from = network.localAddresses(tunnel);
    if (links.isPaired(tunnel) || to.isEmpty() || from.isEmpty()) {
      return;
    }
    for (Piece gateway : network.pieces(Kind.GATEWAY)) {
      boolean leads = !Collections.disjoint(gateway.symbols(Fact.ADDRESSES), to);
      if (leads && network.gateway(tunnel).filter(gateway::equals).isEmpty()) {
        List<Piece> back = network.tunnels(gateway);
        boolean decided =
            back.isEmpty()
                || (allKnown(from)
                    && back.stream().allMatch(other -> !network.remoteAddresses(other).isEmpty())
                    && back.stream().allMatch(other -> allKnown(network.remoteAddresses(other))));
        if (decided) {
          wayBack(tunnel, gateway, back);
        }
      }
    }
  }

  private void wayBack(Piece tunnel, Piece gateway, List<Piece> back) {
    String addresses =
        String.join(
            " or ", network.localAddresses(tunnel).stream().map(LinkReview::shown).toList());
    String others =
        back.isEmpty()
            ? "has no tunnel"
            : "has only tunnels to "
                + String.join(
                    ", ",
                    back.stream()
                        .flatMap(other -> network.remoteAddresses(other).stream())
                        .distinct()
                        .map(LinkReview::shown)
                        .toList());
    report(
        LinkRule.NO_WAY_BACK,
        false,
        new DocText()
            .add(
                tunnel
                    + " leads to "
                    + gateway
                    + ", which "
                    + others
                    + " and none back to "
                    + addresses
                    + ", so the link cannot come up. Correct the address of the customer"
                    + " gateway there, or add the tunnel.",
                tunnel + " 指向 " + gateway + "，但后者没有指回 " + addresses + " 的隧道，链路无法建立。"),
        tunnel,
        null,
        back.isEmpty() ? gateway : network.peer(back.getFirst()).orElse(back.getFirst()),
        back.isEmpty() ? null : Fact.ADDRESSES);
  }

  // Peerings

  private void peerings() {
    List<Piece> all = network.pieces(Kind.PEERING);
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        if (joinTheSame(all.get(i), all.get(j))) {
          report(
              LinkRule.PEERED_TWICE,
              false,
              new DocText()
                  .add(
                      all.get(i)
                          + " and "
                          + all.get(j)
                          + " join the same two networks. One peering"
                          + " carries both directions; the second is paid for, and routes can lead"
                          + " through either. Remove one.",
                      all.get(i) + " 与 " + all.get(j) + " 连接同样的两个网络，重复计费且路由不明确，请删除其一。"),
              all.get(i),
              Fact.PEER_NETWORK,
              all.get(j),
              Fact.PEER_NETWORK);
        }
      }
    }
  }

  private static boolean joinTheSame(Piece one, Piece other) {
    Optional<String> a = one.symbol(Fact.NETWORK);
    Optional<String> b = one.symbol(Fact.PEER_NETWORK);
    Optional<String> c = other.symbol(Fact.NETWORK);
    Optional<String> d = other.symbol(Fact.PEER_NETWORK);
    return a.isPresent()
        && b.isPresent()
        && ((a.equals(c) && b.equals(d)) || (a.equals(d) && b.equals(c)));
  }

  // Reporting

  private void report(
      LinkRule rule,
      boolean fatal,
      DocText text,
      Piece one,
      @Nullable Fact here,
      Piece other,
      @Nullable Fact there) {
    problems.add(
        new Problem(rule, fatal, text.doc(), List.of(place(one, here), place(other, there))));
  }

  private static Place place(Piece piece, @Nullable Fact fact) {
    String attribute =
        fact == null
            ? ""
            : piece
                .role()
                .find(fact)
                .map(Role.Meaning::names)
                .filter(names -> !names.isEmpty())
                .map(List::getFirst)
                .orElse("");
    return new Place(piece, attribute);
  }
}

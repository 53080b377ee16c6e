package dev.groma.engine.review;

import dev.groma.engine.link.DocText;
import dev.groma.engine.link.Links;
import dev.groma.engine.link.Network;
import dev.groma.engine.link.Piece;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.NetworkView;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.review.Finding.Level;
import dev.groma.engine.review.Outage.Kind;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what the changes of a plan do to traffic.
final class Risks {
  // A change hits what refers to its object: a gateway takes its tunnels and routes with it, a peer
  // its tunnels, a tunnel the routes through it. What is hit was there before, so it is looked up
  // in
  // the network as it is. A tunnel that is hit stands alone unless another one, which no change of
  // the plan hits, joins the same networks before and after.

  private final Plan plan;
  private final Network before;
  private final Network after;
  private final Links links;
  private final Map<InstanceAddress, Change> changes = new TreeMap<>();
  private final Map<InstanceAddress, Piece> pieces = new TreeMap<>();
  private final Set<InstanceAddress> down = new LinkedHashSet<>();
  private final Set<InstanceAddress> takenDown = new LinkedHashSet<>();
  private final List<Finding> found = new ArrayList<>();

  private Risks(Plan plan) {
    this.plan = plan;
    this.before = NetworkView.before(plan.changes(), plan.compiled());
    this.after = NetworkView.after(plan.changes(), plan.compiled());
    this.links = Links.of(after);
    before.pieces().forEach(piece -> pieces.put(piece.address(), piece));
    for (Change change : plan.changes()) {
      if (change.deposed().isEmpty()
          && change.address().resource().mode() == ResourceMode.MANAGED) {
        changes.put(change.address(), change);
      }
    }
  }

  /// What the changes of `plan` do to traffic, in the order of the changes.
  static List<Finding> of(Plan plan) {
    Risks risks = new Risks(plan);
    risks.changes.values().forEach(risks::collectDown);
    risks.changes.values().forEach(risks::look);
    return risks.found;
  }

  private void collectDown(Change change) {
    if (Outage.of(change).kind().isDown()) {
      down.add(change.address());
      for (Piece piece : hitBy(change)) {
        down.add(piece.address());
        takenDown.add(piece.address());
      }
    }
  }

  /// What goes down when the object of `change` does.
  private List<Piece> hitBy(Change change) {
    Piece piece = pieces.get(change.address());
    if (piece == null) {
      return List.of();
    }
    return switch (piece.kind()) {
      case GATEWAY ->
          Stream.concat(before.tunnels(piece).stream(), before.routes(piece).stream())
              .distinct()
              .toList();
      case PEER ->
          before.tunnels(piece).stream()
              .flatMap(tunnel -> Stream.concat(Stream.of(tunnel), before.routes(tunnel).stream()))
              .distinct()
              .toList();
      case TUNNEL -> before.routes(piece);
      case PEERING, ACCEPTER, ROUTE -> List.of();
    };
  }

  private void look(Change change) {
    Outage outage = Outage.of(change);
    if (change.action() == Action.FORGET && change.schema().role() != null) {
      forgotten(change);
    }
    if (outage.kind().isDown() && !isTakenDown(change)) {
      rule(change).ifPresent(rule -> downs(change, outage, rule));
      newAddress(change, outage);
    } else if (outage.kind() == Kind.RENEGOTIATED) {
      renegotiated(change, outage);
    }
  }

  /// True when the outage is told with that of something else: a gateway's with its tunnels, a
  /// peer's when all its tunnels go with their gateways.
  private boolean isTakenDown(Change change) {
    Piece piece = pieces.get(change.address());
    if (piece != null && piece.kind() == Role.Kind.PEER) {
      return before.tunnels(piece).stream()
          .allMatch(tunnel ->
              before
                  .gateway(tunnel)
                  .filter(gateway -> down.contains(gateway.address()))
                  .isPresent());
    }
    return takenDown.contains(change.address());
  }

  private static Optional<RiskRule> rule(Change change) {
    Role role = change.schema().role();
    if (role != null) {
      return switch (role.kind()) {
        case GATEWAY -> Optional.of(RiskRule.GATEWAY_DOWN);
        case PEER -> Optional.of(RiskRule.PEER_DOWN);
        case TUNNEL -> Optional.of(RiskRule.TUNNEL_DOWN);
        case PEERING -> Optional.of(RiskRule.PEERING_DOWN);
        case ROUTE -> Optional.of(RiskRule.ROUTE_DOWN);
        case ACCEPTER -> Optional.empty();
      };
    }
    boolean ours = change.provider().provider().equals(ProviderAddress.BUILTIN);
    return !ours && Outage.carriesTraffic(change.schema().block())
        ? Optional.of(RiskRule.OBJECT_DOWN)
        : Optional.empty();
  }

  // What goes down

  private void downs(Change change, Outage outage, RiskRule rule) {
    List<Piece> hit = hitBy(change);
    Piece own = pieces.get(change.address());
    List<Piece> tunnels =
        own != null && own.kind() == Role.Kind.TUNNEL
            ? List.of(own)
            : hit.stream().filter(piece -> piece.kind() == Role.Kind.TUNNEL).toList();
    boolean carrier = rule == RiskRule.GATEWAY_DOWN || rule == RiskRule.PEER_DOWN;
    Set<InstanceAddress> standIns = new LinkedHashSet<>();
    boolean covered = !tunnels.isEmpty();
    for (Piece tunnel : tunnels) {
      Optional<Piece> other = standIn(tunnel);
      covered &= other.isPresent();
      other.ifPresent(piece -> standIns.add(piece.address()));
    }
    Level level = carrier && tunnels.isEmpty() ? Level.LOW : level(outage.kind(), covered, rule);
    DocText text = new DocText();
    what(change, outage, text);
    if (!tunnels.isEmpty() && carrier) {
      text.add("It carries " + names(tunnels) + ".", "其上承载 " + names(tunnels) + "。");
    }
    List<Piece> routes = hit.stream().filter(p -> p.kind() == Role.Kind.ROUTE).toList();
    if (!routes.isEmpty()) {
      text.add(
          "Routes through it lead nowhere meanwhile: " + names(routes) + ".",
          "期间经由它的路由失效：" + names(routes) + "。");
    }
    howLong(change, outage, hit, text);
    if (covered) {
      String other = standIns.stream().map(Object::toString).collect(Collectors.joining(", "));
      text.add(
          "Traffic can take " + other + " meanwhile, which this plan leaves alone.",
          "期间流量可走 " + other + "，本计划不影响它。");
    }
    avoidable(change, outage, rule, text);
    List<InstanceAddress> addresses = new ArrayList<>();
    addresses.add(change.address());
    hit.forEach(piece -> addresses.add(piece.address()));
    add(rule, level, text, addresses);
  }

  private static Level level(Kind kind, boolean covered, RiskRule rule) {
    boolean minor = rule == RiskRule.ROUTE_DOWN || rule == RiskRule.OBJECT_DOWN;
    return switch (kind) {
      case GONE, REPLACED_DELETE_FIRST -> covered || minor ? Level.MEDIUM : Level.HIGH;
      case REPLACED_CREATE_FIRST, INTERRUPTED -> covered ? Level.LOW : Level.MEDIUM;
      case RENEGOTIATED, NONE -> Level.LOW;
    };
  }

  private static void what(Change change, Outage outage, DocText text) {
    String name = change.address().toString();
    String because = String.join(", ", outage.attributes());
    String why = because.isEmpty() ? "" : " because of " + because;
    String whyZh = because.isEmpty() ? "" : "（因 " + because + " 变化）";
    switch (outage.kind()) {
      case GONE -> text.add(name + " is deleted.", name + " 将被删除。");
      case REPLACED_DELETE_FIRST ->
          text.add(name + " is deleted and made anew" + why + ".", name + " 将先删除再重建" + whyZh + "。");
      case REPLACED_CREATE_FIRST ->
          text.add(
              name + " is replaced" + why + ", the new one first.",
              name + " 将被替换" + whyZh + "，先建新对象。");
      case INTERRUPTED ->
          text.add(
              "Changing " + because + " of " + name + " interrupts it.",
              "修改 " + name + " 的 " + because + " 会中断流量。");
      case RENEGOTIATED, NONE -> {}
    }
  }

  private void howLong(Change change, Outage outage, List<Piece> hit, DocText text) {
    List<Change> along =
        hit.stream()
            .map(piece -> changes.get(piece.address()))
            .filter(Objects::nonNull)
            .filter(other -> Outage.of(other).kind() == Kind.REPLACED_DELETE_FIRST)
            .toList();
    Limits limits = new Limits(change, along);
    String name = change.address() + (along.isEmpty() ? "" : " and what is on it");
    String nameZh = change.address() + (along.isEmpty() ? "" : " 及其上对象");
    switch (outage.kind()) {
      case GONE -> text.add("What it carries is down for good.", "其承载的流量将永久中断。");
      case REPLACED_DELETE_FIRST ->
          text.add(
              "What it carries is down from the deletion until the new "
                  + name
                  + (along.isEmpty() ? " is" : " are")
                  + " ready"
                  + limits.within("delete", "create")
                  + ".",
              "从删除起到新的 " + nameZh + " 就绪为止流量中断" + limits.withinZh("delete", "create") + "。");
      case REPLACED_CREATE_FIRST ->
          text.add(
              "The new one is ready before the old one goes; traffic is interrupted when it moves"
                  + " over.",
              "旧对象在新对象就绪之后才删除，切换时流量短暂中断。");
      case INTERRUPTED ->
          text.add(
              "It is down until the change is done" + limits.within("update") + ".",
              "变更完成之前流量中断" + limits.withinZh("update") + "。");
      case RENEGOTIATED, NONE -> {}
    }
  }

  private static void avoidable(Change change, Outage outage, RiskRule rule, DocText text) {
    if (outage.kind() == Kind.REPLACED_DELETE_FIRST && rule != RiskRule.ROUTE_DOWN) {
      text.add(
          "The order makes this avoidable: with create_before_destroy in the lifecycle of "
              + change.address().resource().withoutKeys()
              + " the new one is there first, where the cloud allows two at once.",
          "可通过调整顺序避免：在 "
              + change.address().resource().withoutKeys()
              + " 的 lifecycle 中设置 create_before_destroy（云允许两者并存时）。");
    }
  }

  /// Another tunnel that joins the same networks, before and after, and that no change hits.
  private Optional<Piece> standIn(Piece tunnel) {
    Set<String> stay =
        after.pieces(Role.Kind.TUNNEL).stream()
            .map(piece -> piece.address().toString())
            .collect(Collectors.toSet());
    return before.pieces(Role.Kind.TUNNEL).stream()
        .filter(other -> !other.address().equals(tunnel.address()))
        .filter(other -> !down.contains(other.address()))
        .filter(other -> stay.contains(other.address().toString()))
        .filter(other -> before.joinsTheSame(tunnel, other))
        .findFirst();
  }

  // What is negotiated, moved or let go

  private void renegotiated(Change change, Outage outage) {
    Role role = change.schema().role();
    String because = String.join(", ", outage.attributes());
    if (role == null || role.kind() != Role.Kind.TUNNEL) {
      return;
    }
    add(
        RiskRule.RENEGOTIATION,
        Level.LOW,
        new DocText()
            .add(
                "The new "
                    + because
                    + " of "
                    + change.address()
                    + " takes effect when its security"
                    + " association is negotiated anew, at its end at the latest. Traffic may stop"
                    + " for a moment then.",
                change.address() + " 的 " + because + " 将在安全联盟重新协商（最迟到期）时生效，届时流量可能短暂中断。"),
        List.of(change.address()));
    boolean paired =
        after.pieces(Role.Kind.TUNNEL).stream()
            .filter(piece -> piece.address().equals(change.address()))
            .anyMatch(links::isPaired);
    if (!paired) {
      add(
          RiskRule.OTHER_END,
          Level.MEDIUM,
          new DocText()
              .add(
                  "The other end of "
                      + change.address()
                      + " is not managed here. Unless its "
                      + because
                      + " is changed alike, the next negotiation fails and the tunnel"
                      + " stays down. Agree on the time with whoever looks after it.",
                  change.address()
                      + " 的对端不在此配置中。若对端的 "
                      + because
                      + " 未作相应修改，下次协商将失败，隧道会持续中断。请与对端约定变更时间。"),
          List.of(change.address()));
    }
  }

  private void newAddress(Change change, Outage outage) {
    Piece piece = pieces.get(change.address());
    if (piece == null || piece.kind() != Role.Kind.GATEWAY || !outage.isReplacement()) {
      return;
    }
    List<String> known = piece.addresses();
    String which = known.isEmpty() ? "" : " (now " + String.join(", ", known) + ")";
    String whichZh = known.isEmpty() ? "" : "（当前为 " + String.join("、", known) + "）";
    add(
        RiskRule.NEW_ADDRESS,
        before.tunnels(piece).isEmpty() ? Level.LOW : Level.MEDIUM,
        new DocText()
            .add(
                "The new "
                    + change.address()
                    + " may get other public addresses"
                    + which
                    + ". Whatever has the old ones written down, such as devices at the other"
                    + " ends and their firewalls, has to be changed.",
                "新的 " + change.address() + " 的公网地址可能变化" + whichZh + "。对端设备、防火墙等写有旧地址之处都须修改。"),
        List.of(change.address()));
  }

  private void forgotten(Change change) {
    add(
        RiskRule.FORGOTTEN,
        Level.LOW,
        new DocText()
            .add(
                change.address()
                    + " stays as it is, carries what it carries, is paid for, and is"
                    + " not looked after any more.",
                change.address() + " 保持原样并继续计费，但不再受管理。"),
        List.of(change.address()));
  }

  // Reporting

  private static String names(List<Piece> all) {
    return Names.listed(all.stream().map(piece -> piece.address().toString()).toList());
  }

  private void add(RiskRule rule, Level level, DocText text, List<InstanceAddress> addresses) {
    List<SourceRange> places = new ArrayList<>();
    for (InstanceAddress address : addresses) {
      Change change = changes.get(address);
      if (change != null && change.declaration() != null) {
        places.add(change.declaration());
      }
    }
    Doc detail = text.doc();
    found.add(
        new Finding(
            rule.word(),
            Finding.Kind.RISK,
            level,
            rule.summary(),
            detail,
            addresses,
            places.stream().distinct().toList()));
  }
}

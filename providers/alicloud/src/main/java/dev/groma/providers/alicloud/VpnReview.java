package dev.groma.providers.alicloud;

import dev.groma.providers.driver.spec.Cidr;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.PlanReviewer.Planned;
import dev.groma.providers.spi.PlanReviewer.Remark;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the guide's notes say about several objects at once. Only what is known is compared: an id
/// that a new gateway will get is not, unless there is only one gateway that can be meant.
final class VpnReview {
  private static final Duration NEAR = Duration.ofDays(30);

  /// What still needs an object, by the kind of the object: kind and attribute that names it.
  private record Need(String parent, String child, String attribute) {}

  private static final List<Need> NEEDS =
      List.of(
          new Need("vpn_gateway", "vpn_connection", "vpn_gateway_id"),
          new Need("vpn_gateway", "ssl_vpn_server", "vpn_gateway_id"),
          new Need("vpn_customer_gateway", "vpn_connection", "customer_gateway_id"),
          new Need("vpn_connection", "vpn_route_entry", "next_hop"),
          new Need("vpn_connection", "vpn_pbr_route_entry", "next_hop"),
          new Need("ssl_vpn_server", "ssl_vpn_client_cert", "ssl_vpn_server_id"));

  private final Map<String, List<Planned>> byKind = new HashMap<>();
  private final Instant now;
  private final List<Remark> remarks = new ArrayList<>();

  VpnReview(List<Planned> objects, Instant now) {
    this.now = now;
    for (Planned object : objects) {
      byKind.computeIfAbsent(kind(object), _ -> new ArrayList<>()).add(object);
    }
  }

  /// The type without the prefix of the provider.
  private static String kind(Planned object) {
    return object.type().substring(object.type().indexOf('_') + 1);
  }

  /// Everything that is to be said.
  List<Remark> remarks() {
    routes("vpn_route_entry");
    routes("vpn_pbr_route_entry");
    pools();
    NEEDS.forEach(this::needed);
    of("vpn_gateway").forEach(this::prepaid);
    of("ssl_vpn_client_cert").forEach(this::expiry);
    return remarks;
  }

  private List<Planned> of(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  private Stream<Planned> staying(String kind) {
    return of(kind).stream().filter(object -> !object.planned().isNull());
  }

  /// The gateway that an object is on: its id, or that of the only gateway of the plan where the id
  /// is not known yet.
  private Optional<String> gateway(Planned object) {
    Value id = Facts.at(object.planned(), "vpn_gateway_id");
    if (id instanceof Value.Str known) {
      return Optional.of(known.text());
    }
    List<Planned> gateways = staying("vpn_gateway").toList();
    if (id.isKnown() || gateways.size() != 1) {
      return Optional.empty();
    }
    Value only = Facts.at(gateways.getFirst().planned(), "id");
    return Optional.of(only instanceof Value.Str known ? known.text() : "");
  }

  // Routes

  private record Destination(String gateway, Cidr block) {}

  /// Guide, 6.5.1 and 6.5.6: of the routes to one destination only one may have the weight 100.
  private void routes(String kind) {
    Map<Destination, Planned> first = new HashMap<>();
    staying(kind)
        .filter(route -> Facts.at(route.planned(), "weight").equals(Value.of(100)))
        .forEach(route ->
            destination(route)
                .ifPresent(destination -> {
                  Planned other = first.putIfAbsent(destination, route);
                  if (other != null) {
                    error(
                        route,
                        "two-preferred-routes",
                        "weight",
                        "%s and %s lead to the same destination, and both have the weight 100; the cloud takes that of one only. Give one of them the weight 0: it stands by then."
                            .formatted(other.address(), route.address()));
                  }
                }));
  }

  private Optional<Destination> destination(Planned route) {
    return Facts.at(route.planned(), "route_dest") instanceof Value.Str block
        ? Cidr.parse(block.text())
            .flatMap(cidr -> gateway(route).map(gateway -> new Destination(gateway, cidr)))
        : Optional.empty();
  }

  // Pools of addresses

  /// Addresses of clients that are also those of something else on the gateway lead nowhere.
  private void pools() {
    List<Planned> servers = staying("ssl_vpn_server").toList();
    for (Planned server : servers) {
      List<Cidr> pool = cidrs(server, "client_ip_pool");
      servers.stream()
          .filter(other -> other.address().compareTo(server.address()) < 0)
          .filter(other -> onSameGateway(server, other))
          .filter(other -> overlap(pool, cidrs(other, "client_ip_pool")))
          .forEach(other -> overlapping(server, other, "client_ip_pool"));
      for (String side : List.of("local_subnet", "remote_subnet")) {
        staying("vpn_connection")
            .filter(connection -> onSameGateway(server, connection))
            .filter(connection -> overlap(pool, cidrs(connection, side)))
            .forEach(connection -> overlapping(server, connection, side));
      }
    }
  }

  private boolean onSameGateway(Planned one, Planned other) {
    Optional<String> gateway = gateway(one);
    return gateway.isPresent() && gateway.equals(gateway(other));
  }

  private static List<Cidr> cidrs(Planned object, String attribute) {
    Value value = Facts.at(object.planned(), attribute);
    Stream<Value> parts =
        value instanceof Value.SetOf set ? set.elements().stream() : Stream.of(value);
    return parts
        .filter(Value.Str.class::isInstance)
        .flatMap(part -> Cidr.parse(((Value.Str) part).text()).stream())
        .toList();
  }

  private static boolean overlap(List<Cidr> some, List<Cidr> others) {
    return some.stream().anyMatch(one -> others.stream().anyMatch(one::overlaps));
  }

  private void overlapping(Planned server, Planned other, String attribute) {
    remarks.add(
        new Remark(
            server,
            Diagnostic.warning(
                    code(server, "pool-overlap"),
                    "Look out",
                    "client_ip_pool of %s overlaps %s of %s on the same gateway, so answers to clients may go astray. Give clients a CIDR block of their own."
                        .formatted(server.address(), attribute, other.address()))
                .at(Path.of("client_ip_pool"))));
  }

  // Releases

  /// Guide, 6.3.5: a gateway that still has connections cannot be deleted; the same holds of
  /// whatever else is still in use.
  private void needed(Need need) {
    of(need.parent()).stream()
        .filter(Planned::released)
        .forEach(parent -> {
          Value id = Facts.at(parent.prior(), "id");
          staying(need.child())
              .filter(child -> id.isKnown() && !id.isNull())
              .filter(child -> Facts.at(child.planned(), need.attribute()).equals(id))
              .forEach(child ->
                  error(
                      parent,
                      "still-in-use",
                      null,
                      "%s is to be deleted, but %s stays and is on it; the cloud refuses that. Delete %s too, or have its %s refer to another one."
                          .formatted(
                              parent.address(),
                              child.address(),
                              child.address(),
                              need.attribute())));
        });
  }

  /// Guide, 6.3.5: `ForbiddenRelease`.
  private void prepaid(Planned gateway) {
    boolean prepaid =
        Facts.at(gateway.prior(), "charge_type") instanceof Value.Str type
            && type.text().equalsIgnoreCase("Prepay");
    time(gateway.prior(), "end_time")
        .filter(end -> gateway.released() && prepaid && now.isBefore(end))
        .ifPresent(end ->
            error(
                gateway,
                "prepaid-release",
                null,
                "%s is paid until %s, and the cloud does not release it before. Keep it in the configuration, or take it out of the state with \"groma state rm\" and delete it then."
                    .formatted(gateway.address(), date(end))));
  }

  private void expiry(Planned certificate) {
    if (certificate.prior().isNull() || certificate.released()) {
      return;
    }
    time(certificate.prior(), "end_time")
        .filter(end -> now.plus(NEAR).isAfter(end))
        .ifPresent(end ->
            remarks.add(
                new Remark(
                    certificate,
                    Diagnostic.warning(
                        code(certificate, "expiry"),
                        "A certificate expires",
                        "The certificate of %s %s on %s; its client cannot connect afterwards. Make a new one with -replace=%s and give it to the client."
                            .formatted(
                                certificate.address(),
                                now.isBefore(end) ? "expires" : "expired",
                                date(end),
                                certificate.address())))));
  }

  private static Optional<Instant> time(Value object, String attribute) {
    return Facts.at(object, attribute) instanceof Num n
        ? Optional.of(Instant.ofEpochMilli(n.toBigDecimal().longValue()))
        : Optional.empty();
  }

  private static String date(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String code(Planned object, String name) {
    return object.type() + "." + name;
  }

  private void error(Planned object, String name, @Nullable String at, String detail) {
    Diagnostic told =
        Diagnostic.error(code(object, name), "The configuration cannot be carried out", detail);
    remarks.add(new Remark(object, at == null ? told : told.at(Path.of(at))));
  }
}

package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The operations on the routes of a gateway (guide, 6.5): destination routes (`dbr`) and policy
/// routes (`pbr`), which have a source too.
///
/// A route has no id: gateway, next hop, destination, source and weight name it. A weight that is
/// not the route's own names no route.
///
/// @param list what the answer calls the list
/// @param entry what it calls an entry
/// @param sourced whether these routes have a source
record Routes(String list, String entry, boolean sourced) {
  static final Routes DESTINATION = new Routes("VpnRouteEntries", "VpnRouteEntry", false);
  static final Routes POLICY = new Routes("VpnPbrRouteEntries", "VpnPbrRouteEntry", true);
  private static final int HIGH = 100;

  JsonObject create(AliCall call) {
    Parameters parameters = call.parameters();
    parameters.require("NextHop");
    String destination = range(parameters, "RouteDest");
    Optional<String> source =
        sourced ? Optional.of(range(parameters, "RouteSource")) : Optional.empty();
    parameters.require("PublishVpc");
    boolean published = parameters.flag("PublishVpc").orElse(false);
    int weight = parameters.requireChoice("Weight", 0, HIGH);
    Optional<String> description = parameters.find("Description");
    String mode = overlay(parameters);
    Thing gateway = VpnGateways.requirePaid(call, parameters.require(VpnGateways.ID));
    Thing hop = call.require(Kind.VPN_CONNECTION, "NextHop");
    refuseIf(
        !hop.text("vpnGatewayId").equals(gateway.id()),
        AliErrors.invalid("NextHop", "It must be a connection of the gateway."));
    Thing made =
        call.made(Kind.ROUTE_ENTRY)
            .with("description", description)
            .with("vpnGatewayId", gateway.id())
            .with("nextHop", hop.id())
            .with("destination", destination)
            .with("source", source)
            .with("weight", weight)
            .with("published", published)
            .with("overlayMode", mode);
    List<Thing> others = on(call, gateway);
    refuseIf(
        others.stream().anyMatch(other -> sameButWeight(other, made)),
        // The guide lists no code for it.
        AliErrors.bad("InvalidRouteEntry.AlreadyExists", "The route entry already exists."));
    checkHigh(made, others, weight);
    call.checkQuota(Kind.ROUTE_ENTRY, others.size());
    VpnGateways.occupied(call, gateway);
    call.put(made);
    return view(made).with("Description", description).with("OverlayMode", mode);
  }

  private static boolean sameButWeight(Thing one, Thing other) {
    return one.text("nextHop").equals(other.text("nextHop"))
        && one.text("destination").equals(other.text("destination"))
        && one.find("source").equals(other.find("source"));
  }

  /// Of the routes of one kind to one destination, one may have the weight 100. The guide says so
  /// of policy routes without regard to their sources.
  private static void checkHigh(Thing route, List<Thing> all, int weight) {
    refuseIf(
        weight == HIGH
            && all.stream()
                .filter(other -> !other.id().equals(route.id()))
                .filter(other -> other.text("destination").equals(route.text("destination")))
                .anyMatch(other -> other.number("weight") == HIGH),
        AliErrors.invalid(
            "Weight", "Another route to the same destination has the weight 100 already."));
  }

  private List<Thing> on(AliCall call, Thing gateway) {
    return call.all(Kind.ROUTE_ENTRY).stream()
        .filter(route -> route.text("vpnGatewayId").equals(gateway.id()))
        .filter(route -> route.find("source").isPresent() == sourced)
        .toList();
  }

  private static String range(Parameters parameters, String name) {
    parameters.require(name);
    return parameters.subnet(name).map(Subnet::text).orElseThrow();
  }

  private static String overlay(Parameters parameters) {
    return parameters.choice("OverlayMode", "Ipsec").orElse("Ipsec");
  }

  JsonObject describe(AliCall call) {
    Thing gateway = VpnGateways.require(call);
    return call.page(list, entry, on(call, gateway), Routes::view);
  }

  private static JsonObject view(Thing route) {
    return JsonObject.EMPTY
        .with("VpnInstanceId", route.text("vpnGatewayId"))
        .with("RouteSource", route.find("source"))
        .with("RouteDest", route.text("destination"))
        .with("NextHop", route.text("nextHop"))
        .with("Weight", route.number("weight"))
        .with("State", route.flag("published") ? "published" : "normal")
        .with("CreateTime", route.created());
  }

  JsonObject weigh(AliCall call) {
    int weight = call.parameters().requireChoice("NewWeight", 0, HIGH);
    overlay(call.parameters());
    Predicate<Thing> named = named(call.parameters(), sourced);
    Thing gateway = VpnGateways.requirePaid(call, call.parameters().require(VpnGateways.ID));
    List<Thing> all = on(call, gateway);
    Thing route = weighed(call, all, named);
    checkHigh(route, all, weight);
    VpnGateways.occupied(call, gateway);
    call.put(route.with("weight", weight));
    return JsonObject.EMPTY;
  }

  JsonObject delete(AliCall call) {
    overlay(call.parameters());
    Predicate<Thing> named = named(call.parameters(), sourced);
    Thing gateway = VpnGateways.requirePaid(call, call.parameters().require(VpnGateways.ID));
    Thing route = weighed(call, on(call, gateway), named);
    VpnGateways.occupied(call, gateway);
    call.remove(route);
    return JsonObject.EMPTY;
  }

  /// The route that is named, with the weight that the call says it has.
  private static Thing weighed(AliCall call, List<Thing> all, Predicate<Thing> named) {
    int weight = call.parameters().requireChoice("Weight", 0, HIGH);
    return all.stream()
        .filter(named.and(route -> route.number("weight") == weight))
        .findFirst()
        .orElseThrow(() -> AliCall.missing(Kind.ROUTE_ENTRY));
  }

  private static Predicate<Thing> named(Parameters parameters, boolean sourced) {
    String hop = parameters.require("NextHop");
    String destination = range(parameters, "RouteDest");
    Optional<String> source =
        sourced ? Optional.of(range(parameters, "RouteSource")) : Optional.empty();
    return route ->
        route.text("nextHop").equals(hop)
            && route.text("destination").equals(destination)
            && (source.isEmpty() || route.find("source").equals(source));
  }

  /// Publishes routes or takes them back. The guide lists no `RouteSource` here, which leaves
  /// policy routes of several sources apart only by it: the vendor's clients send it, and without
  /// it all of them are meant.
  static JsonObject publish(AliCall call) {
    Parameters parameters = call.parameters();
    parameters.require("RouteType");
    String type = parameters.choice("RouteType", "pbr", "dbr").orElseThrow();
    parameters.require("PublishVpc");
    boolean published = parameters.flag("PublishVpc").orElse(false);
    Routes kind = type.equals("pbr") ? POLICY : DESTINATION;
    boolean narrowed = kind.sourced && parameters.find("RouteSource").isPresent();
    Predicate<Thing> named = named(parameters, narrowed);
    Thing gateway = VpnGateways.requirePaid(call, parameters.require(VpnGateways.ID));
    List<Thing> routes = kind.on(call, gateway).stream().filter(named).toList();
    refuseIf(routes.isEmpty(), AliCall.missing(Kind.ROUTE_ENTRY));
    VpnGateways.occupied(call, gateway);
    routes.forEach(route -> call.put(route.with("published", published)));
    return JsonObject.EMPTY;
  }
}

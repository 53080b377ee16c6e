package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Vpc;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// The PeerConn operations: the documented rules first, then the effect.
///
/// Each takes a call and returns the body of the answer, or throws `Refused` with nothing changed.
/// The order of the rules decides which error a request with several faults gets: form, then
/// existence, then who may, then the state of things.
final class PeerConns {
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private PeerConns() {}

  // ---- create ----

  static JsonObject create(BaiduCall call) {
    var connections = new Connections(call);
    JsonObject body = call.body();
    int bandwidth = Parameters.bandwidth(body, "bandwidthInMbps");
    String localVpc = Parameters.vpcId(body, "localVpcId");
    String peerVpc = Parameters.vpcId(body, "peerVpcId");
    String localRegion = localRegion(call, localVpc);
    String peerRegion = Parameters.required("peerRegion", body.text("peerRegion"));
    Parameters.Payment payment = Parameters.payment(body);
    Parameters.refuseIf(
        !BaiduCloud.REGIONS.contains(peerRegion),
        BceErrors.badRequest("peerRegion \"%s\" is no region.".formatted(peerRegion)));
    Parameters.refuseIf(
        localVpc.equals(peerVpc),
        BceErrors.badRequest("The local VPC and the peer VPC must not be the same."));
    Parameters.refuseIf(
        payment.prepaid() && localRegion.equals(peerRegion),
        BceErrors.badRequest("A peer connection within one region supports Postpaid only."));
    Vpc local = vpc(call, localVpc, localRegion, call.caller());
    Vpc peer = vpc(call, peerVpc, peerRegion, body.text("peerAccountId").orElse(call.caller()));
    Parameters.refuseIf(
        local.relay() && peer.relay(),
        BceErrors.operationDenied("Two relay VPCs cannot be connected."));
    Parameters.refuseIf(
        !connections.existing(other -> PeerConn.joins(other, localVpc, peerVpc)).isEmpty(),
        BceErrors.operationDenied("There is a peer connection between the two VPCs already."));
    PeerConn made = made(call, bandwidth, payment, local, peer, call.caller());
    connections.put(made);
    return JsonObject.EMPTY.with("peerConnId", made.id());
  }

  private static PeerConn made(
      BaiduCall call,
      int bandwidth,
      Parameters.Payment payment,
      Vpc local,
      Vpc peer,
      String caller) {
    JsonObject body = call.body();
    Instant now = call.call().now();
    return new PeerConn(
        unusedId(call),
        Status.CREATING,
        now,
        bandwidth,
        payment.prepaid(),
        now,
        payment.prepaid() ? Optional.of(monthsAfter(now, payment.months())) : Optional.empty(),
        body.flag("deleteProtect").orElse(false),
        body.text("resourceGroupId").orElse(""),
        Parameters.tags(body),
        side(call, caller, local, body.text("localIfName"), body.text("description").orElse("")),
        side(call, body.text("peerAccountId").orElse(caller), peer, body.text("peerIfName"), ""));
  }

  private static Side side(
      BaiduCall call, String account, Vpc vpc, Optional<String> name, String description) {
    var ids = call.call().ids();
    return new Side(
        account,
        vpc.region(),
        vpc.id(),
        "qpif-" + ids.word(12),
        name.filter(given -> !given.isEmpty()).orElseGet(() -> "int-" + ids.word(8)),
        description,
        DnsStatus.CLOSE,
        call.call().now());
  }

  private static String unusedId(BaiduCall call) {
    String id = "peerconn-" + call.call().ids().word(12);
    while (call.call().world().find(PeerConn.KIND, id).isPresent()) {
      id = "peerconn-" + call.call().ids().word(12);
    }
    return id;
  }

  // ---- read ----

  private record Entry(PeerConn connection, Role role) {
    JsonObject view() {
      return PeerConns.view(connection, role);
    }
  }

  /// The entries of a page. A connection within one region of one account has an entry for each
  /// role.
  static JsonObject list(BaiduCall call) {
    var connections = new Connections(call);
    int size = Parameters.pageSize(call);
    Optional<String> vpcId = call.query("vpcId").filter(id -> !id.isEmpty());
    Optional<String> marker = call.query("marker").filter(text -> !text.isEmpty());
    var entries = new TreeMap<String, Entry>();
    for (PeerConn connection : connections.existing(_ -> true)) {
      for (Role role : Role.values()) {
        boolean shown =
            vpcId.isPresent()
                ? connection.side(role).vpcId().equals(vpcId.get())
                : connections.inRegion(connection, role);
        if (shown && connections.owns(connection, role)) {
          String key = role == Role.INITIATOR ? connection.id() : connection.id() + ".acceptor";
          entries.put(key, new Entry(connection, role));
        }
      }
    }
    var rest = new ArrayList<>(entries.tailMap(marker.orElse("")).entrySet());
    boolean truncated = rest.size() > size;
    JsonObject page =
        JsonObject.EMPTY
            .with("marker", marker.orElse(""))
            .with("isTruncated", truncated)
            .with("maxKeys", size)
            .with("peerConns", rest.stream().limit(size).map(e -> e.getValue().view()).toList());
    return truncated ? page.with("nextMarker", rest.get(size).getKey()) : page;
  }

  static JsonObject detail(BaiduCall call) {
    var connections = new Connections(call);
    PeerConn connection = connections.require();
    Role role = connections.role(connection);
    return view(connection, role);
  }

  private static JsonObject view(PeerConn connection, Role role) {
    Side local = connection.side(role);
    Side peer = connection.other(role);
    return JsonObject.EMPTY
        .with("peerConnId", connection.id())
        .with("role", role.wire())
        .with("status", connection.status().wire())
        .with("bandwidthInMbps", connection.bandwidth())
        .with("description", local.description())
        .with("localIfId", local.interfaceId())
        .with("localIfName", local.interfaceName())
        .with("localVpcId", local.vpcId())
        .with("localRegion", local.region())
        .with("peerVpcId", peer.vpcId())
        .with("peerRegion", peer.region())
        .with("peerAccountId", peer.account())
        .with("paymentTiming", connection.prepaid() ? "Prepaid" : "Postpaid")
        .with("dnsStatus", local.dns().wire())
        .with("createdTime", time(connection.created()))
        .with("expiredTime", connection.expires().map(PeerConns::time).orElse(null))
        .with("tags", connection.tags())
        .with("deleteProtect", connection.deleteProtect())
        .with("resourceGroupId", connection.resourceGroup());
  }

  // ---- change ----

  /// Changes the name of an interface and its remark; what the body leaves out stays as it is.
  static JsonObject update(BaiduCall call) {
    var connections = new Connections(call);
    String interfaceId = Parameters.required("localIfId", call.body().text("localIfId"));
    PeerConn connection = connections.requireSettled();
    Role role =
        connections.ownRoles(connection).stream()
            .filter(own -> connection.side(own).interfaceId().equals(interfaceId))
            .findFirst()
            .orElseThrow(() ->
                BceErrors.noSuchObject(
                    "The interface \"%s\" does not exist.".formatted(interfaceId)));
    Side side = connection.side(role);
    return connections.put(
        connection.with(
            role,
            side.described(
                call.body().text("localIfName").orElse(side.interfaceName()),
                call.body().text("description").orElse(side.description()))));
  }

  static JsonObject accept(BaiduCall call) {
    var connections = new Connections(call);
    PeerConn connection = connections.requireConsulting();
    return connections.put(connection.enter(Status.STARTING, call.call().now()));
  }

  static JsonObject reject(BaiduCall call) {
    var connections = new Connections(call);
    PeerConn connection = connections.requireConsulting();
    return connections.put(connection.enter(Status.CONSULT_FAILED, call.call().now()));
  }

  static JsonObject resize(BaiduCall call) {
    var connections = new Connections(call);
    int bandwidth = Parameters.bandwidth(call.body(), "newBandwidthInMbps");
    PeerConn connection = connections.requireInitiators();
    Connections.requireStatus(connection, EnumSet.of(Status.ACTIVE));
    Parameters.refuseIf(
        connection.prepaid() && bandwidth < connection.bandwidth(),
        BceErrors.operationDenied(
            "The bandwidth of a Prepaid peer connection can only be raised."));
    return connections.put(
        connection.withBandwidth(bandwidth).enter(Status.UPDATING, call.call().now()));
  }

  static JsonObject renew(BaiduCall call) {
    var connections = new Connections(call);
    JsonObject billing = Parameters.required("billing", call.body().object("billing"));
    int months = Parameters.months(billing);
    PeerConn connection = connections.requireInitiators();
    Instant end =
        connection
            .expires()
            .orElseThrow(
                () -> BceErrors.operationDenied("A Postpaid peer connection cannot be renewed."));
    Connections.requireStatus(connection, EnumSet.of(Status.ACTIVE, Status.EXPIRED));
    Instant now = call.call().now();
    PeerConn renewed = connection.withExpires(monthsAfter(end.isBefore(now) ? now : end, months));
    return connections.put(
        connection.status() == Status.EXPIRED ? renewed.enter(Status.ACTIVE, now) : renewed);
  }

  static JsonObject openDns(BaiduCall call) {
    return dns(call, DnsStatus.OPEN, DnsStatus.SYNCING);
  }

  static JsonObject closeDns(BaiduCall call) {
    return dns(call, DnsStatus.CLOSE, DnsStatus.CLOSING);
  }

  private static JsonObject dns(BaiduCall call, DnsStatus goal, DnsStatus way) {
    var connections = new Connections(call);
    PeerConn connection = connections.require();
    Role role = connections.role(connection);
    Side side = connection.side(role);
    Connections.requireStatus(connection, EnumSet.of(Status.ACTIVE));
    Parameters.refuseIf(
        side.dns() == DnsStatus.SYNCING || side.dns() == DnsStatus.CLOSING,
        BceErrors.operationDenied(
            "The DNS synchronisation cannot be changed while it is %s."
                .formatted(side.dns().wire())));
    return side.dns() == goal
        ? JsonObject.EMPTY
        : connections.put(connection.with(role, side.enter(way, call.call().now())));
  }

  static JsonObject protect(BaiduCall call) {
    var connections = new Connections(call);
    boolean on = Parameters.required("deleteProtect", call.body().flag("deleteProtect"));
    return connections.put(connections.requireSettled().withDeleteProtect(on));
  }

  static JsonObject release(BaiduCall call) {
    var connections = new Connections(call);
    PeerConn connection = connections.requireInitiators();
    Connections.refuseBusy(connection);
    Parameters.refuseIf(
        connection.deleteProtect(),
        BceErrors.operationDenied("The peer connection is protected against release."));
    Parameters.refuseIf(
        connection.prepaid() && connection.status() == Status.ACTIVE,
        BceErrors.operationDenied(
            "A Prepaid peer connection cannot be released before it expires."));
    return connections.put(connection.enter(Status.DELETING, call.call().now()));
  }

  /// Gives a prepaid connection back before its time.
  static JsonObject refund(BaiduCall call) {
    var connections = new Connections(call);
    PeerConn connection = connections.requireInitiators();
    Connections.refuseBusy(connection);
    Parameters.refuseIf(
        connection.deleteProtect(),
        BceErrors.operationDenied("The peer connection is protected against release."));
    Parameters.refuseIf(
        !connection.prepaid(),
        BceErrors.operationDenied("A Postpaid peer connection is released, not refunded."));
    return connections.put(connection.enter(Status.DELETING, call.call().now()));
  }

  // ---- small things ----

  private static String localRegion(BaiduCall call, String vpcId) {
    return call.call()
        .region()
        .or(() -> call.call().inventory().regionOf(vpcId))
        .orElseGet(() -> BaiduCloud.REGIONS.getFirst());
  }

  private static Vpc vpc(BaiduCall call, String id, String region, String account) {
    return call.call()
        .inventory()
        .vpc(id, region, account)
        .orElseThrow(() ->
            BceErrors.noSuchObject(
                "The VPC \"%s\" does not exist in region %s of account %s."
                    .formatted(id, region, account)));
  }

  private static Instant monthsAfter(Instant start, int months) {
    return start.atOffset(ZONE).plusMonths(months).toInstant();
  }

  private static String time(Instant instant) {
    return TIME.format(instant.atOffset(ZONE));
  }
}

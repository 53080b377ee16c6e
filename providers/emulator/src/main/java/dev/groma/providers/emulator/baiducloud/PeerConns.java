package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.cloud.Vpc;
import dev.groma.providers.emulator.cloud.World;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The PeerConn operations: the documented rules first, then the effect.
///
/// Each takes a call and returns the body of the answer, or throws [Refused] with nothing changed.
/// The order of the rules decides which error a request with several faults gets: form, then
/// existence, then who may, then the state of things.
final class PeerConns {
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int LARGEST_BANDWIDTH = 10_000;
  private static final int LARGEST_PAGE = 1000;
  private static final Pattern VPC_ID =
      Pattern.compile("vpc-[0-9A-Za-z_-]{1,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Set<Integer> MONTHS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36);

  /// States in which something is under way and nothing else may begin.
  private static final Set<Status> BUSY =
      EnumSet.of(
          Status.CREATING, Status.STARTING, Status.STOPPING, Status.UPDATING, Status.DELETING);

  private PeerConns() {}

  // ---- create ----

  static JsonObject create(BaiduCall call) {
    JsonObject body = call.body();
    int bandwidth = bandwidth(body, "bandwidthInMbps");
    String localVpc = vpcId(body, "localVpcId");
    String peerVpc = vpcId(body, "peerVpcId");
    String localRegion = localRegion(call, localVpc);
    String peerRegion = required("peerRegion", body.text("peerRegion"));
    Payment payment = payment(body);
    refuseIf(
        !BaiduCloud.REGIONS.contains(peerRegion),
        BceErrors.badRequest("peerRegion \"%s\" is no region.".formatted(peerRegion)));
    refuseIf(
        localVpc.equals(peerVpc),
        BceErrors.badRequest("The local VPC and the peer VPC must not be the same."));
    refuseIf(
        payment.prepaid() && localRegion.equals(peerRegion),
        BceErrors.badRequest("A peer connection within one region supports Postpaid only."));
    Vpc local = vpc(call, localVpc, localRegion, call.caller());
    Vpc peer = vpc(call, peerVpc, peerRegion, body.text("peerAccountId").orElse(call.caller()));
    refuseIf(
        local.relay() && peer.relay(),
        BceErrors.operationDenied("Two relay VPCs cannot be connected."));
    refuseIf(
        !existing(call, other -> PeerConn.joins(other, localVpc, peerVpc)).isEmpty(),
        BceErrors.operationDenied("There is a peer connection between the two VPCs already."));
    PeerConn made = made(call, bandwidth, payment, local, peer, call.caller());
    put(call, made);
    return JsonObject.EMPTY.with("peerConnId", made.id());
  }

  private static PeerConn made(
      BaiduCall call, int bandwidth, Payment payment, Vpc local, Vpc peer, String caller) {
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
        tags(body),
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
    int size = pageSize(call);
    Optional<String> vpcId = call.query("vpcId").filter(id -> !id.isEmpty());
    Optional<String> marker = call.query("marker").filter(text -> !text.isEmpty());
    var entries = new TreeMap<String, Entry>();
    for (PeerConn connection : existing(call, _ -> true)) {
      for (Role role : Role.values()) {
        boolean shown =
            vpcId.isPresent()
                ? connection.side(role).vpcId().equals(vpcId.get())
                : inRegion(call, connection, role);
        if (shown && owns(call, connection, role)) {
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
    PeerConn connection = require(call);
    Role role = role(call, connection);
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
    String interfaceId = required("localIfId", call.body().text("localIfId"));
    PeerConn connection = requireSettled(call);
    Role role =
        ownRoles(call, connection).stream()
            .filter(own -> connection.side(own).interfaceId().equals(interfaceId))
            .findFirst()
            .orElseThrow(() ->
                BceErrors.noSuchObject(
                    "The interface \"%s\" does not exist.".formatted(interfaceId)));
    Side side = connection.side(role);
    return put(
        call,
        connection.with(
            role,
            side.described(
                call.body().text("localIfName").orElse(side.interfaceName()),
                call.body().text("description").orElse(side.description()))));
  }

  static JsonObject accept(BaiduCall call) {
    PeerConn connection = requireConsulting(call);
    return put(call, connection.enter(Status.STARTING, call.call().now()));
  }

  static JsonObject reject(BaiduCall call) {
    PeerConn connection = requireConsulting(call);
    return put(call, connection.enter(Status.CONSULT_FAILED, call.call().now()));
  }

  static JsonObject resize(BaiduCall call) {
    int bandwidth = bandwidth(call.body(), "newBandwidthInMbps");
    PeerConn connection = requireInitiators(call);
    requireStatus(connection, EnumSet.of(Status.ACTIVE));
    refuseIf(
        connection.prepaid() && bandwidth < connection.bandwidth(),
        BceErrors.operationDenied(
            "The bandwidth of a Prepaid peer connection can only be raised."));
    return put(call, connection.withBandwidth(bandwidth).enter(Status.UPDATING, call.call().now()));
  }

  static JsonObject renew(BaiduCall call) {
    JsonObject billing = required("billing", call.body().object("billing"));
    int months = months(billing);
    PeerConn connection = requireInitiators(call);
    Instant end =
        connection
            .expires()
            .orElseThrow(
                () -> BceErrors.operationDenied("A Postpaid peer connection cannot be renewed."));
    requireStatus(connection, EnumSet.of(Status.ACTIVE, Status.EXPIRED));
    Instant now = call.call().now();
    PeerConn renewed = connection.withExpires(monthsAfter(end.isBefore(now) ? now : end, months));
    return put(
        call, connection.status() == Status.EXPIRED ? renewed.enter(Status.ACTIVE, now) : renewed);
  }

  static JsonObject openDns(BaiduCall call) {
    return dns(call, DnsStatus.OPEN, DnsStatus.SYNCING);
  }

  static JsonObject closeDns(BaiduCall call) {
    return dns(call, DnsStatus.CLOSE, DnsStatus.CLOSING);
  }

  private static JsonObject dns(BaiduCall call, DnsStatus goal, DnsStatus way) {
    PeerConn connection = require(call);
    Role role = role(call, connection);
    Side side = connection.side(role);
    requireStatus(connection, EnumSet.of(Status.ACTIVE));
    refuseIf(
        side.dns() == DnsStatus.SYNCING || side.dns() == DnsStatus.CLOSING,
        BceErrors.operationDenied(
            "The DNS synchronisation cannot be changed while it is %s."
                .formatted(side.dns().wire())));
    return side.dns() == goal
        ? JsonObject.EMPTY
        : put(call, connection.with(role, side.enter(way, call.call().now())));
  }

  static JsonObject protect(BaiduCall call) {
    boolean on = required("deleteProtect", call.body().flag("deleteProtect"));
    return put(call, requireSettled(call).withDeleteProtect(on));
  }

  static JsonObject release(BaiduCall call) {
    PeerConn connection = requireInitiators(call);
    refuseIf(BUSY.contains(connection.status()), busy(connection));
    refuseIf(
        connection.deleteProtect(),
        BceErrors.operationDenied("The peer connection is protected against release."));
    refuseIf(
        connection.prepaid() && connection.status() == Status.ACTIVE,
        BceErrors.operationDenied(
            "A Prepaid peer connection cannot be released before it expires."));
    return put(call, connection.enter(Status.DELETING, call.call().now()));
  }

  // ---- what exists, and who may ----

  /// The connections that exist now, of those whose documents are wanted; what has meanwhile been
  /// deleted is swept out.
  private static List<PeerConn> existing(BaiduCall call, Predicate<JsonObject> wanted) {
    World world = call.call().world();
    List<PeerConn> found =
        world.all(PeerConn.KIND).values().stream()
            .filter(wanted)
            .map(document -> now(call, document))
            .toList();
    found.stream()
        .filter(connection -> connection.status() == Status.DELETED)
        .forEach(deleted -> world.remove(PeerConn.KIND, deleted.id()));
    return found.stream().filter(connection -> connection.status() != Status.DELETED).toList();
  }

  private static PeerConn now(BaiduCall call, JsonObject document) {
    return PeerConn.of(document).at(call.call().now(), call.call().latency());
  }

  private static PeerConn require(BaiduCall call) {
    return call.call()
        .world()
        .find(PeerConn.KIND, call.id())
        .map(document -> now(call, document))
        .filter(connection -> connection.status() != Status.DELETED)
        .filter(connection -> !ownRoles(call, connection).isEmpty())
        .orElseThrow(() ->
            BceErrors.noSuchObject(
                "The peer connection \"%s\" does not exist.".formatted(call.id())));
  }

  private static PeerConn requireSettled(BaiduCall call) {
    PeerConn connection = require(call);
    refuseIf(BUSY.contains(connection.status()), busy(connection));
    return connection;
  }

  private static PeerConn requireInitiators(BaiduCall call) {
    PeerConn connection = require(call);
    refuseIf(
        !owns(call, connection, Role.INITIATOR),
        BceErrors.operationDenied("Only the initiator of a peer connection may do this."));
    return connection;
  }

  private static PeerConn requireConsulting(BaiduCall call) {
    PeerConn connection = require(call);
    refuseIf(
        !owns(call, connection, Role.ACCEPTOR),
        BceErrors.operationDenied("Only the acceptor of a peer connection may do this."));
    requireStatus(connection, EnumSet.of(Status.CONSULTING));
    return connection;
  }

  private static void requireStatus(PeerConn connection, Set<Status> allowed) {
    refuseIf(
        !allowed.contains(connection.status()),
        BceErrors.operationDenied(
            "This cannot be done while the peer connection is %s."
                .formatted(connection.status().wire())));
  }

  private static Refused busy(PeerConn connection) {
    return BceErrors.operationDenied(
        "The peer connection is %s; wait until that is done."
            .formatted(connection.status().wire()));
  }

  private static boolean owns(BaiduCall call, PeerConn connection, Role role) {
    return connection.side(role).account().equals(call.caller());
  }

  private static List<Role> ownRoles(BaiduCall call, PeerConn connection) {
    return List.of(Role.values()).stream().filter(role -> owns(call, connection, role)).toList();
  }

  /// Whether a side lies in the region that is addressed; where none is, in that of the first side
  /// the caller owns.
  private static boolean inRegion(BaiduCall call, PeerConn connection, Role role) {
    List<Role> own = ownRoles(call, connection);
    return !own.isEmpty()
        && connection
            .side(role)
            .region()
            .equals(call.call().region().orElse(connection.side(own.getFirst()).region()));
  }

  /// The role that is asked for, in the query or the body; without one, the caller's side in the
  /// addressed region.
  private static Role role(BaiduCall call, PeerConn connection) {
    Optional<String> asked =
        call.query("role").or(() -> call.body().text("role")).filter(text -> !text.isEmpty());
    if (asked.isEmpty()) {
      List<Role> own = ownRoles(call, connection);
      return own.stream()
          .filter(role -> inRegion(call, connection, role))
          .findFirst()
          .orElse(own.getFirst());
    }
    Role role =
        Role.find(asked.get())
            .orElseThrow(() -> BceErrors.badRequest("role must be initiator or acceptor."));
    refuseIf(
        !owns(call, connection, role),
        BceErrors.noSuchObject(
            "The %s of peer connection \"%s\" belongs to another account."
                .formatted(role.wire(), connection.id())));
    return role;
  }

  private static JsonObject put(BaiduCall call, PeerConn connection) {
    call.call().world().put(PeerConn.KIND, connection.id(), connection.toJson());
    return JsonObject.EMPTY;
  }

  // ---- parameters ----

  private record Payment(boolean prepaid, int months) {}

  private static Payment payment(JsonObject body) {
    JsonObject billing = required("billing", body.object("billing"));
    String timing = required("billing.paymentTiming", billing.text("paymentTiming"));
    return switch (timing) {
      case "Prepaid" -> new Payment(true, months(billing));
      case "Postpaid" -> new Payment(false, 0);
      default -> throw BceErrors.badRequest("paymentTiming must be Prepaid or Postpaid.");
    };
  }

  private static int months(JsonObject billing) {
    JsonObject reservation = required("billing.reservation", billing.object("reservation"));
    int length =
        required("billing.reservation.reservationLength", reservation.integer("reservationLength"));
    refuseIf(
        !MONTHS.contains(length),
        BceErrors.badRequest("reservationLength must be one of 1 to 9, 12, 24, 36."));
    refuseIf(
        !reservation.text("reservationTimeUnit").orElse("month").equalsIgnoreCase("month"),
        BceErrors.badRequest("reservationTimeUnit must be month."));
    return length;
  }

  private static int bandwidth(JsonObject body, String name) {
    int bandwidth = required(name, body.integer(name));
    refuseIf(
        bandwidth < 1 || bandwidth > LARGEST_BANDWIDTH,
        BceErrors.badRequest("%s must be 1 to %d.".formatted(name, LARGEST_BANDWIDTH)));
    return bandwidth;
  }

  private static String vpcId(JsonObject body, String name) {
    String id = required(name, body.text(name));
    refuseIf(
        !VPC_ID.matcher(id).matches(),
        BceErrors.badRequest("%s \"%s\" is not the id of a VPC.".formatted(name, id)));
    return id;
  }

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

  private static List<JsonObject> tags(JsonObject body) {
    List<JsonObject> tags = body.objects("tags");
    tags.forEach(tag -> required("tagKey", tag.text("tagKey")));
    return tags;
  }

  private static int pageSize(BaiduCall call) {
    String text = call.query("maxKeys").filter(given -> !given.isEmpty()).orElse("1000");
    int size = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    refuseIf(
        size < 1 || size > LARGEST_PAGE,
        BceErrors.badRequest("maxKeys must be 1 to %d.".formatted(LARGEST_PAGE)));
    return size;
  }

  private static <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> BceErrors.badRequest("%s is missing.".formatted(name)));
  }

  private static void refuseIf(boolean wrong, Refused refusal) {
    if (wrong) {
      throw refusal;
    }
  }

  private static Instant monthsAfter(Instant start, int months) {
    return start.atOffset(ZONE).plusMonths(months).toInstant();
  }

  private static String time(Instant instant) {
    return TIME.format(instant.atOffset(ZONE));
  }
}

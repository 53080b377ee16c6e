package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A peering connection between two VPCs.
///
/// Time alone moves it on, and always the same way: what it is at a moment follows from the state
/// it was put in, when, and the latency ([#at]). So nothing runs in the background, and a stored
/// object is never out of date.
///
/// @param since when `status` was entered
/// @param prepaid paid in advance until `expires`, otherwise by use
/// @param expires when a prepaid connection ends; empty for one paid by use
/// @param tags as given: `tagKey`, `tagValue`
record PeerConn(
    String id,
    Status status,
    Instant since,
    int bandwidth,
    boolean prepaid,
    Instant created,
    Optional<Instant> expires,
    boolean deleteProtect,
    String resourceGroup,
    List<JsonObject> tags,
    Side initiator,
    Side acceptor) {
  static final String KIND = "peerconn";

  /// How long an invitation to another account stands.
  private static final Duration INVITATION = Duration.ofDays(7);

  static PeerConn of(JsonObject document) {
    return new PeerConn(
        Documents.text(document, "id"),
        Documents.parsed(document, "status", Status::of),
        Documents.parsed(document, "since", Instant::parse),
        Documents.present("bandwidthInMbps", document.integer("bandwidthInMbps")),
        Documents.present("prepaid", document.flag("prepaid")),
        Documents.parsed(document, "created", Instant::parse),
        document.parsed("expires", Instant::parse),
        Documents.present("deleteProtect", document.flag("deleteProtect")),
        Documents.text(document, "resourceGroupId"),
        document.objects("tags"),
        Side.of(Documents.present("initiator", document.object("initiator"))),
        Side.of(Documents.present("acceptor", document.object("acceptor"))));
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("status", status.wire())
        .with("since", since.toString())
        .with("bandwidthInMbps", bandwidth)
        .with("prepaid", prepaid)
        .with("created", created.toString())
        .with("expires", expires.map(Instant::toString))
        .with("deleteProtect", deleteProtect)
        .with("resourceGroupId", resourceGroup)
        .with("tags", tags)
        .with("initiator", initiator.toJson())
        .with("acceptor", acceptor.toJson());
  }

  /// What this connection is at that time, if nobody touches it until then.
  PeerConn at(Instant now, Duration latency) {
    PeerConn settled = this;
    Optional<Step> step = settled.next(latency);
    while (step.isPresent() && !now.isBefore(step.get().when())) {
      settled = settled.enter(step.get().status(), step.get().when());
      step = settled.next(latency);
    }
    return settled
        .with(Role.INITIATOR, initiator.at(now, latency))
        .with(Role.ACCEPTOR, acceptor.at(now, latency));
  }

  private record Step(Status status, Instant when) {}

  private Optional<Step> next(Duration latency) {
    Instant soon = since.plus(latency);
    return switch (status) {
      case CREATING ->
          Optional.of(new Step(crossAccount() ? Status.CONSULTING : Status.ACTIVE, soon));
      case STARTING, UPDATING -> Optional.of(new Step(Status.ACTIVE, soon));
      case DELETING -> Optional.of(new Step(Status.DELETED, soon));
      case CONSULTING -> Optional.of(new Step(Status.CONSULT_FAILED, since.plus(INVITATION)));
      case ACTIVE -> expires.map(end -> new Step(Status.EXPIRED, end));
      case CONSULT_FAILED, DOWN, STOPPING, DELETED, EXPIRED, ERROR -> Optional.empty();
    };
  }

  boolean crossAccount() {
    return !initiator.account().equals(acceptor.account());
  }

  Side side(Role role) {
    return switch (role) {
      case INITIATOR -> initiator;
      case ACCEPTOR -> acceptor;
    };
  }

  Side other(Role role) {
    return switch (role) {
      case INITIATOR -> acceptor;
      case ACCEPTOR -> initiator;
    };
  }

  /// Whether a stored connection joins the two VPCs, told without reading all of it.
  static boolean joins(JsonObject document, String vpc, String otherVpc) {
    Optional<String> from = document.object("initiator").flatMap(side -> side.text("vpcId"));
    Optional<String> to = document.object("acceptor").flatMap(side -> side.text("vpcId"));
    return (from.equals(Optional.of(vpc)) && to.equals(Optional.of(otherVpc)))
        || (from.equals(Optional.of(otherVpc)) && to.equals(Optional.of(vpc)));
  }

  PeerConn enter(Status next, Instant when) {
    return new PeerConn(
        id,
        next,
        when,
        bandwidth,
        prepaid,
        created,
        expires,
        deleteProtect,
        resourceGroup,
        tags,
        initiator,
        acceptor);
  }

  PeerConn with(Role role, Side side) {
    return new PeerConn(
        id,
        status,
        since,
        bandwidth,
        prepaid,
        created,
        expires,
        deleteProtect,
        resourceGroup,
        tags,
        role == Role.INITIATOR ? side : initiator,
        role == Role.ACCEPTOR ? side : acceptor);
  }

  PeerConn withBandwidth(int mbps) {
    return new PeerConn(
        id,
        status,
        since,
        mbps,
        prepaid,
        created,
        expires,
        deleteProtect,
        resourceGroup,
        tags,
        initiator,
        acceptor);
  }

  PeerConn withDeleteProtect(boolean on) {
    return new PeerConn(
        id,
        status,
        since,
        bandwidth,
        prepaid,
        created,
        expires,
        on,
        resourceGroup,
        tags,
        initiator,
        acceptor);
  }

  PeerConn withExpires(Instant end) {
    return new PeerConn(
        id,
        status,
        since,
        bandwidth,
        prepaid,
        created,
        Optional.of(end),
        deleteProtect,
        resourceGroup,
        tags,
        initiator,
        acceptor);
  }
}

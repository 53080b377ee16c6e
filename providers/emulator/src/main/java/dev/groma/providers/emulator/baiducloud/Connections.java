package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.World;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The connections as one call finds them: which exist now, which the caller may see, and what he
/// may do with them.
record Connections(BaiduCall call) {
  /// States in which something is under way and nothing else may begin.
  private static final Set<Status> BUSY =
      EnumSet.of(
          Status.CREATING, Status.STARTING, Status.STOPPING, Status.UPDATING, Status.DELETING);

  /// The connections that exist now, of those whose documents are wanted; what has meanwhile been
  /// deleted is swept out.
  List<PeerConn> existing(Predicate<JsonObject> wanted) {
    World world = call.call().world();
    List<PeerConn> found =
        world.all(PeerConn.KIND).values().stream()
            .filter(wanted)
            .map(document -> now(document))
            .toList();
    found.stream()
        .filter(connection -> connection.status() == Status.DELETED)
        .forEach(deleted -> world.remove(PeerConn.KIND, deleted.id()));
    return found.stream().filter(connection -> connection.status() != Status.DELETED).toList();
  }

  private PeerConn now(JsonObject document) {
    return PeerConn.of(document).at(call.call().now(), call.call().latency());
  }

  PeerConn require() {
    return call.call()
        .world()
        .find(PeerConn.KIND, call.id())
        .map(document -> now(document))
        .filter(connection -> connection.status() != Status.DELETED)
        .filter(connection -> !ownRoles(connection).isEmpty())
        .orElseThrow(() ->
            BceErrors.noSuchObject(
                "The peer connection \"%s\" does not exist.".formatted(call.id())));
  }

  PeerConn requireSettled() {
    PeerConn connection = require();
    refuseBusy(connection);
    return connection;
  }

  PeerConn requireInitiators() {
    PeerConn connection = require();
    Parameters.refuseIf(
        !owns(connection, Role.INITIATOR),
        BceErrors.operationDenied("Only the initiator of a peer connection may do this."));
    return connection;
  }

  PeerConn requireConsulting() {
    PeerConn connection = require();
    Parameters.refuseIf(
        !owns(connection, Role.ACCEPTOR),
        BceErrors.operationDenied("Only the acceptor of a peer connection may do this."));
    requireStatus(connection, EnumSet.of(Status.CONSULTING));
    return connection;
  }

  static void requireStatus(PeerConn connection, Set<Status> allowed) {
    Parameters.refuseIf(
        !allowed.contains(connection.status()),
        BceErrors.operationDenied(
            "This cannot be done while the peer connection is %s."
                .formatted(connection.status().wire())));
  }

  static void refuseBusy(PeerConn connection) {
    Parameters.refuseIf(
        BUSY.contains(connection.status()),
        BceErrors.operationDenied(
            "The peer connection is %s; wait until that is done."
                .formatted(connection.status().wire())));
  }

  boolean owns(PeerConn connection, Role role) {
    return connection.side(role).account().equals(call.caller());
  }

  List<Role> ownRoles(PeerConn connection) {
    return List.of(Role.values()).stream().filter(role -> owns(connection, role)).toList();
  }

  /// Whether a side lies in the region that is addressed; where none is, in that of the first side
  /// the caller owns.
  boolean inRegion(PeerConn connection, Role role) {
    List<Role> own = ownRoles(connection);
    return !own.isEmpty()
        && connection
            .side(role)
            .region()
            .equals(call.call().region().orElse(connection.side(own.getFirst()).region()));
  }

  /// The role that is asked for, in the query or the body; without one, the caller's side in the
  /// addressed region.
  Role role(PeerConn connection) {
    Optional<String> asked =
        call.query("role").or(() -> call.body().text("role")).filter(text -> !text.isEmpty());
    if (asked.isEmpty()) {
      List<Role> own = ownRoles(connection);
      return own.stream()
          .filter(role -> inRegion(connection, role))
          .findFirst()
          .orElse(own.getFirst());
    }
    Role role =
        Role.find(asked.get())
            .orElseThrow(() -> BceErrors.badRequest("role must be initiator or acceptor."));
    Parameters.refuseIf(
        !owns(connection, role),
        BceErrors.noSuchObject(
            "The %s of peer connection \"%s\" belongs to another account."
                .formatted(role.wire(), connection.id())));
    return role;
  }

  JsonObject put(PeerConn connection) {
    call.call().world().put(PeerConn.KIND, connection.id(), connection.toJson());
    return JsonObject.EMPTY;
  }
}

package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;
import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Set;

/// The operations on connection monitors (4.1.4): one for a connection, between the addresses of
/// its ends.
final class Monitors {
  private static final String BODY = "connection_monitor";
  private static final String CONNECTION = "vpn_connection_id";

  private Monitors() {}

  static JsonObject create(HuaweiCall call) {
    Fields fields = call.body(BODY, Set.of(CONNECTION));
    Resource connection = Connections.requireMade(call, fields.text(CONNECTION));
    Store store = call.store();
    invalidIf(
        store.where(Kind.MONITOR, CONNECTION, connection.id()).findAny().isPresent(),
        "vpn connection %s has connection monitor".formatted(connection.id()));
    Resource made =
        store.create(
            Kind.MONITOR,
            Progress.towards(Progress.PENDING_CREATE, Progress.ACTIVE, call.now()),
            List.of(),
            JsonObject.EMPTY.with(CONNECTION, connection.id()));
    return JsonObject.EMPTY.with(BODY, view(call, made));
  }

  static JsonObject show(HuaweiCall call) {
    return JsonObject.EMPTY.with(BODY, listed(call, require(call)));
  }

  static JsonObject list(HuaweiCall call) {
    List<String> projects = call.queries("enterprise_project_id");
    return JsonObject.EMPTY.with(
        "connection_monitors",
        call.store().all(Kind.MONITOR).stream()
            .filter(one -> call.query(CONNECTION).map(id -> one.is(CONNECTION, id)).orElse(true))
            .filter(one ->
                projects.isEmpty()
                    || projects.contains(
                        Connections.enterpriseProject(call, connection(call, one))))
            .map(one -> listed(call, one))
            .toList());
  }

  static JsonObject delete(HuaweiCall call) {
    Resource monitor = require(call);
    refuseIf(
        monitor.progress().pending(),
        HuaweiErrors.notReady(Kind.MONITOR.type(), monitor.id(), monitor.progress().spoken()));
    call.store().delete(Kind.MONITOR, monitor);
    return JsonObject.EMPTY;
  }

  private static Resource require(HuaweiCall call) {
    return call.store().require(Kind.MONITOR, "connection_monitor_id");
  }

  /// The connection that is monitored, which may be on its way out.
  private static Resource connection(HuaweiCall call, Resource monitor) {
    return call.store()
        .find(Kind.CONNECTION, monitor.text(CONNECTION))
        .orElseThrow(HuaweiErrors::notFound);
  }

  private static JsonObject listed(HuaweiCall call, Resource monitor) {
    return view(call, monitor).with("status", monitor.progress().status());
  }

  private static JsonObject view(HuaweiCall call, Resource monitor) {
    Resource connection = connection(call, monitor);
    return JsonObject.EMPTY
        .with("id", monitor.id())
        .with(CONNECTION, monitor.text(CONNECTION))
        .with("type", "gateway")
        .with("source_ip", Connections.localAddress(call, connection))
        .with("destination_ip", Connections.peerAddress(call, connection))
        .with("proto_type", "icmp");
  }
}

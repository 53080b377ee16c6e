package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Elastic addresses as far as gateways use them, and the two operations of the EIP service without
/// which 4.1.1.4 cannot be followed ("the old EIP must be unbound first"): show and disassociate.
///
/// An address that existed before its gateway did is deleted with it all the same, unless it is
/// unbound in time: that is what the cloud does, to the surprise of many.
final class Eips {
  static final Set<String> FIELDS =
      Set.of("id", "type", "bandwidth_size", "bandwidth_name", "charge_mode");

  /// The largest bandwidth of a new address in Mbit/s, by the flavor of its gateway (table 4-4).
  static final Map<String, Integer> LARGEST =
      Map.of("Professional1", 300, "Professional2", 1000, "GM", 500);

  private static final String GATEWAY = "vgw_id";
  private static final String LISTED = "listed";
  private static final String RELEASED = "RELEASED";

  private Eips() {}

  /// An address that a gateway is to have; checked, but nothing done.
  ///
  /// @param existing one that is there; otherwise a new one with these settings is meant
  record Wish(Optional<Resource> existing, JsonObject settings) {
    boolean same(Wish other) {
      return existing.isPresent()
          && existing.map(Resource::id).equals(other.existing().map(Resource::id));
    }
  }

  static Wish wish(HuaweiCall call, Fields gateway, String slot, String flavor) {
    Fields fields = gateway.require(slot, FIELDS);
    String name = "bandwidth_name";
    if (fields.has("id")) {
      for (String other : List.of("type", "bandwidth_size", name, "charge_mode")) {
        fields.forbidIf(true, other, "id of %s is given".formatted(slot));
      }
      return existing(call, fields.text("id"));
    }
    // A shared bandwidth, with which these two would not be needed, cannot be named by this API.
    for (String needed : List.of("type", "bandwidth_size")) {
      fields.requireIf(true, needed, "%s is a new EIP".formatted(slot));
    }
    int most = Optional.ofNullable(LARGEST.get(flavor)).orElseThrow();
    return new Wish(
        Optional.empty(),
        settings(
            fields.text("type", 1, 36).orElseThrow(),
            address(call.call().ids().hex(32)),
            // Not in table 4-4, but in the answers and known to the vendor's clients.
            fields.choice("charge_mode", List.of("bandwidth", "traffic")).orElse("bandwidth"),
            fields.integer("bandwidth_size", 1, most).orElseThrow(),
            fields.name(name, 1, 64).orElseGet(() -> call.madeUpName("vpngw-bandwidth-"))));
  }

  /// An address that is there and not in use.
  static Wish existing(HuaweiCall call, String id) {
    Fields.checkUuid("the id of an EIP", id);
    Resource eip =
        call.store()
            .find(Kind.EIP, id)
            .or(() -> unused(call, id))
            .filter(one -> !one.progress().status().equals(RELEASED))
            .orElseThrow(() -> HuaweiErrors.invalid("the EIP %s does not exist".formatted(id)));
    invalidIf(eip.find(GATEWAY).isPresent(), "the EIP %s is bound to an instance".formatted(id));
    return new Wish(Optional.of(eip), eip.settings());
  }

  /// An address that nobody used yet: any, or one that the seed file lists.
  private static Optional<Resource> unused(HuaweiCall call, String id) {
    return call.call()
        .inventory()
        .entries(call.project().region(), "eips")
        .map(
            eips -> eips.stream().filter(eip -> eip.text("id").equals(Optional.of(id))).findFirst())
        .orElse(Optional.of(JsonObject.EMPTY))
        .map(eip -> {
          String time = Resource.shown(call.now());
          return new Resource(
              id,
              call.path("project_id"),
              Progress.lasting("DOWN", call.now()),
              time,
              time,
              List.of(),
              settings(
                      eip.text("type").orElse("5_bgp"),
                      eip.text("address").orElseGet(() -> address(id)),
                      eip.text("charge_mode").orElse("bandwidth"),
                      eip.integer("bandwidth_size").orElse(300),
                      eip.text("bandwidth_name").orElse("bandwidth-" + id.substring(0, 4)))
                  .with(LISTED, !eip.names().isEmpty()),
              Optional.empty());
        });
  }

  private static JsonObject settings(
      String type, String address, String chargeMode, int size, String name) {
    return JsonObject.EMPTY
        .with("type", type)
        .with("ip_address", address)
        .with("charge_mode", chargeMode)
        .with("bandwidth_size", size)
        .with("bandwidth_name", name);
  }

  /// Some address of the networks that are reserved for benchmarks (RFC 2544), always the same one
  /// for an id.
  private static String address(String id) {
    int host = Integer.parseInt(Sha256.hash(id).substring(0, 4), 16);
    return Ipv4.text(Ipv4.number("198.18.0.0") + host);
  }

  /// Binds an address to a gateway and returns its id.
  static String bind(HuaweiCall call, Wish wish, Resource gateway) {
    JsonObject settings = wish.settings().with(GATEWAY, gateway.id());
    Progress active = Progress.lasting(Progress.ACTIVE, call.now());
    Store store = call.store();
    if (wish.existing().isEmpty()) {
      return store.create(Kind.EIP, active, List.of(), settings).id();
    }
    Resource eip = wish.existing().get();
    store.put(Kind.EIP, eip.entered(active).changed(settings, call.now()));
    return eip.id();
  }

  /// Begins to delete the addresses of a gateway. One that the seed file lists is remembered, so
  /// that it does not exist again.
  static void deleteOf(HuaweiCall call, Resource gateway) {
    Store store = call.store();
    store
        .where(Kind.EIP, GATEWAY, gateway.id())
        .forEach(eip ->
            store.put(
                Kind.EIP,
                eip.settings().flag(LISTED).orElse(false)
                    ? eip.entered(Progress.towards(Progress.PENDING_DELETE, RELEASED, call.now()))
                    : eip.entered(Progress.deleting(call.now()))));
  }

  /// An address as gateways show it.
  ///
  /// Tables 4-15, 4-24, 4-37 and 4-47 say that `id` is "0" in the default enterprise project; the
  /// samples there show the real one, which everything else needs. Without an order there is no
  /// billing information.
  static JsonObject view(Resource eip) {
    return JsonObject.EMPTY
        .with("id", eip.id())
        .with("ip_version", 4)
        .with("type", eip.text("type"))
        .with("ip_address", eip.text("ip_address"))
        .with("charge_mode", eip.text("charge_mode"))
        .with("bandwidth_size", eip.settings().integer("bandwidth_size"))
        .with("bandwidth_name", eip.text("bandwidth_name"));
  }

  // ---- the EIP service ----

  static JsonObject show(HuaweiCall call) {
    return JsonObject.EMPTY.with("publicip", own(require(call)));
  }

  private static Resource require(HuaweiCall call) {
    String id = call.path("publicip_id");
    return call.store()
        .find(Kind.EIP, id)
        .or(() -> unused(call, id))
        .filter(one -> !one.progress().status().equals(RELEASED))
        .orElseThrow(HuaweiErrors::notFound);
  }

  /// Unbinds an address from its gateway, which must be at rest; it stays, and the gateway's place
  /// for it is empty.
  static JsonObject disassociate(HuaweiCall call) {
    Resource eip = require(call);
    Store store = call.store();
    Resource gateway =
        eip.find(GATEWAY)
            .flatMap(id -> store.find(Kind.GATEWAY, id))
            .orElseThrow(() -> HuaweiErrors.invalid("the EIP is not bound to an instance"));
    store.requireSettled(Kind.GATEWAY, gateway, "update");
    invalidIf(
        store.where(Kind.CONNECTION, "vgw_ip", eip.id()).findAny().isPresent(),
        "the EIP %s has connection".formatted(eip.id()));
    JsonObject settings = gateway.settings();
    for (String slot : Gateways.SLOTS) {
      if (gateway.is(slot, eip.id())) {
        settings = without(settings, slot);
      }
    }
    store.put(Kind.GATEWAY, gateway.changed(settings, call.now()));
    Resource free =
        eip.entered(Progress.lasting("DOWN", call.now()))
            .changed(without(eip.settings(), GATEWAY), call.now());
    store.put(Kind.EIP, free);
    return JsonObject.EMPTY.with("publicip", own(free));
  }

  private static JsonObject without(JsonObject settings, String name) {
    return settings.merge(JsonObject.EMPTY.with(name, (Object) null));
  }

  private static JsonObject own(Resource eip) {
    return JsonObject.EMPTY
        .with("id", eip.id())
        .with("project_id", eip.project())
        .with("ip_version", 4)
        .with("public_ip_address", eip.text("ip_address"))
        .with("status", eip.progress().status())
        .with("type", "EIP")
        .with("publicip_pool_name", eip.text("type"))
        .with("associate_instance_type", eip.find(GATEWAY).map(_ -> "VPN"))
        .with("associate_instance_id", eip.find(GATEWAY))
        .with("created_at", eip.created())
        .with("updated_at", eip.updated())
        .with(
            "bandwidth",
            JsonObject.EMPTY
                .with("name", eip.text("bandwidth_name"))
                .with("size", eip.settings().integer("bandwidth_size"))
                .with("charge_mode", eip.text("charge_mode")));
  }
}

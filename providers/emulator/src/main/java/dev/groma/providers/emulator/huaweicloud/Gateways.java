package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;
import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The operations on VPN gateways (4.1.1.1 to 4.1.1.7).
final class Gateways {
  private static final String BODY = "vpn_gateway";
  private static final int MOST_SUBNETS = 50;
  private static final long LARGEST_ASN = 4_294_967_295L;
  private static final List<String> FLAVORS = List.of("Professional1", "Professional2", "GM");

  /// The names of a gateway's places for EIPs.
  static final List<String> SLOTS = List.of("eip1", "eip2");

  private static final Set<String> CREATE =
      Set.of(
          "name",
          "network_type",
          "attachment_type",
          "vpc_id",
          // In the samples of 4.1.1.3 and the constraints of vpc_id, but not in table 4-3.
          "er_id",
          "local_subnets",
          "connect_subnet",
          "bgp_asn",
          "flavor",
          "availability_zone_ids",
          "enterprise_project_id",
          "eip1",
          "eip2",
          "access_vpc_id",
          "access_subnet_id",
          "ha_mode",
          "access_private_ip_1",
          "access_private_ip_2",
          "tags");

  private Gateways() {}

  // ---- create ----

  static JsonObject create(HuaweiCall call) {
    Fields fields = call.body(BODY, CREATE);
    String network = fields.choice("network_type", List.of("public", "private")).orElse("public");
    String attachment = fields.choice("attachment_type", List.of("vpc", "er")).orElse("vpc");
    String flavor = fields.choice("flavor", FLAVORS).orElse("Professional1");
    JsonObject settings =
        JsonObject.EMPTY
            .with("name", fields.name("name", 1, 64).orElseGet(() -> call.madeUpName("vpngw-")))
            .with("network_type", network)
            .with("attachment_type", attachment)
            .with("flavor", flavor)
            .with("bgp_asn", fields.number("bgp_asn", 1, LARGEST_ASN).orElse(64_512L))
            .with(
                "ha_mode",
                fields
                    .choice("ha_mode", List.of("active-active", "active-standby"))
                    .orElse("active-active"))
            .with("enterprise_project_id", call.enterpriseProject(fields))
            .merge(attached(call, fields, attachment))
            .merge(zones(call, fields, flavor, attachment));
    List<JsonObject> tags = fields.tags("tags", true);
    boolean open = network.equals("public");
    for (String name : List.of("access_private_ip_1", "access_private_ip_2")) {
      fields.forbidIf(open, name, "network_type is public");
    }
    for (String name : SLOTS) {
      fields.forbidIf(!open, name, "network_type is private");
    }
    List<Eips.Wish> eips =
        open
            ? SLOTS.stream().map(slot -> Eips.wish(call, fields, slot, flavor)).toList()
            : List.of();
    invalidIf(open && eips.getFirst().same(eips.getLast()), "eip1 and eip2 must be different EIPs");
    if (!open) {
      settings = settings.merge(PrivateAddresses.of(call, fields, settings));
    }
    Store store = call.store();
    store.requireRoom(Kind.GATEWAY, "vpn_gateway");
    Resource made =
        store.create(
            Kind.GATEWAY,
            Progress.towards(Progress.PENDING_CREATE, Progress.ACTIVE, call.now()),
            tags,
            settings);
    for (int i = 0; i < eips.size(); i++) {
      settings = settings.with(SLOTS.get(i), Eips.bind(call, eips.get(i), made));
    }
    made = made.changed(settings, call.now());
    store.put(Kind.GATEWAY, made);
    return JsonObject.EMPTY.with(BODY, created(call, Usage.of(call), made));
  }

  /// The networks that a gateway serves and stands in.
  private static JsonObject attached(HuaweiCall call, Fields fields, String attachment) {
    Optional<String> vpc = fields.uuid("vpc_id");
    Optional<String> er = fields.uuid("er_id");
    Optional<String> subnet = fields.uuid("connect_subnet");
    boolean toVpc = attachment.equals("vpc");
    for (String name : List.of("vpc_id", "local_subnets", "connect_subnet")) {
      fields.requireIf(toVpc, name, "attachment_type is vpc");
    }
    fields.forbidIf(!toVpc, "local_subnets", "attachment_type is er");
    fields.forbidIf(toVpc, "er_id", "attachment_type is vpc");
    invalidIf(vpc.isEmpty() && er.isEmpty(), "vpc_id and er_id cannot both be empty");
    Optional<String> accessVpc = fields.uuid("access_vpc_id").or(() -> vpc);
    Optional<String> accessSubnet = fields.uuid("access_subnet_id").or(() -> subnet);
    invalidIf(accessVpc.isEmpty(), "access_vpc_id or vpc_id is required");
    invalidIf(accessSubnet.isEmpty(), "access_subnet_id or connect_subnet is required");
    vpc.ifPresent(id -> Networks.requireVpc(call, "vpc_id", id));
    Networks.requireVpc(call, "access_vpc_id", accessVpc.get());
    subnet.ifPresent(id -> Networks.requireSubnet(call, "connect_subnet", id, 0));
    boolean shared = toVpc && accessSubnet.equals(subnet);
    Networks.requireSubnet(call, "access_subnet_id", accessSubnet.get(), shared ? 4 : 2);
    return JsonObject.EMPTY
        .with("vpc_id", toVpc ? vpc : Optional.empty())
        .with("er_id", er)
        .with("local_subnets", subnets(fields))
        .with("connect_subnet", subnet)
        .with("access_vpc_id", accessVpc)
        .with("access_subnet_id", accessSubnet);
  }

  private static Optional<List<String>> subnets(Fields fields) {
    Optional<List<String>> subnets = fields.ranges("local_subnets", MOST_SUBNETS);
    invalidIf(subnets.isPresent() && subnets.get().isEmpty(), "local_subnets must have an entry");
    return subnets;
  }

  private static JsonObject zones(
      HuaweiCall call, Fields fields, String flavor, String attachment) {
    List<String> all =
        call.settings().zones(call.project().region(), flavor.toLowerCase(Locale.ROOT), attachment);
    invalidIf(all.isEmpty(), "no availability zone supports this gateway");
    int needed = Math.min(2, all.size());
    Optional<List<String>> asked = fields.texts("availability_zone_ids", Integer.MAX_VALUE);
    List<String> zones = asked.orElseGet(() -> all.subList(0, needed));
    invalidIf(
        zones.size() != needed || new HashSet<>(zones).size() != needed || !all.containsAll(zones),
        "availability_zone_ids must be %d of %s".formatted(needed, String.join(", ", all)));
    return JsonObject.EMPTY
        .with("availability_zone_ids", zones)
        .with("zones_asked_for", asked.isPresent());
  }

  // ---- read ----

  static JsonObject show(HuaweiCall call) {
    Resource gateway = call.store().require(Kind.GATEWAY, "vgw_id");
    return JsonObject.EMPTY.with(BODY, listed(call, Usage.of(call), gateway));
  }

  /// All gateways, uncut: this list has no pages.
  static JsonObject list(HuaweiCall call) {
    Usage usage = Usage.of(call);
    List<String> projects = call.queries("enterprise_project_id");
    return JsonObject.EMPTY.with(
        "vpn_gateways",
        call.store().all(Kind.GATEWAY).stream()
            .filter(
                one -> projects.isEmpty() || projects.contains(one.text("enterprise_project_id")))
            .map(one -> listed(call, usage, one))
            .toList());
  }

  /// What the answer to a create has (table 4-7): neither state nor what takes time.
  private static JsonObject created(HuaweiCall call, Usage usage, Resource gateway) {
    JsonObject settings = gateway.settings();
    return JsonObject.EMPTY
        .with("id", gateway.id())
        .with("name", gateway.text("name"))
        .with("network_type", gateway.text("network_type"))
        .with("attachment_type", gateway.text("attachment_type"))
        .with("certificate_id", Certificates.of(call.store(), gateway).map(Resource::id))
        .with("vpc_id", gateway.find("vpc_id"))
        .with("er_id", gateway.find("er_id"))
        .with("local_subnets", Optional.ofNullable(settings.members().get("local_subnets")))
        .with("connect_subnet", gateway.find("connect_subnet"))
        .with("bgp_asn", settings.members().get("bgp_asn"))
        .with("flavor", gateway.text("flavor"))
        .with("connection_number", call.settings().connectionsPerGateway())
        .with("used_connection_number", usage.connections(gateway))
        .with("used_connection_group", usage.groups(gateway))
        .with("enterprise_project_id", gateway.text("enterprise_project_id"))
        .with("access_vpc_id", gateway.text("access_vpc_id"))
        .with("access_subnet_id", gateway.text("access_subnet_id"))
        .with("ha_mode", gateway.text("ha_mode"))
        .with("tags", gateway.shownTags());
  }

  /// What the answer to a change has (table 4-36).
  ///
  /// The tables say of EIPs and times that they are there while the gateway is `ACTIVE`; but the
  /// answer to an update, which makes it `PENDING_UPDATE`, has them in the sample. So they are
  /// there as soon as it is made.
  private static JsonObject changed(HuaweiCall call, Usage usage, Resource gateway) {
    boolean made = !gateway.progress().status().equals(Progress.PENDING_CREATE);
    JsonObject settings = gateway.settings();
    JsonObject view = created(call, usage, gateway);
    if (made || settings.flag("zones_asked_for").orElse(false)) {
      view = view.with("availability_zone_ids", settings.texts("availability_zone_ids"));
    }
    if (made) {
      Store store = call.store();
      for (String slot : SLOTS) {
        view =
            view.with(
                slot, gateway.find(slot).flatMap(id -> store.find(Kind.EIP, id)).map(Eips::view));
      }
      view = view.with("created_at", gateway.created()).with("updated_at", gateway.updated());
    }
    return view.with("access_private_ip_1", gateway.find("access_private_ip_1"))
        .with("access_private_ip_2", gateway.find("access_private_ip_2"));
  }

  /// What the answer to a query has (table 4-14). `supported_flavors` is not in the table, but
  /// 4.1.1.5 refers to it there. The samples' `policy_template` belongs to gateways that this API
  /// cannot make.
  private static JsonObject listed(HuaweiCall call, Usage usage, Resource gateway) {
    return changed(call, usage, gateway)
        .with("status", gateway.progress().status())
        .with("supported_flavors", supportedFlavors(gateway));
  }

  private static List<String> supportedFlavors(Resource gateway) {
    return gateway.is("flavor", "GM") ? List.of("GM") : List.of("Professional1", "Professional2");
  }

  // ---- change ----

  static JsonObject update(HuaweiCall call) {
    Fields fields = call.body(BODY, Set.of("name", "local_subnets", "eip_id_1", "eip_id_2"));
    Resource gateway = requireReady(call, "update");
    boolean toVpc = gateway.is("attachment_type", "vpc");
    boolean open = gateway.is("network_type", "public");
    fields.forbidIf(!toVpc, "local_subnets", "attachment_type is er");
    Optional<Eips.Wish> first = newEip(call, fields, gateway, "eip_id_1", "eip1", open);
    Optional<Eips.Wish> second = newEip(call, fields, gateway, "eip_id_2", "eip2", open);
    invalidIf(
        first.isPresent() && second.isPresent() && first.get().same(second.get()),
        "eip_id_1 and eip_id_2 must be different EIPs");
    JsonObject settings =
        gateway
            .settings()
            .with("name", fields.name("name", 1, 64).orElse(gateway.text("name")))
            .with("local_subnets", subnets(fields))
            .with("eip1", first.map(wish -> Eips.bind(call, wish, gateway)))
            .with("eip2", second.map(wish -> Eips.bind(call, wish, gateway)));
    return changed(call, gateway, settings);
  }

  private static Optional<Eips.Wish> newEip(
      HuaweiCall call, Fields fields, Resource gateway, String name, String slot, boolean open) {
    fields.forbidIf(!open, name, "network_type is private");
    return fields
        .uuid(name)
        .map(id -> {
          invalidIf(
              gateway.find(slot).isPresent(),
              "%s of the gateway must be unbound before another one is bound".formatted(slot));
          return Eips.existing(call, id);
        });
  }

  static JsonObject updateSpecification(HuaweiCall call) {
    Fields fields = call.body(BODY, Set.of("flavor"));
    fields.need("flavor");
    Resource gateway = requireReady(call, "update");
    String flavor = fields.choice("flavor", supportedFlavors(gateway)).orElseThrow();
    int most = Optional.ofNullable(Eips.LARGEST.get(flavor)).orElseThrow();
    Store store = call.store();
    for (String slot : SLOTS) {
      int size =
          gateway
              .find(slot)
              .flatMap(id -> store.find(Kind.EIP, id))
              .flatMap(eip -> eip.settings().integer("bandwidth_size"))
              .orElse(0);
      invalidIf(
          size > most, "%s has more bandwidth than %s allows: %d".formatted(slot, flavor, size));
    }
    return changed(call, gateway, gateway.settings().with("flavor", flavor));
  }

  private static JsonObject changed(HuaweiCall call, Resource gateway, JsonObject settings) {
    Resource changed =
        gateway.changed(settings, call.now()).entered(gateway.progress().updating(call.now()));
    call.store().put(Kind.GATEWAY, changed);
    return JsonObject.EMPTY.with(BODY, changed(call, Usage.of(call), changed));
  }

  static JsonObject delete(HuaweiCall call) {
    Store store = call.store();
    Resource gateway = store.require(Kind.GATEWAY, "vgw_id");
    store.requireSettled(Kind.GATEWAY, gateway, "delete");
    invalidIf(
        store.where(Kind.CONNECTION, "vgw_id", gateway.id()).findAny().isPresent(),
        "vpn gateway %s has connection".formatted(gateway.id()));
    store.delete(Kind.GATEWAY, gateway);
    Eips.deleteOf(call, gateway);
    Certificates.of(store, gateway).ifPresent(one -> store.delete(Kind.CERTIFICATE, one));
    return JsonObject.EMPTY;
  }

  /// The gateway of the path, which must be at rest and whole.
  static Resource requireReady(HuaweiCall call, String verb) {
    return requireReady(call, call.store().require(Kind.GATEWAY, "vgw_id"), verb, Kind.GATEWAY);
  }

  /// The gateway, which must be at rest and whole for something to be done to what belongs to it.
  static Resource requireReady(HuaweiCall call, Resource gateway, String verb, Kind what) {
    refuseIf(
        gateway.progress().status().equals(Progress.FREEZED),
        HuaweiErrors.illegal(verb, what.noun()));
    call.store().requireSettled(Kind.GATEWAY, gateway, verb);
    refuseIf(
        !gateway.progress().status().equals(Progress.ACTIVE),
        HuaweiErrors.notReady(Kind.GATEWAY.type(), gateway.id(), gateway.progress().spoken()));
    return gateway;
  }

  // ---- zones ----

  /// The zones by flavor and attachment (4.1.1.7). The sample begins with an entry that lost its
  /// name; table 4-55 has three.
  static JsonObject availabilityZones(HuaweiCall call) {
    JsonObject zones = JsonObject.EMPTY;
    for (String flavor : List.of("professional1", "professional2", "gm")) {
      JsonObject byAttachment = JsonObject.EMPTY;
      for (String attachment : List.of("vpc", "er")) {
        byAttachment =
            byAttachment.with(
                attachment, call.settings().zones(call.project().region(), flavor, attachment));
      }
      zones = zones.with(flavor, byAttachment);
    }
    return JsonObject.EMPTY.with("availability_zones", zones);
  }
}

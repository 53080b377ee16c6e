package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Call;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// A call as Alibaba Cloud's operations read it: what it may see is its account's, in one region
/// and one organisation.
///
/// @param organization the organisation that the call acts in: the header's, else the account's
///   own, which has the account's id (guide, 1.2)
/// @param resourceGroup the resource set that the call is confined to, if any
record AliCall(
    Call call,
    Parameters parameters,
    String region,
    String organization,
    Optional<String> resourceGroup) {
  private static final int LARGEST_PAGE = 50;
  private static final int USUAL_PAGE = 10;

  /// How many of a thing there may be unless the seed file says otherwise; the guide names no
  /// number.
  private static final int USUAL_QUOTA = 1000;

  /// A call that concerns no region.
  static AliCall anywhere(Call call) {
    return new AliCall(call, Parameters.of(call.request()), "", "", Optional.empty());
  }

  /// A call in the region that it must name and the organisation that it may name. The headers are
  /// those of 2.5; other places of the guide spell them `x-acsc-…` (2.3) and `x-acis-…` (7.3.2).
  static AliCall of(Call call) {
    Parameters parameters = Parameters.of(call.request());
    String region = parameters.require("RegionId");
    refuseIf(!AlibabaCloud.REGIONS.contains(region), AliErrors.noSuchRegion());
    Optional<String> environment = header(call, "x-acs-regionid").or(call::region);
    refuseIf(
        !environment.orElse(region).equals(region),
        AliErrors.invalid(
            "RegionId", "Another region is addressed: %s.".formatted(environment.orElse(""))));
    Optional<String> asked = header(call, "x-acs-organizationid");
    Optional<String> group = header(call, "x-acs-resourcegroupid");
    refuseIf(
        group.isPresent() && asked.isEmpty(),
        AliErrors.invalid(
            "x-acs-resourcegroupid", "A resource set goes with its organization only."));
    String own = call.caller().id();
    SortedSet<String> others = call.caller().projects();
    String organization = asked.orElse(own);
    refuseIf(
        !organization.equals(own) && !others.isEmpty() && !others.contains(organization),
        AliErrors.forbidden());
    // It is there for the console's checks of rights: it must be what the call is about.
    Optional<String> instance = header(call, "x-acs-instanceid");
    refuseIf(
        instance.isPresent() && !parameters.all().containsValue(instance.get()),
        AliErrors.forbidden());
    sweep(call);
    return new AliCall(call, parameters, region, organization, group);
  }

  /// Takes away what has been deleted long enough.
  private static void sweep(Call call) {
    List<String> gone =
        call.world().all(Kind.VPN_GATEWAY.table).entrySet().stream()
            .filter(entry -> gone(entry.getValue(), call.now()))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(id -> call.world().remove(Kind.VPN_GATEWAY.table, id));
  }

  private static boolean gone(JsonObject document, Instant now) {
    return document.parsed("goneAt", Instant::parse).filter(at -> !now.isBefore(at)).isPresent();
  }

  private static Optional<String> header(Call call, String name) {
    return call.request().header(name).filter(value -> !value.isEmpty());
  }

  Instant now() {
    return call.now();
  }

  // ---- what there is ----

  /// All things of that kind that the call may see.
  List<Thing> all(Kind kind) {
    return call.world().all(kind.table).values().stream()
        .map(document -> new Thing(kind, document))
        .filter(this::visible)
        .toList();
  }

  Optional<Thing> find(Kind kind, String id) {
    return call.world()
        .find(kind.table, id)
        .map(document -> new Thing(kind, document))
        .filter(this::visible);
  }

  /// The thing whose id the parameter holds.
  Thing require(Kind kind, String parameter) {
    return find(kind, parameters.require(parameter)).orElseThrow(() -> missing(kind));
  }

  static Refused missing(Kind kind) {
    return AliErrors.notFound(kind.missingCode, kind.words);
  }

  private boolean visible(Thing thing) {
    return thing.text("account").equals(call.caller().id())
        && thing.text("organization").equals(organization)
        && thing.text("region").equals(region)
        && resourceGroup.map(thing.text("resourceGroup")::equals).orElse(true);
  }

  /// Everything of a kind in the caller's account and region, in whichever organisation.
  List<Thing> everywhere(Kind kind) {
    return call.world().all(kind.table).values().stream()
        .map(document -> new Thing(kind, document))
        .filter(thing -> thing.text("account").equals(call.caller().id()))
        .filter(thing -> thing.text("region").equals(region))
        .toList();
  }

  // ---- changes ----

  /// A new thing that has no more than what all things have.
  Thing made(Kind kind) {
    String id = unusedId(kind);
    JsonObject document =
        JsonObject.EMPTY
            .with("id", id)
            .with("account", call.caller().id())
            .with("organization", organization)
            .with("resourceGroup", resourceGroup.orElse(""))
            .with("region", region)
            .with("name", parameters.name())
            .with("created", now().toString());
    return new Thing(kind, document);
  }

  private String unusedId(Kind kind) {
    String id = kind.prefix + call.ids().word(21);
    while (call.world().find(kind.table, id).isPresent()) {
      id = kind.prefix + call.ids().word(21);
    }
    return id;
  }

  void put(Thing thing) {
    call.world().put(thing.kind().table, thing.id(), thing.kind().check(thing.document()));
  }

  void remove(Thing thing) {
    call.world().remove(thing.kind().table, thing.id());
  }

  /// Refuses one more when there are already as many as there may be.
  void checkQuota(Kind kind, long existing) {
    refuseIf(
        existing >= call.inventory().quota(kind.table).orElse(USUAL_QUOTA), AliErrors.quotaFull());
  }

  /// Refuses to delete a thing that another one names in that member.
  void refuseUse(Thing thing, Kind user, String member) {
    call.world().all(user.table).values().stream()
        .filter(document -> document.text(member).equals(Optional.of(thing.id())))
        .findFirst()
        .ifPresent(document -> {
          throw AliErrors.needed(document.text("id").orElse(""));
        });
  }

  // ---- lists ----

  /// Whether a thing's member is what a parameter asks for, if it asks.
  Predicate<Thing> asked(String parameter, String member) {
    Optional<String> asked = parameters.find(parameter);
    return thing -> asked.isEmpty() || thing.find(member).equals(asked);
  }

  /// One page of a list, oldest first. Each entry says whose it is (guide, 2.5).
  JsonObject page(String list, String entry, List<Thing> all, Function<Thing, JsonObject> view) {
    Page page = asked();
    List<Thing> sorted =
        all.stream()
            .sorted(Comparator.comparingLong(Thing::created).thenComparing(Thing::id))
            .toList();
    List<JsonObject> shown =
        page.cut(sorted).stream().map(thing -> owner(view.apply(thing), thing)).toList();
    return JsonObject.EMPTY
        .with("PageNumber", page.number())
        .with("PageSize", page.size())
        .with("TotalCount", all.size())
        .with(list, JsonObject.EMPTY.with(entry, shown));
  }

  /// The part of a list that a call asks for.
  record Page(int number, int size) {
    <T> List<T> cut(List<T> all) {
      long first = Math.min((number - 1L) * size, all.size());
      return all.subList((int) first, (int) Math.min(first + size, all.size()));
    }
  }

  Page asked() {
    return new Page(
        parameters.integer("PageNumber", 1, 999_999_999).orElse(1),
        parameters.integer("PageSize", 1, LARGEST_PAGE).orElse(USUAL_PAGE));
  }

  private static JsonObject owner(JsonObject entry, Thing thing) {
    return entry
        .with("Department", thing.text("organization"))
        .with("DepartmentName", thing.text("organization"))
        .with("ResourceGroup", thing.text("resourceGroup"))
        .with("ResourceGroupName", thing.text("resourceGroup"));
  }
}

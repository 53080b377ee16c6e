package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What exists in one cloud without having been made through its API: networks, and what else the
/// cloud's objects refer to.
///
/// An open inventory holds everything that anyone asks for, wherever and whosever it is expected to
/// be. A listed one holds what the seed file lists. Either may have settings of the cloud.
public final class Inventory {
  /// The inventory in which everything exists.
  public static final Inventory OPEN = open(JsonObject.EMPTY);

  private final Optional<SortedMap<String, Vpc>> listed;
  private final JsonObject regions;
  private final JsonObject settings;
  private final SortedMap<String, Integer> quotas;

  private Inventory(
      Optional<SortedMap<String, Vpc>> listed,
      JsonObject regions,
      JsonObject settings,
      SortedMap<String, Integer> quotas) {
    this.listed = listed;
    this.regions = regions;
    this.settings = settings;
    this.quotas = quotas;
  }

  /// The inventory in which everything exists, of a cloud with these settings.
  public static Inventory open(JsonObject settings) {
    return new Inventory(Optional.empty(), JsonObject.EMPTY, settings, new TreeMap<>());
  }

  /// The inventory that holds exactly these networks and, beside them, what the regions list.
  ///
  /// @param regions region → member → entries, as in the seed file
  /// @param settings the cloud's
  public static Inventory listed(Iterable<Vpc> vpcs, JsonObject regions, JsonObject settings) {
    var byId = new TreeMap<String, Vpc>();
    vpcs.forEach(vpc -> byId.put(vpc.id(), vpc));
    return new Inventory(Optional.of(byId), regions, settings, new TreeMap<>());
  }

  /// The same, with of some kinds of things only so many.
  public Inventory with(SortedMap<String, Integer> limits) {
    return new Inventory(listed, regions, settings, new TreeMap<>(limits));
  }

  /// Whether everything exists that anyone asks for.
  public boolean isOpen() {
    return listed.isEmpty();
  }

  /// How many things of that kind there may be where the cloud counts them, if it was said.
  public Optional<Integer> quota(String kind) {
    return Optional.ofNullable(quotas.get(kind));
  }

  /// The cloud's settings from the seed file.
  public JsonObject settings() {
    return settings;
  }

  /// The entries that a region lists under a name of [Cloud#listable()]; empty when the inventory
  /// is open.
  public Optional<List<JsonObject>> entries(String region, String member) {
    return listed.map(
        _ -> regions.object(region).map(one -> one.objects(member)).orElse(List.of()));
  }

  /// The VPC of that id, if it is in that region and belongs to that account.
  public Optional<Vpc> vpc(String id, String region, String account) {
    if (listed.isEmpty()) {
      return Optional.of(new Vpc(id, region, "", "", account, false));
    }
    return Optional.ofNullable(listed.get().get(id))
        .filter(vpc -> vpc.region().equals(region))
        .filter(vpc -> vpc.account().isEmpty() || vpc.account().equals(account));
  }

  /// The region that a listed VPC is in.
  public Optional<String> regionOf(String vpcId) {
    return listed.flatMap(byId -> Optional.ofNullable(byId.get(vpcId))).map(Vpc::region);
  }
}

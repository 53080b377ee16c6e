package dev.groma.providers.emulator.cloud;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The networks that exist in one cloud without having been made through its API.
///
/// An open inventory holds every network anyone asks for, wherever and whosever it is expected to
/// be. A listed one holds what the seed file lists.
public final class Inventory {
  /// The inventory in which every network exists.
  public static final Inventory OPEN = new Inventory(Optional.empty(), new TreeMap<>());

  private final Optional<SortedMap<String, Vpc>> listed;
  private final SortedMap<String, Integer> quotas;

  private Inventory(Optional<SortedMap<String, Vpc>> listed, SortedMap<String, Integer> quotas) {
    this.listed = listed;
    this.quotas = quotas;
  }

  /// The inventory that holds exactly these networks, and says of how many other things there may
  /// be only so many.
  public static Inventory listed(Iterable<Vpc> vpcs, SortedMap<String, Integer> quotas) {
    var byId = new TreeMap<String, Vpc>();
    vpcs.forEach(vpc -> byId.put(vpc.id(), vpc));
    return new Inventory(Optional.of(byId), new TreeMap<>(quotas));
  }

  /// Whether everything exists that anyone asks for.
  public boolean isOpen() {
    return listed.isEmpty();
  }

  /// How many things of that kind there may be where the cloud counts them, if it was said.
  public Optional<Integer> quota(String kind) {
    return Optional.ofNullable(quotas.get(kind));
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

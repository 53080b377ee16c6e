package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A project of an account: where its things are, in one region.
///
/// Every region has a default project of the region's name (chapter 1). The projects of an account
/// in the seed file that are named `REGION_name` are sub-projects beside it. An id follows from
/// account and name, so that it is the same in every run.
record Project(String id, String name, String region) {

  static List<Project> of(Account account) {
    Stream<String> subprojects =
        account.projects().stream().filter(name -> !region(name).isEmpty());
    return Stream.concat(HuaweiCloud.REGIONS.stream(), subprojects)
        .map(name -> of(account, name))
        .toList();
  }

  static Optional<Project> find(Account account, String id) {
    return of(account).stream().filter(project -> project.id().equals(id)).findFirst();
  }

  static Optional<Project> named(Account account, String name) {
    return of(account).stream().filter(project -> project.name().equals(name)).findFirst();
  }

  boolean isDefault() {
    return name.equals(region);
  }

  private static Project of(Account account, String name) {
    String region = HuaweiCloud.REGIONS.contains(name) ? name : region(name);
    return new Project(Sha256.hash(account.id() + "/" + name).substring(0, 32), name, region);
  }

  /// The region of a sub-project; empty when the name is not one's.
  private static String region(String name) {
    return HuaweiCloud.REGIONS.stream()
        .filter(region -> name.startsWith(region + "_"))
        .findFirst()
        .orElse("");
  }
}

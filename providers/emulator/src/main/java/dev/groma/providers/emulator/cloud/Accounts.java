package dev.groma.providers.emulator.cloud;

import java.util.List;
import java.util.Optional;

/// The accounts that exist, the default one first.
public record Accounts(List<Account> all) {
  public Accounts {
    all = List.copyOf(all);
  }

  /// The account that has this access key.
  public Optional<Account> find(String accessKey) {
    return all.stream().filter(account -> account.accessKey().equals(accessKey)).findFirst();
  }
}

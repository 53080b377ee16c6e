package dev.groma.providers.emulator.cloud;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The accounts that exist, the default one first, and temporary keys given to them beforehand.
public record Accounts(List<Account> all, List<Key> sessions) implements Keys {
  public Accounts {
    all = List.copyOf(all);
    sessions = List.copyOf(sessions);
  }

  /// Accounts without temporary keys.
  public Accounts(List<Account> all) {
    this(all, List.of());
  }

  @Override
  public Optional<Key> find(String accessKey) {
    return Stream.concat(
            all.stream().filter(account -> !account.accessKey().isEmpty()).map(Account::key),
            sessions.stream())
        .filter(key -> key.accessKey().equals(accessKey))
        .findFirst();
  }

  /// The account of that id.
  Optional<Account> account(String id) {
    return all.stream().filter(account -> account.id().equals(id)).findFirst();
  }
}

package dev.groma.providers.emulator.cloud;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A customer of the clouds with one pair of permanent keys.
///
/// @param id the account id as the vendor's API shows it
/// @param projects the ids of its projects (Kingsoft Cloud) or organisations (Alibaba Cloud) beside
///   the default one; empty when any id is one
/// @param denied what it may not call, as `CLOUD:OPERATION`
public record Account(
    String id,
    String accessKey,
    String secretKey,
    SortedSet<String> projects,
    SortedSet<String> denied) {
  public Account {
    projects = Collections.unmodifiableSortedSet(new TreeSet<>(projects));
    denied = Collections.unmodifiableSortedSet(new TreeSet<>(denied));
  }

  /// An account in which every project exists and which may call everything.
  public Account(String id, String accessKey, String secretKey) {
    this(id, accessKey, secretKey, new TreeSet<>(), new TreeSet<>());
  }

  /// This account while it may not call these operations either.
  Account denied(Collection<String> more) {
    var all = new TreeSet<>(denied);
    all.addAll(more);
    return new Account(id, accessKey, secretKey, projects, all);
  }

  boolean mayCall(String cloud, String operation) {
    return !denied.contains(cloud + ":" + operation);
  }

  /// The key that is always valid.
  Key key() {
    return Key.permanent(this);
  }

  /// The account without its secret.
  @Override
  public String toString() {
    return "Account[id=%s]".formatted(id);
  }
}

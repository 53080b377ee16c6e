package dev.groma.providers.emulator.cloud;

import java.time.Instant;
import java.util.Optional;

/// A pair of keys that signs for an account, for good or for a while.
///
/// @param token what a request signed with temporary keys must carry; empty for permanent ones
/// @param expires when temporary keys stop being valid
public record Key(
    Account account,
    String accessKey,
    String secretKey,
    Optional<String> token,
    Optional<Instant> expires) {

  static Key permanent(Account account) {
    return new Key(
        account, account.accessKey(), account.secretKey(), Optional.empty(), Optional.empty());
  }

  /// Whether the key may be used now by a request that carries this token, or none.
  public boolean admits(Optional<String> carried, Instant now) {
    return token.equals(carried) && expires.map(now::isBefore).orElse(true);
  }

  /// The key without its secrets.
  @Override
  public String toString() {
    return "Key[account=%s, accessKey=%s]".formatted(account.id(), accessKey);
  }
}

package dev.groma.providers.driver;

import org.jspecify.annotations.Nullable;

/// What requests are signed with.
///
/// @param accessKey the access key
/// @param secretKey its secret
/// @param token the token of temporary credentials, or null
public record Credentials(String accessKey, String secretKey, @Nullable String token) {
  /// The access key: the rest is secret.
  @Override
  public String toString() {
    return accessKey;
  }
}

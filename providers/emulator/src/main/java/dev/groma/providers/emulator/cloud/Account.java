package dev.groma.providers.emulator.cloud;

/// A customer of the clouds with one pair of keys.
///
/// @param id the account id as the vendor's API shows it
public record Account(String id, String accessKey, String secretKey) {

  /// The account without its secret.
  @Override
  public String toString() {
    return "Account[" + id + "]";
  }
}

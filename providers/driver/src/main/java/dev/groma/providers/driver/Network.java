package dev.groma.providers.driver;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How services are reached.
///
/// @param proxy the HTTP proxy, or null
/// @param authorities certificates (PEM) that are trusted besides those of the system, or null
/// @param identity the certificate and key of this client, or null
/// @param insecure true when certificates of services are not checked
/// @param rate how many requests are sent to an endpoint in a second at most
public record Network(
    @Nullable URI proxy,
    @Nullable String authorities,
    @Nullable Identity identity,
    boolean insecure,
    int rate) {
  /// No proxy, the certificates of the system, 100 requests in a second.
  public static final Network PLAIN = new Network(null, null, null, false, 100);

  /// A certificate and its private key.
  ///
  /// @param certificate the chain, in PEM
  /// @param key the key, in PEM (PKCS#8, not encrypted)
  public record Identity(String certificate, String key) {
    /// Nothing: the key is secret.
    @Override
    public String toString() {
      return "client certificate";
    }
  }
}

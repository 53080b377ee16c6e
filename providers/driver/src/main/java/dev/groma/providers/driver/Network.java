package dev.groma.providers.driver;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How services are reached.
///
/// @param proxy the HTTP proxy, or null
/// @param authorities certificates (PEM) that are trusted besides those of the system, or null
/// @param identity the certificate and key of this client, or null
/// @param insecure true when certificates of services are not checked
/// @param rate how many requests are sent to an endpoint in a second at most
/// @param retries how often a request is sent again at most; each class of errors has a limit of
///   its own besides
/// @param connectTimeout how long making a connection may take
public record Network(
    @Nullable URI proxy,
    @Nullable String authorities,
    @Nullable Identity identity,
    boolean insecure,
    int rate,
    int retries,
    Duration connectTimeout) {
  /// How often a request is sent again at most.
  static final int MOST_RETRIES = 100;

  /// No proxy, the certificates of the system, 100 requests in a second, retries as each class of
  /// errors allows, 10 seconds to connect.
  public static final Network PLAIN =
      new Network(null, null, null, false, 100, MOST_RETRIES, Duration.ofSeconds(10));

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

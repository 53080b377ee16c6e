package dev.groma.providers.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to trust, and how to prove who we are, when a connection is made.
///
/// @param sockets makes the connections
/// @param trust decides about certificates
record Tls(SSLSocketFactory sockets, X509TrustManager trust) {
  /// What `network` asks for.
  ///
  /// @throws GeneralSecurityException when a certificate or key cannot be read
  static Tls of(Network network) throws GeneralSecurityException {
    try {
      X509TrustManager trust = network.insecure() ? new Anyone() : trust(network.authorities());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(network.identity()), new TrustManager[] {trust}, null);
      return new Tls(context.getSocketFactory(), trust);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509TrustManager trust(@Nullable String authorities)
      throws GeneralSecurityException, IOException {
    X509TrustManager system = manager(null);
    if (authorities == null) {
      return system;
    }
    KeyStore store = empty();
    int n = 0;
    for (Certificate certificate : certificates(authorities)) {
      store.setCertificateEntry("given-" + n++, certificate);
    }
    for (X509Certificate certificate : system.getAcceptedIssuers()) {
      store.setCertificateEntry("system-" + n++, certificate);
    }
    return manager(store);
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x) {
        return x;
      }
    }
    throw new GeneralSecurityException("no trust manager");
  }

  private static KeyManager @Nullable [] keys(Network.@Nullable Identity identity)
      throws GeneralSecurityException, IOException {
    if (identity == null) {
      return null;
    }
    KeyStore store = empty();
    char[] none = new char[0];
    store.setKeyEntry(
        "client",
        key(identity.key()),
        none,
        certificates(identity.certificate()).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    List<Certificate> found =
        new ArrayList<>(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    if (found.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return found;
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String text =
        pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----.*", "$1")
            .replaceAll("\\s", "");
    try {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
      for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
        Optional<PrivateKey> key = key(algorithm, spec);
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (IllegalArgumentException _) {
      // The message below says it.
    }
    throw new GeneralSecurityException("it is no unencrypted private key in PEM (PKCS#8)");
  }

  private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec spec)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException _) {
      return Optional.empty();
    }
  }

  /// Trusts anyone; only ever used when the user asked for it.
  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

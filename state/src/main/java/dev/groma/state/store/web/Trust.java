package dev.groma.state.store.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Which servers are trusted, and who the client is.
///
/// @param authorities certificates to check servers by, as PEM; the platform's when null
/// @param certificate what is shown to servers, as PEM; nothing when null
/// @param key the private key of that, PKCS #8 as PEM
/// @param anybody whether every server is trusted
public record Trust(
    @Nullable String authorities,
    @Nullable String certificate,
    @Nullable String key,
    boolean anybody) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  /// The same for connections; null when the platform's ways will do.
  ///
  /// @throws GeneralSecurityException when a certificate or the key cannot be read
  public @Nullable SSLContext context() throws GeneralSecurityException {
    if (authorities == null && certificate == null && !anybody) {
      return null;
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(), trusted(), null);
    return context;
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException {
    if (certificate == null || key == null) {
      return null;
    }
    List<X509Certificate> chain = certificates(certificate);
    KeyStore store = empty();
    char[] none = new char[0];
    store.setKeyEntry(
        "client",
        privateKey(key, chain.getFirst().getPublicKey().getAlgorithm()),
        none,
        chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException {
    if (anybody) {
      return new TrustManager[] {new Anybody()};
    }
    if (authorities == null) {
      return null;
    }
    KeyStore store = empty();
    int count = 0;
    for (X509Certificate authority : certificates(authorities)) {
      store.setCertificateEntry("authority-" + count++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    return store;
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (Certificate one :
        factory.generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))) {
      all.add((X509Certificate) one);
    }
    if (all.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return all;
  }

  private static PrivateKey privateKey(String pem, String algorithm)
      throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new InvalidKeySpecException("there is no private key in it");
    }
    if (!matcher.group(1).isEmpty()) {
      throw new InvalidKeySpecException(
          "the private key must be PKCS #8 without a passphrase: openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /// Trusts every server, because the user asked for it.
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

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

package dev.groma.testkit.servers;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// Certificates for tests, as PEM, good until 2120: `authority.pem`, which signed `server.pem` (for
/// localhost and 127.0.0.1) and `client.pem`; their keys `server.key` and `client.key`, PKCS #8;
/// and `other-authority.pem`, which signed nothing.
public final class Certificates {
  private static final char[] NONE = new char[0];
  private static final List<String> ALL =
      List.of(
          "authority.pem",
          "other-authority.pem",
          "server.pem",
          "server.key",
          "client.pem",
          "client.key");

  /// How a server speaks.
  public enum Speech {
    /// Plain text.
    PLAIN,
    /// TLS.
    TLS,
    /// TLS, with those only who show a certificate of the authority.
    MUTUAL_TLS
  }

  private Certificates() {}

  /// The file `name` as text.
  public static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(Certificates.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts all files into `folder`.
  public static void unpack(Path folder) throws IOException {
    for (String name : ALL) {
      Files.writeString(folder.resolve(name), text(name));
    }
  }

  /// A server of HTTP on this machine that is not started yet.
  public static HttpServer listen(Speech speech) throws IOException {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (speech == Speech.PLAIN) {
      return HttpServer.create(here, 100);
    }
    HttpsServer server = HttpsServer.create(here, 100);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context()) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
            parameters.setNeedClientAuth(speech == Speech.MUTUAL_TLS);
            connection.setSSLParameters(parameters);
          }
        });
    return server;
  }

  private static SSLContext context() {
    try {
      Certificate mine = certificate("server.pem");
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", certificate("authority.pem"));
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      String body = text("server.key").replaceAll("-----[^-]+-----", "");
      store.setKeyEntry(
          "server",
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body))),
          NONE,
          new Certificate[] {mine});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NONE);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate certificate(String name) throws GeneralSecurityException, IOException {
    try (InputStream in =
        Objects.requireNonNull(Certificates.class.getResourceAsStream(name), name)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}

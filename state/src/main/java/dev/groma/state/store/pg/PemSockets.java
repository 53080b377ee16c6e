package dev.groma.state.store.pg;

import dev.groma.state.store.web.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// TLS to a database with certificates and a key in PEM files, as libpq and Terraform take them;
/// the driver itself knows only keys in DER. Made by the driver, by its name.
///
/// `sslrootcert` counts with `sslmode=verify-ca` and `verify-full`; where it is not set, the
/// platform's authorities do. That the name of the host is right is checked by the driver.
public final class PemSockets extends SSLSocketFactory {
  private final SSLSocketFactory sockets;

  /// The sockets for a connection with these properties.
  ///
  /// @throws IOException when a file cannot be read
  /// @throws GeneralSecurityException when what is in it is no certificate or key
  public PemSockets(Properties properties) throws IOException, GeneralSecurityException {
    boolean verifies = properties.getProperty("sslmode", "").startsWith("verify-");
    SSLContext context =
        new Trust(
                verifies ? text(properties, "sslrootcert") : null,
                text(properties, "sslcert"),
                text(properties, "sslkey"),
                !verifies)
            .context();
    sockets = (context == null ? SSLContext.getDefault() : context).getSocketFactory();
  }

  private static @Nullable String text(Properties properties, String name) throws IOException {
    String file = properties.getProperty(name);
    return file == null ? null : Files.readString(Path.of(file));
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean closes)
      throws IOException {
    return sockets.createSocket(socket, host, port, closes);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return sockets.createSocket(host, port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return sockets.createSocket(host, port, from, fromPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }
}

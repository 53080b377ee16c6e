package dev.groma.providers.emulator.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A running HTTP/1.1 server on 127.0.0.1, with keep-alive and a virtual thread per connection.
///
/// It never listens on any other interface. Bodies may come with a length, chunked, or not at all.
public final class HttpServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Handler handler;
  private final Thread acceptor;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private HttpServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
    this.acceptor = Thread.ofVirtual().name("emulator-accept").unstarted(this::accept);
  }

  /// Starts to serve.
  ///
  /// @param port 0 for any free one
  /// @throws IOException if the port cannot be used
  public static HttpServer start(int port, Handler handler) throws IOException {
    if (port < 0 || port > 65_535) {
      throw new IOException("ports are 0 to 65535");
    }
    var listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 256);
    } catch (IOException | RuntimeException failure) {
      listener.close();
      throw failure;
    }
    var server = new HttpServer(listener, handler);
    server.acceptor.start();
    return server;
  }

  /// The port that is listened on.
  public int port() {
    return listener.getLocalPort();
  }

  /// Stops listening and closes every connection at once.
  @Override
  public void close() {
    closeQuietly(listener);
    try {
      acceptor.join(); // The system lets go of the port only when nobody waits on it any more.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    open.forEach(HttpServer::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().name("emulator-connection").start(() -> serve(socket));
      } catch (IOException _) {
        // Closed, or one client went away before it was accepted: the loop condition tells.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      if (!listener.isClosed()) {
        new Connection(socket, handler).serve();
      }
    } catch (IOException _) {
      // The client went away; there is nobody to tell.
    } finally {
      open.remove(socket);
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception _) {
      // Closing is all that was wanted.
    }
  }
}

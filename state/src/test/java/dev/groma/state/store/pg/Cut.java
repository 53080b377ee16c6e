package dev.groma.state.store.pg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/// A relay before a server that can let a request through and lose its answer.
final class Cut implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final AtomicBoolean armed = new AtomicBoolean();

  private Cut(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  static Cut before(int target) throws IOException {
    Cut cut = new Cut(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(cut::accept);
    return cut;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Cuts the line when the next commit has reached the server.
  void arm() {
    armed.set(true);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        AtomicBoolean cut = new AtomicBoolean();
        Thread.ofVirtual().start(() -> relay(client, server, cut, true));
        Thread.ofVirtual().start(() -> relay(server, client, cut, false));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void relay(Socket from, Socket to, AtomicBoolean cut, boolean forth) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (forth
            && armed.get()
            && new String(buffer, 0, n, ISO_8859_1).contains("COMMIT")
            && armed.compareAndSet(true, false)) {
          cut.set(true);
        }
        if (!forth && cut.get()) {
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException _) {
      // The other direction ends as well.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

package dev.groma.state.store.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A strict double of a server of the `http` protocol that behaves as GitLab's: basic
/// authentication, digests, a lock whose ID each write must bear, serials that only grow. It shares
/// no code with the client.
final class AddressServer implements AutoCloseable {
  private static final Pattern SERIAL = Pattern.compile("\"serial\"\\s*:\\s*(\\d+)");
  private static final Pattern ID = Pattern.compile("\"ID\"\\s*:\\s*\"([^\"]*)\"");

  /// What the server does otherwise than it should.
  enum Fault {
    NONE,
    LOSES_ANSWER,
    DISK_FULL,
    BUSY_ONCE
  }

  private final HttpServer server;
  private final ReentrantLock mutex = new ReentrantLock();
  private final List<String> requests = new ArrayList<>();
  private Fault fault = Fault.NONE;
  private @Nullable String state;
  private @Nullable String lock;
  private volatile CountDownLatch writes = new CountDownLatch(1);

  private AddressServer(HttpServer server) {
    this.server = server;
  }

  static AddressServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    AddressServer address = new AddressServer(http);
    http.createContext("/", address::serve);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return address;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/state/production";
  }

  void fault(Fault next) {
    fault = next;
  }

  void clear() {
    state = null;
    lock = null;
  }

  @Nullable String state() {
    return state;
  }

  void state(@Nullable String next) {
    state = next;
  }

  @Nullable String lock() {
    return lock;
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  /// Counts down with the next write.
  CountDownLatch nextWrite() {
    CountDownLatch next = new CountDownLatch(1);
    writes = next;
    return next;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    mutex.lock();
    try {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      String wanted =
          "Basic " + Base64.getEncoder().encodeToString("gitlab-ci:hunter2".getBytes(UTF_8));
      if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, "who are you?");
      } else if (!body.isEmpty() && !hasDigest(exchange, body)) {
        answer(exchange, 400, "another digest");
      } else if (fault == Fault.BUSY_ONCE) {
        fault = Fault.NONE;
        answer(exchange, 503, "later");
      } else {
        route(exchange, body);
      }
    } finally {
      mutex.unlock();
      exchange.close();
    }
  }

  private static boolean hasDigest(HttpExchange exchange, String body) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8));
      return Base64.getEncoder()
          .encodeToString(md5)
          .equals(exchange.getRequestHeaders().getFirst("Content-MD5"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void route(HttpExchange exchange, String body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> answer(exchange, state == null ? 404 : 200, state == null ? "" : state);
      case "POST" -> write(exchange, body);
      case "LOCK" -> {
        if (lock == null) {
          lock = body;
          answer(exchange, 200, "");
        } else {
          answer(exchange, 423, lock);
        }
      }
      case "UNLOCK" -> {
        if (lock != null && !id(lock).equals(id(body))) {
          answer(exchange, 409, lock);
        } else {
          lock = null;
          answer(exchange, 200, "");
        }
      }
      default -> answer(exchange, 405, "no such method");
    }
  }

  private static String id(String info) {
    Matcher matcher = ID.matcher(info);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static long serial(@Nullable String text) {
    Matcher matcher = SERIAL.matcher(text == null ? "" : text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private void write(HttpExchange exchange, String body) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String given = query == null ? "" : query.substring(query.indexOf("ID=") + 3);
    if (!(lock == null ? "" : id(lock)).equals(given)) {
      answer(exchange, 409, lock == null ? "" : lock);
    } else if (fault == Fault.DISK_FULL) {
      answer(exchange, 507, "no space left");
    } else if (serial(body) <= serial(state)) {
      answer(exchange, 422, "the serial must grow");
    } else {
      state = body;
      writes.countDown();
      if (fault == Fault.LOSES_ANSWER) {
        fault = Fault.NONE;
        return;
      }
      answer(exchange, 200, "");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.groma.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.groma.testkit.servers.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// States behind HTTP as Terraform's backend `http` keeps them, one for each path, with locks and a
/// user. It is strict: who writes to a locked state must name the lock, and bodies must have the
/// digest that their header says.
final class HttpStates implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String authorization;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Map<String, byte[]> states = new TreeMap<>();
  private final Map<String, byte[]> locks = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private final StringBuilder received = new StringBuilder();
  private final CountDownLatch journals = new CountDownLatch(1);

  /// Serves those who come as `user` with `password`, in plain text.
  HttpStates(String user, String password) throws IOException {
    this(user, password, Certificates.Speech.PLAIN);
  }

  /// Serves those who come as `user` with `password`.
  HttpStates(String user, String password, Certificates.Speech speech) throws IOException {
    authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    server = Certificates.listen(speech);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// The address of the state `name`.
  String address(String name) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /// What is kept under `name`; empty when nothing is.
  String state(String name) {
    mutex.lock();
    try {
      return new String(states.getOrDefault("/" + name, new byte[0]), StandardCharsets.UTF_8);
    } finally {
      mutex.unlock();
    }
  }

  /// Locks `name` for somebody.
  void lock(String name, String info) {
    mutex.lock();
    try {
      locks.put("/" + name, info.getBytes(StandardCharsets.UTF_8));
    } finally {
      mutex.unlock();
    }
  }

  /// True when `name` is locked.
  boolean isLocked(String name) {
    mutex.lock();
    try {
      return locks.containsKey("/" + name);
    } finally {
      mutex.unlock();
    }
  }

  /// The methods of the requests so far.
  List<String> requests() {
    mutex.lock();
    try {
      return List.copyOf(requests);
    } finally {
      mutex.unlock();
    }
  }

  /// All that was ever sent to it, but for who sent it.
  String received() {
    mutex.lock();
    try {
      return received.toString();
    } finally {
      mutex.unlock();
    }
  }

  /// Waits until a state was written that has the journal of a run with it.
  void awaitJournal() throws InterruptedException {
    if (!journals.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no state with a journal was written");
    }
  }

  /// @param body what is sent, each character a byte
  private record Reply(int status, String body) {
    private Reply(int status) {
      this(status, "");
    }

    private Reply(int status, byte[] body) {
      this(status, new String(body, StandardCharsets.ISO_8859_1));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Reply reply;
      mutex.lock();
      try {
        requests.add(exchange.getRequestMethod());
        received.append(exchange.getRequestURI()).append('\n');
        received.append(new String(body, StandardCharsets.ISO_8859_1)).append('\n');
        reply = reply(exchange, body);
      } finally {
        mutex.unlock();
      }
      byte[] answer = reply.body.getBytes(StandardCharsets.ISO_8859_1);
      exchange.sendResponseHeaders(reply.status, answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    }
  }

  private Reply reply(HttpExchange exchange, byte[] body) throws IOException {
    if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return new Reply(401);
    }
    String sum = exchange.getRequestHeaders().getFirst("Content-MD5");
    if (sum != null && !sum.equals(md5(body))) {
      return new Reply(400);
    }
    String path = exchange.getRequestURI().getPath();
    byte[] lock = locks.get(path);
    return switch (exchange.getRequestMethod()) {
      case "GET" -> states.containsKey(path) ? new Reply(200, states.get(path)) : new Reply(404);
      case "POST" -> {
        String query = exchange.getRequestURI().getQuery();
        if (lock != null && !("ID=" + id(lock)).equals(query)) {
          yield new Reply(423, lock);
        }
        if (JSON.readTree(body).has("groma_journal")) {
          journals.countDown();
        }
        states.put(path, body);
        yield new Reply(200);
      }
      case "DELETE" -> new Reply(states.remove(path) == null ? 404 : 200);
      case "LOCK" -> {
        if (lock != null) {
          yield new Reply(423, lock);
        }
        id(body);
        locks.put(path, body);
        yield new Reply(200);
      }
      case "UNLOCK" -> {
        if (lock == null || !id(lock).equals(id(body))) {
          yield new Reply(409, lock == null ? new byte[0] : lock);
        }
        locks.remove(path);
        yield new Reply(200);
      }
      default -> new Reply(405);
    };
  }

  private static String id(byte @Nullable [] lock) {
    JsonNode id = JSON.readTree(lock).path("ID");
    if (id.asString("").isEmpty()) {
      throw new IllegalArgumentException("a lock without an ID");
    }
    return id.asString();
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

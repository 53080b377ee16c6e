package dev.groma.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The comments of one pull or merge request, behind an API of the shape that the platform's
/// reference shows. It takes only what the reference allows: methods, paths, headers, query, body.
final class CommentServer implements AutoCloseable {
  /// How one platform differs from the others.
  ///
  /// @param list the path of the comments
  /// @param one the path of one comment, without its id
  /// @param change the method that changes one
  /// @param headers the headers that each request must have
  record Shape(String list, String one, String change, Map<String, String> headers) {
    static final Shape GITHUB =
        new Shape(
            "/repos/acme/net/issues/7/comments",
            "/repos/acme/net/issues/comments/",
            "PATCH",
            Map.of(
                "Authorization",
                "Bearer t-o-k-e-n",
                "Accept",
                "application/vnd.github+json",
                "X-GitHub-Api-Version",
                "2022-11-28"));
    static final Shape GITLAB =
        new Shape(
            "/projects/acme%2Fnet/merge_requests/7/notes",
            "/projects/acme%2Fnet/merge_requests/7/notes/",
            "PUT",
            Map.of("PRIVATE-TOKEN", "t-o-k-e-n"));
    static final Shape GITEE =
        new Shape(
            "/repos/acme/net/pulls/7/comments",
            "/repos/acme/net/pulls/comments/",
            "PATCH",
            Map.of("Authorization", "Bearer t-o-k-e-n"));
  }

  /// An answer to be given instead of the right one.
  record Failure(String method, int status, Map<String, String> headers, String body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Shape shape;
  private final Map<Long, String> comments = new TreeMap<>();
  private final Map<Long, Boolean> foreign = new LinkedHashMap<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private long last = 100;

  CommentServer(Shape shape) throws IOException {
    this.shape = shape;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Adds a comment.
  ///
  /// @param own it may be changed
  void add(String body, boolean own) {
    last++;
    comments.put(last, body);
    foreign.put(last, !own);
  }

  void fail(Failure failure) {
    failures.add(failure);
  }

  List<String> comments() {
    return List.copyOf(comments.values());
  }

  /// The requests, `METHOD path?query`.
  List<String> seen() {
    return List.copyOf(seen);
  }

  /// What a client did that the reference does not allow.
  List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(method + " " + path + (query == null ? "" : "?" + query));
    shape.headers.forEach((name, value) -> {
      if (!value.equals(exchange.getRequestHeaders().getFirst(name))) {
        mistakes.add(name + ": " + exchange.getRequestHeaders().getFirst(name));
      }
    });
    Failure failure = failures.peek();
    if (failure != null && failure.method.equals(method)) {
      failures.remove();
      failure.headers.forEach(exchange.getResponseHeaders()::set);
      answer(exchange, failure.status, failure.body);
    } else if (method.equals("GET") && path.equals(shape.list)) {
      answer(exchange, 200, page(query == null ? "" : query));
    } else if (method.equals("POST") && path.equals(shape.list)) {
      add(body(exchange, text), true);
      answer(exchange, 201, comment(last).toString());
    } else if (method.equals(shape.change) && path.startsWith(shape.one)) {
      change(exchange, Long.parseLong(path.substring(shape.one.length())), text);
    } else {
      mistakes.add("no such operation: " + method + " " + path);
      answer(exchange, 404, "{\"message\":\"Not Found\"}");
    }
  }

  private void change(HttpExchange exchange, long id, String text) throws IOException {
    if (Boolean.TRUE.equals(foreign.get(id))) {
      answer(exchange, 403, "{\"message\":\"Must have admin rights to Repository.\"}");
    } else {
      comments.put(id, body(exchange, text));
      answer(exchange, 200, comment(id).toString());
    }
  }

  private String body(HttpExchange exchange, String text) {
    JsonNode json = JSON.readTree(text);
    if (json.size() != 1 || !json.path("body").isString()) {
      mistakes.add("the body is not {\"body\": text}");
    }
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      mistakes.add("the body is not said to be JSON");
    }
    return json.path("body").asString();
  }

  private String page(String query) {
    if (!query.matches("per_page=100&page=[1-9]\\d*")) {
      mistakes.add("query: " + query);
    }
    int page = Integer.parseInt(query.replaceFirst(".*=", ""));
    ArrayNode list = JSON.createArrayNode();
    comments.keySet().stream()
        .skip(100L * (page - 1))
        .limit(100)
        .forEach(id -> list.add(comment(id)));
    return list.toString();
  }

  private ObjectNode comment(long id) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id);
    json.put("body", comments.get(id));
    if (!shape.equals(Shape.GITLAB)) {
      json.put("html_url", "https://forge.example/acme/net/pull/7#comment-" + id);
      json.putObject("user").put("login", "bot").put("id", 1);
    } else {
      json.put("noteable_iid", 7).put("system", false).putObject("author").put("username", "bot");
    }
    return json.put("created_at", "2026-01-02T03:04:05Z").put("updated_at", "2026-01-02T03:04:05Z");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

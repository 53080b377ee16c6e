package dev.groma.testkit.browser;

import dev.groma.engine.render.Json;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import dev.groma.state.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Commands and events of the DevTools protocol over one connection.
final class Protocol implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE = 60;

  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Value>> open = new ConcurrentHashMap<>();
  private final List<Consumer<Value>> listeners = new CopyOnWriteArrayList<>();
  private final StringBuilder incoming = new StringBuilder();

  Protocol(URI address) throws IOException, InterruptedException {
    try {
      socket =
          client.newWebSocketBuilder().buildAsync(address, this).get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /// Calls `listener` with each event: `{method, params, sessionId}`.
  void listen(Consumer<Value> listener) {
    listeners.add(listener);
  }

  /// Sends a command and returns its result.
  ///
  /// @param session the page it is for; empty for the browser
  Value call(String session, String method, Json.Obj parameters) throws IOException {
    int id = last.incrementAndGet();
    CompletableFuture<Value> result = new CompletableFuture<>();
    open.put(id, result);
    Json.Obj message = new Json.Obj().put("id", id).put("method", method).put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.line(), true).join();
    try {
      Value answer = result.get(PATIENCE, TimeUnit.SECONDS);
      Value error = part(answer, "error");
      if (!error.isNull()) {
        throw new IOException(method + ": " + error);
      }
      return part(answer, "result");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// A part of an object, null where there is none.
  static Value part(Value value, String... names) {
    Value part = value;
    for (String name : names) {
      part =
          part instanceof Value.Obj object && object.attributes().containsKey(name)
              ? object.attributes().get(name)
              : Value.nullValue();
    }
    return part;
  }

  static String text(Value value, String... names) {
    return part(value, names) instanceof Value.Str(String text) ? text : "";
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
    incoming.append(data);
    if (isLast) {
      String text = incoming.toString();
      incoming.setLength(0);
      receive(text);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void receive(String text) {
    Value message = new JsonText(text).decodeUntyped();
    if (part(message, "id") instanceof Num id) {
      CompletableFuture<Value> waiting = open.remove(Integer.parseInt(id.toString()));
      if (waiting != null) {
        waiting.complete(message);
      }
    } else {
      listeners.forEach(listener -> listener.accept(message));
    }
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    open.values().forEach(waiting -> waiting.completeExceptionally(error));
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    client.close();
  }
}
